//! The door: connections from the network, bounded in number and in time.

mod guest;
mod pace;
mod shield;
mod tls;

pub use pace::Paces;
pub(crate) use pace::{Caller, Throttle};
pub(crate) use shield::too_many;
pub(crate) use tls::Certificates;
pub use tls::TlsFiles;

use crate::answer::refusal;
use crate::app::App;
use crate::telemetry::traced;
use crate::{Config, Error, admin, centre, health, ingest, mailbox, unsubscribe};
use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use guest::{Guest, Guests, Hosted, Seat};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

/// Connections at the same time; more wait in the queue of the operating system.
const CONNECTIONS: usize = 2_048;
/// A client that needs longer for the head of a request is cut off; so is one that keeps a connection idle.
const HEAD: Duration = Duration::from_secs(15);
/// A client that needs longer to agree on TLS is cut off.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How long a stop waits for answers under way.
const FAREWELL: Duration = Duration::from_secs(5);

/// Takes the address, or says who has it.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener, Error> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => Error::PortInUse(address),
        _ => Error::Listen(address, error),
    })
}

/// Everything that can be asked.
pub(crate) fn router(app: &Arc<App>) -> Router {
    let mut routes = Router::new()
        .merge(health::routes())
        .merge(ingest::routes())
        .merge(unsubscribe::routes())
        .merge(centre::routes())
        .merge(admin::routes(Arc::clone(app)));
    if app.mailbox.is_some() {
        routes = routes.merge(mailbox::routes());
    }
    let nothing = || async { refusal(StatusCode::NOT_FOUND, "there is nothing under this path") };
    routes = routes.fallback(nothing);
    routes = routes.layer(from_fn_with_state(Arc::clone(app), shield::shield)).layer(from_fn(logged));
    if app.traces.is_some() {
        routes = routes.layer(from_fn_with_state(Arc::clone(app), traced));
    }
    routes.with_state(Arc::clone(app))
}

/// Each call with its outcome, for whoever looks closely. The route is told, not the path, which may name somebody.
async fn logged(request: Request, next: Next) -> Response {
    if !tracing::enabled!(tracing::Level::DEBUG) {
        return next.run(request).await;
    }
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let (method, began) = (request.method().clone(), Instant::now());
    let response = next.run(request).await;
    let (status, seconds) = (response.status().as_u16(), began.elapsed().as_secs_f64());
    tracing::debug!(%method, route, status, seconds, "call");
    response
}

/// Where connections come in, and how they are spoken to.
pub(crate) struct Door {
    listener: TcpListener,
    tls: Option<(Arc<Certificates>, TlsAcceptor)>,
    guests: Guests,
    proxies: Vec<IpAddr>,
}

/// A connection that came in. It counts until this is dropped.
struct Visit {
    stream: TcpStream,
    guest: Guest,
    _seat: Seat,
    _permit: OwnedSemaphorePermit,
}

impl Door {
    /// A door at `listener`, with its certificate if it has one.
    pub(crate) fn new(listener: TcpListener, config: &Config) -> Result<Self, Error> {
        let certificates = config.tls.as_ref().map(Certificates::open).transpose()?;
        let tls = certificates.map(|own| own.acceptor().map(|acceptor| (own, acceptor))).transpose()?;
        Ok(Self { listener, tls, guests: Guests::default(), proxies: config.proxies.clone() })
    }

    /// The certificate, when there is one.
    pub(crate) fn certificates(&self) -> Option<Arc<Certificates>> {
        self.tls.as_ref().map(|(certificates, _)| Arc::clone(certificates))
    }

    async fn accept(&self, room: &Arc<Semaphore>) -> Option<Visit> {
        let permit = Arc::clone(room).acquire_owned().await.ok()?;
        loop {
            let (stream, address) = self.listener.accept().await.ok()?;
            // Whoever has enough connections already is hung up on.
            let Some(seat) = self.guests.seat(address.ip(), &self.proxies) else { continue };
            let _ = stream.set_nodelay(true);
            return Some(Visit { stream, guest: Guest(address.ip()), _seat: seat, _permit: permit });
        }
    }
}

/// Serves until `stop`, then lets answers under way end.
pub(crate) async fn serve(door: Door, router: Router, mut stop: watch::Receiver<bool>) {
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let stopping = async { stop.wait_for(|stopping| *stopping).await.map(|_| ()) };
        tokio::select! {
            accepted = door.accept(&room) => match accepted {
                Some(visit) => {
                    let acceptor = door.tls.as_ref().map(|(_, acceptor)| acceptor.clone());
                    tokio::spawn(receive(visit, acceptor, router.clone(), graceful.watcher()));
                }
                // Out of descriptors, most likely: the next one may find some.
                None => sleep(Duration::from_millis(50)).await,
            },
            _ = stopping => break,
        }
    }
    drop(door);
    let _ = timeout(FAREWELL, graceful.shutdown()).await;
}

/// Serves one connection to its end. How it ends is the client's business.
async fn receive(visit: Visit, acceptor: Option<TlsAcceptor>, router: Router, watcher: Watcher) {
    let Visit { stream, guest, _seat, _permit } = visit;
    let Some(acceptor) = acceptor else {
        let _ = watcher.watch(connection(stream, guest, router)).await;
        return;
    };
    if let Ok(Ok(stream)) = timeout(HANDSHAKE, acceptor.accept(stream)).await {
        let _ = watcher.watch(connection(stream, guest, router)).await;
    }
}

fn connection<S>(stream: S, guest: Guest, router: Router) -> http1::Connection<TokioIo<S>, Hosted>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(stream), Hosted { routes: TowerToHyperService::new(router), guest })
}
