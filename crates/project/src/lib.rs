//! A project's folder to its texts: the one place that reads an author's files.
//!
//! [`load`] walks the folder and returns [`Sources`](filrouge_source::Sources) and the findings about files that
//! could not be read. Everything behind it is pure. It never follows a link out of the project, never reads more
//! than [`LARGEST_FILE`] of one file, and never stops at the first bad file.

mod commit;
mod load;
mod read;
mod revision;
mod root;
pub mod rules;
mod walk;

pub use commit::{commit, commit_before, commit_time, prefix, top};
pub use load::{Loaded, load};
pub use read::LARGEST_FILE;
pub use revision::{Revision, RevisionError, at_revision};
pub use root::{MARKER, RootError, find_root};
pub use rules::RULES;
pub use walk::foreign;
