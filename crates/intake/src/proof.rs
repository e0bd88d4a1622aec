//! What proves a decision: what a call says of it, and what can be seen of the call. Nothing is made up.

use filrouge_machine::{Method, NoticeShown, Proof};
use filrouge_plan::Purpose;
use serde::Deserialize;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The longest text that is kept of a browser's name or of an address.
const LONGEST: usize = 300;

/// What a call says of how a decision was made.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Told {
    method: Option<Method>,
    notice: Option<String>,
    notice_version: Option<String>,
    notice_hash: Option<String>,
    language: Option<String>,
    screen: Option<String>,
    url: Option<String>,
    ip: Option<String>,
    user_agent: Option<String>,
    country: Option<String>,
}

/// What can be seen of a call that brings a decision.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// What the client calls itself.
    pub agent: Option<String>,
    /// The source, by its write key.
    pub source: String,
    /// When it came in, in milliseconds since 1970.
    pub received: i64,
}

impl Told {
    /// The same of a decision that a signal tells; `version` is that of the notice, if it was shown.
    pub(crate) fn of_signal(self, method: Method, version: Option<String>) -> Self {
        Self { method: Some(method), notice_version: version, notice_hash: None, ..self }
    }

    /// The proof of a decision about `purpose`, whose words of evidence are `evidence`; `acted_at` is when the person
    /// acted, where the call says so.
    pub(crate) fn proof(
        self,
        purpose: &Purpose,
        evidence: &str,
        acted_at: Option<i64>,
        seen: &Seen,
    ) -> Result<Proof, String> {
        let network = self.ip.as_deref().map(network).transpose()?;
        let notice = self.notice(purpose)?;
        let method = self.method.unwrap_or_else(|| Method::of(evidence));
        // Who hands a file over is not who decided.
        let seen_agent = seen.agent.clone().filter(|_| method != Method::Import);
        Ok(Proof {
            method,
            notice,
            screen: self.screen.or(self.url).map(short),
            network,
            agent: self.user_agent.or(seen_agent).map(short),
            country: self.country.map(country).transpose()?,
            source: Some(seen.source.clone()).filter(|source| !source.is_empty()),
            received_at: Some(seen.received),
            acted_at,
            signal: None,
        })
    }

    /// The text that the person was shown: by its hash, or by the version that is in force.
    fn notice(&self, purpose: &Purpose) -> Result<Option<NoticeShown>, String> {
        let known = purpose.notice.as_ref();
        let language = self.language.clone();
        let shown = match (&self.notice_hash, &self.notice_version) {
            (Some(hash), _) if !is_hash(hash) => return Err("`noticeHash` is no SHA-256 in hex".to_owned()),
            (Some(hash), version) => {
                let sha256 = hash.to_ascii_lowercase();
                let of_plan = known.filter(|notice| notice.sha256 == sha256);
                let file = of_plan.map(|notice| notice.file.clone());
                let id = self.notice.clone().or(file).unwrap_or_default();
                let version = version.clone().unwrap_or_else(|| sha256.chars().take(12).collect());
                NoticeShown { id, version, sha256, language }
            }
            (None, Some(version)) => {
                let notice = known.filter(|notice| notice.version() == *version);
                let notice = notice.ok_or("no notice of this version is in force: give its `noticeHash`")?;
                let (id, sha256) = (notice.file.clone(), notice.sha256.clone());
                NoticeShown { id, version: version.clone(), sha256, language }
            }
            (None, None) => return Ok(None),
        };
        Ok(Some(shown))
    }
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|digit| digit.is_ascii_hexdigit())
}

fn short(text: String) -> String {
    if text.chars().count() > LONGEST { text.chars().take(LONGEST).collect() } else { text }
}

fn country(text: String) -> Result<String, String> {
    let fits = text.len() == 2 && text.bytes().all(|letter| letter.is_ascii_alphabetic());
    if fits { Ok(text.to_ascii_uppercase()) } else { Err("`country` is not two letters".to_owned()) }
}

/// The network that an address is in: the first 24 bits of it, or 48 of a long one. Whose it was cannot be told from it.
///
/// # Errors
/// When the text is no address.
pub fn network(address: &str) -> Result<String, String> {
    let address: IpAddr = address.trim().parse().map_err(|_| "`ip` is no network address".to_owned())?;
    Ok(match address.to_canonical() {
        IpAddr::V4(short) => {
            let [a, b, c, _] = short.octets();
            format!("{}/24", Ipv4Addr::new(a, b, c, 0))
        }
        IpAddr::V6(long) => {
            let [a, b, c, ..] = long.segments();
            format!("{}/48", Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use filrouge_plan::{Basis, Notice, sha256_hex};

    const SEEN: Seen = Seen { agent: None, source: String::new(), received: 7 };

    fn purpose() -> Purpose {
        Purpose {
            name: "news".into(),
            data_use: None,
            basis: Basis::Consent,
            channels: vec!["email".into()],
            expires: None,
            caps: vec![],
            notice: Some(Notice { file: "notice.md".into(), sha256: sha256_hex(b"We write.") }),
            double_opt_in: None,
            signals: vec![],
        }
    }

    fn told(json: &str) -> Result<Proof, String> {
        let told: Told = serde_json::from_str(json).unwrap();
        told.proof(&purpose(), "form", None, &SEEN)
    }

    #[test]
    fn an_address_is_kept_as_its_network() {
        assert_eq!(network("203.0.113.77").unwrap(), "203.0.113.0/24");
        assert_eq!(network("::ffff:203.0.113.77").unwrap(), "203.0.113.0/24");
        assert_eq!(network("2001:db8:1:2:3:4:5:6").unwrap(), "2001:db8:1::/48");
        assert_eq!(network("lea@example.com").unwrap_err(), "`ip` is no network address");
        assert_eq!(told(r#"{"ip":"198.51.100.9"}"#).unwrap().network.unwrap(), "198.51.100.0/24");
    }

    #[test]
    fn a_notice_is_named_by_its_hash_or_by_the_version_in_force() {
        let hash = sha256_hex(b"We write.");
        let version: String = hash.chars().take(12).collect();
        let shown = NoticeShown {
            id: "notice.md".into(),
            version: version.clone(),
            sha256: hash.clone(),
            language: Some("fr".into()),
        };
        let by_hash = told(&format!(r#"{{"noticeHash":"{hash}","language":"fr"}}"#)).unwrap();
        assert_eq!(by_hash.notice.as_ref(), Some(&shown));
        let by_version = told(&format!(r#"{{"noticeVersion":"{version}","language":"fr"}}"#)).unwrap();
        assert_eq!(by_version.notice, Some(shown));
        let former = told(&format!(r#"{{"noticeHash":"{}"}}"#, "a".repeat(64))).unwrap().notice.unwrap();
        assert_eq!((former.id.as_str(), former.version.as_str()), ("", "aaaaaaaaaaaa"));
        assert!(told(r#"{"noticeVersion":"7"}"#).unwrap_err().contains("noticeHash"));
        assert!(told(r#"{"noticeHash":"abc"}"#).unwrap_err().contains("SHA-256"));
        assert_eq!(told("{}").unwrap().notice, None);
    }

    #[test]
    fn the_method_is_told_or_follows_from_the_evidence() {
        assert_eq!(told("{}").unwrap().method, Method::Form);
        assert_eq!(told(r#"{"method":"button"}"#).unwrap().method, Method::Button);
        assert!(serde_json::from_str::<Told>(r#"{"method":"telepathy"}"#).is_err());
    }
}
