//! What is special or limited where data leaves, and what was made to say less on its way.

use crate::blocks::flow;
use crate::compiled;
use crate::shop::{shop, shop_with};
use filrouge_plan::manifest::{FlowLabel, Manifest, ToldBy};

fn allergic(purposes: &[&str]) -> FlowLabel {
    FlowLabel {
        from: "profile/allergic".to_owned(),
        category: Some("user.health".to_owned()),
        special: true,
        purposes: purposes.iter().map(ToString::to_string).collect(),
        told: ToldBy::Decision,
    }
}

#[test]
fn a_message_tells_the_special_data_that_decided_it() {
    let manifest = compiled(shop()).1;
    let reminder = flow(&manifest, "journey/cart/step/remind");
    assert_eq!(reminder.labels, [allergic(&[])]);
    assert!(reminder.lifted.is_empty() && manifest.declassifiers.is_empty());
    assert!(flow(&manifest, "journey/receipts/step/thanks").labels.is_empty());
}

#[test]
fn data_that_is_limited_is_told_with_its_purposes() {
    let manifest =
        compiled(shop_with("category=\"user.health\"", "category=\"user.health\" for=marketing")).1;
    assert_eq!(flow(&manifest, "journey/cart/step/remind").labels, [allergic(&["marketing"])]);
}

/// The shop, in which a segment asks for what is special.
fn declassified(opens: &str) -> Manifest {
    let mut sources = shop_with("profile.allergic.orValue(false)\" { end", "profile.in('gentle')\" { end");
    let text = format!(
        "segment gentle when=\"profile.allergic.orValue(false)\" {{
            declassify k-anonymous k=40 reason=\"Small groups are merged\" approver=growth {opens}
        }}"
    );
    sources.add("zz.kdl", text);
    compiled(sources).1
}

#[test]
fn what_says_less_is_told_with_its_method_and_with_what_it_lifted() {
    let manifest = declassified("{ for marketing }");
    let reminder = flow(&manifest, "journey/cart/step/remind");
    assert!(reminder.labels.is_empty());
    let lifted: Vec<_> = reminder.lifted.iter().map(|own| (&*own.from, &*own.by)).collect();
    assert_eq!(lifted, [("profile/allergic", "segment/gentle")]);
    let own = &manifest.declassifiers[0];
    assert_eq!((&*own.of, &*own.method, own.k), ("segment/gentle", "k-anonymous", Some(40)));
    assert_eq!((&*own.reason, own.approver.as_deref()), ("Small groups are merged", Some("growth")));
    assert_eq!(own.purposes, ["marketing"]);
    assert_eq!(own.stands.line, 2);
}
