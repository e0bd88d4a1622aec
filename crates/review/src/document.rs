//! What a review says, as data.

use crate::shown::NOTHING;
use crate::{Class, PrivacyApproval};
use filrouge_change::Change;
use filrouge_plan::Commit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of this document; it rises when a reader of the old one would be misled.
pub const VERSION: u32 = 1;

/// What differs between two plans, and how grave it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Review {
    /// Version of this document.
    pub version: u32,
    /// The plan before.
    pub old: Revision,
    /// The plan after.
    pub new: Revision,
    /// The gravest class among the changes; absent when the plans do the same.
    pub class: Option<Class>,
    /// Classes among the changes for which somebody has to say yes, from the least grave.
    pub approval: Vec<Class>,
    /// How many changes there are of each class.
    pub counts: BTreeMap<Class, usize>,
    /// What changes, in the order of the plan.
    pub changes: Vec<Reviewed>,
    /// What changes in the use of personal data, in the order of the manifest.
    pub privacy: Vec<Shift>,
    /// Who must agree to that and who has; absent when nothing widens, or when the plan before names nobody who must.
    pub privacy_approval: Option<PrivacyApproval>,
    /// Parts that nobody touched and that depend on one that changes: the part, and what it depends on.
    pub indirect: BTreeMap<String, Vec<String>>,
    /// Files whose text differs, by path. With the same plan on both sides, only their wording does.
    pub texts: Vec<Text>,
    /// How many people are inside the plan that runs; absent when nobody counted them.
    pub inside: Option<u64>,
    /// The plan that a share of the people live under, where a daemon was asked; absent when there is none.
    pub release: Option<Release>,
    /// The messages of the next hours, where a daemon was asked.
    pub forecast: Option<Forecast>,
    /// Packs of law by whose newest version nobody has looked at the new plan: `filrouge.lock` has another one, or none.
    pub stale_lock: Vec<String>,
}

/// A plan that a share of the people live under. All others live under the plan before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Release {
    /// Hash of the plan.
    pub plan: String,
    /// Its share of the people, in hundredths of a percent.
    pub share: u16,
    /// People who live under it so far.
    pub people: u64,
}

impl Release {
    /// What runs, in words.
    pub(crate) fn sentence(&self) -> String {
        let Self { plan, share, people } = self;
        let (plan, percent) = (plan.get(..12).unwrap_or(plan), f64::from(*share) / 100.0);
        format!(
            "plan {plan} runs for {percent} % of the people, {people} so far; no other plan can be applied meanwhile"
        )
    }
}

/// The messages of the next hours, if nothing else happened, under both plans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Forecast {
    /// How far it looks, in hours.
    pub hours: u32,
    /// How many people were looked at: everybody, or so many by chance.
    pub people: u64,
    /// How many people there are.
    pub of: u64,
    /// Messages of the people who were looked at, by journey and channel.
    pub messages: Vec<Outlook>,
}

/// The messages of a journey over a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Outlook {
    /// The journey.
    pub journey: String,
    /// The channel.
    pub channel: String,
    /// How many under the plan before.
    pub old: u64,
    /// How many under the plan after.
    pub new: u64,
}

impl Forecast {
    /// Who was looked at, in words.
    pub(crate) fn ground(&self) -> String {
        let Self { hours, people, of, .. } = self;
        let who = if people < of { format!(", of {people} people out of {of}") } else { String::new() };
        format!("messages in the next {hours} hours if nothing else happens{who}")
    }
}

/// One of the two plans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Revision {
    /// What the reviewer calls it.
    pub name: String,
    /// Hash of the plan.
    pub plan: String,
    /// The commit that it was compiled from.
    pub commit: Option<Commit>,
}

/// One change, judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reviewed {
    /// How grave it is.
    pub class: Class,
    /// The change, and what it means for people inside.
    #[serde(flatten)]
    pub change: Change,
    /// The value before, as an author would write it; absent where there is no short way to say it.
    pub was: Option<String>,
    /// The value after.
    pub is: Option<String>,
    /// Where it stands: in the text after, or in the text before when it is gone.
    pub place: Option<Place>,
}

/// A change in the use of personal data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Shift {
    /// Whether more is done with personal data than before, or less.
    pub widens: bool,
    /// The part of the plan that it is about.
    pub address: String,
    /// The shift in a sentence.
    pub sentence: String,
    /// Where it stands.
    pub place: Option<Place>,
}

/// A place in the text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Place {
    /// Path relative to the project.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// A file whose text differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Text {
    /// Path relative to the project.
    pub file: String,
    /// What was done to it.
    pub edit: TextEdit,
}

/// What was done to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TextEdit {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its text differs.
    Changed,
}

impl Reviewed {
    /// The values before and after, where there is a short way to say them.
    pub(crate) fn values(&self) -> Option<(&str, &str)> {
        let (was, is) = (self.was.as_deref(), self.is.as_deref());
        was.or(is).map(|_| (was.unwrap_or(NOTHING), is.unwrap_or(NOTHING)))
    }
}

impl Review {
    /// Whether the plans do the same with the same data.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.privacy.is_empty()
    }

    /// Whether a privacy approver has to agree and has not: nobody else can say yes in their place.
    #[must_use]
    pub fn lacks_privacy_approval(&self) -> bool {
        self.privacy_approval.as_ref().is_some_and(|asked| asked.agreed.is_empty())
    }

    /// Whether somebody has to say yes before it goes live.
    #[must_use]
    pub fn needs_approval(&self) -> bool {
        !self.approval.is_empty()
    }
}
