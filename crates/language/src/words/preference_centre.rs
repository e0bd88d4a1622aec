//! `preference-centre`: the page on which people decide what they get.

use super::channel::Cap;
use super::purpose::Purpose;
use crate::kinds::{Colour, FieldName, Locale, Path, Ref, Text};
use crate::word::{part, word};

word! {
    /// The page on which people decide what they get: how it looks, and what it asks beside consent.
    ///
    /// There is such a page without it as well.
    pub struct PreferenceCentre = "preference-centre" since "0.1" {
        /// The colour of its buttons, by day and in the dark.
        child colour: Opt<Colours>,
        /// A picture at its top: an SVG file of the project.
        leaf logo: Opt<Path>,
        /// What it says at its top.
        leaf intro: Opt<Text>,
        /// How a purpose is called there.
        child purpose: Many<ShownPurpose>,
        /// A subject that people may choose: a truth value of the profile.
        child topic: Many<Topic>,
        /// How often people want to hear: a field of the profile with a closed set of words.
        child frequency: Opt<Frequency>,
        /// The same in another language.
        child locale: Many<CentreLocale>,
    }
}

part! {
    /// The colour of buttons.
    pub struct Colours = "colour" {
        /// On a white page.
        prop light: One<Colour>,
        /// On a dark page; the same one, when nothing is said.
        prop dark: Opt<Colour>,
    }
}

part! {
    /// How a purpose is called on the page.
    pub struct ShownPurpose = "purpose" {
        /// The purpose.
        arg purpose: One<Ref<Purpose>>,
        /// Its name for people.
        prop title: Opt<Text>,
        /// What it is, for people.
        prop description: Opt<Text>,
    }
}

part! {
    /// A subject that people may choose.
    pub struct Topic = "topic" {
        /// The field of the profile that holds the choice.
        arg field: One<FieldName>,
        /// Its name for people.
        prop title: Opt<Text>,
    }
}

part! {
    /// How often people want to hear.
    pub struct Frequency = "frequency" {
        /// The field of the profile that holds the choice.
        arg field: One<FieldName>,
        /// The question.
        prop title: Opt<Text>,
        /// How a word of the field is called.
        child choice: Many<FrequencyChoice>,
    }
}

part! {
    /// How a word of the field is called.
    pub struct FrequencyChoice = "choice" {
        /// The word.
        arg word: One<FieldName>,
        /// Its name for people.
        arg title: One<Text>,
        /// Most messages to whoever chooses it, of all that they may refuse.
        child cap: Many<Cap>,
    }
}

part! {
    /// The page in another language.
    pub struct CentreLocale = "locale" {
        /// The language.
        arg locale: One<Locale>,
        /// What it says at its top.
        leaf intro: Opt<Text>,
        /// How a purpose is called there.
        child purpose: Many<ShownPurpose>,
        /// How a subject is called there.
        child topic: Many<Topic>,
        /// How the frequency is called there.
        child frequency: Opt<Frequency>,
    }
}
