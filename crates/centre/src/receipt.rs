//! Receipts: what a person decided, when, upon which text, as they may keep it.
//!
//! The fields are those of ISO/IEC TS 27560.

use crate::html::shell;
use crate::names::{channel, ground};
use crate::{Language, Visit, dates};
use filrouge_machine::{ConsentRecord, ConsentState, Method};
use filrouge_page::escape;
use filrouge_plan::{Basis, Purpose};
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use std::fmt::Write as _;

/// The receipt of a decision as JSON.
#[must_use]
pub fn receipt_json(visit: &Visit<'_>, person: &str, record: &ConsentRecord) -> Json {
    let purpose = visit.plan.purposes.iter().find(|own| own.name == record.purpose);
    let centre = &visit.plan.centre;
    json!({
        "schema_version": "ISO/IEC TS 27560:2023",
        "record_id": record.id,
        "pii_principal_id": person,
        "previous_record_id": record.previous,
        "parties": [{ "role": "pii_controller", "name": centre.controller, "contact": centre.contact }],
        "privacy_notice": record.proof.notice,
        "pii_processing": {
            "purpose": record.purpose,
            "purpose_title": visit.title(&record.purpose),
            "purpose_description": visit.description(&record.purpose),
            "purpose_category": purpose.and_then(|own| own.data_use.clone()),
            "lawful_basis": purpose.map(|own| basis(own.basis)),
            "channel": Some(&record.channel).filter(|own| !own.is_empty()),
            "validity": purpose.and_then(|own| own.expires),
            "withdrawal_method": visit.path,
        },
        "event": {
            "event_time": time(record.at),
            "event_state": record.state,
            "ignored": record.ignored,
            "consent_method": record.proof.method,
            "evidence": record.evidence,
            "screen": record.proof.screen,
            "network": record.proof.network,
            "user_agent": record.proof.agent,
            "country": record.proof.country,
            "source": record.proof.source,
            "received_at": record.proof.received_at.and_then(time),
        },
        "issued_at": time(visit.now),
    })
}

fn time(at: i64) -> Option<String> {
    Timestamp::from_millisecond(at).ok().map(|at| at.to_string())
}

const fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Consent => "eu-gdpr:A6-1-a",
        Basis::Contract => "eu-gdpr:A6-1-b",
        Basis::LegalObligation => "eu-gdpr:A6-1-c",
        Basis::VitalInterests => "eu-gdpr:A6-1-d",
        Basis::PublicTask => "eu-gdpr:A6-1-e",
        Basis::LegitimateInterests => "eu-gdpr:A6-1-f",
    }
}

/// Every decision of a person, the latest first, with a link to each receipt.
#[must_use]
pub fn receipts_page(visit: &Visit<'_>) -> String {
    let language = visit.language();
    let mut items = String::new();
    for record in visit.person.ledger.iter().rev() {
        let (path, id) = (escape(&visit.path), record.id);
        let when = dates::minute(record.at, &visit.zone(), language);
        let _ = writeln!(
            items,
            "<div class=\"card\"><p><strong>{}</strong> · {}<br><span class=\"note\">{when}</span></p>\
             <p><a href=\"{path}/receipts/{id}?lang={locale}\">{}</a> · <a href=\"{path}/receipts/{id}.json\" download>JSON</a></p></div>",
            escape(&what(visit, record)),
            said(visit, record),
            language.pick("Lire le reçu", "Read the receipt"),
            locale = escape(&visit.locale),
        );
    }
    if items.is_empty() {
        let none = language.pick("Vous n’avez encore rien décidé.", "You have not decided anything yet.");
        items = format!("<p>{none}</p>\n");
    }
    let title = language.pick("Vos décisions", "Your decisions");
    shell(&visit.plan.centre, language, title, &(items + &back(visit)))
}

fn back(visit: &Visit<'_>) -> String {
    let text = visit.language().pick("Retour à vos choix", "Back to your choices");
    format!("<p><a href=\"{}?lang={}\">{text}</a></p>\n", escape(&visit.path), escape(&visit.locale))
}

/// The purpose, and the channel where there is one.
fn what(visit: &Visit<'_>, record: &ConsentRecord) -> String {
    let title = visit.title(&record.purpose);
    if record.channel.is_empty() {
        let all = visit.language().pick("sur tous les canaux", "on every channel");
        format!("{title}, {all}")
    } else {
        format!("{title}, {}", channel(&record.channel, visit.language()))
    }
}

/// How the decision was told, in words where we have some.
fn how(record: &ConsentRecord, language: Language) -> String {
    let words = match record.proof.method {
        Method::PreferenceCentre => language.pick("sur cette page", "on this page"),
        Method::OneClick => language.pick("par le lien d’un message", "by the link of a message"),
        Method::StopWord => language.pick("en répondant à un message", "by answering a message"),
        Method::Button => language.pick("par un bouton", "by a button"),
        Method::Reject => language.pick("en refusant", "by refusing when asked"),
        Method::Gpc => language.pick("par le signal de votre navigateur", "by the signal of your browser"),
        Method::DoubleOptIn => {
            language.pick("en confirmant votre demande", "by confirming what you asked for")
        }
        _ => return record.evidence.clone(),
    };
    words.to_owned()
}

fn said(visit: &Visit<'_>, record: &ConsentRecord) -> &'static str {
    let language = visit.language();
    match (record.ignored, record.state) {
        (Some(_), _) => language.pick("reçu, sans effet", "received, without effect"),
        (_, ConsentState::Granted) => language.pick("accepté", "agreed"),
        (_, ConsentState::Pending) => language.pick("demandé, à confirmer", "asked for, to be confirmed"),
        (_, ConsentState::Refused) => language.pick("refusé", "refused"),
        (_, ConsentState::Unset) => language.pick("sans effet", "without effect"),
    }
}

/// The receipt of a decision, to read and to print.
#[must_use]
pub fn receipt_page(visit: &Visit<'_>, person: &str, record: &ConsentRecord) -> String {
    let language = visit.language();
    let purpose: Option<&Purpose> = visit.plan.purposes.iter().find(|own| own.name == record.purpose);
    let zone = visit.zone();
    let notice = record.proof.notice.as_ref();
    let lines: [(&str, Option<String>); 11] = [
        (language.pick("Décision", "Decision"), Some(said(visit, record).to_owned())),
        (language.pick("Finalité", "Purpose"), Some(what(visit, record))),
        (language.pick("Ce que c’est", "What it is"), visit.description(&record.purpose)),
        (language.pick("Fondement", "Basis"), purpose.map(|own| ground(own, language).to_owned())),
        (language.pick("Date", "Date"), Some(dates::minute(record.at, &zone, language))),
        (language.pick("Comment", "How"), Some(how(record, language))),
        (
            language.pick("Texte montré", "Text that was shown"),
            notice.map(|own| format!("{}, version {}", own.id, own.version)),
        ),
        (language.pick("Empreinte du texte", "Hash of the text"), notice.map(|own| own.sha256.clone())),
        (language.pick("Responsable", "Responsible"), Some(visit.plan.centre.controller.clone())),
        (language.pick("Votre numéro chez nous", "Your number with us"), Some(person.to_owned())),
        (language.pick("Numéro du reçu", "Number of the receipt"), Some(record.id.to_string())),
    ];
    let mut body = "<dl>\n".to_owned();
    for (name, value) in lines {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let _ = writeln!(body, "<dt>{name}</dt><dd>{}</dd>", escape(&value));
        }
    }
    body.push_str("</dl>\n");
    let _ = writeln!(
        body,
        "<p><a href=\"{}/receipts/{}.json\" download>JSON</a></p>",
        escape(&visit.path),
        record.id
    );
    shell(&visit.plan.centre, language, language.pick("Reçu", "Receipt"), &(body + &back(visit)))
}
