//! `purpose`: why people's data is used.

use crate::linker::{Linker, boxed, map_opt, name_of};
use crate::project::text;
use crate::retain::period_of;
use crate::rules::idle_part::IdlePart;
use crate::{Cap, Channel, Event, Owner, Reference, cap};
use filrouge_language::Opt;
use filrouge_language::kinds::{Key, Text};
use filrouge_language::words::purpose as word;
use filrouge_plan::Period;
use filrouge_source::{FileId, Span, Spanned};

pub use filrouge_language::words::purpose::{Article9, Basis, Signal, SoftOptIn, Subject};

/// Why people's data is used, and by what right.
#[derive(Debug, Clone, PartialEq)]
pub struct Purpose {
    /// Where it is declared, without its block.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// Use of data, a fideslang key.
    pub data_use: Opt<Box<str>>,
    /// What it is, for people.
    pub description: Opt<Box<str>>,
    /// Whose data it uses.
    pub subjects: Vec<Spanned<Subject>>,
    /// Lawful basis.
    pub basis: Opt<Basis>,
    /// The interest that is pursued.
    pub interest: Opt<Box<str>>,
    /// Where its weighing is kept.
    pub assessment: Opt<Box<str>>,
    /// What allows letters to customers who were never asked.
    pub soft_opt_in: Vec<Spanned<SoftOptIn>>,
    /// Who answers for it, when it is said.
    pub owner: Opt<Reference<Owner>>,
    /// Channels that may carry it; all when none is named.
    pub channels: Vec<Reference<Channel>>,
    /// Whether channels are named, also when none of them is declared.
    pub limits_channels: bool,
    /// The text that people are shown.
    pub notice: Opt<FileId>,
    /// After how long a consent must be asked again.
    pub expires: Opt<Period>,
    /// Most messages to one person.
    pub caps: Vec<Cap>,
    /// Signals of browsers that refuse it.
    pub signals: Vec<Signal>,
    /// How a consent is confirmed.
    pub double_opt_in: Option<DoubleOptIn>,
    /// By what right special categories of data may be used for it.
    pub special_categories: Opt<Article9>,
    /// Purposes whose data may be used for it as well.
    pub compatible: Vec<Compatible>,
    /// Categories of personal data that it needs; nothing is said when there are none.
    pub needs: Vec<Spanned<Box<str>>>,
}

/// A purpose whose data may be used for another one as well.
#[derive(Debug, Clone, PartialEq)]
pub struct Compatible {
    /// Where it is written.
    pub at: Span,
    /// The purpose that the data was collected for.
    pub with: Reference<Purpose>,
    /// Where that was weighed; absent when it was written wrongly.
    pub reference: Option<Spanned<Box<str>>>,
}

/// How a consent is confirmed before it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct DoubleOptIn {
    /// Where it stands.
    pub at: Span,
    /// The event that confirms it.
    pub by: Opt<Reference<Event>>,
    /// How long it can be confirmed.
    pub within: Opt<Period>,
}

impl Purpose {
    /// Whether a person may say no to it: caps, hours and holdouts concern what they may do without.
    #[must_use]
    pub fn may_be_refused(&self) -> bool {
        matches!(self.basis.value(), Some(Basis::Consent | Basis::LegitimateInterest))
    }
}

pub(crate) fn link(word: &word::Purpose, linker: &mut Linker<'_>) -> Purpose {
    let notice = map_opt(&word.notice, |path| linker.file(path));
    Purpose {
        at: word.at.head,
        name: name_of(&word.name),
        data_use: text(&word.use_, |key| key.as_str()),
        description: description_or(text(&word.description, Text::as_str), &notice, linker),
        subjects: word.subjects.clone(),
        basis: word.basis.clone(),
        interest: text(&word.interest, Text::as_str),
        assessment: text(&word.assessment, Text::as_str),
        soft_opt_in: word.soft_opt_in.clone(),
        owner: map_opt(&word.owner, |owner| Some(linker.resolve(owner))),
        channels: word.channels.iter().map(|channel| linker.resolve(channel)).collect(),
        limits_channels: !word.channels.is_empty(),
        notice,
        expires: period_of(&word.expires),
        signals: word.signals.iter().map(|signal| signal.value).collect(),
        double_opt_in: word.double_opt_in.value().map(|own| confirmed(own, &word.basis, linker)),
        caps: word.cap.iter().filter_map(|cap| cap::link_of_purpose(&cap.value, linker)).collect(),
        special_categories: word.special_categories.clone(),
        compatible: word.compatible_with.iter().filter_map(|own| compatible(&own.value, linker)).collect(),
        needs: word.needs.iter().map(|key| boxed(key, Key::as_str)).collect(),
    }
}

/// What a purpose is for people, or the heading of the text that they are shown: it says the same.
fn description_or(own: Opt<Box<str>>, notice: &Opt<FileId>, linker: &Linker<'_>) -> Opt<Box<str>> {
    let (Opt::Absent, Some(notice)) = (&own, notice.get()) else { return own };
    let text = linker.sources.get(notice.value).map_or("", |file| &file.text);
    let heading = text.lines().find_map(|line| line.strip_prefix("# ")).map(str::trim);
    match heading.filter(|heading| !heading.is_empty()) {
        Some(heading) => Opt::Given(Spanned::new(heading.into(), notice.span)),
        None => own,
    }
}

fn compatible(word: &word::CompatibleWith, linker: &mut Linker<'_>) -> Option<Compatible> {
    let with = linker.resolve(word.purpose.get()?);
    let reference = word.reference.get().map(|reference| boxed(reference, Text::as_str));
    Some(Compatible { at: word.at.head, with, reference })
}

/// Only a consent can be confirmed.
fn confirmed(word: &word::DoubleOptIn, basis: &Opt<Basis>, linker: &mut Linker<'_>) -> DoubleOptIn {
    if basis.value().is_some_and(|basis| *basis != Basis::Consent) {
        let (part, belongs) = ("double-opt-in".to_owned(), "a purpose with `basis consent`");
        linker.push(IdlePart { part, belongs, place: word.at.word });
    }
    DoubleOptIn {
        at: word.at.head,
        by: map_opt(&word.by, |by| Some(linker.resolve(by))),
        within: period_of(&word.within),
    }
}
