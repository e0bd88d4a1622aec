//! From texts to a checked project, and from there to the plan.
//!
//! [`analyse`] runs every passage of the front half: parse, read, link, check. It never fails: whatever is wrong
//! with a project is among the findings. [`lower`] turns a checked project into its plan, with the thread back to the
//! text.

mod analyse;
mod format;
mod lower;
mod rules;

pub use analyse::{Analysis, analyse};
pub use format::format;
pub use lower::lower;
pub use rules::rules;
