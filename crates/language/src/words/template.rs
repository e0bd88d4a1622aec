//! `template`: what a message says.

use super::content::Content;
use crate::kinds::{Locale, Name, Text};
use crate::word::{part, word};

word! {
    /// What a message says, language by language.
    ///
    /// Parts outside a `locale` are in the project's first language.
    pub struct Template = "template" since "0.1" {
        /// The name of the template.
        arg name: One<Name>,
        /// What it is for.
        leaf description: Opt<Text>,
        /// The subject of an email, the title of a notification.
        child subject: Opt<Content>,
        /// The body as plain text.
        child text: Opt<Content>,
        /// The body as HTML.
        child html: Opt<Content>,
        /// The body as MJML.
        child mjml: Opt<Content>,
        /// The same in another language.
        child locale: Many<LocaleBlock>,
    }
}

part! {
    /// The message in another language.
    pub struct LocaleBlock = "locale" {
        /// The language.
        arg locale: One<Locale>,
        /// The subject of an email, the title of a notification.
        child subject: Opt<Content>,
        /// The body as plain text.
        child text: Opt<Content>,
        /// The body as HTML.
        child html: Opt<Content>,
        /// The body as MJML.
        child mjml: Opt<Content>,
    }
}
