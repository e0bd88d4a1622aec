//! The signature of Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::fmt;

/// A symmetric key, written as `whsec_` and base64.
pub struct SigningKey(Vec<u8>);

/// The text is not a key. Says nothing of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignatureError;

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the signing key must be `whsec_` and the base64 of 24 to 64 bytes")
    }
}

impl std::error::Error for SignatureError {}

impl SigningKey {
    /// Reads a key.
    ///
    /// # Errors
    /// When the text is not `whsec_` and the base64 of 24 to 64 bytes.
    pub fn parse(text: &str) -> Result<Self, SignatureError> {
        let encoded = text.strip_prefix("whsec_").ok_or(SignatureError)?;
        let bytes = STANDARD.decode(encoded).map_err(|_| SignatureError)?;
        if (24..=64).contains(&bytes.len()) { Ok(Self(bytes)) } else { Err(SignatureError) }
    }

    /// The `webhook-signature` of a body.
    #[must_use]
    pub fn sign(&self, id: &str, timestamp: &str, body: &str) -> String {
        let tag = self.mac(id, timestamp, body).map(|mac| STANDARD.encode(mac.finalize().into_bytes()));
        format!("v1,{}", tag.unwrap_or_default())
    }

    /// Whether one of the signatures in a `webhook-signature` header fits. Takes the same time whatever they are.
    #[must_use]
    pub fn verify(&self, id: &str, timestamp: &str, body: &str, header: &str) -> bool {
        let fits = |signature: &str| {
            let tag = STANDARD.decode(signature.strip_prefix("v1,")?).ok()?;
            self.mac(id, timestamp, body)?.verify_slice(&tag).ok()
        };
        header.split(' ').any(|signature| fits(signature).is_some())
    }

    fn mac(&self, id: &str, timestamp: &str, body: &str) -> Option<Hmac<Sha256>> {
        // HMAC takes a key of any length; the type does not say so.
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        for part in [id, ".", timestamp, ".", body] {
            mac.update(part.as_bytes());
        }
        Some(mac)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example of the Standard Webhooks reference implementations.
    const KEY: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const BODY: &str = r#"{"test": 2432232314}"#;

    #[test]
    fn the_published_example_gives_the_published_signature() {
        let key = SigningKey::parse(KEY).unwrap();
        let signature = key.sign(ID, "1614265330", BODY);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_changed_body_id_or_time_is_refused() {
        let key = SigningKey::parse(KEY).unwrap();
        let signature = key.sign(ID, "1614265330", BODY);
        assert!(key.verify(ID, "1614265330", BODY, &format!("v1,AAAA {signature}")));
        assert!(!key.verify(ID, "1614265330", "{}", &signature));
        assert!(!key.verify(ID, "1614265331", BODY, &signature));
        assert!(!key.verify("msg_other", "1614265330", BODY, &signature));
        assert!(!key.verify(ID, "1614265330", BODY, ""));
    }

    #[test]
    fn a_key_without_its_prefix_or_too_short_is_refused() {
        assert!(SigningKey::parse("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").is_err());
        assert!(SigningKey::parse("whsec_AAAA").is_err());
        assert!(SigningKey::parse("whsec_%%%").is_err());
    }
}
