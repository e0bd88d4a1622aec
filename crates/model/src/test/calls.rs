//! Calls of services in a test.

use super::Script;
use crate::json_schema;
use crate::linker::unresolved;
use crate::{Reference, Source, SourceKind};
use filrouge_language::kinds::Literal;
use filrouge_language::words::act;
use filrouge_plan::scenario::ActKind;

impl Script<'_, '_, '_> {
    /// A call whose webhook or whose body is not there is left out, which was told.
    pub(super) fn calls(&mut self, word: &act::Calls) {
        let (source, body) = (self.webhook(word), self.body(word));
        if let (Some(source), Some((path, body))) = (source, body) {
            let headers = word.header.iter().flat_map(|header| &header.value.values);
            let headers = headers.filter_map(|given| {
                let name = given.value.name.value.as_str().to_ascii_lowercase();
                Some((name, spelled(&given.value.value.value)?))
            });
            let headers = headers.collect();
            self.push(word.at.head, ActKind::Webhook { source, headers, path, body });
        }
    }

    fn webhook(&mut self, word: &act::Calls) -> Option<String> {
        let name = word.source.get()?;
        let reference: Reference<Source> = self.linker.resolve(name);
        let source = self.stage.sources.of(&reference)?;
        if source.kind == Some(SourceKind::Http) {
            let is_webhook = |source: &&Source| source.kind == Some(SourceKind::Webhook);
            let webhooks = self.stage.sources.values().filter(is_webhook);
            let known = webhooks.map(|source| &*source.name.value);
            self.linker.push(unresolved("webhook", name.value.as_str(), name.span, known, None));
            return None;
        }
        Some(source.name.value.to_string())
    }

    fn body(&mut self, word: &act::Calls) -> Option<(String, String)> {
        let path = word.body.get()?;
        let file = self.linker.file(path)?;
        let text = json_schema::text(file, path.span, self.linker)?;
        Some((path.value.to_string(), text))
    }
}

/// A value as a header spells it.
fn spelled(literal: &Literal) -> Option<String> {
    match literal {
        Literal::Text(text) => Some(text.to_string()),
        Literal::Integer(number) => Some(number.to_string()),
        Literal::Decimal(digits) => Some(digits.as_str().to_owned()),
        Literal::Bool(truth) => Some(truth.to_string()),
        Literal::List(_) | Literal::Record(_) => None,
    }
}
