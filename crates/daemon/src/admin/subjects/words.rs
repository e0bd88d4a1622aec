//! The words of a person's copy, in English and in French.

use filrouge_host::{RequestState, RightKind};
use filrouge_plan::Basis;
use filrouge_report as report;

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    French,
}

impl Language {
    /// By its tag; English for any other.
    pub(super) fn named(tag: &str) -> Self {
        if tag.starts_with("fr") { Self::French } else { Self::English }
    }

    pub(super) const fn pick(self, english: &'static str, french: &'static str) -> &'static str {
        match self {
            Self::English => english,
            Self::French => french,
        }
    }

    pub(super) const fn tag(self) -> &'static str {
        self.pick("en", "fr")
    }

    /// A sentence about a decision.
    pub(super) fn tell(self, sentence: &str) -> String {
        match self {
            Self::English => sentence.to_owned(),
            Self::French => report::Language::French.tell(sentence).into_owned(),
        }
    }
}

/// A sentence whose names stand between quotes, as people write them.
pub(super) fn quoted(sentence: &str, language: Language) -> String {
    let (open, close) = (language.pick("“", "«\u{a0}"), language.pick("”", "\u{a0}»"));
    let part = |(at, part): (usize, &str)| match at % 2 {
        0 => part.to_owned(),
        _ => format!("{open}{part}{close}"),
    };
    sentence.split('`').enumerate().map(part).collect()
}

/// What makes it lawful.
pub(super) const fn based(basis: Basis, language: Language) -> &'static str {
    match basis {
        Basis::Consent => language.pick("your consent", "votre consentement"),
        Basis::Contract => language.pick("a contract with you", "un contrat avec vous"),
        Basis::LegalObligation => language.pick("a legal obligation", "une obligation légale"),
        Basis::VitalInterests => language.pick("vital interests", "des intérêts vitaux"),
        Basis::PublicTask => language.pick("a public task", "une mission d’intérêt public"),
        Basis::LegitimateInterests => language.pick("a legitimate interest", "un intérêt légitime"),
    }
}

/// What was asked for.
pub(super) const fn kind(kind: RightKind, language: Language) -> &'static str {
    match kind {
        RightKind::Export => language.pick("a copy of your data", "une copie de vos données"),
        RightKind::Rectify => language.pick("a correction", "une rectification"),
        RightKind::Erase => language.pick("erasure", "l’effacement"),
        RightKind::Restrict => language.pick("a restriction", "une limitation"),
        RightKind::Object => language.pick("an objection", "une opposition"),
        RightKind::Withdraw => language.pick("a withdrawal", "un retrait"),
        RightKind::Retention => language.pick("the end of a retention", "la fin d’une conservation"),
        RightKind::Renew => language.pick("a consent that was given anew", "un consentement redonné"),
        RightKind::Lift => language.pick("the end of a restriction", "la fin d’une limitation"),
        RightKind::Hold => language.pick("a legal hold", "un gel juridique"),
    }
}

/// How far it is.
pub(super) const fn state(state: RequestState, language: Language) -> &'static str {
    match state {
        RequestState::WaitsForIdentity => {
            language.pick("waits until it is sure who asks", "attend que l’on soit sûr de qui demande")
        }
        RequestState::Working => language.pick("under way", "en cours"),
        RequestState::OnHold => {
            language.pick("waits for the end of a legal hold", "attend la fin d’un gel juridique")
        }
        RequestState::InForce => language.pick("in force", "en vigueur"),
        RequestState::Assessing => language.pick("being weighed", "à l’examen"),
        RequestState::Done => language.pick("done", "fait"),
        RequestState::Refused => language.pick("refused", "refusé"),
        RequestState::Ended => language.pick("ended", "terminé"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_between_the_quotes_of_the_language() {
        let sentence = "agreed to `letters` over email (form)";
        assert_eq!(quoted(sentence, Language::English), "agreed to “letters” over email (form)");
        assert_eq!(
            quoted(&Language::French.tell(sentence), Language::French),
            "consent à «\u{a0}letters\u{a0}» par email (form)"
        );
    }
}
