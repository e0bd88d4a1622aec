//! The language server: `Server::receive(messages) → messages`.
//!
//! It speaks the Language Server Protocol about the projects of the language and owns no door to the outside: messages
//! are handed in and out, files come through the port [`Disk`], what a running daemon tells
//! through the port [`Daemon`]. What it says is what the compiler says: findings are
//! those of a check, names mean what the link has noted, and what may stand at a cursor is what a finding about the
//! word there would allow.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod atlas;
mod buffers;
mod daemon;
mod disk;
mod edits;
mod encoding;
mod features;
mod lifecycle;
mod page;
mod project;
mod protocol;
mod publish;
mod server;
mod spot;
pub mod uri;
mod workspace;

pub use daemon::{Daemon, Sizes};
pub use disk::Disk;
pub use encoding::Encoding;
pub use server::Server;
