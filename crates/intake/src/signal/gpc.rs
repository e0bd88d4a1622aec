//! What a browser says for its user. It refuses without being asked; it never agrees.

use crate::Told;
use filrouge_machine::{Consent, Id, InputKind, Method, Proof};
use filrouge_plan::{Plan, Signal};

/// The header of Global Privacy Control; its only value is `1`.
const HEADER: &str = "sec-gpc";

/// Whether a header of a call is the signal to opt out.
#[must_use]
pub fn is_opt_out(name: &str, value: &str) -> bool {
    name.eq_ignore_ascii_case(HEADER) && value.trim() == "1"
}

/// The refusals of whoever `who` names, for each purpose that the plan lets the signal refuse. `of` is the source, and what tells
/// the message from others.
#[must_use]
pub fn opted_out(plan: &Plan, who: &[(String, String)], of: (&str, &str), received: i64) -> Vec<Told> {
    let (source, key) = of;
    let purposes = plan.purposes.iter().filter(|purpose| purpose.signals.contains(&Signal::Gpc));
    let refusal = |purpose: &str| {
        let proof = Proof {
            method: Method::Gpc,
            source: Some(source.to_owned()),
            received_at: Some(received),
            ..Proof::default()
        };
        let refusal = Consent::said(purpose, None, false, Method::Gpc.word()).proved(proof);
        let id = Id::of(&[source, key, "gpc", purpose]);
        Told { id, at: received, kind: InputKind::Consent(refusal), who: who.to_vec() }
    };
    purposes.map(|purpose| refusal(&purpose.name)).collect()
}
