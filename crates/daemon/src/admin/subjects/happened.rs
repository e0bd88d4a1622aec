//! What happened, in words that the person reads.

use super::page::{plain, shown};
use super::words::Language;
use crate::api::Happened;
use filrouge_machine::{Consent, Identify, InputKind, Outcome};

/// An event with its fields by name, what was told of the person, a decision, what became of it; what has no words here as it is
/// recorded.
pub(super) fn happened(event: &Happened, language: Language) -> String {
    match &event.kind {
        InputKind::Event(own) => {
            let fields = event.fields.iter().zip(&own.fields).filter(|(_, value)| !value.is_absent());
            let told: Vec<String> = fields.map(|(name, value)| format!("{name}: {}", plain(value))).collect();
            if told.is_empty() { own.name.clone() } else { format!("{} ({})", own.name, told.join(", ")) }
        }
        InputKind::Identify(own) => identified(own, language),
        InputKind::Consent(own) => decided(own, language),
        InputKind::Outcome { outcome, .. } => became(outcome, language),
        InputKind::Right(own) => {
            format!("{} {} ({})", language.pick("your request:", "votre demande\u{a0}:"), own.kind, own.act)
        }
        InputKind::Start(own) if own.place.is_some() => {
            let told = language.pick("on the way already in", "déjà en chemin dans");
            format!("{told} {}", own.journey)
        }
        InputKind::Start(own) => {
            format!("{} {}", language.pick("asked for the journey", "a demandé le parcours"), own.journey)
        }
        other => short(other, language)
            .map_or_else(|| shown(&serde_json::to_value(other).unwrap_or_default()), str::to_owned),
    }
}

/// What needs no names.
const fn short(kind: &InputKind, language: Language) -> Option<&'static str> {
    Some(match kind {
        InputKind::Timer { .. } => {
            language.pick("a time that was waited for came", "un moment attendu est venu")
        }
        InputKind::PlanActivated { .. } => {
            language.pick("our rules for messages changed", "nos règles pour les messages ont changé")
        }
        InputKind::Merge { .. } => language
            .pick("you were recognised as one person", "vous avez été reconnu comme une seule personne"),
        InputKind::Unmerge { .. } => language
            .pick("you were separated from somebody else", "vous avez été séparé de quelqu’un d’autre"),
        InputKind::Rectify(_) => {
            language.pick("what we know of you was put right", "ce que nous savons de vous a été rectifié")
        }
        _ => return None,
    })
}

/// What became of a message to the person, or of a question about them.
fn became(outcome: &Outcome, language: Language) -> String {
    let said = match outcome {
        Outcome::Sent { .. } => language.pick("a message was handed over", "un message a été remis"),
        Outcome::Failed { .. } => language.pick("a message did not leave", "un message n’est pas parti"),
        Outcome::Unknown { .. } => language
            .pick("nobody knows whether a message arrived", "personne ne sait si un message est arrivé"),
        Outcome::Answered { .. } => language.pick("a service answered", "un service a répondu"),
        Outcome::Unfit { .. } => {
            language.pick("a service answered something else", "un service a répondu autre chose")
        }
        Outcome::Withheld | Outcome::Void { .. } => {
            language.pick("a message was held back", "un message a été retenu")
        }
    };
    match outcome {
        Outcome::Failed { reason } | Outcome::Unknown { reason } | Outcome::Unfit { reason } => {
            format!("{said} ({reason})")
        }
        Outcome::Answered { fields } => {
            let told = fields.iter().map(|(name, value)| format!("{name}: {}", plain(value)));
            format!("{said} ({})", told.collect::<Vec<_>>().join(", "))
        }
        _ => said.to_owned(),
    }
}

fn identified(own: &Identify, language: Language) -> String {
    let names = own.identifiers.iter().map(|(name, value)| format!("{name}: {value}"));
    let fields = own.fields.iter().map(|(name, value)| format!("{name}: {}", plain(value)));
    let told: Vec<String> = names.chain(fields).collect();
    format!("{} {}", language.pick("told of you:", "dit de vous :"), told.join(", "))
}

fn decided(own: &Consent, language: Language) -> String {
    let said = if own.granted {
        language.pick("you agreed to", "vous avez accepté")
    } else {
        language.pick("you refused", "vous avez refusé")
    };
    let channel = own.channel.as_deref().unwrap_or(language.pick("every channel", "tous les canaux"));
    let notice = own.proof.as_ref().and_then(|proof| proof.notice.as_ref());
    let notice = notice.map_or_else(String::new, |notice| format!(", {} {}", notice.id, notice.version));
    format!("{said} {} ({channel}, {}{notice})", own.purpose, own.evidence)
}
