//! Tokens of the admin API. Only their hashes are kept: who reads the file cannot call.

use super::Holder;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use filrouge_plan::sha256_hex;
use serde::{Deserialize, Serialize};
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use subtle::ConstantTimeEq as _;

/// The file that they are kept in.
const FILE: &str = "tokens.json";
/// What a token begins with, so that those who search texts for secrets know it.
const PREFIX: &str = "frt_";
/// How often the last use is written down, in milliseconds: not at each call.
const PAUSE: i64 = 60_000;

/// A token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Token {
    /// Identity.
    pub(crate) id: String,
    /// What it is called in the record.
    pub(crate) name: String,
    /// SHA-256 of the secret, in hex. The secret has 256 random bits, so no salt and no slow hash would add to it.
    hash: String,
    /// Roles of the plan.
    pub(crate) roles: Vec<String>,
    /// Whether it may do everything, whatever the plan says.
    pub(crate) everything: bool,
    /// When it was made, in milliseconds since 1970.
    pub(crate) created_at: i64,
    /// When it ends.
    pub(crate) expires_at: i64,
    /// When it was revoked.
    #[serde(default)]
    pub(crate) revoked_at: Option<i64>,
    /// When it was last used, to the minute.
    #[serde(default)]
    pub(crate) last_used_at: Option<i64>,
}

impl Token {
    const fn is_valid(&self, now: i64) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// What a fresh token may, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fresh {
    pub(crate) name: String,
    pub(crate) roles: Vec<String>,
    pub(crate) everything: bool,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
}

/// The tokens of a daemon.
#[derive(Debug)]
pub(crate) struct Tokens {
    path: PathBuf,
    all: Mutex<Vec<Token>>,
}

impl Tokens {
    /// Reads the tokens of the data folder; a file that cannot be read is an error, and no reason to let nobody in unnoticed.
    pub(crate) fn open_in(folder: &Path) -> io::Result<Self> {
        let path = folder.join(FILE);
        let all = match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        Ok(Self { path, all: Mutex::new(all) })
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Token>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every token, the first made first.
    pub(crate) fn all(&self) -> Vec<Token> {
        self.lock().clone()
    }

    /// Makes a token; its secret is told here and never again. Blocks.
    pub(crate) fn create(&self, fresh: Fresh) -> io::Result<(Token, String)> {
        let (secret, id) = (format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(random::<32>()?)), random::<6>()?);
        let Fresh { name, roles, everything, created_at, expires_at } = fresh;
        let token = Token {
            id: id.iter().map(|byte| format!("{byte:02x}")).collect(),
            name,
            hash: sha256_hex(secret.as_bytes()),
            roles,
            everything,
            created_at,
            expires_at,
            revoked_at: None,
            last_used_at: None,
        };
        let mut all = self.lock();
        let with: Vec<Token> = all.iter().cloned().chain([token.clone()]).collect();
        self.write(&with)?;
        *all = with;
        Ok((token, secret))
    }

    /// Revokes a token from now on; the token, if there is one. Blocks.
    pub(crate) fn revoke(&self, id: &str, at: i64) -> io::Result<Option<Token>> {
        let mut all = self.lock();
        let mut without = all.clone();
        let Some(token) = without.iter_mut().find(|token| token.id == id) else { return Ok(None) };
        token.revoked_at.get_or_insert(at);
        let token = token.clone();
        self.write(&without)?;
        *all = without;
        Ok(Some(token))
    }

    /// The token of this secret, if it is valid at `now`. Every one is compared, and takes the same time.
    pub(crate) fn of(&self, secret: &str, now: i64) -> Option<Token> {
        let hash = sha256_hex(secret.as_bytes());
        let mut all = self.lock();
        let mut found = None;
        for token in all.iter_mut() {
            let fits = bool::from(token.hash.as_bytes().ct_eq(hash.as_bytes()));
            if fits && token.is_valid(now) {
                found = Some(token);
            }
        }
        let token = found?;
        let is_stale = token.last_used_at.is_none_or(|last| now.saturating_sub(last) >= PAUSE);
        if is_stale {
            token.last_used_at = Some(now);
        }
        let found = token.clone();
        if is_stale && let Err(error) = self.write(&all) {
            tracing::warn!(%error, "the last use of a token cannot be written down");
        }
        Some(found)
    }

    /// Whether the token of `holder` is still valid.
    pub(crate) fn holds(&self, holder: &Holder, now: i64) -> bool {
        let Some(id) = &holder.token else { return true };
        self.lock().iter().any(|token| token.id == *id && token.is_valid(now))
    }

    /// Beside the file first, then in its place: a power cut leaves the tokens of before.
    fn write(&self, all: &[Token]) -> io::Result<()> {
        let beside = self.path.with_extension("json.new");
        let mut file =
            OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(&beside)?;
        file.write_all(&serde_json::to_vec_pretty(all)?)?;
        file.sync_all()?;
        fs::rename(&beside, &self.path)
    }
}

fn random<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fresh(name: &str, expires_at: i64) -> Fresh {
        Fresh {
            name: name.into(),
            roles: vec!["support".into()],
            everything: false,
            created_at: 0,
            expires_at,
        }
    }

    #[test]
    fn a_token_is_kept_as_its_hash_and_known_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let (token, secret) = Tokens::open_in(folder.path()).unwrap().create(fresh("desk", 100)).unwrap();
        assert_eq!(secret.len(), PREFIX.len() + 43, "256 bits");
        let text = fs::read_to_string(folder.path().join(FILE)).unwrap();
        assert!(!text.contains(&secret) && text.contains(&sha256_hex(secret.as_bytes())));
        let tokens = Tokens::open_in(folder.path()).unwrap();
        assert_eq!(tokens.of(&secret, 5).unwrap().id, token.id);
        assert_eq!(tokens.of(&format!("{secret}x"), 5), None);
        assert_eq!(tokens.of(&token.hash, 5), None, "the hash opens nothing");
    }

    #[test]
    fn an_expired_or_revoked_token_is_nobodys() {
        let folder = tempfile::tempdir().unwrap();
        let tokens = Tokens::open_in(folder.path()).unwrap();
        let (token, secret) = tokens.create(fresh("desk", 100)).unwrap();
        assert!(tokens.of(&secret, 99).is_some());
        assert!(tokens.of(&secret, 100).is_none());
        tokens.revoke(&token.id, 50).unwrap().unwrap();
        assert!(tokens.of(&secret, 60).is_none());
        assert_eq!(tokens.revoke("nothing", 50).unwrap(), None);
        let again = Tokens::open_in(folder.path()).unwrap();
        assert!(again.of(&secret, 60).is_none(), "also after a restart");
    }

    #[test]
    fn the_last_use_is_written_down_once_a_minute() {
        let folder = tempfile::tempdir().unwrap();
        let tokens = Tokens::open_in(folder.path()).unwrap();
        let (_, secret) = tokens.create(fresh("desk", 1_000_000)).unwrap();
        let last = |now| tokens.of(&secret, now).unwrap().last_used_at;
        assert_eq!((last(10), last(20_000), last(60_010)), (Some(10), Some(10), Some(60_010)));
        let again = Tokens::open_in(folder.path()).unwrap();
        assert_eq!(again.all()[0].last_used_at, Some(60_010));
    }

    #[test]
    fn only_its_owner_reads_the_file() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        Tokens::open_in(folder.path()).unwrap().create(fresh("desk", 100)).unwrap();
        let mode = fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
