//! A service that is asked to do something for a person, and is not told for whom.

use filrouge_model::{Connector, Model};
use filrouge_plan::ask::{AskedFor, Piece};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeMap;

rule! {
    /// A service that is asked to do something for a person, and is not told for whom.
    pub struct AskNamesNobody { connector: String, right: &'static str, place: Span }
    slug: "ask-names-nobody", severity: Error, since: "0.1",
    message: format!("`{connector}` is asked to {right} and not told whom"),
    at: place => "names nobody".to_owned(),
    help: Some("put a value of the person into the path, `query` or `body`, as `\"{profile.email}\"`".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for connector in model.connectors.values() {
        for (right, place) in nameless(connector) {
            let connector = connector.name.value.to_string();
            findings.push(AskNamesNobody { connector, right: right.word(), place });
        }
    }
}

/// Rights of which no call names the person, and where the first call stands.
fn nameless(connector: &Connector) -> Vec<(AskedFor, Span)> {
    let mut first = BTreeMap::new();
    for ask in &connector.asks {
        first.entry(ask.call.right).or_insert(ask.at);
    }
    let is_person = |piece: &Piece| matches!(piece, Piece::Profile(_) | Piece::Former(_));
    let named = connector.asks.iter().filter(|ask| ask.call.pieces().any(is_person));
    for ask in named {
        first.remove(&ask.call.right);
    }
    first.into_iter().collect()
}
