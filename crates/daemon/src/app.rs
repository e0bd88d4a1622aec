//! What every request sees.

use crate::access::{Deeds, Tokens};
use crate::counted::Counted;
use crate::dispatch::Rests;
use crate::ingest::Replays;
use crate::logs::Logs;
use crate::mailbox::Mailbox;
use crate::metrics::Metrics;
use crate::reload::Reloader;
use crate::server::Throttle;
use crate::shadow::Shadows;
use crate::telemetry::Traces;
use crate::unset::Needed;
use crate::unsubscribe::Links;
use filrouge_host::{Clock, Handle};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
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
    /// How many people were in what when somebody asked last.
    pub(crate) counted: Counted,
    /// Services that are left alone for now.
    pub(crate) rests: Rests,
    /// What is logged, when the daemon writes its logs by itself.
    pub(crate) logs: Option<Arc<Logs>>,
    /// Calls of services that came before.
    pub(crate) replays: Replays,
    /// Who has called how often.
    pub(crate) throttle: Throttle,
    /// Proxies that are believed when they say for whom they call.
    pub(crate) proxies: Vec<IpAddr>,
    /// Bytes for what is kept at hand.
    pub(crate) memory: usize,
    /// Whether the door speaks TLS.
    pub(crate) is_tls: bool,
    /// Tokens of the admin API.
    pub(crate) tokens: Tokens,
    /// What operators did and saw.
    pub(crate) deeds: Deeds,
    /// Whether `deeds.jsonl` names somebody whom the audit log does not know.
    pub(crate) owes: AtomicBool,
    /// The token that the daemon was started with, which may everything.
    pub(crate) admin_token: Option<String>,
}
