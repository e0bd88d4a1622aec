//! What each block says of the shop.

use crate::compiled;
use crate::shop::{shop, shop_with};
use filrouge_plan::manifest::{DataFlow, FieldRead, Manifest, Reached, Right, Stands, WithdrawalRoute};
use filrouge_plan::{Period, RetentionAction, RetentionClock, canonical_json, sha256_hex};
use serde_json::Value;

fn said() -> Manifest {
    compiled(shop()).1
}

pub(crate) fn flow(manifest: &Manifest, step: &str) -> DataFlow {
    manifest.data_flows.iter().find(|flow| flow.step == step).unwrap().clone()
}

pub(crate) fn names(reads: &[FieldRead]) -> Vec<&str> {
    reads.iter().map(|read| read.field.as_str()).collect()
}

#[test]
fn a_message_carries_the_address_what_it_shows_and_what_its_variables_are_made_of() {
    let flow = flow(&said(), "journey/cart/step/remind");
    assert_eq!((flow.channel.as_deref(), &*flow.to, &*flow.purpose), (Some("email"), "mail", "marketing"));
    assert_eq!(flow.country.as_deref(), Some("FR"));
    let carried = [
        "event/Cart Updated/buyer/line",
        "event/Cart Updated/cart_id",
        "profile/email",
        "profile/first_name",
    ];
    assert_eq!(names(&flow.carries), carried);
    let categories: Vec<_> = flow.carries.iter().map(|read| read.category.as_deref()).collect();
    let wanted = [Some("user.contact"), None, Some("user.contact.email"), Some("user.name.first")];
    assert_eq!(categories, wanted);
}

#[test]
fn a_message_reveals_the_conditions_on_its_way_also_through_segments() {
    let manifest = said();
    let remind = flow(&manifest, "journey/cart/step/remind");
    let deciding = [
        "event/Cart Updated/cart_id",
        "event/Order Completed/cart_id",
        "profile/allergic",
        "profile/orders",
        "profile/timezone",
    ];
    assert_eq!(names(&remind.decided_by), deciding);
    assert_eq!(remind.events, ["Cart Updated", "Order Completed"]);
    let thanks = flow(&manifest, "journey/receipts/step/thanks");
    assert_eq!(names(&thanks.decided_by), ["event/Order Completed/cart_id", "profile/timezone"]);
}

#[test]
fn each_purpose_has_its_journeys_and_what_they_use() {
    let manifest = said();
    let [marketing, orders] = manifest.processing.as_slice() else { panic!("two purposes") };
    assert_eq!((&*marketing.purpose, &*orders.purpose), ("marketing", "orders"));
    assert_eq!(marketing.journeys[0].journey, "cart");
    assert_eq!(marketing.journeys[0].owner.as_deref(), Some("growth"));
    assert_eq!(marketing.journeys[0].description.as_deref(), Some("Reminds people of their basket"));
    let categories: Vec<_> = marketing.categories.iter().map(|read| &*read.category).collect();
    assert_eq!(categories, ["user.contact", "user.contact.email", "user.health", "user.name.first"]);
    assert!(marketing.without_category.contains(&"profile/orders".to_owned()), "the update changes it");
    assert_eq!(orders.categories.len(), 1, "{:?}", orders.categories);
    assert_eq!(orders.categories[0].fields, ["profile/email"]);
    assert_eq!(orders.recipients, ["mail"]);
}

#[test]
fn a_recipient_is_told_with_what_it_receives() {
    let manifest = said();
    let [mail] = manifest.recipients.as_slice() else { panic!("one recipient") };
    assert_eq!((&*mail.connector, &*mail.kind), ("mail", "smtp"));
    assert_eq!((mail.role.as_deref(), mail.agreement.as_deref()), (Some("processor"), Some("DPA 1")));
    assert_eq!(mail.channels, ["email"]);
    assert_eq!(mail.purposes, ["marketing", "orders"]);
    assert_eq!(mail.categories, ["user.contact", "user.contact.email", "user.name.first"]);
}

#[test]
fn a_field_of_its_own_time_ends_as_the_whole_does() {
    let manifest = said();
    let objects: Vec<_> = manifest.retention.iter().map(|kept| &*kept.object).collect();
    let declared =
        ["event/Cart Updated", "event/Order Completed", "profile", "profile/allergic", "store/messages"];
    assert_eq!(objects, declared);
    let orders = manifest.retention[1].retention.as_ref().unwrap();
    assert_eq!((orders.since, orders.then), (RetentionClock::Collection, RetentionAction::Erase));
    let allergic = manifest.retention[3].retention.as_ref().unwrap();
    assert_eq!(allergic.keep, Period { months: 6, ..Period::default() });
    assert_eq!((allergic.since, allergic.then), (RetentionClock::LastActivity, RetentionAction::Erase));
}

#[test]
fn a_consent_has_its_notice_and_its_ways_out() {
    let manifest = said();
    let [consent] = manifest.consents.as_slice() else { panic!("one consent") };
    let notice = consent.notice.as_ref().unwrap();
    assert_eq!((&*notice.path, notice.lines), ("notice.md", 2));
    assert_eq!(notice.sha256, sha256_hex(b"We write to you about our lamps.\n"));
    assert_eq!(consent.expires, Some(Period { months: 24, ..Period::default() }));
    assert_eq!(consent.withdrawal[0].routes, [WithdrawalRoute::OneClick, WithdrawalRoute::Api]);
}

#[test]
fn a_withdrawal_silences_every_send_of_its_purpose_and_no_other() {
    let manifest = said();
    let [plan] = manifest.withdrawal_plans.as_slice() else { panic!("one purpose can be withdrawn from") };
    assert_eq!(plan.purpose, "marketing");
    assert_eq!(plan.sends, ["journey/cart/step/remind"]);
    assert_eq!(plan.waits, ["journey/cart/step/pause"]);
    assert_eq!(plan.recipients, ["mail"]);
}

#[test]
fn a_decision_is_told_in_the_words_of_its_author() {
    let manifest = said();
    let [decision] = manifest.automated_decisions.as_slice() else { panic!("one split") };
    let logic: Vec<_> = decision.logic.iter().map(|rule| (&*rule.way, rule.when.as_deref())).collect();
    let wanted = [
        ("gentle", Some("profile.allergic.orValue(false)")),
        ("regular", Some("profile.in('regulars')")),
        ("otherwise", None),
    ];
    assert_eq!(logic, wanted);
    assert_eq!(names(&decision.inputs), ["profile/allergic", "profile/orders"]);
}

#[test]
fn what_is_only_stated_is_listed_as_such() {
    let manifest = said();
    let said: Vec<_> =
        manifest.unprovable.iter().map(|one| format!("{}: {}", one.about, one.statement)).collect();
    let wanted = [
        "connector/mail: the agreement `DPA 1` is in force and covers this use",
        "connector/mail: the service acts as a processor",
        "connector/mail: the service handles the data in FR and nowhere else",
        "purpose/marketing: people agree freely, knowing what they agree to",
        "purpose/marketing: people are shown `notice.md` before their data is used",
        "purpose/marketing: special data may be used for it by `explicit-consent` (GDPR article 9(2))",
        "purpose/orders: special data may be used for it by `health-care` (GDPR article 9(2))",
        "purpose/orders: the contract with the person cannot be performed without it",
    ];
    assert_eq!(said, wanted);
}

/// A shop in which a message of one purpose stands in a journey of another.
fn mixed() -> Manifest {
    let mut sources = shop_with(
        "cart_id string\n    buyer",
        r#"cart_id string; lines list { sku string; gift string category="user.content" }
    buyer"#,
    );
    sources.add(
        "zz.kdl",
        r#"journey counted {
    purpose marketing
    enter on="Cart Updated"
    split many {
        when some "size(entry.lines) > 0" {
            send one via=email template=receipt purpose=orders transactional=#true
        }
        otherwise { end none }
    }
    update seen { first_name "entry.cart_id" }
}
journey silent {
    enter on="Cart Updated"
    update more { orders "profile.orders.orValue(0) + 1" }
}
"#,
    );
    compiled(sources).1
}

#[test]
fn who_reads_a_list_reads_all_that_is_in_it() {
    let flow = flow(&mixed(), "journey/counted/step/one");
    let deciding = [
        "event/Cart Updated/lines",
        "event/Cart Updated/lines/gift",
        "event/Cart Updated/lines/sku",
        "profile/timezone",
    ];
    assert_eq!(flow.purpose, "orders");
    assert_eq!(names(&flow.decided_by), deciding);
}

#[test]
fn a_message_of_another_purpose_takes_with_it_what_leads_to_it_and_nothing_else() {
    let manifest = mixed();
    let [_, orders] = manifest.processing.as_slice() else { panic!("two purposes") };
    let journeys: Vec<_> = orders.journeys.iter().map(|journey| &*journey.journey).collect();
    assert_eq!(journeys, ["counted", "receipts"]);
    let categories: Vec<_> = orders.categories.iter().map(|read| &*read.category).collect();
    assert_eq!(categories, ["user.contact.email", "user.content"], "the update serves marketing alone");
}

#[test]
fn a_message_that_was_asked_for_and_a_journey_without_purpose_are_only_stated() {
    let manifest = mixed();
    let about: Vec<_> = manifest.unprovable.iter().map(|one| &*one.about).collect();
    assert!(about.contains(&"journey/counted/step/one"), "{about:?}");
    assert!(about.contains(&"journey/silent"), "{about:?}");
}

#[test]
fn a_manifest_is_read_back_as_it_was_written() {
    let manifest = mixed();
    let read: Manifest = serde_json::from_str(&canonical_json(&manifest)).unwrap();
    assert_eq!(read, manifest);
}

fn places(value: &Value, found: &mut Vec<Stands>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                match key.as_str() {
                    "stands" => found.push(serde_json::from_value(value.clone()).unwrap()),
                    _ => places(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| places(item, found)),
        _ => {}
    }
}

#[test]
fn each_statement_leads_to_its_words() {
    let sources = shop();
    let manifest = said();
    let mut found = Vec::new();
    places(&serde_json::to_value(&manifest).unwrap(), &mut found);
    assert!(found.len() > 20);
    for stands in found {
        let (_, file) = sources.find(&stands.file).unwrap();
        let line = file.text.lines().nth(stands.line as usize - 1).unwrap();
        let from_line: String = line.chars().skip(stands.column as usize - 1).collect();
        let words = &file.text[stands.start as usize..stands.end as usize];
        assert!(!words.is_empty() && from_line.starts_with(words), "{stands:?} {words}");
    }
    let of = |stands: &Stands| {
        let (_, file) = sources.find(&stands.file).unwrap();
        file.text[stands.start as usize..stands.end as usize].to_owned()
    };
    let remind = flow(&manifest, "journey/cart/step/remind");
    assert_eq!(of(&remind.stands), "send remind via=email template=reminder");
    assert_eq!(of(&manifest.unprovable[0].stands), "\"DPA 1\"");
    assert_eq!(of(&manifest.consents[0].stands), "purpose marketing use=\"marketing.advertising\"");
}

#[test]
fn every_field_is_told_with_its_category_and_its_place() {
    let manifest = said();
    let told: Vec<_> =
        manifest.collected.iter().map(|own| (own.field.as_str(), own.category.as_deref())).collect();
    let wanted = [
        ("event/Cart Updated/buyer", Some("user.contact")),
        ("event/Cart Updated/buyer/line", Some("user.contact")),
        ("event/Cart Updated/buyer/note", Some("user.content")),
        ("event/Cart Updated/cart_id", None),
        ("event/Order Completed/cart_id", None),
        ("profile/allergic", Some("user.health")),
        ("profile/email", Some("user.contact.email")),
        ("profile/first_name", Some("user.name.first")),
        ("profile/orders", None),
        ("profile/timezone", None),
        ("profile/user_id", Some("user.unique_id")),
    ];
    assert_eq!(told, wanted);
}

#[test]
fn each_store_says_how_one_person_is_found_in_it() {
    let manifest = said();
    let told: Vec<_> =
        manifest.stores.iter().map(|own| (own.store.as_str(), own.found_by.join(" "), own.reached)).collect();
    let (itself, asked) = (Reached::Itself, Reached::Asked);
    let wanted = [
        ("connector/mail", "profile/email", asked),
        ("store/audit", "store/profiles", itself),
        ("store/consents", "store/profiles", itself),
        ("store/events", "store/profiles", itself),
        ("store/messages", "store/profiles", itself),
        ("store/profiles", "profile/email profile/user_id", itself),
        ("store/quarantine", "", itself),
    ];
    assert_eq!(told, wanted.map(|(store, found, reached)| (store, found.to_owned(), reached)));
    let of = |name: &str| manifest.stores.iter().find(|own| own.store == name).unwrap();
    assert_eq!(
        of("store/profiles").retention.as_ref().unwrap().keep,
        Period { months: 36, ..Period::default() }
    );
    assert_eq!(
        of("store/messages").retention.as_ref().unwrap().keep,
        Period { months: 13, ..Period::default() }
    );
    assert_eq!(of("connector/mail").categories, ["user.contact", "user.contact.email", "user.name.first"]);
}

#[test]
fn rights_follow_from_the_ground() {
    let manifest = said();
    let [marketing, orders] = manifest.processing.as_slice() else { panic!("two purposes") };
    assert!(marketing.rights.contains(&Right::Withdrawal) && marketing.rights.contains(&Right::Objection));
    assert!(!orders.rights.contains(&Right::Withdrawal) && orders.rights.contains(&Right::Portability));
    assert_eq!(marketing.notice.as_ref().map(|notice| notice.path.as_str()), Some("notice.md"));
    assert_eq!((marketing.channels.as_slice(), &orders.notice), (&["email".to_owned()][..], &None));
}

#[test]
fn the_state_is_that_of_what_is_done_and_not_of_the_text() {
    let manifest = said();
    let of = |from: &str, to: &str| compiled(shop_with(from, to)).1;
    let same = of("wait pause for=\"1h\"", "wait pause for=\"2h\" // longer");
    assert_eq!(same.state(), manifest.state());
    assert_ne!(same.hash(), manifest.hash(), "another plan from another text");
    assert_ne!(of("country FR", "country DE").state(), manifest.state());
    assert_ne!(of("retain=\"6mo\"", "retain=\"7mo\"").state(), manifest.state());
    let dated = Manifest { built_at: Some("2026-12-01T08:00:00Z".to_owned()), ..manifest.clone() };
    assert_eq!((dated.state(), dated.committed()), (manifest.state(), manifest.committed()));
    assert_ne!(dated.hash(), manifest.hash());
}
