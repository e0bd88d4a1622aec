//! Conditions: `compile(text, places, scope, want) -> (compiled, findings)`.
//!
//! A condition is written in a subset of CEL, the Common Expression Language, inside a KDL string. This room
//! parses it, checks it against the declared schemas and lowers it to a [`plan::Program`](filrouge_plan::Program).
//! It never evaluates anything, never fails without a finding, and never knows KDL: the caller hands in the
//! decoded text and says, through [`Places`], where each byte of it stands in the file.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod ast;
mod check;
mod compile;
mod functions;
mod lower;
mod parse;
mod places;
mod problem;
pub mod rules;
mod scope;
mod text;
mod times;
mod token;
mod typed;

pub use ast::{BinaryOperator, Expr, ExprKind, Extent};
pub use compile::{Compiled, compile};
pub use functions::{FUNCTIONS, FunctionSpec};
pub use parse::parse;
pub use places::Places;
pub use problem::{Problem, Replacement};
pub use rules::RULES;
pub use scope::{Reach, Scope, StepFields, Want};
