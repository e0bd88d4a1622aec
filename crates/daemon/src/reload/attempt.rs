//! What was tried, and what came of it.

use crate::Refusal;
use crate::api::Diagnostics;
use filrouge_plan::manifest::Manifest;
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

/// What set off an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Trigger {
    /// The start of the daemon.
    Boot,
    /// A change on the disk.
    Watch,
    /// A change on the disk that nobody had told us of.
    Poll,
    /// `SIGHUP`.
    Signal,
    /// A call of the admin API.
    Request,
    /// A reviewed plan that an operator applied.
    Apply,
}

impl Trigger {
    /// The word for it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Boot => "boot",
            Self::Watch => "watch",
            Self::Poll => "poll",
            Self::Signal => "signal",
            Self::Request => "request",
            Self::Apply => "apply",
        }
    }
}

/// What came of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The plan is active now.
    Activated,
    /// The plan was active already.
    Unchanged,
    /// A share of the people live under the plan now.
    Shared,
    /// The share lives under the plan that runs again.
    TakenBack,
    /// The project does not compile, its plan takes too much away, or a share of the people cannot live under it.
    Refused,
    /// People inside would have no place in the plan.
    Blocked,
    /// Another plan runs than the one that it was compared with.
    Stale,
    /// The store did not take the plan.
    NotStored,
}

/// One attempt at a new plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Attempt {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// What set it off.
    pub trigger: Trigger,
    /// What came of it.
    pub result: Verdict,
    /// Hash of the plan that the project compiles to, when it does.
    pub plan: Option<String>,
    /// Why not, in the format of `filrouge check --format json`.
    pub diagnostics: Option<Diagnostics>,
    /// The same in words.
    #[serde(skip)]
    pub(crate) human: Option<String>,
}

impl Attempt {
    pub(crate) fn new(at: i64, trigger: Trigger, result: Verdict, plan: Option<String>) -> Self {
        Self { at, trigger, result, plan, diagnostics: None, human: None }
    }

    pub(crate) fn because(mut self, refusal: Refusal) -> Self {
        self.diagnostics = Some(Diagnostics(refusal.diagnostics_json));
        self.human = Some(refusal.human);
        self
    }

    /// Whether a start from this disk would run what is on it.
    pub(crate) fn is_success(&self) -> bool {
        matches!(self.result, Verdict::Activated | Verdict::Unchanged)
    }
}

/// Where things stand.
#[derive(Debug, Clone)]
pub(crate) struct Progress {
    /// What the active plan does with personal data, when it is known.
    pub(crate) manifest: Option<Arc<Manifest>>,
    /// Hash of the plan that the disk compiles to; none when it does not compile.
    pub(crate) desired: Option<String>,
    /// When the active plan became so.
    pub(crate) active_since: i64,
    /// The last attempt.
    pub(crate) last_attempt: Attempt,
    /// When the disk last agreed with what is active.
    pub(crate) last_success_at: Option<i64>,
}

impl Progress {
    /// Where things stand after `attempt`.
    pub(crate) fn after(before: Option<&Self>, attempt: Attempt, manifest: Option<Arc<Manifest>>) -> Self {
        let activated = attempt.result == Verdict::Activated;
        let manifest = match before {
            Some(before) if !attempt.is_success() => before.manifest.clone(),
            _ => manifest,
        };
        Self {
            manifest,
            desired: attempt.plan.clone(),
            active_since: before.filter(|_| !activated).map_or(attempt.at, |before| before.active_since),
            last_success_at: if attempt.is_success() {
                Some(attempt.at)
            } else {
                before.and_then(|before| before.last_success_at)
            },
            last_attempt: attempt,
        }
    }

    /// Where things stand after an operator applied a plan: what the disk asks for is as it was.
    pub(crate) fn after_apply(&self, attempt: Attempt, manifest: Option<Arc<Manifest>>) -> Self {
        let (desired, last_success_at) = (self.desired.clone(), self.last_success_at);
        Self { desired, last_success_at, ..Self::after(Some(self), attempt, manifest) }
    }
}
