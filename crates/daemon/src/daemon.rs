//! Starting and stopping.

mod boot;

use crate::access::{Deeds, Tokens};
use crate::app::App;
use crate::checkpoints::Checkpoints;
use crate::counted::Counted;
use crate::dispatch::Rests;
use crate::ingest::Replays;
use crate::mailbox::Mailbox;
use crate::metrics::Metrics;
use crate::reload::{Engine, Trigger};
use crate::server::{Certificates, Door, Throttle};
use crate::shadow::Shadows;
use crate::telemetry::{Reporting, Work};
use crate::unset::Needed;
use crate::unsubscribe::Links;
use crate::{Compiler, Config, Error, dispatch, server};
use boot::Boot;
use filrouge_connect::Secrets;
use filrouge_host::{Clock, Host, SystemClock};
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::timeout;

/// How long a stop waits for the store, once nothing can come in.
const LAST_COMMIT: Duration = Duration::from_secs(30);

/// A running daemon.
pub struct Daemon {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
    dispatching: JoinHandle<()>,
    background: Vec<JoinHandle<()>>,
    reporting: Reporting,
    checkpoints: Checkpoints,
    host: Host,
}

/// Runs a daemon until `shutdown`, and stops it with nothing half done. The address is told on standard output
/// as soon as it is listened on.
///
/// # Errors
/// When it cannot start.
pub async fn run(
    config: Config,
    compiler: Arc<dyn Compiler>,
    shutdown: impl Future<Output = ()>,
) -> Result<(), Error> {
    let scheme = if config.tls.is_some() { "https" } else { "http" };
    let daemon = Daemon::start(config, compiler).await?;
    println!("listening on {scheme}://{}", daemon.address());
    shutdown.await;
    daemon.stop().await;
    Ok(())
}

/// Ends when the process is told to stop, by `SIGTERM` or `SIGINT`.
///
/// # Errors
/// When signals cannot be received.
pub fn stop_signal() -> Result<impl Future<Output = ()>, Error> {
    let mut terminate = signal(SignalKind::terminate()).map_err(Error::Process)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Error::Process)?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// What the data folder holds beside the store.
struct Kept {
    links: Links,
    tokens: Tokens,
    deeds: Deeds,
}

impl Kept {
    fn open_in(data: &Path, base: &str) -> io::Result<Self> {
        Ok(Self {
            links: Links::open_in(data, base)?,
            tokens: Tokens::open_in(data)?,
            deeds: Deeds::open_in(data)?,
        })
    }
}

impl Daemon {
    /// Starts a daemon; it takes events when this returns.
    ///
    /// # Errors
    /// When the address, the data folder, the store or the project keeps it from running.
    pub async fn start(config: Config, compiler: Arc<dyn Compiler>) -> Result<Self, Error> {
        let listener = server::listen(config.listen).await?;
        let address = listener.local_addr().map_err(Error::Process)?;
        if config.dev && !address.ip().is_loopback() {
            return Err(Error::DevInPublic(address));
        }
        if config.tls.is_none() && !config.insecure_http && !address.ip().is_loopback() {
            return Err(Error::PlainInPublic(address));
        }
        let door = Door::new(listener, &config)?;
        let base = base(&config, address)?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let boot = {
            let (config, compiler, clock) = (config.clone(), Arc::clone(&compiler), Arc::clone(&clock));
            spawn_blocking(move || Boot::new(&config, compiler.as_ref(), clock)).await
        };
        let boot = boot.map_err(|error| Error::Process(io::Error::other(error)))??;
        let kept =
            Kept::open_in(&boot.data, &base).map_err(|error| Error::Data(config.data.clone(), error))?;
        Self::assemble(&config, compiler, clock, boot, kept, (door, address))
    }

    fn assemble(
        config: &Config,
        compiler: Arc<dyn Compiler>,
        clock: Arc<dyn Clock>,
        boot: Boot,
        kept: Kept,
        (door, address): (Door, SocketAddr),
    ) -> Result<Self, Error> {
        let metrics = Arc::new(Metrics::default());
        let handle = boot.host.handle();
        let (active, follow) = watch::channel(handle.active());
        let needed = Needed { secrets: Secrets::in_folder(&config.secrets), dev: config.dev };
        needed.warn(&handle.active().plan);
        let checkpoints = Checkpoints::start(&boot.data, &config.checkpoints);
        let engine = Engine {
            compiler,
            handle: handle.clone(),
            clock: Arc::clone(&clock),
            metrics: Arc::clone(&metrics),
            allow: config.allow,
            needed: needed.clone(),
            data: boot.data,
            poll: config.poll,
            active,
        };
        let (reloader, reloading) = engine.start(boot.progress, boot.seen);
        let (stop, stopped) = watch::channel(false);
        let (traces, work) = Work::new(&config.telemetry, &metrics);
        let app = Arc::new(App {
            handle,
            needed,
            clock,
            metrics,
            traces,
            links: Arc::new(kept.links),
            tokens: kept.tokens,
            deeds: kept.deeds,
            owes: AtomicBool::new(true),
            reloader,
            mailbox: config.dev.then(Arc::<Mailbox>::default),
            stopping: stopped.clone(),
            shadows: Shadows::default(),
            counted: Counted::default(),
            rests: Rests::default(),
            logs: config.logs.clone(),
            replays: Replays::default(),
            throttle: Throttle::new(config.paces),
            proxies: config.proxies.clone(),
            memory: config.memory,
            is_tls: config.tls.is_some(),
            admin_token: config.admin_token.clone(),
        });
        let reporting = work.start(&app);
        let dispatching = dispatch::start(Arc::clone(&app), follow, stopped.clone(), config.drain);
        let hanging_up = reload_on_hangup(Arc::clone(&app), door.certificates())?;
        let renewing = door.certificates().map(|certificates| tokio::spawn(certificates.follow()));
        let serving = tokio::spawn(server::serve(door, server::router(&app), stopped));
        tracing::info!(%address, plan = app.handle.active().hash, "listening");
        Ok(Self {
            address,
            stop,
            serving,
            dispatching,
            background: [reloading, hanging_up].into_iter().chain(renewing).collect(),
            reporting,
            checkpoints,
            host: boot.host,
        })
    }

    /// The address that is listened on.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops: takes nothing more in, ends answers and deliveries under way, and gives the store back to the disk.
    pub async fn stop(self) {
        tracing::info!("stopping");
        self.stop.send_replace(true);
        for task in &self.background {
            task.abort();
        }
        let _ = self.serving.await;
        let _ = self.dispatching.await;
        self.reporting.stop().await;
        let (host, checkpoints) = (self.host, self.checkpoints);
        if timeout(LAST_COMMIT, spawn_blocking(move || host.stop())).await.is_err() {
            tracing::error!("the store did not come to rest in time");
        }
        // Behind the last commit, so that the last checkpoint covers all of it.
        let _ = timeout(LAST_COMMIT, spawn_blocking(move || checkpoints.stop())).await;
        tracing::info!("stopped");
    }
}

/// What links in messages start with. It goes into HTML and into headers as it is.
fn base(config: &Config, address: SocketAddr) -> Result<String, Error> {
    let scheme = if config.tls.is_some() { "https" } else { "http" };
    let Some(url) = &config.public_url else { return Ok(format!("{scheme}://{address}")) };
    let plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '/' | '.' | '-' | '_' | '~' | '[' | ']');
    let web = url.starts_with("https://") || url.starts_with("http://");
    if web && url.chars().all(plain) { Ok(url.clone()) } else { Err(Error::PublicUrl(url.clone())) }
}

fn reload_on_hangup(app: Arc<App>, certificates: Option<Arc<Certificates>>) -> Result<JoinHandle<()>, Error> {
    let mut hangup = signal(SignalKind::hangup()).map_err(Error::Process)?;
    Ok(tokio::spawn(async move {
        while hangup.recv().await.is_some() {
            app.reloader.wish(Trigger::Signal);
            if let Some(certificates) = &certificates {
                certificates.renew();
            }
        }
    }))
}
