//! Journeys: which are new, gone, renamed or changed, and what becomes of everybody inside.

use crate::changes::{Edit, Effect, Narrowing};
use crate::compare::{Diff, Noted, anybody, changed};
use crate::declared::{pairs, part};
use crate::fit::fit;
use crate::guards::newly_relied_on;
use crate::programs::{Reads, entry_event, entry_fields};
use crate::schemas::narrowing;
use crate::steps;
use filrouge_plan::{
    Backfill, Drained, Enter, Everybody, Inside, Journey, JourneyPassage, Plan, RetiredThen, address,
};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn compare(diff: &mut Diff<'_>) {
    let (old, new) = (diff.old, diff.new);
    unfollowed(diff);
    carry(diff);
    let lineage = Lineage::of(old, new);
    for gone in old.journeys.iter().filter(|journey| !lineage.goes_on.contains(journey.name.as_str())) {
        removed(diff, gone);
    }
    for now in &new.journeys {
        match lineage.former.get(now.name.as_str()).copied() {
            Some(before) => journey(diff, before, now),
            None => {
                diff.note(Noted::new(address::journey(&now.name), Edit::Added, Effect::NewEntrants));
                if now.enter.backfill.is_some() {
                    diff.note(Noted::new(address::backfill(&now.name), Edit::Added, Effect::Backfilled));
                }
            }
        }
    }
    retired(diff);
}

/// Which journey goes on in which: looked up for each, in plans of thousands.
struct Lineage<'p> {
    /// Journeys of the old plan, by the name of the one in which they go on.
    former: BTreeMap<&'p str, &'p Journey>,
    /// Journeys of the old plan that go on.
    goes_on: BTreeSet<&'p str>,
}

impl<'p> Lineage<'p> {
    fn of(old: &'p Plan, new: &'p Plan) -> Self {
        let before: BTreeSet<_> = old.journeys.iter().map(|journey| journey.name.as_str()).collect();
        let mut now: BTreeMap<&str, &str> = BTreeMap::new();
        let renamed = new.journeys.iter().filter(|journey| !before.contains(journey.name.as_str()));
        for journey in renamed {
            if let Some(was) = &journey.was {
                now.entry(was).or_insert(&journey.name);
            }
        }
        now.extend(new.journeys.iter().map(|journey| (journey.name.as_str(), journey.name.as_str())));
        let mut lineage = Self { former: BTreeMap::new(), goes_on: BTreeSet::new() };
        for journey in &old.journeys {
            if let Some(now) = now.get(journey.name.as_str()) {
                lineage.former.entry(now).or_insert(journey);
                lineage.goes_on.insert(&journey.name);
            }
        }
        lineage
    }
}

/// The journey of `new` in which people of `journey` go on: of the same name, or one that says that it had it. What
/// runs under its present name already was never called otherwise.
pub(crate) fn successor<'p>(journey: &Journey, old: &Plan, new: &'p Plan) -> Option<&'p Journey> {
    let same = new.journeys.iter().find(|now| now.name == journey.name);
    same.or_else(|| renamed(&journey.name, old, new))
}

/// The journey of `new` that was called `name` under `old`.
fn renamed<'p>(name: &str, old: &Plan, new: &'p Plan) -> Option<&'p Journey> {
    let is_new = |now: &&Journey| old.journeys.iter().all(|before| before.name != now.name);
    new.journeys.iter().filter(is_new).find(|now| now.was.as_deref() == Some(name))
}

/// Former names that mean nobody.
fn unfollowed(diff: &mut Diff<'_>) {
    let (old, new) = (diff.old, diff.new);
    let runs = |now: &&Journey| old.journeys.iter().any(|before| before.name == now.name);
    let names =
        new.journeys.iter().filter(|now| now.was.is_some()).filter(runs).filter_map(|now| now.was.clone());
    diff.passage.unfollowed.extend(names);
}

/// Definitions on which people still finish are fitted to the new plan.
fn carry(diff: &mut Diff<'_>) {
    for drained in diff.running.drained {
        let here = |at: &filrouge_plan::Standing| {
            at.journey == drained.name && at.drained.as_ref() == Some(&drained.plan)
        };
        let people = diff
            .running
            .inside
            .map(|inside| inside.iter().filter(|(at, _)| here(at)).map(|(_, people)| *people).sum::<u64>());
        let leaves = diff
            .new
            .retired
            .iter()
            .any(|retired| retired.journey == drained.name && retired.then == RetiredThen::Exit);
        if anybody(people) && !leaves {
            let renamed = renamed(&drained.name, diff.running.plan, diff.new);
            let name = renamed.map_or(&drained.name, |now| &now.name).clone();
            drain(diff, &drained.journey, &drained.plan, name, people);
        }
    }
}

/// People finish on the definition that runs of the journey called `journey`.
fn finish(diff: &mut Diff<'_>, journey: &str, name: String, people: Option<u64>) {
    let running = diff.running;
    if let Some(definition) = running.plan.journeys.iter().find(|own| own.name == journey) {
        drain(diff, definition, running.hash, name, people);
    }
}

/// People finish on `definition`, if the new plan still has what it needs.
fn drain(diff: &mut Diff<'_>, definition: &Journey, plan: &str, name: String, people: Option<u64>) {
    match fit(definition, diff.running.plan, diff.new) {
        Ok(journey) => diff.passage.drained.push(Drained { plan: plan.to_owned(), name, journey }),
        Err(missing) => {
            for gone in missing {
                let edit = Edit::Narrowed {
                    how: Narrowing::Removed,
                    readers: vec![address::journey(&definition.name)],
                };
                let help = "keep it until the last person who finishes on the former definition is out";
                diff.note(Noted::new(gone, edit, Effect::Refused).people(people).help(help));
            }
        }
    }
}

fn removed(diff: &mut Diff<'_>, gone: &Journey) {
    let people = diff.standing(&gone.name, None);
    let said = diff.new.retired.iter().find(|retired| retired.journey == gone.name);
    let effect = match said.map(|retired| retired.then) {
        Some(RetiredThen::Exit) if anybody(diff.within(&gone.name)) => Effect::Exited,
        Some(RetiredThen::Drain) if anybody(people) => Effect::Drained,
        None if anybody(people) => Effect::Refused,
        _ => Effect::Nobody,
    };
    if effect == Effect::Drained {
        passage(diff, &gone.name).all = Everybody::Drain;
        finish(diff, &gone.name, gone.name.clone(), people);
    }
    let people = if effect == Effect::Exited { diff.within(&gone.name) } else { people };
    let noted = Noted::new(address::journey(&gone.name), Edit::Removed, effect).people(people);
    let claimed = diff.new.journeys.iter().find(|now| now.was.as_ref() == Some(&gone.name));
    let help = match claimed {
        Some(now) => {
            format!("`{}` runs under this name already: give what was `{}` a new one", now.name, gone.name)
        }
        None => format!("say `retired journey {} then=exit`, or `then=drain`", gone.name),
    };
    diff.note(if effect == Effect::Refused { noted.help(help) } else { noted });
}

/// `then=exit` takes everybody out of a journey that is gone, also those who finish on a former definition.
fn retired(diff: &mut Diff<'_>) {
    for retired in diff.new.retired.iter().filter(|retired| retired.then == RetiredThen::Exit) {
        if diff.new.journeys.iter().all(|now| now.name != retired.journey) {
            passage(diff, &retired.journey).all = Everybody::Leave;
        }
    }
    let kind = "retired";
    let (old, new) = (&diff.old.retired, &diff.new.retired);
    pairs(
        diff,
        kind,
        old,
        new,
        |it| &it.journey,
        |diff, at, old, new| {
            part(diff, &at, "then", (&old.then, &new.then), Effect::Live, None);
        },
    );
}

pub(crate) fn passage<'d>(diff: &'d mut Diff<'_>, journey: &str) -> &'d mut JourneyPassage {
    diff.passage.journeys.entry(journey.to_owned()).or_default()
}

fn journey(diff: &mut Diff<'_>, old: &Journey, new: &Journey) {
    // Taken apart, so that a new part of a journey does not compile until it is compared.
    let Journey { name, was: _, enter: now, exits, goals, start, steps: _, inside, rank } = new;
    let at = address::journey(name);
    if old.name != *name {
        passage(diff, &old.name).renamed = Some(name.clone());
        let edit = Edit::Renamed { was: old.name.clone() };
        let people = diff.within(&old.name);
        diff.note(Noted::new(at.clone(), edit, Effect::Renamed).people(people));
        name_in_use(diff, old, new);
    }
    let drains = version(diff, old, new);
    enter(diff, old, now, inside, &at);
    let people = if drains { Some(0) } else { diff.standing(&old.name, None) };
    brought(diff, old, new, people);
    relied_on(diff, old, new, people);
    let live = if drains { Effect::NewEntrants } else { Effect::Live };
    named(diff, &format!("{at}/exit"), &old.exits, exits, |it| &it.name, (live, people));
    named(diff, &format!("{at}/goal"), &old.goals, goals, |it| &it.name, (live, people));
    part(diff, &at, "start", (&old.start, start), Effect::NewEntrants, None);
    part(diff, &at, "rank", (&old.rank, rank), Effect::Live, None);
    steps::compare(diff, old, new, drains);
}

/// Nobody is in twice under one key: a name by which people still finish on a former definition is not free.
fn name_in_use(diff: &mut Diff<'_>, old: &Journey, new: &Journey) {
    let finishing = diff.running.drained.iter().any(|drained| drained.name == new.name);
    let people = diff.within(&new.name);
    if finishing && anybody(people) {
        let edit = Edit::Renamed { was: old.name.clone() };
        let help = format!(
            "people still finish on a journey that was called `{}`: take another name, or wait until they are out",
            new.name
        );
        diff.note(Noted::new(address::journey(&new.name), edit, Effect::Refused).people(people).help(help));
    }
}

/// Another version with `drain` leaves everybody inside on the definition that they have.
fn version(diff: &mut Diff<'_>, old: &Journey, new: &Journey) -> bool {
    let (before, now) = (old.inside.version.unwrap_or(1), new.inside.version.unwrap_or(1));
    if before == now {
        return false;
    }
    let people = diff.standing(&old.name, None);
    let drains = new.inside.drain;
    let effect = if drains { Effect::Drained } else { Effect::Live };
    let noted = Noted::new(address::journey(&new.name), changed("version", &before, &now), effect);
    diff.note(noted.people(people));
    if drains && anybody(people) {
        passage(diff, &old.name).all = Everybody::Drain;
        finish(diff, &old.name, new.name.clone(), people);
    }
    drains
}

fn enter(diff: &mut Diff<'_>, old: &Journey, new: &Enter, inside: &Inside, journey: &str) {
    let at = format!("{journey}/enter");
    let Enter { by, when, key, re_entry, fields, limit, backfill } = new;
    let same_event = old.enter.by == *by;
    let requalifies = inside.requalify && same_event && old.enter.when != *when;
    if requalifies {
        passage(diff, &old.name).requalify = true;
    }
    let people = diff.standing(&old.name, None);
    let condition = if requalifies { Effect::Requalified } else { Effect::NewEntrants };
    part(diff, &at, "by", (&old.enter.by, by), Effect::NewEntrants, None);
    part(diff, &at, "where", (&old.enter.when, when), condition, people.filter(|_| requalifies));
    part(diff, &at, "key", (&old.enter.key, key), Effect::NewEntrants, None);
    part(diff, &at, "re-entry", (&old.enter.re_entry, re_entry), Effect::NewEntrants, None);
    part(diff, &at, "fields", (&old.enter.fields, fields), Effect::NewEntrants, None);
    let name = |backfill: &Option<Backfill>| backfill.as_ref().map(|backfill| backfill.name.clone());
    let lets_in = backfill.is_some() && name(backfill) != name(&old.enter.backfill);
    let filled = if lets_in { Effect::Backfilled } else { Effect::Live };
    part(diff, &at, "backfill", (&old.enter.backfill, backfill), filled, None);
    part(diff, &at, "limit", (&old.enter.limit, limit), Effect::NewEntrants, None);
}

/// People inside brought along what the former entry gave them. Conditions may read what it did not give, or not in this
/// way, only once they are out. Fields of one event are compared with the event.
fn brought(diff: &mut Diff<'_>, old: &Journey, new: &Journey, people: Option<u64>) {
    let same_event = old.enter.by == new.enter.by && entry_event(&new.enter).is_some();
    if same_event || !anybody(people) {
        return;
    }
    let reads = Reads::of(new, diff.new);
    let had = entry_fields(old, diff.old);
    for field in entry_fields(new, diff.new).iter().filter(|field| reads.entry.contains(&field.name)) {
        let how = match had.iter().find(|had| had.name == field.name) {
            Some(had) => narrowing(&had.ty, &field.ty),
            None => (!field.ty.is_optional()).then_some(Narrowing::Required),
        };
        if let Some(how) = how {
            let help = "let the journey do without the field first, or raise `version` and `drain`";
            lacking(diff, new, &field.name, (how, people), help);
        }
    }
}

/// Conditions at the door speak for those who pass it. Whoever came in before has not been asked.
fn relied_on(diff: &mut Diff<'_>, old: &Journey, new: &Journey, people: Option<u64>) {
    let asks_all = new.inside.requalify && old.enter.by == new.enter.by;
    if asks_all || !anybody(people) {
        return;
    }
    for field in newly_relied_on((old, diff.old), (new, diff.new)) {
        let help = "ask for it where it is read instead of at the door, say `requalify`, or raise `version` and `drain`";
        lacking(diff, new, field, (Narrowing::Required, people), help);
    }
}

/// People inside lack a field that the journey reads.
fn lacking(
    diff: &mut Diff<'_>,
    journey: &Journey,
    field: &str,
    (how, people): (Narrowing, Option<u64>),
    help: &str,
) {
    let at = format!("{}/{field}", address::enter(&journey.name));
    let edit = Edit::Narrowed { how, readers: vec![address::journey(&journey.name)] };
    diff.note(Noted::new(at, edit, Effect::Refused).people(people).help(help));
}

/// Parts of a journey that are known by name.
fn named<T: PartialEq + serde::Serialize>(
    diff: &mut Diff<'_>,
    at: &str,
    old: &[T],
    new: &[T],
    name: impl Fn(&T) -> &String,
    (effect, people): (Effect, Option<u64>),
) {
    for gone in old.iter().filter(|old| !new.iter().any(|new| name(new) == name(old))) {
        diff.note(Noted::new(format!("{at}/{}", name(gone)), Edit::Removed, effect).people(people));
    }
    for now in new {
        let at = format!("{at}/{}", name(now));
        match old.iter().find(|old| name(old) == name(now)) {
            None => diff.note(Noted::new(at, Edit::Added, effect).people(people)),
            Some(before) if before != now => {
                diff.note(Noted::new(at, changed("rule", before, now), effect).people(people));
            }
            Some(_) => {}
        }
    }
}
