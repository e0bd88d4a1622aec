//! Our own call: the signals of a consent tool, as they come from a site.

use super::{Said, Spoken, consent_mode, gpp, tcf};
use crate::consent::acted_at;
use crate::proof::{Seen, Told as Proved};
use crate::{Told, identifiers};
use filrouge_machine::{Consent, Id, InputKind, Method, Proof};
use filrouge_plan::{Plan, Purpose, Signal};
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Signals as they come in.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SignalCall {
    tcf: Option<String>,
    gpp: Option<String>,
    consent_mode: Option<BTreeMap<String, String>>,
    /// Whether the browser sends Global Privacy Control.
    pub gpc: bool,
    /// Versions or hashes of the notices that the person was shown.
    notices: Vec<String>,
    message_id: Option<String>,
    timestamp: Option<String>,
    #[serde(flatten)]
    proof: Proved,
    /// The write key, where a client puts it into the body.
    pub write_key: Option<String>,
    /// `userId`, `anonymousId`, and identifiers by their declared names.
    #[serde(flatten)]
    rest: BTreeMap<String, Json>,
}

/// What the signals of a call decide.
#[derive(Debug, Default)]
pub struct Signalled {
    /// The decisions.
    pub told: Vec<Told>,
    /// Whether each purpose that they speak of is agreed to.
    pub purposes: BTreeMap<String, bool>,
}

impl SignalCall {
    /// What the signals decide that came in a call of which `seen` was seen; `text` is the call as it came.
    ///
    /// # Errors
    /// What does not fit, without personal data.
    pub fn told(self, plan: &Plan, text: &[u8], seen: &Seen) -> Result<Signalled, String> {
        let who = identifiers(plan, &self.rest)?;
        if who.is_empty() {
            return Err("the signals are nobody's: give `userId` or `anonymousId`".into());
        }
        let chosen_at = acted_at(self.timestamp.as_deref())?;
        let spoken = self.spoken(chosen_at)?;
        let content = || Id::of(&[&String::from_utf8_lossy(text), &seen.received.to_string()]).to_string();
        let key = self.message_id.clone().unwrap_or_else(content);
        self.taken(plan, &who, &key, (spoken.as_slice(), self.gpc), seen)
    }

    fn taken(
        &self,
        plan: &Plan,
        who: &[(String, String)],
        key: &str,
        (spoken, gpc): (&[Spoken], bool),
        seen: &Seen,
    ) -> Result<Signalled, String> {
        let mut signalled = Signalled::default();
        for (purpose, granted, by) in decisions(plan, spoken, gpc) {
            let proof = self.proof(purpose, by, seen)?;
            let at = by.and_then(|by| by.chosen_at).map_or(seen.received, |at| at.min(seen.received));
            let consent = Consent::said(&purpose.name, None, granted, proof.method.word()).proved(proof);
            let id = Id::of(&[&seen.source, key, "signal", &purpose.name]);
            let kind = InputKind::Consent(consent);
            signalled.told.push(Told { id, at, kind, who: who.to_vec() });
            signalled.purposes.insert(purpose.name.clone(), granted);
        }
        Ok(signalled)
    }

    /// The signals that a message repeats.
    pub(crate) fn repeated(
        tcf: Option<String>,
        gpp: Option<String>,
        consent_mode: Option<BTreeMap<String, String>>,
    ) -> Self {
        Self { tcf, gpp, consent_mode, ..Self::default() }
    }

    fn spoken(&self, chosen_at: Option<i64>) -> Result<Vec<Spoken>, String> {
        let mut spoken = Vec::new();
        if let Some(text) = &self.tcf {
            spoken.push(tcf::read(text)?);
        }
        if let Some(text) = &self.gpp {
            spoken.extend(gpp::read(text)?);
        }
        if let Some(states) = &self.consent_mode {
            spoken.push(consent_mode::read(states, chosen_at)?);
        }
        Ok(spoken)
    }

    /// What proves the decision: the signal as it came, and the notice of the purpose if it was among those that were shown.
    fn proof(&self, purpose: &Purpose, by: Option<&Spoken>, seen: &Seen) -> Result<Proof, String> {
        let shown = |notice: &str| self.notices.iter().any(|own| *own == notice);
        let notice = purpose.notice.as_ref();
        let version =
            notice.filter(|own| shown(&own.sha256) || shown(&own.version())).map(|own| own.version());
        let told = self.proof.clone().of_signal(by.map_or(Method::Gpc, Spoken::method), version);
        let proof = told.proof(purpose, "", by.and_then(|by| by.chosen_at), seen)?;
        Ok(Proof { signal: by.map(|by| by.seen.clone()), ..proof })
    }
}

/// What the signals say of each purpose, and which of them says it. Where they disagree the refusal counts.
fn decisions<'p, 's>(
    plan: &'p Plan,
    spoken: &'s [Spoken],
    gpc: bool,
) -> Vec<(&'p Purpose, bool, Option<&'s Spoken>)> {
    let mut decisions = Vec::new();
    for purpose in &plan.purposes {
        let about = |own: &Spoken| {
            let map = plan.signals.iter().find(|map| map.kind == own.kind);
            map.map_or(Said::Nothing, |map| own.about(purpose, map))
        };
        let says = |wanted: Said| spoken.iter().find(|own| about(own) == wanted);
        if gpc && purpose.signals.contains(&Signal::Gpc) {
            decisions.push((purpose, false, None));
        } else if let Some(by) = says(Said::No) {
            decisions.push((purpose, false, Some(by)));
        } else if let Some(by) = says(Said::Yes) {
            decisions.push((purpose, true, Some(by)));
        }
    }
    decisions
}

/// The refusals in the signals that a message of the tracking API repeats. It does not say what the person was shown, so it agrees
/// to nothing; signals that cannot be read say nothing either.
pub(crate) fn refusals(
    plan: &Plan,
    who: &[(String, String)],
    signals: &SignalCall,
    of: (&str, &str),
    received: i64,
) -> Vec<Told> {
    let (source, key) = of;
    let seen = Seen { agent: None, source: source.to_owned(), received };
    let spoken = signals.spoken(None).unwrap_or_default();
    let taken = signals.taken(plan, who, key, (spoken.as_slice(), false), &seen).unwrap_or_default();
    let refuses = |told: &Told| matches!(&told.kind, InputKind::Consent(consent) if !consent.granted);
    taken.told.into_iter().filter(refuses).collect()
}
