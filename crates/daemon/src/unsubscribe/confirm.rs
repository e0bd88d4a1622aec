//! Links by which a person confirms what they asked for: whoever opens one has read the message that was sent to the address.

use super::Links;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use filrouge_machine::Id;

const VERSION: u8 = 1;
const TAG: usize = 16;
/// What this kind of link is signed as.
const CONFIRM: &[u8] = b"filrouge confirm\0";

/// What a link says before it is known whether it is one of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Confirmation {
    /// Whose link it is.
    pub(crate) person: Id,
    /// The channel over which it was sent: it proves that the address on this one is theirs, and nothing else.
    pub(crate) channel: String,
    signed: Vec<u8>,
    tag: Vec<u8>,
}

impl Links {
    /// The link in a message to `address`. Another address of the person has another link.
    pub(crate) fn confirm(&self, person: Id, channel: &str, address: &str) -> String {
        let mut bytes = vec![VERSION];
        bytes.extend(person.0.to_be_bytes());
        bytes.extend(channel.as_bytes());
        let tag = self.tag(CONFIRM, &with_address(&bytes, address));
        bytes.extend(tag.iter().take(TAG));
        format!("{}/c/{}", self.base(), URL_SAFE_NO_PAD.encode(bytes))
    }

    /// What a token says; nothing when it cannot be one of ours.
    pub(crate) fn read_confirm(&self, token: &str) -> Option<Confirmation> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (signed, tag) = bytes.split_at_checked(bytes.len().checked_sub(TAG)?)?;
        let (version, rest) = signed.split_first()?;
        let (person, channel) = rest.split_first_chunk::<16>()?;
        let (person, channel) =
            (Id(u128::from_be_bytes(*person)), std::str::from_utf8(channel).ok()?.to_owned());
        (*version == VERSION).then(|| Confirmation {
            person,
            channel,
            signed: signed.to_vec(),
            tag: tag.to_vec(),
        })
    }

    /// Whether the link was sent to this address, by us.
    pub(crate) fn was_sent_to(&self, link: &Confirmation, address: &str) -> bool {
        self.is_tag(CONFIRM, &with_address(&link.signed, address), &link.tag)
    }
}

fn with_address(bytes: &[u8], address: &str) -> Vec<u8> {
    [bytes, b"\0", address.trim().as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_confirms_the_address_that_it_was_sent_to_and_no_other() {
        let data = tempfile::tempdir().unwrap();
        let links = Links::open_in(data.path(), "http://x").unwrap();
        let link = links.confirm(Id(42), "email", "lea@example.com");
        let token = link.strip_prefix("http://x/c/").unwrap();
        let read = links.read_confirm(token).unwrap();
        assert_eq!((read.person, read.channel.as_str()), (Id(42), "email"));
        assert!(links.was_sent_to(&read, "lea@example.com"));
        assert!(!links.was_sent_to(&read, "old@example.com"));
        let other = tempfile::tempdir().unwrap();
        assert!(!Links::open_in(other.path(), "http://x").unwrap().was_sent_to(&read, "lea@example.com"));
        let shorter: String = token.chars().skip(1).collect();
        for text in ["", "AQ", &shorter] {
            assert!(links.read_confirm(text).is_none_or(|read| !links.was_sent_to(&read, "lea@example.com")));
        }
    }
}
