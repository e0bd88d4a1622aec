//! The secrets that a plan names.

use crate::{ConnectorKind, Plan, Secret, SourceKind, address};

impl Plan {
    /// Each secret with the address of the part that uses it, in the order of the plan.
    #[must_use]
    pub fn secrets(&self) -> Vec<(String, &Secret)> {
        let sources = self.sources.iter().flat_map(|source| {
            let at = address::declared("source", &source.name);
            of_source(&source.kind).into_iter().map(move |secret| (at.clone(), secret))
        });
        let connectors = self.connectors.iter().flat_map(|connector| {
            let at = address::declared("connector", &connector.name);
            let headers = connector.asks.iter().flat_map(|ask| &ask.headers);
            let asked = headers.filter_map(|header| header.secret.as_ref());
            of_connector(&connector.kind).into_iter().chain(asked).map(move |secret| (at.clone(), secret))
        });
        sources.chain(connectors).collect()
    }
}

fn of_source(kind: &SourceKind) -> Vec<&Secret> {
    match kind {
        SourceKind::Http { write_key } => vec![write_key],
        SourceKind::Webhook { verify, .. } => verify.iter().map(|proof| &proof.secret).collect(),
    }
}

fn of_connector(kind: &ConnectorKind) -> Vec<&Secret> {
    match kind {
        ConnectorKind::Smtp { url } => vec![url],
        ConnectorKind::Http { url, signing, .. } => {
            [Some(url), signing.as_ref()].into_iter().flatten().collect()
        }
    }
}
