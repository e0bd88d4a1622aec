//! Traces and metrics for a collector of OpenTelemetry, when the operator names one.
//!
//! No id is made up and none is kept: the trace of an input is the input's id, a span's is that of the decision or
//! the effect that it tells of (docs/decisions/0032). What is told is held in bounded queues and dropped when nobody
//! takes it; nothing here is ever waited for.

mod call;
mod context;
mod decided;
mod delivering;
mod exporter;
mod intake;
mod known;
mod post;
mod reporting;
mod sampler;
mod settings;
mod span;
mod traces;
mod wire;

pub(crate) use call::traced;
pub(crate) use delivering::{Called, Calling};
pub(crate) use reporting::{Reporting, Work};
pub(crate) use traces::Traces;

pub use settings::Telemetry;
