//! Runs the pages of the project: every ```` ```kdl ```` fence of a rule's or a word's page, and the pages under
//! `tests/spec`.
//!
//! What is documented is executed. This crate is for tests only; nothing that ships may depend on it.

mod change;
mod inputs;
mod lived;
mod marker;
mod page;
mod part;
mod prelude;
mod project;
mod spec;
mod story;
mod unmerge;
mod verdict;

pub use inputs::INPUTS_FILE;
pub use lived::live;
pub use marker::{Marker, markers};
pub use page::{Fence, Page, Section};
pub use prelude::{Completed, prelude};
pub use project::{FENCE_FILE, PRELUDE_FILE, sources_of};
pub use spec::{TODAY, analysis, answer, rewrite};
pub use verdict::{Expectation, verdict};
