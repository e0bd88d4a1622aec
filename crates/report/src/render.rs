//! The forms in which findings are shown. Every one of them reads the same [`Findings`](crate::Findings).

mod difference;
mod excerpt;
mod github;
mod human;
mod json;
mod terminal;

pub use github::github;
pub use human::{Style, human};
pub use json::{Diagnostic, Edit, FORMAT_VERSION, Fix, Label, Place, Report, json, report};
pub use terminal::harmless;
