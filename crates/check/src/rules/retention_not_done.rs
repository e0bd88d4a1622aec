//! A retention that says what the daemon does not do.

use filrouge_model::{Model, Opt, Since, Then};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A retention that says what the daemon does not do.
    pub struct RetentionNotDone { word: &'static str, why: Why, place: Span }
    slug: "retention-not-done", severity: Error, since: "0.1",
    message: match why {
        Why::Nobody => format!("`{word}` keeps nothing: what is over is erased"),
        Why::Apart => format!("`{word}` is of the profile: nothing else is kept apart"),
        Why::Unknown => format!("`{word}` has no beginning: no event is known to be a purchase"),
    },
    at: place => "promised, and not done".to_owned(),
    help: Some(match why {
        Why::Nobody => "write `then=erase`; figures that outlive people belong into a store of their own",
        Why::Apart => "write `then=erase`, and keep what the law asks for where it is kept for that",
        Why::Unknown => "count from `last-activity` or `collection`",
    }.to_owned()),
}

/// Why it is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    /// What has no link to a person has no place in the daemon.
    Nobody,
    /// Only whole people are kept apart.
    Apart,
    /// Nothing says which event it is.
    Unknown,
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let profile = model.profile.as_ref().and_then(|profile| profile.retain.value());
    if let Some(retain) = profile {
        judge(&retain.since, &retain.then, true, findings);
    }
    let events = model.events.values().filter_map(|event| event.retain.value());
    events.for_each(|retain| judge(&retain.since, &retain.then, false, findings));
    let stores = model.retentions.values();
    stores.for_each(|store| judge(&store.since, &store.then, false, findings));
}

fn judge(since: &Opt<Since>, then: &Opt<Then>, of_people: bool, findings: &mut Findings) {
    if let Some(since) = since.get().filter(|since| since.value == Since::LastPurchase) {
        findings.push(RetentionNotDone { word: since.value.word(), why: Why::Unknown, place: since.span });
    }
    let Some(then) = then.get() else { return };
    let why = match then.value {
        Then::Anonymise => Why::Nobody,
        Then::Archive if !of_people => Why::Apart,
        Then::Archive | Then::Erase => return,
    };
    findings.push(RetentionNotDone { word: then.value.word(), why, place: then.span });
}
