//! Who must agree to what is done with personal data, and what an agreement is worth.

#![expect(clippy::unwrap_used, reason = "a test whose project does not compile fails")]

use filrouge_compile::{analyse, lower, manifest};
use filrouge_note::Signer;
use filrouge_plan::Bundle;
use filrouge_plan::manifest::Manifest;
use filrouge_review::{Class, Review, Side, approval_text, review, since, unapproved};
use filrouge_source::Sources;

const PROJECT: &str = r#"
project shop {
    controller "Shop SAS" dpo="dpo@shop.example" authority="CNIL"
    owner dpo
    privacy-approver dpo key="KEY"
    timezone "Europe/Paris"; locale fr
}
profile {
    id user_id string category="user.unique_id"
    id email email category="user.contact.email"
    allergic bool? category="user.health" retain="6mo"
    retain "3y" since=last-activity
}
event "Cart Updated" { cart_id string; retain "13mo"; }
source site kind=http { write-key env=SITE_KEY; }
purpose marketing use="marketing.advertising" {
    basis consent
    channels email
    notice "notice.md"
    expires "2y"
    special-categories explicit-consent
}
retention sent of=messages keep="13mo" { reason "questions come within a year"; }
suppress grieving while="profile.allergic.orValue(false)" { purposes marketing; }
connector mail kind=smtp { url env=SMTP_URL; role processor; agreement "DPA 1"; country FR; }
channel email connector=mail from="Shop <shop@shop.example>"
template hello { subject "Hello"; text "Hello. {{ unsubscribe_url }}"; }
journey cart {
    purpose marketing
    enter on="Cart Updated" key="event.cart_id"
    wait pause for="1h"
    send reminder via=email template=hello
}
"#;

fn signer(name: &str) -> Signer {
    Signer::from_seed(name, [u8::try_from(name.len()).unwrap(); 32]).unwrap()
}

struct Compiled {
    bundle: Bundle,
    manifest: Manifest,
}

fn compiled(text: &str) -> Compiled {
    let mut sources = Sources::new();
    sources.add("filrouge.kdl", text);
    sources.add("notice.md", "We write to you about your basket.\n");
    let analysis = analyse(sources);
    let told: Vec<_> = analysis.findings.iter().map(|finding| finding.message.clone()).collect();
    assert!(analysis.checked.is_some(), "{told:?}");
    let checked = analysis.checked.unwrap();
    let bundle = lower(&checked, &analysis.sources, None);
    let manifest = manifest(&checked, &analysis.sources, &bundle);
    Compiled { bundle, manifest }
}

fn project(edits: &[(&str, &str)]) -> Compiled {
    let text = PROJECT.replace("KEY\"", &format!("{}\"", signer("dpo").verifier()));
    compiled(&edits.iter().fold(text, |text, (old, new)| {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        text.replace(old, new)
    }))
}

fn side<'a>(own: &'a Compiled, approvals: &'a [String]) -> Side<'a> {
    Side { name: "side", bundle: &own.bundle, manifest: Some(&own.manifest), approvals }
}

fn reviewed(old: &Compiled, new: &Compiled, approvals: &[String]) -> Review {
    review(&side(old, approvals), &side(new, approvals), None)
}

fn agreement(signer: &Signer, to: &Compiled) -> Vec<String> {
    vec![signer.sign(&approval_text(&to.manifest)).unwrap()]
}

#[test]
fn what_widens_waits_for_the_approver_of_the_plan_before_and_nobody_else() {
    let (old, new) = (project(&[]), project(&[("country FR", "country DE")]));
    assert!(reviewed(&old, &new, &[]).lacks_privacy_approval());
    let by = |signer: &Signer| reviewed(&old, &new, &agreement(signer, &new));
    assert!(by(&signer("mallory")).lacks_privacy_approval());
    let agreed = by(&signer("dpo"));
    assert!(!agreed.lacks_privacy_approval() && !agreed.approval.contains(&Class::PrivacyWidening));
    assert_eq!(agreed.privacy_approval.unwrap().agreed, ["dpo"]);
    // The agreement is to this state: neither to what was before, nor to what comes next.
    let next = project(&[("country FR", "country DE"), ("keep=\"13mo\"", "keep=\"14mo\"")]);
    assert!(reviewed(&old, &next, &agreement(&signer("dpo"), &new)).lacks_privacy_approval());
    assert!(reviewed(&old, &new, &agreement(&signer("dpo"), &old)).lacks_privacy_approval());
}

#[test]
fn what_narrows_asks_nobody() {
    let (old, new) = (project(&[]), project(&[("expires \"2y\"", "expires \"1y\"")]));
    let review = reviewed(&old, &new, &[]);
    assert!(
        !review.privacy.is_empty() && review.privacy_approval.is_none() && !review.lacks_privacy_approval()
    );
    assert_eq!(unapproved(Some(&old.manifest), Some(&new.manifest), &[]), None);
}

#[test]
fn whoever_changes_the_approver_needs_the_one_before() {
    let (dpo, mallory) = (signer("dpo"), signer("mallory"));
    let (theirs, own) = (dpo.verifier().to_string(), mallory.verifier().to_string());
    let (old, new) = (project(&[]), project(&[(theirs.as_str(), own.as_str())]));
    assert!(reviewed(&old, &new, &agreement(&mallory, &new)).lacks_privacy_approval());
    assert!(!reviewed(&old, &new, &agreement(&dpo, &new)).lacks_privacy_approval());
    let line = format!("    privacy-approver dpo key=\"{theirs}\"\n");
    let gone = project(&[(line.as_str(), "")]);
    assert!(reviewed(&old, &gone, &[]).lacks_privacy_approval());
    assert_eq!(reviewed(&gone, &old, &[]).privacy_approval, None, "the first one is asked where nobody was");
}

#[test]
fn what_is_not_known_counts_as_more() {
    let new = project(&[]);
    let asked = unapproved(None, Some(&new.manifest), &[]).unwrap();
    assert_eq!((asked.approvers, asked.widens.len()), (vec!["dpo".to_owned()], 0));
    assert_eq!(unapproved(None, Some(&new.manifest), &agreement(&signer("dpo"), &new)), None);
    assert!(unapproved(Some(&new.manifest), None, &[]).is_some());
    assert_eq!(unapproved(None, None, &[]), None);
}

/// Each change of the new blocks, as it is told.
fn told(edits: &[(&str, &str)]) -> Vec<String> {
    let (old, new) = (project(&[]), project(edits));
    let changes = since(&old.manifest, &new.manifest).changes.into_iter();
    changes.map(|own| format!("{} {}", if own.widens { "more" } else { "less" }, own.statement)).collect()
}

#[test]
fn each_block_of_the_manifest_is_compared() {
    let one = |old: &str, new: &str, wanted: &str| {
        let told = told(&[(old, new)]);
        assert!(told.iter().any(|own| own == wanted), "{told:#?}");
    };
    one(
        "controller \"Shop SAS\"",
        "controller \"Other SAS\"",
        "more the controller was Shop SAS and is Other SAS",
    );
    one(
        " dpo=\"dpo@shop.example\"",
        "",
        "more the data protection officer was dpo@shop.example and is nobody",
    );
    one(
        "source site",
        "source shop kind=http { write-key env=SHOP_KEY; }\nsource site",
        "more data comes in from `shop`",
    );
    one(" retain=\"6mo\"", "", "more `profile/allergic` no longer has a time of its own after which it ends");
    one(
        "retention sent of=messages keep=\"13mo\" { reason \"questions come within a year\"; }\n",
        "",
        "more `store/messages` no longer has a time of its own after which it ends",
    );
    one(
        "suppress grieving while=\"profile.allergic.orValue(false)\" { purposes marketing; }\n",
        "",
        "more `grieving` no longer holds messages back while profile.allergic.orValue(false)",
    );
    one(
        "cart_id string;",
        "cart_id string; note string category=\"user.content\";",
        "more `event/Cart Updated/note` (user.content) is collected",
    );
}

#[test]
fn rules_that_are_no_longer_followed_are_told() {
    let now = project(&[]).manifest;
    let mut before = now.clone();
    before.organisation.rule_packs.push("eu-gdpr".to_owned());
    let changes = since(&before, &now).changes;
    let [change] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!(
        (change.widens, change.statement.as_str()),
        (true, "the rules of `eu-gdpr` are no longer followed")
    );
}
