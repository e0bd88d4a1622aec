//! `profile.reachable('channel')`: whether a message could leave now.

use super::Check;
use crate::Extent;
use crate::ast::{Expr, ExprKind};
use crate::rules::type_mismatch::Clash;
use crate::rules::unknown_reach::UnknownReach;
use crate::scope::Reach;
use crate::typed::{Op, Typed};
use filrouge_report::nearest;

impl<'s> Check<'_, 's> {
    pub(super) fn reachable(&mut self, at: Extent, reach: Reach<'s>, arguments: &[Expr]) -> Typed<'s> {
        let (channel, purpose) = match (arguments, reach.purpose) {
            ([channel], Some(purpose)) => (channel, Some(purpose.to_owned())),
            ([channel, purpose], _) => (channel, self.named("purpose", purpose, reach.purposes)),
            ([_], None) => return self.miscounted(at, "reachable", 2, arguments),
            _ => return self.miscounted(at, "reachable", 1, arguments),
        };
        match (self.named("channel", channel, reach.channels), purpose) {
            (Some(channel), Some(purpose)) => Typed::bool(at, Op::Reachable(channel, purpose)),
            _ => Typed::bool(at, Op::Poison),
        }
    }

    /// A name in quotes, which must be one of those that are declared.
    fn named(&mut self, kind: &'static str, name: &Expr, known: &[&str]) -> Option<String> {
        let ExprKind::Text(text) = &name.kind else {
            let about = self.check(name);
            let clash = Clash::Written {
                function: "reachable".to_owned(),
                wanted: format!("the name of a {kind} in quotes"),
            };
            self.mismatch(clash, &about, None);
            return None;
        };
        if known.contains(&text.as_str()) {
            return Some(text.clone());
        }
        self.findings.push(UnknownReach {
            kind,
            name: text.clone(),
            place: self.span(name.at),
            near: nearest(text, known.iter().copied()).map(str::to_owned),
            allowed: known.iter().map(|name| (*name).to_owned()).collect(),
        });
        None
    }
}
