//! How a daemon is set up.

use crate::{Logs, Paces, Place, Telemetry, TlsFiles};
use filrouge_host::Options;
use filrouge_store::RootSource;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How a daemon is set up.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen; port 0 takes any free one.
    pub listen: SocketAddr,
    /// Folder of the data. Made when it is not there.
    pub data: PathBuf,
    /// Folder in which relative secret files are looked up: the project's.
    pub secrets: PathBuf,
    /// The address by which people reach this daemon, for the links in messages. Without it the address that is
    /// listened on is used, which is right on one's own machine only.
    pub public_url: Option<String>,
    /// The certificate of the door; without one it speaks plain HTTP.
    pub tls: Option<TlsFiles>,
    /// Whether plain HTTP may be spoken beyond this machine, because a proxy in front of it has the certificate.
    pub insecure_http: bool,
    /// Proxies that are believed when they say for whom they call.
    pub proxies: Vec<IpAddr>,
    /// How often somebody may call.
    pub paces: Paces,
    /// The operator's token. Without one every call of the admin API is refused.
    pub admin_token: Option<String>,
    /// What is logged, if the operator may change it.
    pub logs: Option<Arc<Logs>>,
    /// Where traces and metrics go.
    pub telemetry: Telemetry,
    /// Whether to catch every message in a local mailbox instead of sending it.
    pub dev: bool,
    /// What a new plan may take away.
    pub allow: Allow,
    /// Inputs that may wait to be written; a client that brings more is told to come back.
    pub queue: usize,
    /// Bytes for what is kept at hand, about: a half for people and names, and one for the store.
    pub memory: usize,
    /// Rows in quarantine; beyond, the oldest give way.
    pub quarantine: usize,
    /// A second list of erasures, which a lost data folder does not take along.
    pub erasures_copy: Option<PathBuf>,
    /// How long a dead letter is kept.
    pub keep_dead_letters: Duration,
    /// How long a stop waits for deliveries under way.
    pub drain: Duration,
    /// How often the sources are looked at although nothing was heard of a change.
    pub poll: Duration,
    /// Where the root key comes from; without it, it lies beside the data or where they say.
    pub root_key: Option<RootSource>,
    /// Where checkpoints of the audit log are published.
    pub checkpoints: Vec<Place>,
}

/// What is kept at hand when nobody says how much, in bytes.
pub const MEMORY: usize = 128 << 20;

impl Config {
    /// The usual set-up for data in `data`.
    #[must_use]
    pub fn new(listen: SocketAddr, data: PathBuf) -> Self {
        Self {
            listen,
            data,
            secrets: PathBuf::new(),
            public_url: None,
            tls: None,
            insecure_http: false,
            proxies: Vec::new(),
            paces: Paces::default(),
            admin_token: None,
            logs: None,
            telemetry: Telemetry::default(),
            dev: false,
            allow: Allow::default(),
            queue: Options::default().queue,
            memory: MEMORY,
            quarantine: Options::default().quarantine,
            erasures_copy: None,
            keep_dead_letters: Options::default().keep_dead_letters,
            drain: Duration::from_secs(10),
            poll: Duration::from_secs(30),
            root_key: None,
            checkpoints: Vec::new(),
        }
    }
}

/// What a new plan may take away from the active one. All else is refused: a half-written folder must not stop
/// every journey.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Allow {
    /// All its journeys.
    pub no_journeys: bool,
    /// Any of its purposes.
    pub dropped_purposes: bool,
    /// To do more with personal data than before, although a privacy approver has been named and has not agreed: for a machine
    /// of an author.
    pub unapproved: bool,
}

impl Allow {
    /// What either allows.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self {
            no_journeys: self.no_journeys || other.no_journeys,
            dropped_purposes: self.dropped_purposes || other.dropped_purposes,
            unapproved: self.unapproved || other.unapproved,
        }
    }
}
