//! The door: connections from the network, bounded in number and in time.

use crate::answer::refusal;
use crate::app::App;
use crate::telemetry::traced;
use crate::{Error, admin, centre, health, ingest, mailbox, unsubscribe};
use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};

/// Connections at the same time; more wait in the queue of the operating system.
const CONNECTIONS: usize = 2_048;
/// A client that needs longer for the head of a request is cut off; so is one that keeps a connection idle.
const HEAD: Duration = Duration::from_secs(15);
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
    routes = routes.fallback(nothing).layer(from_fn(logged));
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

/// Serves until `stop`, then lets answers under way end.
pub(crate) async fn serve(listener: TcpListener, router: Router, mut stop: watch::Receiver<bool>) {
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let stopping = async { stop.wait_for(|stopping| *stopping).await.map(|_| ()) };
        tokio::select! {
            accepted = accept(&listener, &room) => match accepted {
                Some((stream, permit)) => {
                    let connection = connection(stream, router.clone());
                    let watched = graceful.watch(connection);
                    tokio::spawn(async move {
                        // How a connection ends is the client's business.
                        let _ = watched.await;
                        drop(permit);
                    });
                }
                // Out of descriptors, most likely: the next one may find some.
                None => sleep(Duration::from_millis(50)).await,
            },
            _ = stopping => break,
        }
    }
    drop(listener);
    let _ = timeout(FAREWELL, graceful.shutdown()).await;
}

async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> Option<(TcpStream, tokio::sync::OwnedSemaphorePermit)> {
    let permit = Arc::clone(room).acquire_owned().await.ok()?;
    let (stream, _) = listener.accept().await.ok()?;
    let _ = stream.set_nodelay(true);
    Some((stream, permit))
}

fn connection(
    stream: TcpStream,
    router: Router,
) -> http1::Connection<TokioIo<TcpStream>, TowerToHyperService<Router>> {
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
}
