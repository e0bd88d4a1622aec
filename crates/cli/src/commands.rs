//! One file per command.

pub mod approvals;
pub mod backup;
pub mod build;
pub mod check;
pub mod dev;
pub mod explain;
pub mod fix;
pub mod fmt;
pub mod import;
pub mod letters;
pub mod logs;
pub mod manifest;
pub mod new;
pub mod pause;
pub mod quarantine;
pub mod reload;
pub mod run;
pub mod schema;
pub mod status;
pub mod store;
pub mod tap;
pub mod test;
pub mod top;
pub mod unmerge;
pub mod why;
