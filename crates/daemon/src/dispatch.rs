//! `dispatch(outbox) -> outcomes`: one worker for each connector, so that a slow service holds up no other.

mod desk;
mod errand;
mod rests;
mod worker;

use crate::app::App;
use crate::mailbox::Catching;
use filrouge_connect::connector;
use filrouge_plan::{Bundle, Connector};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;
use worker::Worker;

pub(crate) use rests::{Rest, Rests};

/// The workers of the active plan.
struct Dispatcher {
    app: Arc<App>,
    running: BTreeMap<String, Running>,
    /// Workers at work, and those that finish their last deliveries.
    tasks: JoinSet<()>,
}

/// A worker at work. It stops when this is dropped.
struct Running {
    declared: Connector,
    _stop: watch::Sender<()>,
}

/// Starts the workers, keeps them in step with the plan, and ends within `drain` after `stop`.
pub(crate) fn start(
    app: Arc<App>,
    mut active: watch::Receiver<Arc<Bundle>>,
    mut stop: watch::Receiver<bool>,
    drain: Duration,
) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut dispatcher = Dispatcher { app, running: BTreeMap::new(), tasks: JoinSet::new() };
        loop {
            let bundle = Arc::clone(&active.borrow_and_update());
            dispatcher.follow(&bundle);
            tokio::select! {
                changed = active.changed() => if changed.is_err() { break },
                _ = stop.wait_for(|stopping| *stopping) => break,
            }
        }
        dispatcher.finish(drain).await;
    })
}

impl Dispatcher {
    /// Starts and stops workers. One whose declaration did not change is left alone, with its connections.
    fn follow(&mut self, bundle: &Bundle) {
        let declared = &bundle.plan.connectors;
        self.running.retain(|_, running| declared.contains(&running.declared));
        for connector in declared {
            if !self.running.contains_key(&connector.name) {
                self.hire(connector);
            }
        }
        while self.tasks.try_join_next().is_some() {}
    }

    fn hire(&mut self, declared: &Connector) {
        let (stop, stopped) = watch::channel(());
        let service = match &self.app.mailbox {
            Some(mailbox) => Arc::from(Catching::boxed(Arc::clone(mailbox), Arc::clone(&self.app.clock))),
            None => Arc::from(connector(&declared.kind, self.app.needed.secrets.clone())),
        };
        let worker = Worker::new(Arc::clone(&self.app), declared, service, stopped);
        self.tasks.spawn(worker.run());
        self.running.insert(declared.name.clone(), Running { declared: declared.clone(), _stop: stop });
    }

    /// Lets deliveries under way end. What does not end in time stays in flight, and is resolved at the next start.
    async fn finish(mut self, drain: Duration) {
        self.running.clear();
        let all = async { while self.tasks.join_next().await.is_some() {} };
        if timeout(drain, all).await.is_err() {
            tracing::warn!("some deliveries did not end in time; their outcome is not known");
        }
    }
}
