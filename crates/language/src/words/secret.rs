//! A secret is named, never written.

use crate::kinds::{Kind, Name, Text, Written};
use crate::word::part;
use crate::{Quoting, Reader, Shape, rules};

part! {
    /// Where a secret is found when the daemon starts.
    pub struct Secret = "secret" {
        /// The environment variable that holds it.
        prop env: Opt<Name>,
        /// The file that holds it, outside the project.
        prop file: Opt<Text>,
        /// Never right: read only to say so.
        arg written: Opt<WrittenSecret>,
    }
    one_of { env, file, written }
}

/// A secret that was written instead of named. It has no value: nothing keeps the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrittenSecret {}

impl Kind for WrittenSecret {
    const SHAPE: Shape = Shape::new("nothing", "env=NAME", Quoting::Kept).refused();

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        reader.push(rules::secret_in_source::SecretInSource { place: written.span });
        None
    }
}
