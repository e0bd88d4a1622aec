//! A secret that slipped into a text of the project.

use crate::secrets::{self, Slip};
use filrouge_model::{Model, Secret};
use filrouge_report::{Finding, Findings, rule};
use filrouge_source::{FileId, Span};
use std::sync::Arc;

rule! {
    /// A secret that slipped into a text of the project. The facts do not hold it.
    pub struct SecretInText { place: Span, what: &'static str }
    slug: "secret-in-text", severity: Error, since: "0.1",
    message: format!("this looks like {what}"),
    at: place => "a secret in the source".to_owned(),
    help: Some("take it out and change it: whoever reads the project or its history has it".to_owned()),
}

/// A rule of the language that tells of a value where a name belongs. Such a secret is not told of again.
const SECRET_IN_SOURCE: &str = "secret-in-source";

/// `slips` are the secrets of each text, in the order of the files.
pub(super) fn check(model: &Model, slips: &[Arc<[Slip]>], before: &Findings, findings: &mut Findings) {
    let known = before.iter().filter(|told| told.rule.slug == SECRET_IN_SOURCE).filter_map(Finding::span);
    let known: Vec<Span> = known.collect();
    let mut told = Vec::new();
    for (id, slips) in (0..).map(FileId).zip(slips) {
        for (range, what) in slips.iter() {
            let place = Span::new(id, small(range.start), small(range.end));
            told.push(place);
            if !is_inside(place, &known) {
                findings.push(SecretInText { place, what });
            }
        }
    }
    let written = secrets_of(model).filter(|secret| secrets::looks_random(&secret.written().value));
    for place in written.map(|secret| secret.written().span) {
        let is_new = !told.iter().any(|told| is_inside(*told, &[place]));
        if is_new && !is_inside(place, &known) {
            findings.push(SecretInText { place, what: "a key, not the name of a variable" });
        }
    }
}

/// Whether `place` lies inside one of `others`.
fn is_inside(place: Span, others: &[Span]) -> bool {
    others.iter().any(|it| it.file == place.file && it.start <= place.start && place.end <= it.end)
}

/// Every secret that is named in an environment variable.
fn secrets_of(model: &Model) -> impl Iterator<Item = &Secret> {
    let sources = model.sources.values().flat_map(|source| {
        source.write_key.value().into_iter().chain(source.verify.iter().map(|proof| &proof.secret))
    });
    let connectors = model
        .connectors
        .values()
        .flat_map(|connector| connector.url.iter().chain(connector.signing_key.value()));
    sources.chain(connectors).filter(|secret| matches!(secret, Secret::Env(_)))
}

fn small(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
