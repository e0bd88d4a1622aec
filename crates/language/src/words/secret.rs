//! A secret is named, never written.

use crate::kinds::{Name, Text};
use crate::word::part;

part! {
    /// Where a secret is found when the daemon starts.
    pub struct Secret = "secret" {
        /// The environment variable that holds it.
        prop env: Opt<Name>,
        /// The file that holds it, outside the project.
        prop file: Opt<Text>,
    }
    one_of { env, file }
}
