//! A mail server.

mod address;
mod email;
mod session;

use crate::{Attempt, Connector, Delivering, Delivery, Secrets};
use address::ServerAddress;
use email::email;
use filrouge_plan::Secret;
use session::Session;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// An idle connection older than this is not used again.
const IDLE: Duration = Duration::from_secs(20);

/// A mail server, with the connections that are free.
pub struct Smtp {
    url: Secret,
    secrets: Secrets,
    idle: Mutex<Vec<(ServerAddress, Session, Instant)>>,
}

impl Smtp {
    /// The mail server behind `url`, which is read at each call.
    #[must_use]
    pub fn new(url: Secret, secrets: Secrets) -> Self {
        Self { url, secrets, idle: Mutex::default() }
    }

    fn server(&self) -> Result<ServerAddress, Attempt> {
        let url = self.secrets.reveal(&self.url).map_err(|error| Attempt::again(error.to_string()))?;
        ServerAddress::parse(&url).map_err(Attempt::failed)
    }

    async fn connection(&self, server: &ServerAddress) -> Result<Session, Attempt> {
        match self.idle_connection(server).await {
            Some(session) => Ok(session),
            None => Session::open(server).await,
        }
    }

    async fn idle_connection(&self, server: &ServerAddress) -> Option<Session> {
        loop {
            let (address, mut session, since) = self.idle.lock().await.pop()?;
            if address == *server && since.elapsed() < IDLE && session.is_alive().await {
                return Some(session);
            }
        }
    }

    async fn send(&self, delivery: &Delivery) -> Result<Attempt, Attempt> {
        let email = email(delivery).map_err(Attempt::failed)?;
        let server = self.server()?;
        let mut session = self.connection(&server).await?;
        let attempt = session.send(&email).await;
        if session.is_usable() {
            self.idle.lock().await.push((server, session, Instant::now()));
        }
        Ok(attempt)
    }
}

impl Connector for Smtp {
    fn deliver<'a>(&'a self, delivery: &'a Delivery) -> Delivering<'a> {
        Box::pin(async move { self.send(delivery).await.unwrap_or_else(|attempt| attempt) })
    }
}

#[cfg(test)]
mod tests;
