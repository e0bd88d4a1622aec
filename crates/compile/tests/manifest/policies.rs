//! What holds messages back beside consent: holdouts, suppressions, caps, pauses.

use crate::blocks::{flow, names};
use crate::compiled;
use crate::shop::{shop, shop_with};
use filrouge_plan::manifest::{Manifest, Policies};
use filrouge_plan::{CalendarUnit, CapWindow, Period, WhenFull};
use filrouge_source::Sources;

const POLICIES: &str = r#"holdout control share="5%" salt="2026" {
    description "The yearly control group"
    purposes marketing
}
holdout everybody share="0.1%"
trait carts count on="Cart Updated" where="event.buyer.line != ''" within="7d"
suppress annoyed while="profile.allergic.orValue(false) && profile.carts > 9" then=hold {
    description "They look around too much"
    except spared
}
suppress buyers while="profile.in('regulars')" { purposes orders }
connector other kind=smtp paused=#true { url env=OTHER_URL }
channel second connector=other from="shop@shop.example" kind=email {
    cap 3 per="7d" then=hold for="2d"
    cap 1 per=day
}
journey spared paused=#true {
    purpose marketing
    enter on="Cart Updated" key="event.cart_id"
    send it via=email template=receipt
}
"#;

fn with_policies() -> Sources {
    let mut sources = shop_with("basis consent", "basis consent; cap 2 per=week via=email");
    sources.add("zz.kdl", POLICIES);
    sources
}

fn said() -> Manifest {
    compiled(with_policies()).1
}

/// The words of `sources` at a statement.
fn words(stands: &filrouge_plan::manifest::Stands) -> String {
    let sources = with_policies();
    let (_, file) = sources.find(&stands.file).unwrap();
    file.text[stands.start as usize..stands.end as usize].to_owned()
}

#[test]
fn a_project_without_policies_says_so() {
    assert_eq!(compiled(shop()).1.policies, Policies::default());
}

#[test]
fn a_holdout_is_told_with_its_share_and_its_purposes() {
    let manifest = said();
    let [control, everybody] = manifest.policies.holdouts.as_slice() else { panic!("two holdouts") };
    assert_eq!((&*control.holdout, control.share, &*control.salt), ("control", 50_000, "2026"));
    assert_eq!(control.description.as_deref(), Some("The yearly control group"));
    assert_eq!(control.purposes, ["marketing"]);
    assert_eq!(words(&control.stands), "holdout control share=\"5%\" salt=\"2026\"");
    assert_eq!((everybody.share, &*everybody.salt), (1_000, "everybody"), "the name mixes the dice");
    assert_eq!(everybody.purposes, ["marketing"], "people cannot withdraw from orders");
}

#[test]
fn a_suppression_is_told_with_what_it_reads() {
    let manifest = said();
    let [annoyed, buyers] = manifest.policies.suppressions.as_slice() else { panic!("two suppressions") };
    assert_eq!(annoyed.suppress, "annoyed");
    assert_eq!(annoyed.condition, "profile.allergic.orValue(false) && profile.carts > 9");
    let inputs = ["event/Cart Updated/buyer/line", "profile/allergic", "profile/carts"];
    assert_eq!(names(&annoyed.inputs), inputs, "also what the trait is made of");
    assert_eq!(annoyed.events, ["Cart Updated"]);
    assert_eq!((annoyed.except.as_slice(), annoyed.then), (&["spared".to_owned()][..], WhenFull::Hold(None)));
    assert_eq!(annoyed.description.as_deref(), Some("They look around too much"));
    assert_eq!(annoyed.purposes, ["marketing"]);
    assert_eq!((names(&buyers.inputs), buyers.then), (vec!["profile/orders"], WhenFull::Skip));
    assert_eq!(words(&buyers.stands), "suppress buyers while=\"profile.in('regulars')\"");
}

#[test]
fn caps_of_channels_and_purposes_are_told_in_the_order_of_the_text() {
    let manifest = said();
    let caps = &manifest.policies.caps;
    let of: Vec<_> = caps.iter().map(|capped| (&*capped.of, capped.cap.count)).collect();
    assert_eq!(of, [("channel/second", 3), ("channel/second", 1), ("purpose/marketing", 2)]);
    let (week, days) = (Period { days: 7, ..Period::default() }, Period { days: 2, ..Period::default() });
    assert_eq!(caps[0].cap.per, CapWindow::Rolling(week));
    assert_eq!(caps[0].cap.then, WhenFull::Hold(Some(days)));
    assert_eq!(caps[1].cap.per, CapWindow::Calendar(CalendarUnit::Day));
    assert_eq!(caps[2].cap.via.as_deref(), Some("email"));
    assert_eq!(words(&caps[2].stands), "cap 2 per=week via=email");
}

#[test]
fn what_the_source_pauses_is_told() {
    let manifest = said();
    let of: Vec<_> = manifest.policies.pauses.iter().map(|pause| &*pause.of).collect();
    assert_eq!(of, ["connector/other", "journey/spared"]);
    assert_eq!(words(&manifest.policies.pauses[0].stands), "#true");
    let mut sources = shop_with("locale fr", "locale fr; paused #true; cap 9 per=month");
    sources.add("zz.kdl", "segment nobody when=\"false\"");
    let policies = compiled(sources).1.policies;
    assert_eq!((&*policies.pauses[0].of, &*policies.caps[0].of), ("project", "project"));
}

#[test]
fn what_suppresses_a_message_decides_it() {
    let manifest = said();
    let remind = flow(&manifest, "journey/cart/step/remind");
    assert!(names(&remind.decided_by).contains(&"profile/carts"), "{:?}", remind.decided_by);
    let thanks = flow(&manifest, "journey/receipts/step/thanks");
    assert!(names(&thanks.decided_by).contains(&"profile/orders"), "{:?}", thanks.decided_by);
    assert!(!names(&thanks.decided_by).contains(&"profile/carts"), "it is for another purpose");
    let spared = flow(&manifest, "journey/spared/step/it");
    assert!(!names(&spared.decided_by).contains(&"profile/carts"), "the rule spares it");
}

#[test]
fn what_suppresses_a_message_is_used_for_its_purpose() {
    let manifest = said();
    let orders = manifest.processing.iter().find(|record| record.purpose == "orders").unwrap();
    assert!(orders.without_category.contains(&"profile/orders".to_owned()));
}
