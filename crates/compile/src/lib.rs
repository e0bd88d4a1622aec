//! From texts to a checked project, and from there to the plan.
//!
//! [`analyse`] runs every passage of the front half: parse, read, link, check. It never fails: whatever is wrong
//! with a project is among the findings. [`lower`] turns a checked project into its plan, with the thread back to the
//! text, and [`manifest`] says what that plan does with people's data.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod address;
mod analyse;
pub mod draft;
mod fix;
mod format;
mod index;
mod kept;
mod lock;
mod lower;
mod manifest;
mod rules;
mod schemas;
mod written;

pub use address::Addresses;
pub use analyse::{Analysis, analyse, analyse_on, beside_unread, findings_again};
pub use filrouge_check::Checked;
pub use filrouge_language::kinds::Date;
pub use fix::{Fixed, Repair, fix};
pub use format::format;
pub use index::{Allowed, Index, allowed, index};
pub use kept::Kept;
pub use lock::{Locking, Moved, locking};
pub use lower::lower;
pub use manifest::manifest;
pub use rules::rules;
pub use schemas::schemas;
pub use written::test_block;
