//! What happened, in words that the person reads.

use super::page::{Language, plain, shown};
use crate::api::Happened;
use filrouge_machine::{Consent, Identify, InputKind};

/// An event with its fields by name, what was told of the person, a decision; anything else as it is recorded.
pub(super) fn happened(event: &Happened, language: Language) -> String {
    match &event.kind {
        InputKind::Event(own) => {
            let fields = event.fields.iter().zip(&own.fields).filter(|(_, value)| !value.is_absent());
            let told = fields.map(|(name, value)| format!("{name}: {}", plain(value)));
            format!("{} ({})", own.name, told.collect::<Vec<_>>().join(", "))
        }
        InputKind::Identify(own) => identified(own, language),
        InputKind::Consent(own) => decided(own, language),
        other => shown(&serde_json::to_value(other).unwrap_or_default()),
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
