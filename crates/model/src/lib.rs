//! Names resolved, schemas and expressions typed: `link(document, sources) -> (model, findings)`.
//!
//! [`link`] never fails. What could not be resolved or typed was reported and is absent from the model, so that
//! later rooms say nothing more about it. This room judges nothing: whether a project may run is decided by `check`.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod always;
mod calendar;
mod callee;
mod cap;
mod centre;
mod change;
mod channel;
pub mod colour;
mod concurrency;
mod connector;
mod declassify;
mod enter;
mod event;
mod expression;
mod field;
mod goal;
mod holdout;
mod journey;
mod json_schema;
mod link;
mod linker;
mod literal;
mod mention;
mod names;
mod notes;
mod profile;
mod project;
mod purpose;
mod retain;
mod retention;
pub mod rules;
mod schedule;
mod schema;
mod segment;
mod source;
pub mod step;
mod suppress;
mod table;
mod template;
mod test;
mod r#trait;
mod view;
mod waive;
mod whole;

pub use calendar::Calendar;
pub use cap::Cap;
pub use centre::{Centre, CentrePage, ShownField, ShownPurpose};
pub use change::{InsideChange, Removed, RemovedThen, Retired};
pub use channel::{Channel, Medium};
pub use colour::{contrast, readable_on};
pub use concurrency::Concurrency;
pub use connector::{Capability, Connector, ConnectorKind, Mechanism, Role, SubProcessor, Transfer};
pub use declassify::{Declassify, Method};
pub use enter::{Enter, Entry};
pub use event::Event;
pub use expression::Expression;
pub use field::Field;
pub use filrouge_expression::Compiled;
pub use filrouge_language::kinds::Date;
pub use filrouge_language::{One, Opt, nearest};
pub use goal::{Exit, Goal};
pub use holdout::Holdout;
pub use journey::{Decides, DecisionClass, DecisionGround, Journey};
pub use link::{Model, link, link_noting};
pub use notes::{Declared, Mention, Notes};
pub use profile::{Identifier, Profile};
pub use project::{JointController, Owner, PrivacyApprover, Project};
pub use purpose::{Article9, Basis, Compatible, DoubleOptIn, Purpose, SoftOptIn};
pub use retain::{Retain, Since, Then};
pub use retention::{Retention, Store};
pub use rules::RULES;
pub use schema::Schema;
pub use segment::Segment;
pub use source::{Mapping, Proof, Scheme, Secret, Source, SourceKind, Tells};
pub use step::{Action, Step, Target};
pub use suppress::Suppression;
pub use table::{Id, Reference, Table};
pub use template::{Body, Content, Template};
pub use r#trait::{Trait, TraitKind};
pub use waive::{Covers, Waive};
pub use whole::Wholes;
