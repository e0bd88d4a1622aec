//! Rules that accept or refuse a project: `check(model) -> (checked or nothing, findings)`.
//!
//! This is the author's door. [`Checked`] has private fields and is made here and nowhere else, so whoever holds one
//! knows that no rule of weight `error` was broken. Warnings and notes never refuse.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod answers;
mod bodies;
mod checked;
mod circles;
mod conditions;
mod counterexample;
mod countries;
mod crossings;
mod labelled;
mod logic;
mod opening;
mod opinions;
mod patience;
mod personal;
pub mod rules;
mod secrets;
mod served;
mod statutes;
pub mod taxonomy;
mod uses;
mod waivers;
mod walk;
mod ways;
mod week;

pub use checked::{Checked, check, check_again};
pub use opinions::Opinions;
pub use rules::{ASKED, RULES};
pub use waivers::Law;
