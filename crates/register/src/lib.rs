//! The audit manifest as others read it: a page for a data protection officer, the register of the CNIL as a table, the
//! taxonomy of fideslang, and linked data in the vocabulary of DPV.
//!
//! Each passage takes a manifest and returns a text or bytes, and equal manifests give equal bytes. What a format has no place
//! for is left out, never bent: `docs/privacy/manifest.md` lists what is lost in each.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod categories;
mod cnil;
mod csv;
mod dpv;
mod fideslang;
mod html;
mod ods;
mod places;
mod said;
mod words;
mod yaml;
mod zip;

pub use csv::csv;
pub use dpv::dpv;
pub use fideslang::fideslang;
pub use filrouge_page::Unmade;
pub use filrouge_picture::Language;
pub use html::html;
pub use ods::ods;

#[cfg(test)]
mod tests;
