//! Declarations besides schemas and journeys. They are live: what they say holds for everybody at once.

use crate::changes::{Edit, Effect};
use crate::compare::{Diff, Noted, changed};
use filrouge_plan::{
    Calendar, Centre, Channel, Connector, Holdout, Project, Purpose, Role, Segment, SignalMap, Source,
    StoreRetention, Suppression, Template, address,
};
use std::collections::{BTreeMap, BTreeSet};

/// Compares the parts of two values one by one. All parts must be named: a part that nobody thought of does not
/// compile. Of one after `but` the cause is told elsewhere.
macro_rules! parts {
    (
        $diff:expr, $address:expr, $type:ident $(by $key:ident)? $(but $told:ident)? { $($part:ident),* $(,)? },
        $old:expr, $new:expr, $effect:expr
    ) => {{
        let $type { $($key: _,)? $($told: _,)? $($part),* } = $new;
        $(
            if $old.$part != *$part {
                let edit = $crate::compare::changed(stringify!($part), &$old.$part, $part);
                $diff.note($crate::compare::Noted::new($address.clone(), edit, $effect));
            }
        )*
    }};
}

pub(crate) fn compare(diff: &mut Diff<'_>) {
    let (old, new) = (diff.old, diff.new);
    let project = address::declared("project", &new.project.name);
    parts!(
        diff,
        project,
        Project { name, timezone, locale, currency, caps, concurrency, paused },
        old.project,
        &new.project,
        Effect::Live
    );
    pairs(
        diff,
        "segment",
        &old.segments,
        &new.segments,
        |it| &it.name,
        |diff, at, old, new| {
            parts!(diff, at, Segment by name but only_for { when }, old, new, Effect::Live);
        },
    );
    pairs(
        diff,
        "purpose",
        &old.purposes,
        &new.purposes,
        |it| &it.name,
        |diff, at, old, new| {
            parts!(
                diff, at,
                Purpose by name { data_use, basis, channels, expires, caps, notice, double_opt_in, signals },
                old, new, Effect::Live
            );
        },
    );
    pairs(
        diff,
        "retention",
        &old.retentions,
        &new.retentions,
        |it| &it.name,
        |diff, at, old, new| {
            parts!(diff, at, StoreRetention by name { store, retention }, old, new, Effect::Live);
        },
    );
    pairs(
        diff,
        "source",
        &old.sources,
        &new.sources,
        |it| &it.name,
        |diff, at, old, new| {
            parts!(diff, at, Source by name { kind }, old, new, Effect::Nobody);
        },
    );
    ways_out(diff);
    policies(diff);
    centre(diff);
}

/// The page on which people decide.
fn centre(diff: &mut Diff<'_>) {
    let (old, new) = (&diff.old.centre, &diff.new.centre);
    let at = "preference-centre".to_owned();
    parts!(
        diff,
        at,
        Centre but caps { controller, contact, locales, theme, logo, topics, frequency, texts },
        old,
        new,
        Effect::Nobody
    );
    if old.caps != new.caps {
        diff.note(Noted::new(at, changed("caps", &old.caps, &new.caps), Effect::Live));
    }
}

/// What holds messages back.
fn policies(diff: &mut Diff<'_>) {
    let (old, new) = (diff.old, diff.new);
    pairs(
        diff,
        "calendar",
        &old.calendars,
        &new.calendars,
        |it| &it.name,
        |diff, at, old, new| {
            parts!(diff, at, Calendar by name { timezone, open, closed }, old, new, Effect::Live);
        },
    );
    pairs(
        diff,
        "suppress",
        &old.suppressions,
        &new.suppressions,
        |it| &it.name,
        |diff, at, old, new| {
            parts!(diff, at, Suppression by name { when, purposes, except, then }, old, new, Effect::Live);
        },
    );
    pairs(
        diff,
        "holdout",
        &old.holdouts,
        &new.holdouts,
        |it| &it.name,
        |diff, at, old, new| {
            parts!(diff, at, Holdout by name { share, salt, purposes }, old, new, Effect::Live);
        },
    );
    pairs(
        diff,
        "role",
        &old.roles,
        &new.roles,
        |it| &it.name,
        |diff, at, old, new| {
            parts!(diff, at, Role by name { acts, sees, reveals, approves }, old, new, Effect::Nobody);
        },
    );
    pairs(
        diff,
        "signal",
        &old.signals,
        &new.signals,
        |it| it.kind.word(),
        |diff, at, old, new| {
            parts!(diff, at, SignalMap by kind { purposes, ignored }, old, new, Effect::Live);
        },
    );
}

/// What messages leave by, and what they say.
fn ways_out(diff: &mut Diff<'_>) {
    let (old, new) = (diff.old, diff.new);
    pairs(
        diff,
        "connector",
        &old.connectors,
        &new.connectors,
        |it| &it.name,
        |diff, at, old, new| {
            parts!(
                diff, at, Connector by name { kind, rate, together, within, retry, asks, paused }, old, new, Effect::Live
            );
        },
    );
    pairs(
        diff,
        "channel",
        &old.channels,
        &new.channels,
        |it| &it.name,
        |diff, at, old, new| {
            parts!(
                diff, at,
                Channel by name { connector, from, caps, quiet_hours, address, windows, calendar, paused },
                old, new, Effect::Live
            );
        },
    );
    pairs(
        diff,
        "template",
        &old.templates,
        &new.templates,
        |it| &it.name,
        |diff, at, old, new| {
            parts!(diff, at, Template by name { default_locale, variants, with }, old, new, Effect::Live);
        },
    );
}

/// Declarations of one kind, by name: those that are gone, those that are new, and those that may differ.
pub(crate) fn pairs<'p, T: PartialEq>(
    diff: &mut Diff<'_>,
    kind: &str,
    old: &'p [T],
    new: &'p [T],
    name: impl Fn(&T) -> &str,
    compare: impl Fn(&mut Diff<'_>, String, &'p T, &'p T),
) {
    let declared: BTreeSet<_> = new.iter().map(&name).collect();
    for gone in old.iter().filter(|old| !declared.contains(name(old))) {
        let noted = Noted::new(address::declared(kind, name(gone)), Edit::Removed, Effect::Nobody);
        diff.note(noted.breaking(kind == "purpose" || kind == "source"));
    }
    let before: BTreeMap<_, _> = old.iter().map(|old| (name(old), old)).collect();
    for here in new {
        let at = address::declared(kind, name(here));
        match before.get(name(here)).copied() {
            None => diff.note(Noted::new(at, Edit::Added, Effect::Nobody)),
            Some(before) if before != here => compare(diff, at, before, here),
            Some(_) => {}
        }
    }
}

/// A part of something that has another value.
pub(crate) fn part<T: PartialEq + serde::Serialize>(
    diff: &mut Diff<'_>,
    at: &str,
    part: &str,
    (old, new): (&T, &T),
    effect: Effect,
    people: Option<u64>,
) {
    if old != new {
        diff.note(Noted::new(at, changed(part, old, new), effect).people(people));
    }
}
