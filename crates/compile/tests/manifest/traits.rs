//! What is computed about people.

use crate::blocks::names;
use crate::compiled;
use crate::shop::{shop, shop_with};
use filrouge_plan::Period;
use filrouge_plan::manifest::{Computed, Manifest};
use filrouge_source::Sources;

const TRAITS: &str = r#"trait notes last on="Cart Updated" of="event.buyer.line" within="30d" late="2d"
trait quiet absence on="Order Completed" for="90d"
trait loyal held when="profile.in('regulars') && profile.carts > 1" for="7d"
trait soon sequence on="Cart Updated" then="Order Completed" within="1h"
trait carts count on="Cart Updated" where="event.cart_id != ''"
journey faithful {
    purpose orders
    enter on="Order Completed" key="event.cart_id"
    split who {
        when loyal "profile.loyal" { send it via=email template=receipt }
        otherwise { end others }
    }
}
"#;

fn with_traits() -> Sources {
    let mut sources = shop_with(
        "who {\n        when gentle",
        "who {\n        when late \"profile.quiet\" { end late }\n        when gentle",
    );
    sources.add("zz.kdl", TRAITS);
    sources
}

fn said() -> Manifest {
    compiled(with_traits()).1
}

fn computed<'m>(manifest: &'m Manifest, name: &str) -> &'m Computed {
    manifest.traits.iter().find(|own| own.name == name).unwrap()
}

const fn days(days: u32) -> Option<Period> {
    Some(Period { months: 0, days, millis: 0 })
}

#[test]
fn every_trait_is_told_by_name() {
    assert!(compiled(shop()).1.traits.is_empty());
    let manifest = said();
    let told: Vec<_> = manifest.traits.iter().map(|own| (&*own.name, &*own.by)).collect();
    let wanted = [
        ("carts", "count"),
        ("loyal", "held"),
        ("notes", "last"),
        ("quiet", "absence"),
        ("soon", "sequence"),
    ];
    assert_eq!(told, wanted);
}

#[test]
fn a_trait_is_told_with_its_inputs_and_their_categories() {
    let manifest = said();
    let notes = computed(&manifest, "notes");
    assert_eq!(names(&notes.inputs), ["event/Cart Updated/buyer/line"]);
    assert_eq!(notes.inputs[0].category.as_deref(), Some("user.contact"));
    assert_eq!(notes.category.as_deref(), Some("user.contact"), "of what it is made of");
    assert_eq!(notes.events, ["Cart Updated"]);
    assert_eq!(computed(&manifest, "soon").events, ["Cart Updated", "Order Completed"]);
    assert_eq!(names(&computed(&manifest, "carts").inputs), ["event/Cart Updated/cart_id"]);
}

#[test]
fn a_trait_over_traits_and_segments_is_made_of_what_they_are_made_of() {
    let manifest = said();
    let loyal = computed(&manifest, "loyal");
    let inputs = ["event/Cart Updated/cart_id", "profile/carts", "profile/orders"];
    assert_eq!(names(&loyal.inputs), inputs);
    assert_eq!(loyal.events, ["Cart Updated"]);
}

#[test]
fn a_trait_is_told_with_its_times() {
    let manifest = said();
    let notes = computed(&manifest, "notes");
    assert_eq!((notes.within, notes.lasting, notes.late), (days(30), None, days(2)));
    let quiet = computed(&manifest, "quiet");
    assert_eq!((quiet.within, quiet.lasting, quiet.late), (None, days(90), None));
    let hour = Period { millis: 3_600_000, ..Period::default() };
    assert_eq!(computed(&manifest, "soon").within, Some(hour));
}

#[test]
fn a_trait_is_used_for_the_purposes_of_the_journeys_that_read_it() {
    let manifest = said();
    let purposes: Vec<_> = manifest.traits.iter().map(|own| own.purposes.join(" ")).collect();
    assert_eq!(purposes, ["orders", "orders", "", "marketing", ""], "`loyal` reads `carts`");
}

#[test]
fn a_trait_leads_to_its_words() {
    let sources = with_traits();
    let stands = &said().traits[0].stands;
    let (_, file) = sources.find(&stands.file).unwrap();
    let words = &file.text[stands.start as usize..stands.end as usize];
    assert_eq!(words, "trait carts count on=\"Cart Updated\" where=\"event.cart_id != ''\"");
}
