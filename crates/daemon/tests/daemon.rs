//! The daemon as the world sees it: real sockets, real files, a real store.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

#[path = "daemon/access.rs"]
mod access;
#[path = "daemon/admin.rs"]
mod admin;
#[path = "daemon/approvals.rs"]
mod approvals;
#[path = "daemon/centre.rs"]
mod centre;
#[path = "daemon/client.rs"]
mod client;
#[path = "daemon/collector.rs"]
mod collector;
#[path = "daemon/delivery.rs"]
mod delivery;
#[path = "daemon/door.rs"]
mod door;
#[path = "daemon/endpoint.rs"]
mod endpoint;
#[path = "daemon/fetch.rs"]
mod fetch;
#[path = "daemon/garbage.rs"]
mod garbage;
#[path = "daemon/ingest.rs"]
mod ingest;
#[path = "daemon/letters.rs"]
mod letters;
#[path = "daemon/mailbox.rs"]
mod mailbox;
#[path = "daemon/metrics.rs"]
mod metrics;
#[path = "daemon/positions.rs"]
mod positions;
#[path = "daemon/project.rs"]
mod project;
#[path = "daemon/reload.rs"]
mod reload;
#[path = "daemon/running.rs"]
mod running;
#[path = "daemon/schemas.rs"]
mod schemas;
#[path = "daemon/start.rs"]
mod start;
#[path = "daemon/subjects.rs"]
mod subjects;
#[path = "daemon/suspended.rs"]
mod suspended;
#[path = "daemon/tap.rs"]
mod tap;
#[path = "daemon/telemetry.rs"]
mod telemetry;
#[path = "daemon/watched.rs"]
mod watched;
#[path = "daemon/webhook.rs"]
mod webhook;
