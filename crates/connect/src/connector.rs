//! The one thing that every connector does.

use crate::http::{Http, Reach};
use crate::{Attempt, Carrying, Errand, Heard, Reply, Secrets, smtp::Smtp};
use filrouge_machine::{Ask, Id, Message};
use filrouge_plan::ConnectorKind;
use std::pin::Pin;

/// A message on its way, with what only the host knows of it.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// To whom, by the name that only we know.
    pub person: Id,
    /// The message.
    pub message: Message,
    /// Where one request withdraws the person's consent; present when the message is withdrawable.
    pub unsubscribe: Option<String>,
    /// The span of the call, as `traceparent` tells it to the service; absent when calls are not traced.
    pub trace: Option<String>,
}

/// A call under way.
pub type Delivering<'a> = Pin<Box<dyn Future<Output = Attempt> + Send + 'a>>;

/// A question under way.
pub type Asking<'a> = Pin<Box<dyn Future<Output = Reply> + Send + 'a>>;

/// One account at one service.
pub trait Connector: Send + Sync {
    /// Hands over one message, once. Never fails: what went wrong is an [`Attempt`].
    fn deliver<'a>(&'a self, delivery: &'a Delivery) -> Delivering<'a>;

    /// Asks one question, once. Never fails: what went wrong is a [`Reply`]. Most services take messages and answer
    /// nothing. `trace` is as in [`Delivery`].
    fn ask<'a>(&'a self, _: &'a Ask, _: Option<&'a str>) -> Asking<'a> {
        Box::pin(async { Reply::Failed { reason: "this service answers nothing".to_owned() } })
    }

    /// Asks once for what a person has a right to. Never fails: what went wrong is a [`Heard`]. `trace` is as in [`Delivery`].
    fn carry<'a>(&'a self, _: &'a Errand, _: Option<&'a str>) -> Carrying<'a> {
        Box::pin(async { Heard::Refused { reason: "this service is asked by hand".to_owned() } })
    }
}

/// The connector of a plan's declaration. Nothing is read and nobody is called before the first delivery.
#[must_use]
pub fn connector(kind: &ConnectorKind, secrets: Secrets) -> Box<dyn Connector> {
    match kind {
        ConnectorKind::Smtp { url } => Box::new(Smtp::new(url.clone(), secrets)),
        ConnectorKind::Http { url, signing, timeout_ms, private_network } => {
            let reach = if *private_network { Reach::Anywhere } else { Reach::Public };
            Box::new(Http::new(url.clone(), signing.clone(), *timeout_ms, reach, secrets))
        }
    }
}
