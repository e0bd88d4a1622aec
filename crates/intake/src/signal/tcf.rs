//! The string of IAB Europe's Transparency and Consent Framework, version 2.
//!
//! Only the core is read, whose fields have fixed places, and whether the vendors are told that were shown. Lists of vendors
//! are not: who sends the messages of a project is no vendor of the list, and a short string can name 65,535 of them a thousand
//! times.

use super::bits::Bits;
use super::{LONGEST, Said, Spoken};
use filrouge_machine::SignalSeen;
use filrouge_plan::SignalKind;
use std::collections::BTreeMap;

/// The version of the framework's policies that came with TCF 2.2.
const POLICY_2_2: u64 = 4;
/// The version that came with TCF 2.3, in which strings tell the vendors that were shown.
const POLICY_2_3: u64 = 5;
/// Since 28 February 2026 every string must tell them; in milliseconds since 1970.
const VENDORS_SINCE: i64 = 1_772_236_800_000;
/// The kind of the segment that tells them.
const DISCLOSED: u64 = 1;

/// Reads a string.
///
/// # Errors
/// What is wrong with it, without its words.
pub(super) fn read(text: &str) -> Result<Spoken, String> {
    let wrong = || "`tcf` is no string of TCF 2".to_owned();
    if text.len() > LONGEST {
        return Err(wrong());
    }
    let mut segments = text.split('.');
    let core = segments.next().and_then(Core::read).ok_or_else(wrong)?;
    let tells_vendors =
        segments.any(|segment| Bits::of(segment).and_then(|mut bits| bits.number(3)) == Some(DISCLOSED));
    Ok(core.spoken(text, tells_vendors))
}

struct Core {
    /// In milliseconds since 1970.
    updated: i64,
    tool: u64,
    tool_version: u64,
    policy: u64,
    features: [bool; 12],
    consents: [bool; 24],
    interests: [bool; 24],
}

impl Core {
    fn read(segment: &str) -> Option<Self> {
        let mut bits = Bits::of(segment)?;
        bits.number(6).filter(|version| *version == 2)?;
        let _created = bits.number(36)?;
        let updated = i64::try_from(bits.number(36)?).ok()?.checked_mul(100)?;
        let (tool, tool_version) = (bits.number(12)?, bits.number(12)?);
        let _screen_language_list = (bits.number(6)?, bits.number(12)?, bits.number(12)?);
        let policy = bits.number(6)?;
        let _specific_texts = bits.number(2)?;
        let (features, consents, interests) = (bits.flags()?, bits.flags()?, bits.flags()?);
        Some(Self { updated, tool, tool_version, policy, features, consents, interests })
    }

    fn spoken(&self, text: &str, tells_vendors: bool) -> Spoken {
        let names = SignalKind::Tcf.fields().iter().copied();
        let purposes = self.consents.iter().zip(&self.interests).take(11);
        let purposes = purposes.map(|(consent, interest)| match (consent, interest) {
            (true, _) => Said::Yes,
            (false, true) => Said::NoConsent,
            (false, false) => Said::No,
        });
        let features = self.features.iter().take(2).map(|opted| if *opted { Said::Yes } else { Said::No });
        let said: BTreeMap<_, _> = names.zip(purposes.chain(features)).collect();
        let tells = tells_vendors || self.updated < VENDORS_SINCE;
        Spoken {
            kind: SignalKind::Tcf,
            said,
            agrees: self.policy >= POLICY_2_2 && tells,
            chosen_at: Some(self.updated),
            seen: SignalSeen {
                text: text.to_owned(),
                version: self.version(),
                tool: Some(format!("{} version {}", self.tool, self.tool_version)),
            },
        }
    }

    fn version(&self) -> String {
        match self.policy {
            POLICY_2_2 => "TCF 2.2".to_owned(),
            POLICY_2_3 => "TCF 2.3".to_owned(),
            other => format!("TCF 2, policies {other}"),
        }
    }
}
