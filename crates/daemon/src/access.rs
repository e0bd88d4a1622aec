//! Who calls the admin API, what they may, and what is kept of it.

mod deeds;
mod holder;
mod tokens;

pub(crate) use deeds::{Deed, Deeds};
pub(crate) use holder::{Holder, Rights};
pub(crate) use tokens::{Fresh, Token, Tokens};
