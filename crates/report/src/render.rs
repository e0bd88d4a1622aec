//! The forms in which findings are shown. Every one of them reads the same [`Findings`](crate::Findings).

mod difference;
mod excerpt;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod markdown;
mod plain;
mod platform;
mod rdjson;
mod sarif;
mod terminal;

pub use github::github;
pub use gitlab::gitlab;
pub use human::{Style, human};
pub use json::{Diagnostic, Edit, FORMAT_VERSION, Fix, Label, Place, Report, json, json_lines, report};
pub use junit::junit;
pub use markdown::markdown;
pub use plain::plain;
pub use platform::Platform;
pub use rdjson::rdjson;
pub use sarif::sarif;
pub use terminal::harmless;
