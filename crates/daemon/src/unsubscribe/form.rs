//! Links to the page on which people decide, and the proof that a form was taken from it.

use super::Links;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use filrouge_machine::Id;

const VERSION: u8 = 1;
const TAG: usize = 16;
/// How long a link shows a person's choices, in days. Behind that it can refuse, and nothing else.
const DAYS: i64 = 366;
const DAY: i64 = 86_400_000;
/// How long a page may stay open before its form can do no more than refuse, in milliseconds.
const OPEN: i64 = 24 * 3_600_000;

/// What a link to the page stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opened {
    /// The choices of this person.
    Person(Id),
    /// It is too old to show anything of this person.
    Expired(Id),
    /// Nothing of ours.
    Unknown,
}

impl Links {
    /// The address of a person's page, in a message that was written on `day` (counted from 1970).
    pub(crate) fn centre(&self, person: Id, day: i64) -> String {
        let mut bytes = vec![VERSION];
        bytes.extend(person.0.to_be_bytes());
        bytes.extend(i32::try_from(day).unwrap_or_default().to_be_bytes());
        let tag = self.tag(b"filrouge preferences\0", &bytes);
        bytes.extend(tag.iter().take(TAG));
        format!("{}/p/{}", self.base(), URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The path of a page, as people's browsers see it: a proxy may have put us below a path of its own.
    pub(crate) fn centre_path(&self, token: &str) -> String {
        self.path("p", token)
    }

    /// The path of the page on which something is confirmed.
    pub(crate) fn confirm_path(&self, token: &str) -> String {
        self.path("c", token)
    }

    fn path(&self, page: &str, token: &str) -> String {
        let behind_host = self.base().split_once("://").and_then(|(_, rest)| rest.split_once('/'));
        let prefix = behind_host.map(|(_, path)| format!("/{path}")).unwrap_or_default();
        format!("{prefix}/{page}/{token}")
    }

    /// What the token of such an address stands for at `now`.
    pub(crate) fn open_centre(&self, token: &str, now: i64) -> Opened {
        let Some((person, day)) = self.read_centre(token) else { return Opened::Unknown };
        match now.div_euclid(DAY).saturating_sub(day) {
            // Clocks differ by a day at most; a link of next year was not made here.
            ..-1 => Opened::Unknown,
            -1..=DAYS => Opened::Person(person),
            _ => Opened::Expired(person),
        }
    }

    fn read_centre(&self, token: &str) -> Option<(Id, i64)> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (signed, tag) = bytes.split_at_checked(bytes.len().checked_sub(TAG)?)?;
        self.is_tag(b"filrouge preferences\0", signed, tag).then_some(())?;
        let (version, rest) = signed.split_first()?;
        let (person, day) = rest.split_first_chunk::<16>()?;
        let day: [u8; 4] = day.try_into().ok()?;
        (*version == VERSION).then(|| (Id(u128::from_be_bytes(*person)), i64::from(i32::from_be_bytes(day))))
    }

    /// What a form carries that is taken from the page of `token` at `now`: no other site can make one.
    pub(crate) fn form(&self, token: &str, now: i64) -> String {
        let mut bytes = now.to_be_bytes().to_vec();
        let tag = self.tag(b"filrouge form\0", &[&bytes, token.as_bytes()].concat());
        bytes.extend(tag.iter().take(TAG));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Whether a form was taken from the page of `token`, not long before `now`.
    pub(crate) fn is_fresh_form(&self, token: &str, proof: &str, now: i64) -> bool {
        let taken = URL_SAFE_NO_PAD.decode(proof).ok();
        taken.is_some_and(|bytes| {
            let Some((at, tag)) = bytes.split_first_chunk::<8>() else { return false };
            let age = now.saturating_sub(i64::from_be_bytes(*at));
            let signed = [&at[..], token.as_bytes()].concat();
            tag.len() == TAG && self.is_tag(b"filrouge form\0", &signed, tag) && (0..=OPEN).contains(&age)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 20_600 * DAY;

    fn links(data: &tempfile::TempDir) -> Links {
        Links::open_in(data.path(), "http://x").unwrap()
    }

    fn token(links: &Links, day: i64) -> String {
        links.centre(Id(42), day).rsplit('/').next().unwrap().to_owned()
    }

    #[test]
    fn a_link_shows_a_person_for_a_year_and_then_only_refuses() {
        let data = tempfile::tempdir().unwrap();
        let links = links(&data);
        let opened = |day| links.open_centre(&token(&links, day), NOW);
        assert_eq!(opened(20_600), Opened::Person(Id(42)));
        assert_eq!(opened(20_600 - DAYS), Opened::Person(Id(42)));
        assert_eq!(opened(20_600 - DAYS - 1), Opened::Expired(Id(42)));
        assert_eq!(opened(20_602), Opened::Unknown, "a day that has not come yet");
    }

    #[test]
    fn no_letter_of_a_link_can_be_changed_and_one_kind_is_no_other() {
        let data = tempfile::tempdir().unwrap();
        let links = links(&data);
        let own = token(&links, 20_600);
        for at in 0..own.len() {
            let mut changed = own.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = std::str::from_utf8(&changed).unwrap();
            assert_eq!(links.open_centre(changed, NOW), Opened::Unknown, "letter {at}");
        }
        assert_eq!(links.open(&own), None, "it withdraws nothing by one click");
        assert_eq!(links.open_centre("", NOW), Opened::Unknown);
    }

    #[test]
    fn a_page_stands_where_its_link_leads() {
        let data = tempfile::tempdir().unwrap();
        for (base, path) in
            [("http://x", "/p/t"), ("https://x.example/", "/p/t"), ("https://x.example/a/b/", "/a/b/p/t")]
        {
            assert_eq!(Links::open_in(data.path(), base).unwrap().centre_path("t"), path);
        }
    }

    #[test]
    fn a_form_belongs_to_its_page_and_its_day() {
        let data = tempfile::tempdir().unwrap();
        let links = links(&data);
        let form = links.form("page", NOW);
        assert!(links.is_fresh_form("page", &form, NOW + OPEN));
        assert!(!links.is_fresh_form("page", &form, NOW + OPEN + 1));
        assert!(!links.is_fresh_form("page", &form, NOW - 1));
        assert!(!links.is_fresh_form("other", &form, NOW));
        assert!(!links.is_fresh_form("page", "", NOW));
    }
}
