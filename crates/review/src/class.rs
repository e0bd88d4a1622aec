//! How grave a change is.

use filrouge_change::{Change, Edit, Effect, Narrowing};
use filrouge_plan::Retention;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How grave a change is, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Nothing acts otherwise: another name, another wording of the source.
    Cosmetic,
    /// Something is new; what was there acts as before.
    Additive,
    /// It holds from now on, also for people inside; nobody loses their place and nothing that is kept is given up.
    ForwardOnly,
    /// Somebody who sends data must follow, or people inside have no place, or are led elsewhere.
    Breaking,
    /// People are taken out of their way, or something that is kept is given up.
    Destructive,
    /// More personal data, for more purposes, to more recipients, for longer, or on a weaker ground.
    PrivacyWidening,
}

impl Class {
    /// Every class, from the least grave.
    pub const ALL: [Self; 6] = [
        Self::Cosmetic,
        Self::Additive,
        Self::ForwardOnly,
        Self::Breaking,
        Self::Destructive,
        Self::PrivacyWidening,
    ];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cosmetic => "cosmetic",
            Self::Additive => "additive",
            Self::ForwardOnly => "forward-only",
            Self::Breaking => "breaking",
            Self::Destructive => "destructive",
            Self::PrivacyWidening => "privacy-widening",
        }
    }

    /// Whether somebody has to say yes before it goes live.
    #[must_use]
    pub const fn needs_approval(self) -> bool {
        matches!(self, Self::Breaking | Self::Destructive | Self::PrivacyWidening)
    }
}

/// How grave a change of the plan is. What it does with personal data is judged by the manifests.
pub(crate) fn class(change: &Change) -> Class {
    let by_edit = by_edit(change);
    let by_effect = by_effect(change.effect);
    let least = if change.breaking { Class::Breaking } else { Class::Cosmetic };
    by_edit.max(by_effect).max(least)
}

const fn by_effect(effect: Effect) -> Class {
    match effect {
        Effect::Nobody | Effect::Renamed | Effect::NewEntrants | Effect::Ahead => Class::Cosmetic,
        Effect::Live
        | Effect::Rederived
        | Effect::KeepTimers
        | Effect::Backfilled
        | Effect::Sticky
        | Effect::Drained => Class::ForwardOnly,
        Effect::Refused | Effect::Redirected | Effect::Rerun => Class::Breaking,
        Effect::Anew | Effect::Exited | Effect::Requalified => Class::Destructive,
    }
}

fn by_edit(change: &Change) -> Class {
    match &change.edit {
        Edit::Renamed { .. } => Class::Cosmetic,
        Edit::Added => added(&change.address),
        Edit::Widened => Class::Additive,
        Edit::Removed | Edit::Replaced { .. } => Class::ForwardOnly,
        Edit::Changed { part, old, new } if part == "retention" => retention(old, new),
        Edit::Changed { .. } => Class::ForwardOnly,
        // What was kept in a field of the profile is given up with it.
        Edit::Narrowed { how: Narrowing::Removed, .. } if change.address.starts_with("profile/") => {
            Class::Destructive
        }
        Edit::Narrowed { .. } => Class::Breaking,
    }
}

/// What holds messages back holds back those of journeys that were there before.
fn added(address: &str) -> Class {
    let kind = address.split('/').next().unwrap_or_default();
    if matches!(kind, "suppress" | "holdout" | "retention") { Class::ForwardOnly } else { Class::Additive }
}

/// Data are given up that would have been kept for longer.
fn retention(old: &serde_json::Value, new: &serde_json::Value) -> Class {
    let read =
        |json: &serde_json::Value| serde_json::from_value::<Option<Retention>>(json.clone()).ok().flatten();
    match (read(old), read(new)) {
        (Some(old), Some(new)) if new.keep < old.keep || new.since != old.since => Class::Destructive,
        (None, Some(_)) => Class::Destructive,
        _ => Class::ForwardOnly,
    }
}
