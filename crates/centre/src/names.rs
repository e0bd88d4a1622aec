//! What purposes, channels and fields are called for people.

use crate::{Language, Visit};
use filrouge_plan::{Basis, Centre, Purpose};

impl Visit<'_> {
    /// The name of a purpose: the one on the page, or its own with spaces.
    pub(crate) fn title(&self, purpose: &str) -> String {
        titled(&self.plan.centre, &self.locale, purpose)
    }

    /// What a purpose is.
    pub(crate) fn description(&self, purpose: &str) -> Option<String> {
        self.plan.centre.said(&self.locale, |texts| texts.purposes.get(purpose)?.description.clone())
    }

    /// The name of a field, or of a word that it may hold (`field/word`).
    pub(crate) fn field_title(&self, field: &str) -> String {
        let said = self.plan.centre.said(&self.locale, |texts| texts.fields.get(field).cloned());
        said.unwrap_or_else(|| spelled(field.rsplit('/').next().unwrap_or_default()))
    }

    /// What stands at the top.
    pub(crate) fn intro(&self) -> Option<String> {
        self.plan.centre.said(&self.locale, |texts| texts.intro.clone())
    }
}

/// The name of a purpose: the one on the page, or its own with spaces.
pub(crate) fn titled(centre: &Centre, locale: &str, purpose: &str) -> String {
    let said = centre.said(locale, |texts| texts.purposes.get(purpose)?.title.clone());
    said.unwrap_or_else(|| spelled(purpose))
}

/// A name as words: `price-drops` is “Price drops”.
pub(crate) fn spelled(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A channel, in the middle of a sentence.
pub(crate) fn channel(name: &str, language: Language) -> String {
    match name {
        "email" => language.pick("e-mail", "email").to_owned(),
        "sms" => language.pick("SMS", "text message").to_owned(),
        "push" => language.pick("notification sur le téléphone", "notification on your phone").to_owned(),
        "web-push" => language.pick("notification du navigateur", "notification of the browser").to_owned(),
        "in-app" => language.pick("message dans l’application", "message in the product").to_owned(),
        "whatsapp" => "WhatsApp".to_owned(),
        "call" => language.pick("téléphone", "telephone").to_owned(),
        other => other.replace(['-', '_'], " "),
    }
}

/// Why nobody is asked about a purpose.
pub(crate) fn ground(purpose: &Purpose, language: Language) -> &'static str {
    match purpose.basis {
        Basis::Consent => language.pick("avec votre accord", "with your consent"),
        Basis::LegitimateInterests => language.pick("sauf si vous vous y opposez", "unless you object"),
        Basis::Contract => language.pick("nécessaire au contrat", "needed for your contract with us"),
        Basis::LegalObligation => language.pick("exigé par la loi", "required by law"),
        Basis::VitalInterests => language.pick("pour protéger des vies", "to protect lives"),
        Basis::PublicTask => language.pick("pour une mission publique", "for a public task"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_words() {
        assert_eq!(spelled("price-drops_now"), "Price drops now");
        assert_eq!(spelled("été"), "Été");
        assert_eq!(spelled(""), "");
    }
}
