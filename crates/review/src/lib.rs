//! A change of plan as the one who reviews it sees it: how grave each change is, which parts depend on it, and what it
//! does with personal data.
//!
//! [`review`] reads two plans with their manifests and nothing else; [`told`] and [`markdown`] say the same to people at a
//! terminal and to those who read a pull request.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod approval;
mod class;
mod document;
mod judge;
mod markdown;
mod privacy;
mod revision;
mod shown;
mod told;
mod uses;

pub use approval::{PrivacyApproval, Unapproved, approval_text, unapproved};
pub use class::Class;
pub use document::{
    Forecast, Outlook, Place, Release, Review, Reviewed, Revision, Shift, Text, TextEdit, VERSION,
};
pub use judge::review;
pub use markdown::{LONGEST, markdown};
pub use privacy::since;
pub use revision::{Inside, Side};
pub use told::{Look, told};
