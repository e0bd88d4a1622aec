//! Secrets: named in the plan, read when they are used.

use filrouge_plan::Secret;
use std::fmt;
use std::path::{Path, PathBuf};

/// Where secrets are looked up: the environment, and files relative to one folder. Values are never kept: a secret
/// that is rotated on disk is used at the next call.
#[derive(Debug, Clone, Default)]
pub struct Secrets {
    folder: PathBuf,
}

/// A secret that is not there. Names the place, never the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretError {
    /// The environment variable is not set, or not UTF-8.
    Unset(String),
    /// The file cannot be read.
    Unreadable(String, std::io::ErrorKind),
    /// There is nothing in it.
    Empty(String),
}

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unset(name) => write!(f, "the environment variable `{name}` is not set"),
            Self::Unreadable(path, kind) => write!(f, "the secret file `{path}` cannot be read: {kind}"),
            Self::Empty(place) => write!(f, "the secret `{place}` is empty"),
        }
    }
}

impl std::error::Error for SecretError {}

impl Secrets {
    /// Secrets whose relative files are looked up in `folder`.
    #[must_use]
    pub fn in_folder(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// The value of a secret, without white space around it.
    ///
    /// # Errors
    /// When it is not set, not readable or empty.
    pub fn reveal(&self, secret: &Secret) -> Result<String, SecretError> {
        let (place, value) = match secret {
            Secret::Env(name) => (name, std::env::var(name).map_err(|_| SecretError::Unset(name.clone()))?),
            Secret::File(path) => (path, self.read(path)?),
        };
        let value = value.trim();
        if value.is_empty() { Err(SecretError::Empty(place.clone())) } else { Ok(value.to_owned()) }
    }

    fn read(&self, path: &str) -> Result<String, SecretError> {
        std::fs::read_to_string(self.folder.join(path))
            .map_err(|error| SecretError::Unreadable(path.to_owned(), error.kind()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unset_variable_is_named() {
        let missing = Secrets::default().reveal(&Secret::Env("FILROUGE_TEST_NOT_SET".into()));
        assert_eq!(
            missing.unwrap_err().to_string(),
            "the environment variable `FILROUGE_TEST_NOT_SET` is not set"
        );
    }

    #[test]
    fn a_missing_file_is_named() {
        let missing = Secrets::in_folder(Path::new("/nowhere")).reveal(&Secret::File("key".into()));
        assert_eq!(missing.unwrap_err(), SecretError::Unreadable("key".into(), std::io::ErrorKind::NotFound));
    }

    #[test]
    fn a_file_is_trimmed_and_an_empty_one_refused() {
        let folder = std::env::temp_dir().join(format!("filrouge-secret-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("key"), "hunter2\n").unwrap();
        std::fs::write(folder.join("empty"), "\n").unwrap();
        let secrets = Secrets::in_folder(&folder);
        assert_eq!(secrets.reveal(&Secret::File("key".into())).unwrap(), "hunter2");
        assert_eq!(
            secrets.reveal(&Secret::File("empty".into())).unwrap_err(),
            SecretError::Empty("empty".into())
        );
        std::fs::remove_dir_all(folder).unwrap();
    }
}
