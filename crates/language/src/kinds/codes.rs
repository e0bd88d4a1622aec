//! Codes that standards define: only their form is checked here.

use super::name::as_text;
use super::{Kind, Written};
use crate::{Quoting, Reader, Shape, rules};
use std::fmt;

/// An ISO 3166-1 alpha-2 code: `FR`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(pub Box<str>);

/// An ISO 4217 code: `EUR`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency(pub Box<str>);

/// A BCP 47 language tag: `fr` or `fr-BE`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale(pub Box<str>);

/// An IANA zone name: `Europe/Paris`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timezone(pub Box<str>);

/// An address of electronic mail.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(pub Box<str>);

/// A colour of the web: `#1d3557`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Colour(pub Box<str>);

/// A key that tells whether somebody signed a note: `dpo+c74f20a3+ARpc2Q…`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignatureKey(pub Box<str>);

as_text!(Country, Currency, Locale, Timezone, Email, Colour, SignatureKey);

/// Declares how one code is read: what it is called, an example, its form, and the form that was meant.
macro_rules! code {
    ($name:ident, $title:literal, $example:literal, $quoting:ident, $form:expr_2021, $meant:expr_2021) => {
        impl Kind for $name {
            const SHAPE: Shape = Shape::new($title, $example, Quoting::$quoting);

            fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
                let text = reader.text_of(written, Self::SHAPE)?;
                if $form(text) {
                    return Some(Self(text.into()));
                }
                let meant = Some($meant(text)).filter(|meant: &String| $form(meant));
                reader.push(rules::invalid_code::InvalidCode {
                    wanted: $title,
                    example: $example,
                    written: text.to_owned(),
                    place: written.span,
                    meant,
                });
                None
            }
        }
    };
}

code!(Country, "a country code", "FR", Bare, |text: &str| capitals(text, 2), str::to_uppercase);
code!(Currency, "a currency code", "EUR", Bare, |text: &str| capitals(text, 3), str::to_uppercase);
code!(Locale, "a language tag", "fr", Bare, is_locale, tag);
code!(Timezone, "a time zone", "\"Europe/Paris\"", Quoted, is_zone, |text: &str| text.replace(' ', "_"));
code!(Email, "an email address", "\"lea@example.com\"", Quoted, is_email, |text: &str| text
    .trim()
    .to_owned());

code!(Colour, "a colour", "\"#1d3557\"", Quoted, is_colour, |text: &str| six_digits(text));

fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or_default();
    digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A colour of three digits, or one without its sign, in the usual form.
fn six_digits(text: &str) -> String {
    let digits = text.trim().trim_start_matches('#');
    let twice = digits.len() == 3;
    let digits = digits.chars().flat_map(|digit| std::iter::repeat_n(digit, if twice { 2 } else { 1 }));
    format!("#{}", digits.collect::<String>().to_ascii_lowercase())
}

code!(
    SignatureKey,
    "a key of signatures",
    "\"dpo+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\"",
    Quoted,
    is_signature_key,
    |text: &str| text.trim().to_owned()
);

/// A name, a number of eight digits, and 33 bytes in base64. Whether the number is that of the key is seen when something is
/// verified: no key that is written wrongly lets anything pass.
fn is_signature_key(text: &str) -> bool {
    let mut parts = text.splitn(3, '+');
    let (name, number, key) = (parts.next(), parts.next(), parts.next());
    let hex = |text: &str| text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let base64 = |text: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
        text.len() == 44 && text.starts_with('A') && text.bytes().all(plain)
    };
    name.is_some_and(|name| !name.is_empty() && !name.contains(char::is_whitespace))
        && number.is_some_and(hex)
        && key.is_some_and(base64)
}

fn capitals(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_locale(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    let plain =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(plain)
}

/// The usual case of a tag: language in small letters, the rest as it is.
fn tag(text: &str) -> String {
    let hyphens = text.replace('_', "-");
    let (language, rest) = hyphens.split_at(hyphens.find('-').unwrap_or(hyphens.len()));
    format!("{}{rest}", language.to_lowercase())
}

fn is_zone(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-' | b'+');
    text.starts_with(|first: char| first.is_ascii_uppercase()) && text.bytes().all(plain)
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let visible =
        |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c.is_control());
    visible(local) && visible(domain) && !domain.starts_with('.') && !domain.ends_with('.')
}
