//! Signed tokens: who may be withdrawn from what, without a row in any table.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use filrouge_connect::Delivery;
use filrouge_machine::{Id, Message};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

const VERSION: u8 = 1;
/// What this kind of link is signed as.
const UNSUBSCRIBE: &[u8] = b"filrouge unsubscribe\0";
const TAG: usize = 16;

/// Makes links and opens them. The key is made at the first start and lies beside the data.
pub(crate) struct Links {
    key: [u8; 32],
    base: String,
}

/// What a link stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grant {
    /// Whose link it is.
    pub(crate) person: Id,
    /// The purpose that it withdraws.
    pub(crate) purpose: String,
    /// The channel.
    pub(crate) channel: String,
}

impl Links {
    /// The address of the daemon as people see it, without a slash at its end.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Links below `base`, signed with the key in `data`.
    pub(crate) fn open_in(data: &Path, base: &str) -> io::Result<Self> {
        let path = data.join("unsubscribe.key");
        let key = match File::open(&path) {
            Ok(mut file) => read_key(&mut file)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => make_key(data, &path)?,
            Err(error) => return Err(error),
        };
        Ok(Self { key, base: base.trim_end_matches('/').to_owned() })
    }

    /// The message with its link, when it is one that a person can withdraw from.
    pub(crate) fn deliver(&self, person: Id, message: Message) -> Delivery {
        let message = message.with_preferences_link(|day| self.centre(person, day));
        let confirm = self.confirm(person, &message.channel, &message.to);
        let message = message.with_confirm_link(&confirm);
        if !message.withdrawable {
            return Delivery { person, message, unsubscribe: None, trace: None };
        }
        let grant = Grant { person, purpose: message.purpose.clone(), channel: message.channel.clone() };
        let link = format!("{}/u/{}", self.base, self.token(&grant));
        let message = message.with_unsubscribe_link(&link);
        Delivery { person, message, unsubscribe: Some(link), trace: None }
    }

    /// The token of a grant.
    pub(crate) fn token(&self, grant: &Grant) -> String {
        let mut bytes = vec![VERSION];
        bytes.extend(grant.person.0.to_be_bytes());
        bytes.extend(grant.purpose.as_bytes());
        bytes.push(0);
        bytes.extend(grant.channel.as_bytes());
        let tag = self.tag(UNSUBSCRIBE, &bytes);
        bytes.extend(tag.iter().take(TAG));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// What a token stands for; nothing when it is not one of ours.
    pub(crate) fn open(&self, token: &str) -> Option<Grant> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (signed, tag) = bytes.split_at_checked(bytes.len().checked_sub(TAG)?)?;
        self.is_tag(UNSUBSCRIBE, signed, tag).then_some(())?;
        let (version, rest) = signed.split_first()?;
        let (person, names) = rest.split_first_chunk::<16>()?;
        let (purpose, channel) = std::str::from_utf8(names).ok()?.split_once('\0')?;
        let person = Id(u128::from_be_bytes(*person));
        (*version == VERSION).then(|| Grant {
            person,
            purpose: purpose.to_owned(),
            channel: channel.to_owned(),
        })
    }

    /// What signs `bytes` for one kind of link; a link of another kind has another signature.
    pub(super) fn tag(&self, kind: &[u8], bytes: &[u8]) -> Vec<u8> {
        self.mac(kind, bytes).map(|mac| mac.finalize().into_bytes().to_vec()).unwrap_or_default()
    }

    /// Whether `tag` begins the signature of `bytes`.
    pub(super) fn is_tag(&self, kind: &[u8], bytes: &[u8], tag: &[u8]) -> bool {
        self.mac(kind, bytes).is_some_and(|mac| mac.verify_truncated_left(tag).is_ok())
    }

    fn mac(&self, kind: &[u8], bytes: &[u8]) -> Option<Hmac<Sha256>> {
        // HMAC takes a key of any length; the type does not say so.
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).ok()?;
        mac.update(kind);
        mac.update(bytes);
        Some(mac)
    }
}

fn read_key(file: &mut File) -> io::Result<[u8; 32]> {
    let mut key = Vec::new();
    file.read_to_end(&mut key)?;
    let damaged = "`unsubscribe.key` is damaged; links in messages that were sent need it";
    key.try_into().map_err(|_| io::Error::other(damaged))
}

/// Makes a key that only the owner can read, and has it on the disk before a link is signed with it.
fn make_key(data: &Path, path: &Path) -> io::Result<[u8; 32]> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|error| io::Error::other(error.to_string()))?;
    let draft = data.join("unsubscribe.key.new");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    file.write_all(&key)?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    File::open(data)?.sync_all()?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn grant() -> Grant {
        Grant { person: Id(42), purpose: "marketing".into(), channel: "email".into() }
    }

    #[test]
    fn a_token_opens_again_after_a_restart_and_its_key_is_private() {
        let data = tempfile::tempdir().unwrap();
        let token = Links::open_in(data.path(), "http://x").unwrap().token(&grant());
        assert_eq!(Links::open_in(data.path(), "http://x").unwrap().open(&token), Some(grant()));
        let mode = fs::metadata(data.path().join("unsubscribe.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    /// A link that was sent two years ago, under the key that is still there.
    #[test]
    fn a_link_for_one_click_never_expires_and_is_short() {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join("unsubscribe.key"), [7; 32]).unwrap();
        let links = Links::open_in(data.path(), "http://x").unwrap();
        assert_eq!(
            links.open("AQAAAAAAAAAAAAAAAAAAACptYXJrZXRpbmcAZW1haWxq1leX1hl9nJLYiagIDl4p"),
            Some(grant())
        );
        let long = Grant { person: Id(1), purpose: "p".repeat(128), channel: "c".repeat(128) };
        assert!(links.token(&long).len() < 500);
    }

    #[test]
    fn a_changed_token_and_one_of_another_key_do_not_open() {
        let (data, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let links = Links::open_in(data.path(), "http://x").unwrap();
        let token = links.token(&grant());
        assert_eq!(Links::open_in(other.path(), "http://x").unwrap().open(&token), None);
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            // The last letter holds spare bits; a decoder that ignored them would take two spellings for one.
            assert_eq!(links.open(std::str::from_utf8(&changed).unwrap()), None, "letter {at}");
        }
        assert_eq!(links.open(""), None);
    }
}
