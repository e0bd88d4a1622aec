//! Shapes of texts. Each function gives the text as it is kept, so that one person spelled two ways stays one.

use jiff::tz::TimeZone;

/// An email address, in lower case: in practice every provider takes both for the same mailbox.
pub(crate) fn email(text: &str) -> Option<String> {
    let (local, domain) = text.trim().rsplit_once('@')?;
    let plain = |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c.is_control());
    let dotted = domain.split('.').count() > 1 && domain.split('.').all(|label| !label.is_empty());
    let local_ok = plain(local) && !local.contains(['@', '<', '>', ',']) && local.len() <= 64;
    let ok = local_ok && plain(domain) && dotted && !domain.contains(['<', '>', ',']) && text.len() <= 254;
    ok.then(|| text.trim().to_lowercase())
}

/// A telephone number in E.164 form; spaces, dots, hyphens and brackets are taken out.
pub(crate) fn phone(text: &str) -> Option<String> {
    let plain: String =
        text.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')' | '\u{a0}')).collect();
    let digits = plain.strip_prefix('+')?;
    let ok = (8..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|digit| digit.is_ascii_digit());
    ok.then_some(plain)
}

/// An absolute address.
pub(super) fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let scheme_ok = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'-' | b'.'));
    scheme_ok
        && !rest.is_empty()
        && !rest.starts_with('/')
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// Two letters, in upper case.
pub(super) fn country(text: &str) -> Option<String> {
    letters(text, 2)
}

/// Three letters, in upper case.
pub(super) fn currency(text: &str) -> Option<String> {
    letters(text, 3)
}

fn letters(text: &str, count: usize) -> Option<String> {
    let ok = text.len() == count && text.bytes().all(|letter| letter.is_ascii_alphabetic());
    ok.then(|| text.to_ascii_uppercase())
}

/// A BCP 47 tag; the underscore of POSIX becomes a hyphen.
pub(super) fn locale(text: &str) -> Option<String> {
    let tag = text.replace('_', "-");
    let mut subtags = tag.split('-');
    let language = subtags.next().is_some_and(|first| {
        (2..=3).contains(&first.len()) && first.bytes().all(|letter| letter.is_ascii_alphabetic())
    });
    let rest = subtags
        .all(|subtag| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|c| c.is_ascii_alphanumeric()));
    (language && rest).then_some(tag)
}

/// A zone of the IANA database.
pub(super) fn is_timezone(text: &str) -> bool {
    TimeZone::get(text).is_ok()
}
