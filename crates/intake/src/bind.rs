//! `bind(json, type) -> value`: what came over the wire, typed against the plan.

mod format;
mod number;
mod value;

pub use value::{Binder, Bound, camel_case, member};

use std::fmt;

/// Something that does not fit its declaration. Names the place and what is expected there, never the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// Path of the value: `items[2].price`.
    pub path: String,
    /// What is wrong.
    pub problem: String,
}

impl Mismatch {
    fn new(problem: impl Into<String>) -> Self {
        Self { path: String::new(), problem: problem.into() }
    }

    fn inside(mut self, step: &str) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{step}{dot}{}", self.path);
        self
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.path, self.problem)
    }
}

#[cfg(test)]
mod tests;
