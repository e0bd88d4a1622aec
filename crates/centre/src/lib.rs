//! `page(visit) → html` and `read(visit, form) → decisions`: where people decide what they get.
//!
//! The pages are made of the plan that runs and of what is known of one person. They run no script, load nothing from
//! elsewhere and set no cookie; what authors wrote is text on each of them. Nothing is decided here: a form becomes
//! decisions, and the machine takes them.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod banner;
mod choices;
mod confirm;
mod dates;
mod form;
mod html;
mod language;
mod names;
mod receipt;
mod rows;
mod short;

pub use banner::banner;
pub use choices::{Note, page};
pub use confirm::{confirm_page, confirmed, confirming};
pub use form::{Saved, read};
pub use html::shell;
pub use language::Language;
pub use receipt::{receipt_json, receipt_page, receipts_page};
pub use rows::{Row, rows};
pub use short::{ask, done, expired, later, unknown, withdrawn};

use filrouge_machine::{NoticeShown, Person};
use filrouge_plan::{Notice, OriginFile, Plan, Purpose, Type};
use jiff::tz::{TimeZone, TimeZoneDatabase};

/// Somebody who looks at the page.
#[derive(Clone)]
pub struct Visit<'v> {
    /// The plan that runs.
    pub plan: &'v Plan,
    /// The texts of the plan: those of notices are among them, by their hash.
    pub texts: &'v [OriginFile],
    /// What is known of them.
    pub person: &'v Person,
    /// Now, in milliseconds since 1970.
    pub now: i64,
    /// The tag of the language in which they read.
    pub locale: String,
    /// The path of the page, below which everything of it stands.
    pub path: String,
}

impl Visit<'_> {
    /// The language of our own words.
    pub(crate) fn language(&self) -> Language {
        Language::of(&self.locale)
    }

    /// The person's zone, or the project's.
    pub(crate) fn zone(&self) -> TimeZone {
        let own = self.text_of(&Type::Timezone);
        let database = TimeZoneDatabase::bundled();
        let zone = |name: &str| database.get(name).ok();
        own.and_then(zone).or_else(|| zone(&self.plan.project.timezone)).unwrap_or(TimeZone::UTC)
    }

    /// The text of a purpose as the page shows it, for the proof of a decision.
    pub(crate) fn shown(&self, purpose: &Purpose) -> Option<NoticeShown> {
        purpose.notice.as_ref().map(|notice| NoticeShown {
            id: notice.file.clone(),
            version: notice.version(),
            sha256: notice.sha256.clone(),
            language: Some(self.locale.clone()),
        })
    }

    /// What the person's first field of this type says.
    pub(crate) fn text_of(&self, ty: &Type) -> Option<&str> {
        let slot = self.plan.slots().position(|field| field.ty.required() == ty)?;
        self.person.profile.get(slot)?.as_text()
    }
}

/// The language in which a person reads: the one that they ask for, their own, or the browser's.
#[must_use]
pub fn locale_of(plan: &Plan, person: Option<&Person>, asked: Option<&str>, accepted: &str) -> String {
    let known = |tag: &&str| matches!(*tag, "fr" | "en") || plan.centre.locales.iter().any(|own| own == tag);
    let slot = plan.slots().position(|field| *field.ty.required() == Type::Locale);
    let own = slot.and_then(|slot| person?.profile.get(slot)?.as_text());
    let asked = asked.filter(known).or(own);
    asked.map_or_else(|| Language::preferred(accepted).tag().to_owned(), str::to_owned)
}

/// The text of a notice.
pub(crate) fn text_of<'t>(notice: &Notice, texts: &'t [OriginFile]) -> Option<&'t str> {
    texts.iter().find(|file| file.sha256 == notice.sha256).map(|file| file.text.as_str())
}
