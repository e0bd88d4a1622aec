//! What secrets look like.

use std::ops::Range;

/// How tokens of well-known services begin, how long they are at least behind that, and what they are.
const TOKENS: &[(&str, usize, &str)] = &[
    ("AKIA", 16, "an AWS access key"),
    ("EAAB", 60, "a Meta access token"),
    ("SG.", 40, "a SendGrid key"),
    ("github_pat_", 30, "a GitHub token"),
    ("ghp_", 30, "a GitHub token"),
    ("glpat-", 18, "a GitLab token"),
    ("pk_live_", 16, "a live key"),
    ("rk_live_", 16, "a live key"),
    ("sk-ant-", 30, "an API key"),
    ("sk-proj-", 30, "an API key"),
    ("sk_live_", 16, "a Stripe key"),
    ("whsec_", 24, "a signing key"),
    ("xkeysib-", 40, "a Brevo key"),
    ("xoxb-", 20, "a Slack token"),
    ("xoxp-", 20, "a Slack token"),
];

/// The shortest of these tokens.
const SHORTEST: usize = 20;

/// A secret in a text, and what it is.
pub(crate) type Slip = (Range<usize>, &'static str);

/// Secrets in a text.
pub(crate) fn find(text: &str) -> Vec<Slip> {
    let mut found = tokens(text);
    found.extend(addresses(text));
    found.extend(text.match_indices("-----BEGIN ").filter_map(|(at, _)| private_key(text, at)));
    found
}

/// One pass over the bytes: only long runs of letters and digits are looked at.
fn tokens(text: &str) -> Vec<Slip> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, byte) in text.bytes().chain([b' ']).enumerate() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.') {
            continue;
        }
        if at - start >= SHORTEST
            && let Some(what) = text.get(start..at).and_then(token)
        {
            found.push((start..at, what));
        }
        start = at + 1;
    }
    found
}

fn token(word: &str) -> Option<&'static str> {
    let known = TOKENS.iter().find(|(prefix, len, _)| {
        word.strip_prefix(prefix).is_some_and(|rest| rest.len() >= *len && varied(rest))
    });
    known.map(|(_, _, what)| *what)
}

/// A key is not a word written out of one or two letters, as in examples: `sk_live_xxxxxxxxxxxxxxxxxxxxxxxx`.
fn varied(text: &str) -> bool {
    let mut bytes: Vec<u8> = text.bytes().collect();
    bytes.sort_unstable();
    bytes.dedup();
    bytes.len() >= 8
}

/// `scheme://user:password@host`; a password that is a placeholder is none.
fn addresses(text: &str) -> Vec<Slip> {
    // One byte is found many times as fast as three.
    text.match_indices(':')
        .filter_map(|(at, _)| Some((address(text, at)?, "an address with a password in it")))
        .collect()
}

fn address(text: &str, at: usize) -> Option<Range<usize>> {
    let (before, behind) = (text.get(..at)?, text.get(at..)?.strip_prefix("://")?);
    let start = before.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '+').map_or(0, |end| end + 1);
    let start = text.get(start..at).filter(|scheme| !scheme.is_empty()).map(|_| start)?;
    let end = behind
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>'))
        .unwrap_or(behind.len());
    let whole = behind.get(..end)?;
    let authority = whole.split(['/', '?', '#']).next()?;
    let (user, _) = authority.rsplit_once('@')?;
    let (_, password) = user.split_once(':')?;
    let placeholder = password.is_empty()
        || password.starts_with(['$', '{', '<', '*'])
        || password.to_lowercase() == "password";
    (!placeholder).then_some(start..at + 3 + end)
}

fn private_key(text: &str, at: usize) -> Option<Slip> {
    let line = text.get(at..)?.lines().next()?;
    line.ends_with("PRIVATE KEY-----").then_some((at..at + line.len(), "a private key"))
}

/// Whether a text is rather a key than the name of a variable: long, mixed, without a pattern.
pub(crate) fn looks_random(text: &str) -> bool {
    let mixed =
        text.bytes().any(|byte| byte.is_ascii_digit()) && text.bytes().any(|byte| byte.is_ascii_lowercase());
    text.len() >= 20 && mixed && entropy(text) > 3.5
}

/// Shannon's entropy, in bits for each byte.
fn entropy(text: &str) -> f64 {
    let mut counts = [0_u32; 256];
    text.bytes().for_each(|byte| {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count += 1;
        }
    });
    let total = text.len().max(1) as f64;
    let share = |count: &u32| f64::from(*count) / total;
    counts.iter().filter(|count| **count > 0).map(share).map(|share| -share * share.log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|(range, _)| text.get(range).unwrap()).collect()
    }

    #[test]
    fn keys_and_addresses_with_passwords_are_found_at_their_exact_place() {
        let key = ["sk", "_live_", "4eC39HqLyjWDarjtT1zdp7dc"].concat();
        assert_eq!(words(&format!("a {key}, b")), [key.as_str()]);
        assert_eq!(words("see \"smtp://u:p4ss@h:25/x\" and"), ["smtp://u:p4ss@h:25/x"]);
        assert_eq!(words("-----BEGIN RSA PRIVATE KEY-----\nMII"), ["-----BEGIN RSA PRIVATE KEY-----"]);
    }

    #[test]
    fn names_examples_and_plain_addresses_are_not_secrets() {
        for text in [
            "sk_live_xxxxxxxxxxxxxxxxxxxxxxxx",
            "https://shop.example/a:b@c",
            "smtp://user:$PASSWORD@host",
            "smtp://user@host",
            "://",
            "cart-abandonment-with-a-very-long-name",
        ] {
            assert!(words(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_random_text_is_no_name_of_a_variable() {
        assert!(looks_random("q7Zp2LxV9mKd4TgB8sWc"));
        assert!(!looks_random("SITE_WRITE_KEY_OF_THE_SHOP_2"));
        assert!(!looks_random("site_write_key"));
    }
}
