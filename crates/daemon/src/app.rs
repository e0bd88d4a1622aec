//! What every request sees.

use crate::dispatch::Rests;
use crate::logs::Logs;
use crate::mailbox::Mailbox;
use crate::metrics::Metrics;
use crate::reload::Reloader;
use crate::shadow::Shadows;
use crate::telemetry::Traces;
use crate::unset::Needed;
use crate::unsubscribe::Links;
use filrouge_host::{Clock, Handle};
use std::sync::Arc;
use tokio::sync::watch;

/// What every request sees. Nothing in it changes with the plan but what the host itself swaps.
pub(crate) struct App {
    /// The way to the host.
    pub(crate) handle: Handle,
    /// Where secrets are looked up, and which ones are needed.
    pub(crate) needed: Needed,
    /// The time.
    pub(crate) clock: Arc<dyn Clock>,
    /// What is counted.
    pub(crate) metrics: Arc<Metrics>,
    /// Where spans are told, when somebody collects them.
    pub(crate) traces: Option<Arc<Traces>>,
    /// Signed links by which people withdraw.
    pub(crate) links: Arc<Links>,
    /// The way to a new plan.
    pub(crate) reloader: Reloader,
    /// Messages that were caught, when the daemon runs for development.
    pub(crate) mailbox: Option<Arc<Mailbox>>,
    /// Whether the daemon is stopping: what would go on for ever ends.
    pub(crate) stopping: watch::Receiver<bool>,
    /// The plan beside the one that runs.
    pub(crate) shadows: Shadows,
    /// Services that are left alone for now.
    pub(crate) rests: Rests,
    /// What is logged, when the daemon writes its logs by itself.
    pub(crate) logs: Option<Arc<Logs>>,
    /// The operator's token; nobody is an operator without one.
    pub(crate) admin_token: Option<String>,
}
