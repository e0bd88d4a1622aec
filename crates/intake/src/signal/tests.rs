//! Signals, read by the examples of their standards and taken by the map of a plan.

use super::*;
use filrouge_machine::{Consent, InputKind};
use filrouge_plan::{Notice, Plan, Signal};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// The example of the TCF's own pages: tool 27, purposes 1, 2 and 3, policies 2.
const CORE: &str = "COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA";
/// The segment of vendors that were shown, of the same pages.
const DISCLOSED: &str = "IFoEUQQgAIQwgIwQABAEAAAAOIAACAIAAAAQAIAgEAACEAAAAAgAQBAAAAAAAGBAAgAAAAAAAFAAECAAAgAAQARAEQAAAAAJAAIAAgAAAYQEAAAQmAgBC3ZAYzUw";
/// The example of the platform's own pages: `tcfeuv2` and `uspv1`.
const GPP: &str = "DBACNY~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN";
/// `usnat` 1 with everything opted out, and with Global Privacy Control.
const USNAT: &str = "DBABLA~BVVVVVVVVWA.YA";

#[test]
fn the_published_string_of_tcf_is_read() {
    let spoken = tcf::read(CORE).unwrap();
    let yes: Vec<_> =
        spoken.said.iter().filter(|(_, said)| **said == Said::Yes).map(|(field, _)| *field).collect();
    assert_eq!(yes, ["purpose-1", "purpose-2", "purpose-3"]);
    assert_eq!(spoken.chosen_at.map(|at| at / 1_000), Some(1_582_243_059));
    assert_eq!(spoken.seen.tool.as_deref(), Some("27 version 0"));
    assert_eq!((spoken.seen.version.as_str(), spoken.agrees), ("TCF 2, policies 2", false));
    assert_eq!(spoken.said.len(), 13);
}

#[test]
fn the_published_strings_of_gpp_are_read() {
    let spoken = gpp::read(GPP).unwrap();
    assert_eq!(spoken.len(), 1);
    assert_eq!(spoken[0].seen.tool.as_deref(), Some("31 version 640"));
    assert!(spoken[0].said.values().all(|said| *said == Said::No));
    let [usnat] = gpp::read(USNAT).unwrap().try_into().unwrap();
    assert_eq!(
        usnat.said.keys().copied().collect::<BTreeSet<_>>(),
        SignalKind::Gpp.fields().iter().copied().collect()
    );
    assert!(usnat.said.values().all(|said| *said == Said::No), "{usnat:?}");
    let [silent] = gpp::read("DBABLA~BVVVVVVVVWA").unwrap().try_into().unwrap();
    assert_eq!(silent.said["gpc"], Said::Nothing);
}

#[test]
fn what_is_no_signal_is_told() {
    for text in
        ["", "COvFyGB", "not a string", "DOvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA", &"A".repeat(9_000)]
    {
        assert!(tcf::read(text).is_err(), "{text}");
    }
    for text in ["", "DBABM", "DBABMA~", "DBACNY~1YNN", "XXXXXX~1YNN", "DBABLA~B"] {
        assert!(gpp::read(text).is_err(), "{text}");
    }
    let states = |state: &str| BTreeMap::from([("ad_storage".to_owned(), state.to_owned())]);
    assert!(consent_mode::read(&states("maybe"), None).is_err());
    assert!(
        consent_mode::read(&BTreeMap::from([("tv_storage".to_owned(), "denied".to_owned())]), None).is_err()
    );
}

/// The published string with other policies, another day and other bits of purposes.
fn string(policy: u64, updated: u64, consents: &[usize], interests: &[usize]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut source = bits::Bits::of(CORE).unwrap();
    let mut all: Vec<bool> = std::iter::from_fn(|| source.bit()).collect();
    let mut put = |from: usize, count: usize, number: u64| {
        for place in 0..count {
            all[from + place] = number >> (count - 1 - place) & 1 == 1;
        }
    };
    put(42, 36, updated / 100);
    put(132, 6, policy);
    put(152, 48, 0);
    consents.iter().for_each(|purpose| put(151 + purpose, 1, 1));
    interests.iter().for_each(|purpose| put(175 + purpose, 1, 1));
    let letter =
        |sextet: &[bool]| LETTERS[sextet.iter().fold(0, |sum, bit| sum << 1 | usize::from(*bit))] as char;
    all.chunks(6).map(letter).collect()
}

/// `offers` by purposes 3 and 4, `news` (an interest) by 7, `stats` by Consent Mode; `offers` also by sale.
fn plan() -> Plan {
    let purpose = |name: &str, basis: Basis| Purpose {
        name: name.into(),
        data_use: None,
        basis,
        channels: vec![],
        expires: None,
        caps: vec![],
        notice: Some(Notice { file: format!("{name}.md"), sha256: name.repeat(20) }),
        double_opt_in: None,
        signals: vec![Signal::Gpc],
    };
    let map = |kind, fields: &[(&str, &str)]| {
        let each = fields.iter().map(|(field, purpose)| ((*field).to_owned(), vec![(*purpose).to_owned()]));
        SignalMap { kind, purposes: each.collect(), ignored: BTreeMap::new() }
    };
    let mut plan: Plan = serde_json::from_value(json!({
        "format": 2, "project": { "name": "shop", "timezone": "UTC", "locale": "en", "currency": null },
        "profile": { "identifiers": [{ "field": { "name": "user_id", "type": "string", "category": null, "description": null },
            "max": 1, "overflow": "refuse" }], "fields": [], "retention": null, "undo_merges": { "days": 30 } },
        "events": [], "segments": [], "purposes": [], "retentions": [], "sources": [], "connectors": [], "channels": [],
        "templates": [], "journeys": [],
    }))
    .unwrap();
    plan.purposes = vec![
        purpose("news", Basis::LegitimateInterests),
        purpose("offers", Basis::Consent),
        purpose("stats", Basis::Consent),
    ];
    plan.signals = vec![
        map(SignalKind::Tcf, &[("purpose-3", "offers"), ("purpose-4", "offers"), ("purpose-7", "news")]),
        map(SignalKind::Gpp, &[("sale", "offers")]),
        map(SignalKind::ConsentMode, &[("analytics_storage", "stats")]),
    ];
    plan
}

const NOW: i64 = 1_790_000_000_000;

fn taken(call: Json) -> Vec<Consent> {
    let mut call = call;
    call["userId"] = json!("u1");
    let text = call.to_string();
    let read: SignalCall = serde_json::from_value(call).unwrap();
    let seen = crate::Seen { agent: None, source: "site".into(), received: NOW };
    let told = read.told(&plan(), text.as_bytes(), &seen).unwrap().told;
    let consents = told.into_iter().map(|told| match told.kind {
        InputKind::Consent(consent) => consent,
        other => panic!("{other:?}"),
    });
    consents.collect()
}

fn said(call: Json) -> Vec<String> {
    let line = |own: &Consent| {
        format!("{} {}{}", own.purpose, own.granted, if own.is_unproved() { " unproved" } else { "" })
    };
    taken(call).iter().map(line).collect()
}

fn version(purpose: &str) -> String {
    purpose.repeat(20).chars().take(12).collect()
}

#[test]
fn obligation_14_one_refused_field_refuses_and_only_all_agree() {
    let shown = [version("offers"), version("news")];
    let both = string(4, 1_700_000_000_000, &[3, 4, 7], &[]);
    assert_eq!(said(json!({ "tcf": both, "notices": shown })), ["news true", "offers true"]);
    let one = string(4, 1_700_000_000_000, &[3, 7], &[]);
    assert_eq!(said(json!({ "tcf": one, "notices": shown })), ["news true", "offers false"]);
    // Nobody objected to what rests on an interest; and then somebody did.
    assert_eq!(
        said(json!({ "tcf": string(4, 1_700_000_000_000, &[3, 4], &[7]), "notices": shown })),
        ["offers true"]
    );
    assert_eq!(
        said(json!({ "tcf": string(4, 1_700_000_000_000, &[], &[]) })),
        ["news false", "offers false"]
    );
}

#[test]
fn obligation_14_a_string_of_today_without_the_vendors_that_were_shown_agrees_to_nothing() {
    let march = 1_772_700_000_000;
    let shown = [version("offers"), version("news")];
    let text = string(5, march, &[3, 4], &[]);
    assert_eq!(said(json!({ "tcf": text, "notices": shown })), ["news false"]);
    let complete = format!("{text}.{DISCLOSED}");
    assert_eq!(said(json!({ "tcf": complete, "notices": shown })), ["news false", "offers true"]);
    assert_eq!(
        said(json!({ "tcf": string(2, 1_700_000_000_000, &[3, 4, 7], &[]), "notices": shown })),
        Vec::<String>::new()
    );
}

#[test]
fn obligation_14_a_signal_agrees_to_nothing_that_was_not_shown() {
    let text = string(4, 1_700_000_000_000, &[3, 4, 7], &[]);
    assert_eq!(
        said(json!({ "tcf": text, "notices": [version("news")] })),
        ["news true", "offers true unproved"]
    );
    assert_eq!(
        said(json!({ "tcf": text, "notices": ["offers".repeat(20)] })),
        ["news true unproved", "offers true"]
    );
    let mode = json!({ "consentMode": { "analytics_storage": "granted" }, "notices": [version("stats")] });
    assert_eq!(said(mode.clone()), ["stats true unproved"], "nothing says when");
    let mut dated = mode;
    dated["timestamp"] = json!("2026-06-01T10:00:00Z");
    assert_eq!(said(dated), ["stats true"]);
}

#[test]
fn obligation_14_of_signals_that_disagree_the_refusal_counts() {
    let text = string(4, 1_700_000_000_000, &[3, 4, 7], &[]);
    let shown = [version("offers"), version("news")];
    assert_eq!(said(json!({ "tcf": text, "gpp": USNAT, "notices": shown })), ["news true", "offers false"]);
    assert_eq!(said(json!({ "tcf": text, "gpc": true })), ["news false", "offers false", "stats false"]);
}

#[test]
fn the_ledger_keeps_the_string_its_version_and_the_tool() {
    let text = string(4, 1_700_000_000_000, &[], &[]);
    let consent = taken(json!({ "tcf": text, "url": "https://shop.example/" })).remove(0);
    let proof = consent.proof.unwrap();
    assert_eq!(proof.method, Method::Tcf);
    assert_eq!(
        (proof.acted_at, proof.screen.as_deref()),
        (Some(1_700_000_000_000), Some("https://shop.example/"))
    );
    let seen = proof.signal.unwrap();
    assert_eq!(
        (seen.text, seen.version.as_str(), seen.tool.as_deref()),
        (text, "TCF 2.2", Some("27 version 0"))
    );
}

#[test]
fn whatever_comes_nothing_panics() {
    let mut dice = 1u64;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..dice % 60 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            text.push(char::from(b"ABDLYZaz09-_.~1 "[usize::try_from(dice >> 60).unwrap()]));
        }
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(7);
        let _ = (tcf::read(&text), gpp::read(&text), gpp::read(&format!("DBABLA~{text}")));
    }
}
