//! People who are kept for longer than the authority recommends.

use crate::patience::millis;
use crate::statutes::Statutes;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// People who are kept for longer than the authority recommends.
    pub struct KeptLongerThanUsual { pack: &'static str, most: String, place: Span }
    slug: "kept-longer-than-usual", severity: Warning, since: "0.1",
    shown: Never("that somebody is kept too long shows after years"),
    message: format!("profiles are kept for longer than `{pack}` recommends"),
    at: place => format!("more than `{most}`"),
    help: Some(format!("keep them for `{most}` at most, or say why not: `waive kept-longer-than-usual reason=\"…\"`")),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let retain = law.model.profile.as_ref().and_then(|profile| profile.retain.value());
    let Some(keep) = retain.and_then(|retain| retain.keep.get()) else { return };
    let Some((most, pack)) = law.shortest("R03", "keep-profiles") else { return };
    if millis(keep.value) > millis(most) {
        let most = pack.list("keep-profiles").concat();
        findings.push(KeptLongerThanUsual { pack: &pack.name, most, place: keep.span });
    }
}
