//! Whether conditions can hold: alone, together, or not at all.
//!
//! A condition is read as a [`Formula`] over facts with known domains; what is not understood is a fact of which
//! nothing is known, so it never makes anything impossible. An answer `Never` is a proof.

mod atom;
mod case;
mod domain;
mod facts;
mod fields;
mod formula;
mod near;
mod range;
mod reader;
mod side;
mod sort;
mod term;
mod together;
mod words;

pub(crate) use case::{Case, Clash};
pub(crate) use domain::Domain;
pub(crate) use facts::Fact;
pub(crate) use fields::Fields;
pub(crate) use formula::Formula;
pub(crate) use reader::{Reader, Stance};
pub(crate) use term::Term;
pub(crate) use together::{Answer, judge, ways};
