//! `preference-centre`: the page on which people decide what they get.

use crate::linker::{Linker, boxed, map_opt};
use crate::project::text;
use crate::rules::idle_part::IdlePart;
use crate::{Cap, Purpose, Reference, cap};
use filrouge_language::kinds::{Colour, FieldName, Locale, Text};
use filrouge_language::words::preference_centre as word;
use filrouge_language::{Many, Opt};
use filrouge_source::{FileId, Span, Spanned};

/// The page on which people decide what they get.
#[derive(Debug, Clone, PartialEq)]
pub struct Centre {
    /// Where it is declared, without its block.
    pub at: Span,
    /// The colour of buttons on a white page.
    pub light: Option<Spanned<Box<str>>>,
    /// The colour of buttons on a dark page; the same one when absent.
    pub dark: Opt<Box<str>>,
    /// The picture at its top.
    pub logo: Opt<FileId>,
    /// What it says, in the project's first language and then in others.
    pub pages: Vec<CentrePage>,
}

/// What the page says in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct CentrePage {
    /// The language; absent for the project's first one.
    pub locale: Option<Box<str>>,
    /// What it says at its top.
    pub intro: Opt<Box<str>>,
    /// How purposes are called.
    pub purposes: Vec<ShownPurpose>,
    /// Fields that people set, and how they are called.
    pub topics: Vec<ShownField>,
    /// The field of the frequency, and how it is called.
    pub frequency: Option<ShownField>,
    /// How the words of the frequency are called.
    pub choices: Vec<(Spanned<Box<str>>, Box<str>)>,
    /// The caps of those who choose a word of the frequency.
    pub caps: Vec<(Box<str>, Vec<Cap>)>,
}

/// How a purpose is called.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownPurpose {
    /// The purpose.
    pub purpose: Reference<Purpose>,
    /// Its name for people.
    pub title: Opt<Box<str>>,
    /// What it is, for people.
    pub description: Opt<Box<str>>,
}

/// A field that people set.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownField {
    /// The field.
    pub field: Spanned<Box<str>>,
    /// Its name for people.
    pub title: Opt<Box<str>>,
}

pub(crate) fn link(word: &word::PreferenceCentre, linker: &mut Linker<'_>) -> Centre {
    let colours = word.colour.value();
    let light = colours.and_then(|colours| colours.light.get());
    let mut pages = vec![first(word, linker)];
    pages.extend(word.locale.iter().map(|page| other(&page.value, linker)));
    Centre {
        at: word.at.head,
        light: light.map(|light| boxed(light, Colour::as_str)),
        dark: colours.map_or(Opt::Absent, |colours| text(&colours.dark, Colour::as_str)),
        logo: map_opt(&word.logo, |path| linker.file(path)),
        pages,
    }
}

fn first(word: &word::PreferenceCentre, linker: &mut Linker<'_>) -> CentrePage {
    let frequency = word.frequency.value();
    CentrePage {
        locale: None,
        intro: text(&word.intro, Text::as_str),
        purposes: purposes(&word.purpose, linker),
        topics: topics(&word.topic),
        frequency: frequency.and_then(frequency_field),
        choices: frequency.map(choices).unwrap_or_default(),
        caps: frequency.map(caps).unwrap_or_default(),
    }
}

fn other(word: &word::CentreLocale, linker: &mut Linker<'_>) -> CentrePage {
    let frequency = word.frequency.value();
    let written = frequency.into_iter().flat_map(|own| &own.choice).flat_map(|choice| &choice.value.cap);
    for cap in written {
        let (part, belongs) = ("cap".to_owned(), "the `choice` of the project's first language");
        linker.push(IdlePart { part, belongs, place: cap.value.at.head });
    }
    CentrePage {
        locale: word.locale.value().map(|locale| Locale::as_str(locale).into()),
        intro: text(&word.intro, Text::as_str),
        purposes: purposes(&word.purpose, linker),
        topics: topics(&word.topic),
        frequency: frequency.and_then(frequency_field),
        choices: frequency.map(choices).unwrap_or_default(),
        caps: Vec::new(),
    }
}

/// What a frequency promises holds in every language: it is said once.
fn caps(word: &word::Frequency) -> Vec<(Box<str>, Vec<Cap>)> {
    let one = |word: &word::FrequencyChoice| {
        let caps = cap::links(&word.cap);
        (!caps.is_empty()).then_some((word.word.value()?.as_str().into(), caps))
    };
    word.choice.iter().filter_map(|word| one(&word.value)).collect()
}

fn purposes(words: &Many<word::ShownPurpose>, linker: &mut Linker<'_>) -> Vec<ShownPurpose> {
    let one = |word: &word::ShownPurpose| {
        Some(ShownPurpose {
            purpose: linker.resolve(word.purpose.get()?),
            title: text(&word.title, Text::as_str),
            description: text(&word.description, Text::as_str),
        })
    };
    words.iter().map(|word| &word.value).filter_map(one).collect()
}

fn topics(words: &Many<word::Topic>) -> Vec<ShownField> {
    let one = |word: &word::Topic| {
        let field = boxed(word.field.get()?, FieldName::as_str);
        Some(ShownField { field, title: text(&word.title, Text::as_str) })
    };
    words.iter().filter_map(|word| one(&word.value)).collect()
}

fn frequency_field(word: &word::Frequency) -> Option<ShownField> {
    let field = boxed(word.field.get()?, FieldName::as_str);
    Some(ShownField { field, title: text(&word.title, Text::as_str) })
}

fn choices(word: &word::Frequency) -> Vec<(Spanned<Box<str>>, Box<str>)> {
    let one = |word: &word::FrequencyChoice| {
        let title = word.title.value()?;
        Some((boxed(word.word.get()?, FieldName::as_str), title.as_str().into()))
    };
    word.choice.iter().filter_map(|word| one(&word.value)).collect()
}
