//! The floor of taking events in: a server that parses each call, appends it to a file and answers when it is on the disk. It keeps
//! no state, and syncs for all calls at once that came meanwhile.

use crate::{Failure, Tracked, again};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;

/// A call whose sender waits until it is on the disk.
type Waiting = (Bytes, oneshot::Sender<()>);

#[derive(Deserialize)]
struct Call {
    batch: Vec<Tracked>,
}

/// A floor that runs for as long as this lives, in a process of its own.
#[derive(Debug)]
pub struct Floor {
    child: Child,
    address: String,
}

impl Floor {
    /// Starts this program again, which gives its arguments `floor FOLDER` to [`serve`].
    ///
    /// # Errors
    /// When it does not say where it listens.
    pub fn start(folder: &Path) -> Result<Self, Failure> {
        let mut child = again()?.arg("floor").arg(folder).stdout(Stdio::piped()).spawn()?;
        let mut address = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut address)?;
        Ok(Self { child, address: address.trim().to_owned() })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        // A process that has ended already needs no end.
        let _ = self.child.kill().and_then(|()| self.child.wait());
    }
}

/// Serves until the process is ended, and prints where.
///
/// # Errors
/// When it cannot listen or make its file.
pub fn serve(folder: &Path) -> Result<(), Failure> {
    let file = File::create(folder.join("floor"))?;
    let (sender, calls) = channel();
    std::thread::spawn(move || write(file, &calls));
    let router = Router::new().route("/v1/batch", post(take)).with_state(sender);
    let executor = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    executor.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?);
        Ok(axum::serve(listener, router).await?)
    })
}

async fn take(State(calls): State<Sender<Waiting>>, body: Bytes) -> StatusCode {
    let Ok(Call { batch }) = serde_json::from_slice(&body) else { return StatusCode::BAD_REQUEST };
    std::hint::black_box(batch);
    let (done, durable) = oneshot::channel();
    match calls.send((body, done)).is_ok() && durable.await.is_ok() {
        true => StatusCode::OK,
        false => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// All that waits is written with one sync. Who waits for a group that could not be written gets no answer, as its sender is gone.
fn write(mut file: File, calls: &Receiver<Waiting>) -> Result<(), std::io::Error> {
    while let Ok(first) = calls.recv() {
        let group: Vec<Waiting> = std::iter::once(first).chain(calls.try_iter()).collect();
        let bytes: Vec<&[u8]> = group.iter().map(|(body, _)| body.as_ref()).collect();
        file.write_all(&bytes.concat())?;
        file.sync_data()?;
        // Who has gone meanwhile needs no answer.
        for (_, done) in group {
            let _ = done.send(());
        }
    }
    Ok(())
}
