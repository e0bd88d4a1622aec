//! The page, made of a plan and a person, and what its form means.
#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a test that cannot go on must stop")]

use filrouge_centre::{Visit, banner, page, read, rows};
use filrouge_machine::{ConsentFact, Id, Person};
use filrouge_plan::{
    Basis, Bundle, Field, Notice, OriginFile, Origins, Plan, Purpose, Signal, Type, Value, sha256_hex,
};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const NOW: i64 = 1_796_000_000_000;

const LETTERS: &str = "# Letters\n\nTwice a <month>.";
const HOSTILE: &str = "</script><script>alert(1)</script>";

fn notice(text: &str) -> Notice {
    Notice { file: "letters.md".into(), sha256: sha256_hex(text.as_bytes()) }
}

fn texts() -> &'static [OriginFile] {
    static TEXTS: LazyLock<Vec<OriginFile>> = LazyLock::new(|| {
        let file = |text: &str| OriginFile {
            path: "letters.md".into(),
            sha256: sha256_hex(text.as_bytes()),
            text: text.into(),
        };
        [LETTERS, HOSTILE].map(file).to_vec()
    });
    &TEXTS
}

fn bundle(plan: Plan) -> Bundle {
    let origins = Origins { files: texts().to_vec(), ..Origins::default() };
    Bundle { hash: plan.hash(), plan, origins, commit: None }
}

fn purpose(name: &str, basis: Basis, channels: &[&str]) -> Purpose {
    let json = json!({ "name": name, "use": null, "basis": basis, "channels": channels, "expires": null });
    serde_json::from_value(json).unwrap()
}

fn plan() -> Plan {
    let mut plan: Plan = serde_json::from_value(json!({
        "format": 2, "project": { "name": "shop", "timezone": "Europe/Paris", "locale": "fr", "currency": "EUR" },
        "profile": { "identifiers": [], "fields": [], "retention": null },
        "events": [], "segments": [], "purposes": [], "retentions": [], "sources": [], "connectors": [],
        "channels": [], "templates": [], "journeys": [],
        "centre": { "controller": "Shop SAS", "locales": ["fr", "en"], "topics": ["wine"], "frequency": "rhythm" },
    }))
    .unwrap();
    let field = |name: &str, ty| Field { name: name.into(), ty, bounds: Default::default(), category: None };
    plan.profile.fields = vec![
        field("wine", Type::Optional(Box::new(Type::Bool))),
        field("rhythm", Type::Optional(Box::new(Type::Enum(vec!["weekly".into(), "monthly".into()])))),
        field("secret", Type::Bool),
    ];
    let mut letters = purpose("letters", Basis::Consent, &["email", "sms"]);
    letters.notice = Some(notice(LETTERS));
    plan.purposes = vec![
        letters,
        purpose("orders", Basis::Contract, &["email"]),
        purpose("similar", Basis::LegitimateInterests, &["email"]),
        purpose("study", Basis::Consent, &[]),
    ];
    plan
}

fn person(facts: &[(&str, &str, bool)]) -> Person {
    let fact = |granted| ConsentFact { granted, at: NOW - 1, evidence: "form".into(), input: Id(1) };
    let consents = facts
        .iter()
        .map(|(purpose, channel, granted)| (((*purpose).to_owned(), (*channel).to_owned()), fact(*granted)));
    let profile = vec![Value::Absent, Value::Absent, Value::Bool(true)];
    Person { consents: consents.collect(), profile, ..Person::default() }
}

fn visit<'v>(plan: &'v Plan, person: &'v Person, locale: &str) -> Visit<'v> {
    Visit { plan, texts: texts(), person, now: NOW, locale: locale.into(), path: "/p/token".into() }
}

fn form(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn the_page_lists_every_purpose_of_the_plan() {
    let (plan, person) = (plan(), person(&[("letters", "email", true), ("similar", "", false)]));
    let visit = visit(&plan, &person, "en");
    let all: Vec<_> =
        rows(&visit).iter().map(|row| (row.purpose.name.as_str(), row.channel, row.on)).collect();
    assert_eq!(
        all,
        [
            ("letters", "email", true),
            ("letters", "sms", false),
            ("similar", "email", false),
            ("study", "", false)
        ]
    );
    let html = page(&visit, "proof", None);
    for name in ["Letters", "Similar", "Study", "<strong>Orders</strong>"] {
        assert!(html.contains(name), "{name}");
    }
    assert!(
        html.contains("Twice a &lt;month&gt;.")
            && html.contains(&plan.purposes[0].notice.as_ref().unwrap().version())
    );
    assert_eq!(html.matches(" checked>").count(), 1, "{html}");
    assert!(!html.contains("secret") && !html.contains("<script"), "{html}");
}

#[test]
fn what_was_not_touched_on_the_page_decides_nothing() {
    let (plan, person) = (plan(), person(&[("letters", "email", false)]));
    let visit = visit(&plan, &person, "en");
    // The page was opened before the refusal: it still shows a yes.
    let stale = form(&[("was:letters:email", "1"), ("on:letters:email", "1"), ("was:similar:email", "1")]);
    let saved = read(&visit, &stale, true);
    let told: Vec<_> = saved.decisions.iter().map(|own| (own.purpose.as_str(), own.granted)).collect();
    assert_eq!(told, [("similar", false)]);
}

#[test]
fn a_grant_counts_for_the_text_that_was_on_the_page() {
    let (plan, person) = (plan(), person(&[]));
    let visit = visit(&plan, &person, "fr");
    let sha = plan.purposes[0].notice.as_ref().unwrap().sha256.clone();
    let with =
        |sha: &str| form(&[("was:letters:sms", "0"), ("on:letters:sms", "1"), ("notice:letters", sha)]);
    let saved = read(&visit, &with(&sha), true);
    let proof = saved.decisions[0].proof.as_ref().unwrap();
    assert_eq!(
        proof.notice.as_ref().map(|own| (own.sha256.as_str(), own.language.as_deref())),
        Some((sha.as_str(), Some("fr")))
    );
    assert_eq!((saved.decisions.len(), saved.changed), (1, false));
    let saved = read(&visit, &with("another"), true);
    assert_eq!((saved.decisions.len(), saved.changed), (0, true));
    assert!(read(&visit, &with(&sha), false).decisions.is_empty(), "an old form grants nothing");
}

#[test]
fn everything_is_each_purpose_as_a_whole() {
    let (plan, person) = (plan(), person(&[]));
    let saved = read(&visit(&plan, &person, "en"), &form(&[("do", "none")]), false);
    let told: Vec<_> =
        saved.decisions.iter().map(|own| (own.purpose.as_str(), own.channel.clone(), own.granted)).collect();
    assert_eq!(told, [("letters", None, false), ("similar", None, false), ("study", None, false)]);
}

#[test]
fn only_fields_of_the_page_are_set_and_only_to_what_it_offers() {
    let (plan, person) = (plan(), person(&[]));
    let visit = visit(&plan, &person, "en");
    let pairs = form(&[
        ("had:wine", "0"),
        ("field:wine", "1"),
        ("had:rhythm", ""),
        ("field:rhythm", "weekly"),
        ("had:secret", "1"),
        ("field:email", "x@example.com"),
        ("had:email", ""),
    ]);
    let fields = read(&visit, &pairs, true).fields;
    assert_eq!(
        fields,
        [("wine".to_owned(), Value::Bool(true)), ("rhythm".to_owned(), Value::from("weekly"))]
    );
    let pairs = form(&[("had:rhythm", ""), ("field:rhythm", "hourly")]);
    assert_eq!(read(&visit, &pairs, true).fields, []);
}

#[test]
fn the_banner_asks_for_what_needs_a_consent_and_closes_no_script() {
    let mut plan = plan();
    plan.purposes[0].data_use = Some("marketing.advertising.first_party.targeted".into());
    plan.purposes[0].notice = Some(notice(HOSTILE));
    let script = banner(&bundle(plan.clone()));
    assert!(!script.contains("</script>") && !script.contains("/*PLAN*/"), "{script}");
    assert!(script.contains("\"name\":\"letters\"") && script.contains("\"name\":\"study\""));
    assert!(!script.contains("\"name\":\"orders\"") && !script.contains("\"name\":\"similar\""));
    assert_eq!(script.matches("\"gpc\":true").count(), 1, "the letters alone, by their use");
    plan.purposes[3].signals = vec![Signal::Gpc];
    assert_eq!(banner(&bundle(plan.clone())).matches("\"gpc\":true").count(), 2);
    plan.purposes[3].signals = vec![];
    assert!(script.contains("[\"ad_storage\",\"ad_user_data\",\"ad_personalization\"]"));
    plan.purposes[0].notice = Some(notice("another"));
    let version = |script: &str| script.split("\"version\":\"").last().map(|rest| rest[..12].to_owned());
    assert_ne!(version(&banner(&bundle(plan))), version(&script));
}
