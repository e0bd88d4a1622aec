//! Starting and stopping.

use super::decided;
use super::exporter::Exporter;
use super::post::Post;
use super::sampler::Sampler;
use super::settings::{Endpoint, Telemetry};
use super::span::now;
use super::traces::Traces;
use super::{known::Known, wire};
use crate::app::App;
use crate::health::samples;
use crate::metrics::Metrics;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

/// How long a stop waits for a collector, for each of what follows, what is told, and what is measured.
const FAREWELL: Duration = Duration::from_secs(3);

/// What is to be sent, before there is anything to be told.
pub(crate) struct Work {
    exporter: Option<Exporter>,
    meter: Option<Meter>,
}

/// Numbers on their way.
struct Meter {
    post: Post,
    about: Vec<(String, String)>,
    every: Duration,
    since: u64,
}

/// What is being sent.
pub(crate) struct Reporting {
    following: Option<JoinHandle<()>>,
    exporting: Option<JoinHandle<()>>,
    metering: Option<JoinHandle<()>>,
    /// Decisions are told before spans are sent for the last time.
    last_decision: watch::Sender<bool>,
    last_span: watch::Sender<bool>,
}

impl Work {
    /// What `telemetry` asks for, and what spans are told to, if they are.
    pub(crate) fn new(telemetry: &Telemetry, metrics: &Arc<Metrics>) -> (Option<Arc<Traces>>, Self) {
        for complaint in &telemetry.complaints {
            tracing::warn!(complaint, "telemetry");
        }
        let meter = telemetry.metrics.as_ref().and_then(post).map(|post| Meter {
            post,
            about: telemetry.resource.clone(),
            every: telemetry.every,
            since: now(),
        });
        let Some(post) = telemetry.traces.as_ref().and_then(post) else {
            return (None, Self { exporter: None, meter });
        };
        let (sender, spans) = mpsc::channel(telemetry.queue);
        let usual = Sampler { follows: true, share: 1.0 };
        let traces = Traces {
            sampler: telemetry.sampler.unwrap_or(usual),
            continues: telemetry.continues,
            known: Known::default(),
            spans: sender,
            metrics: Arc::clone(metrics),
        };
        let exporter = Exporter {
            post,
            about: telemetry.resource.clone(),
            spans,
            together: telemetry.together,
            delay: telemetry.delay,
            metrics: Arc::clone(metrics),
        };
        (Some(Arc::new(traces)), Self { exporter: Some(exporter), meter })
    }

    /// Begins to send.
    pub(crate) fn start(self, app: &Arc<App>) -> Reporting {
        let (last_decision, decisions) = watch::channel(false);
        let (last_span, spans) = watch::channel(false);
        let traces = app.traces.clone();
        Reporting {
            following: traces
                .map(|traces| tokio::spawn(decided::follow(traces, app.handle.follow(), decisions))),
            exporting: self.exporter.map(|exporter| tokio::spawn(exporter.run(spans.clone()))),
            metering: self.meter.map(|meter| tokio::spawn(meter.run(Arc::clone(app), spans))),
            last_decision,
            last_span,
        }
    }
}

fn post(endpoint: &Endpoint) -> Option<Post> {
    let post = Post::new(endpoint.clone());
    post.inspect_err(|error| tracing::warn!(%error, "telemetry cannot be sent")).ok()
}

impl Reporting {
    /// Sends what is there, as far as the collector takes it in time.
    pub(crate) async fn stop(self) {
        self.last_decision.send_replace(true);
        end(self.following).await;
        self.last_span.send_replace(true);
        tokio::join!(end(self.exporting), end(self.metering));
    }
}

async fn end(task: Option<JoinHandle<()>>) {
    let Some(task) = task else { return };
    let abort = task.abort_handle();
    if timeout(FAREWELL, task).await.is_err() {
        tracing::warn!("some telemetry was not taken in time");
        abort.abort();
    }
}

impl Meter {
    async fn run(mut self, app: Arc<App>, mut stop: watch::Receiver<bool>) {
        loop {
            let stopping = tokio::select! {
                () = sleep(self.every) => false,
                _ = stop.wait_for(|stopping| *stopping) => true,
            };
            // One that a collector keeps waiting is given up when the daemon stops, for the last one says more.
            tokio::select! {
                biased;
                () = self.tell(&app) => {}
                _ = stop.wait_for(|now| *now), if !stopping => {}
            }
            if stopping {
                return;
            }
        }
    }

    async fn tell(&mut self, app: &Arc<App>) {
        if let Some(samples) = samples(app).await {
            let body = wire::metrics(&self.about, &samples, self.since, now());
            let _ = self.post.send(body).await;
        }
    }
}
