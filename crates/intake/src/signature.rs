//! Whether a call comes from the service that it claims to come from.
//!
//! Each service signs in a way of its own, and all of them with a keyed hash (HMAC, RFC 2104) of the body and of something
//! around it. What differs stands in one table, [`Signature::of`].

mod table;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use filrouge_plan::source::Scheme;
use hmac::digest::KeyInit as _;
use hmac::{Hmac, Mac as _};
use sha1::Sha1;
use sha2::Sha256;
use std::collections::BTreeMap;
use subtle::ConstantTimeEq as _;
use table::{Age, Digest, Encoding, Signature, Text};

/// Calls that were signed longer ago are refused, and those that will be signed later, in milliseconds: what was
/// overheard once cannot be sent for ever. The services name five minutes.
const OLDEST: u64 = 300_000;

/// A call, as it came over the wire.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'c> {
    /// The method, in capitals.
    pub method: &'c str,
    /// The addresses under which the caller may know us, with path and query.
    pub addresses: &'c [String],
    /// Headers, by their names in small letters.
    pub headers: &'c BTreeMap<String, String>,
    /// The body, byte by byte.
    pub body: &'c [u8],
    /// The time, in milliseconds since 1970.
    pub now: i64,
}

/// Whether `call` proves that it was made by somebody who knows `secret`. Takes the same time whatever the proof is.
#[must_use]
pub fn is_genuine(by: Scheme, header: Option<&str>, secret: &str, call: &Signed<'_>) -> bool {
    match Signature::of(by) {
        None => call.token(header.unwrap_or("authorization"), secret),
        Some(signature) => call.fits(&signature, secret),
    }
}

/// The header by which a call of `by` is told from every other one: its signature is over a moment. Nothing where the body alone is
/// signed, which may be the same twice.
#[must_use]
pub fn signed_once(by: Scheme) -> Option<&'static str> {
    Signature::of(by).filter(|signature| signature.age != Age::Unsigned).map(|signature| signature.header)
}

impl Signed<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// Whether the header is the secret: as it is, behind `Bearer`, or as the password of `Basic`.
    fn token(&self, header: &str, secret: &str) -> bool {
        let Some(value) = self.header(header) else { return false };
        let same = |given: &str| given.as_bytes().ct_eq(secret.as_bytes());
        let (scheme, rest) = value.split_once(' ').unwrap_or_default();
        let is = |name: &str| scheme.eq_ignore_ascii_case(name);
        let fits = match rest.trim() {
            token if is("bearer") => same(token),
            coded if is("basic") => password(coded).map_or_else(|| same(""), |password| same(&password)),
            _ => same(value),
        };
        fits.into()
    }

    fn fits(&self, signature: &Signature, secret: &str) -> bool {
        let Some(given) = self.header(signature.header) else { return false };
        let stamp = self.stamp(signature, given);
        if signature.age != Age::Unsigned && stamp.is_none() {
            return false;
        }
        let stamp = stamp.unwrap_or_default();
        if !self.is_fresh(signature.age, stamp) {
            return false;
        }
        let Some(key) = key(signature, secret) else { return false };
        let tags: Vec<_> = signature.tags(given).filter_map(|tag| signature.encoding.decode(tag)).collect();
        self.texts(signature.text, stamp).iter().any(|text| {
            tags.iter().fold(false, |found, tag| found | signature.digest.is_tag(&key, text, tag))
        })
    }

    /// The time that was signed, as it is spelled.
    fn stamp<'s>(&'s self, signature: &Signature, given: &'s str) -> Option<&'s str> {
        match signature.stamp {
            Some(name) => self.header(name),
            // Stripe puts it before the signatures: `t=1700000000,v1=…`.
            None => given.split(',').find_map(|part| part.strip_prefix("t=")),
        }
    }

    fn is_fresh(&self, age: Age, stamp: &str) -> bool {
        let millis = match age {
            Age::Unsigned | Age::Unbounded => return true,
            Age::Seconds => stamp.parse::<i64>().ok().and_then(|seconds| seconds.checked_mul(1_000)),
            Age::Millis => stamp.parse().ok(),
        };
        millis.is_some_and(|millis| self.now.abs_diff(millis) <= OLDEST)
    }

    /// What may have been signed: one text, or one for each address.
    fn texts(&self, text: Text, stamp: &str) -> Vec<Vec<u8>> {
        let join = |before: &[&str], after: &[&str]| {
            let before = before.iter().flat_map(|part| part.as_bytes());
            let after = after.iter().flat_map(|part| part.as_bytes());
            before.chain(self.body).chain(after).copied().collect::<Vec<u8>>()
        };
        match text {
            Text::Body => vec![self.body.to_vec()],
            Text::StampBody => vec![join(&[stamp], &[])],
            Text::BodyStamp => vec![join(&[], &[stamp])],
            Text::StampDotBody => vec![join(&[stamp, "."], &[])],
            Text::VersionStampBody => vec![join(&["v0:", stamp, ":"], &[])],
            Text::IdStampBody => {
                let id = self.header("webhook-id").unwrap_or_default();
                vec![join(&[id, ".", stamp, "."], &[])]
            }
            Text::MethodAddressBodyStamp => {
                self.addresses.iter().map(|address| join(&[self.method, address], &[stamp])).collect()
            }
        }
    }
}

/// The password of `user:password` in base64.
fn password(coded: &str) -> Option<String> {
    let decoded = String::from_utf8(STANDARD.decode(coded).ok()?).ok()?;
    decoded.split_once(':').map(|(_, password)| password.to_owned())
}

/// The bytes of the key. Standard Webhooks writes it as `whsec_` and base64.
fn key(signature: &Signature, secret: &str) -> Option<Vec<u8>> {
    match signature.text {
        Text::IdStampBody => STANDARD.decode(secret.strip_prefix("whsec_").unwrap_or(secret)).ok(),
        _ => Some(secret.as_bytes().to_vec()),
    }
}

impl Encoding {
    fn decode(self, tag: &str) -> Option<Vec<u8>> {
        match self {
            Self::Base64 => STANDARD.decode(tag).ok(),
            Self::Hex => (0..tag.len())
                .step_by(2)
                .map(|at| tag.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
                .collect(),
        }
    }
}

impl Digest {
    fn is_tag(self, key: &[u8], text: &[u8], tag: &[u8]) -> bool {
        // HMAC takes a key of any length; the type does not say so.
        match self {
            Self::Sha256 => Hmac::<Sha256>::new_from_slice(key)
                .is_ok_and(|mac| mac.chain_update(text).verify_slice(tag).is_ok()),
            Self::Sha1 => Hmac::<Sha1>::new_from_slice(key)
                .is_ok_and(|mac| mac.chain_update(text).verify_slice(tag).is_ok()),
        }
    }
}

#[cfg(test)]
mod tests;
