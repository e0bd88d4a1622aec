//! Events and the profile: what takes less than before, and who reads it.

use crate::changes::{Edit, Effect, Narrowing};
use crate::compare::{Diff, Noted, anybody};
use crate::declared::{pairs, part};
use crate::programs::{Reads, entry_event, slots};
use filrouge_plan::program::Root;
use filrouge_plan::{
    Bounds, EventSchema, Field, Identifier, Journey, Made, ProfileSchema, Trait, Type, address,
};

pub(crate) fn compare(diff: &mut Diff<'_>) {
    let (old, new) = (&diff.old.profile, &diff.new.profile);
    // The fields of both stand in one list for conditions.
    let ProfileSchema { identifiers: _, fields: _, retention: _, undo_merges: _ } = new;
    part(diff, "profile", "retention", (&old.retention, &new.retention), Effect::Live, None);
    part(diff, "profile", "undo-merges", (&old.undo_merges, &new.undo_merges), Effect::Live, None);
    identifiers(diff, &old.identifiers, &new.identifiers);
    let all = |schema: &ProfileSchema| schema.slots().cloned().collect::<Vec<_>>();
    fields(diff, "profile", &all(old), &all(new), readers_of_profile);
    traits(diff);
    let (old, new) = (&diff.old.events, &diff.new.events);
    pairs(
        diff,
        "event",
        old,
        new,
        |it| &it.name,
        |diff, at, old, new| {
            let EventSchema { name, fields: _, retention } = new;
            part(diff, &at, "retention", (&old.retention, retention), Effect::Live, None);
            fields(diff, &at, &old.fields, &new.fields, |diff, field| readers_of_entry(diff, name, field));
        },
    );
}

/// Traits are read like fields of the profile. What is kept for one belongs to what it computes, and is of no use to
/// another definition.
fn traits(diff: &mut Diff<'_>) {
    let (old, new) = (&diff.old.traits, &diff.new.traits);
    pairs(
        diff,
        "trait",
        old,
        new,
        |it| &it.field.name,
        |diff, at, old, new| {
            // What it serves follows from journeys, whose changes are told.
            let Trait { field: own, made, only_for: _ } = new;
            field(diff, "trait", &old.field, own, &readers_of_profile);
            part(diff, &at, "definition", (&old.made, made), Effect::Anew, None);
        },
    );
    // It counts from now on for those too who do nothing.
    diff.passage.outside |= new.iter().any(|own| lasts(own) && !old.contains(own));
}

/// Whether time alone makes the trait true.
const fn lasts(own: &Trait) -> bool {
    matches!(own.made, Made::Absence { .. } | Made::Held { .. })
}

fn identifiers(diff: &mut Diff<'_>, old: &[Identifier], new: &[Identifier]) {
    for now in new {
        let Identifier { field, max, overflow, merge, blocked } = now;
        let at = format!("profile/{}", field.name);
        if let Some(before) = old.iter().find(|before| before.field.name == field.name) {
            part(diff, &at, "max", (&before.max, max), Effect::Live, None);
            part(diff, &at, "overflow", (&before.overflow, overflow), Effect::Live, None);
            part(diff, &at, "merge", (&before.merge, merge), Effect::Live, None);
            part(diff, &at, "blocked", (&before.blocked, blocked), Effect::Live, None);
        }
    }
}

/// Compares fields by name; `readers` says who reads one, and how many people they hold.
fn fields(
    diff: &mut Diff<'_>,
    at: &str,
    old: &[Field],
    new: &[Field],
    readers: impl Fn(&Diff<'_>, &str) -> Readers,
) {
    for before in old {
        let now = new.iter().find(|field| field.name == before.name);
        match now {
            None => narrowed(diff, at, &before.name, Narrowing::Removed, &readers),
            Some(now) if now != before => field(diff, at, before, now, &readers),
            Some(_) => {}
        }
    }
    for added in new.iter().filter(|field| !old.iter().any(|before| before.name == field.name)) {
        if added.ty.is_optional() || at == "profile" {
            diff.note(Noted::new(format!("{at}/{}", added.name), Edit::Added, Effect::Nobody));
        } else {
            narrowed(diff, at, &added.name, Narrowing::Required, &readers);
        }
    }
}

fn field(
    diff: &mut Diff<'_>,
    at: &str,
    old: &Field,
    new: &Field,
    readers: &impl Fn(&Diff<'_>, &str) -> Readers,
) {
    let Field { name, ty, bounds, category } = new;
    let address = format!("{at}/{name}");
    if old.category != *category {
        let edit = crate::compare::changed("category", &old.category, category);
        diff.note(Noted::new(address.clone(), edit, Effect::Live));
    }
    let how = narrowing(&old.ty, ty);
    // Bounds belong to their type: with another one they are told as part of it.
    let keeps_type = !matches!(how, Some(Narrowing::Type { .. }));
    match how {
        Some(how) => narrowed(diff, at, name, how, readers),
        None if old.ty != *ty => diff.note(Noted::new(address.clone(), Edit::Widened, Effect::Live)),
        None => {}
    }
    if keeps_type && old.bounds != *bounds {
        let tighter = tightened(&old.bounds, bounds);
        let edit = Edit::Narrowed { how: Narrowing::Bounds, readers: Vec::new() };
        let edit = if tighter { edit } else { Edit::Widened };
        diff.note(Noted::new(address, edit, Effect::Live).breaking(tighter));
    }
}

/// Who reads a field, and how many people inside that concerns.
struct Readers {
    names: Vec<String>,
    people: Option<u64>,
}

fn narrowed(
    diff: &mut Diff<'_>,
    at: &str,
    name: &str,
    how: Narrowing,
    readers: &impl Fn(&Diff<'_>, &str) -> Readers,
) {
    let Readers { names, people } = readers(diff, name);
    let read = !names.is_empty();
    let effect = if read { Effect::Refused } else { Effect::Live };
    let noted = Noted::new(format!("{at}/{name}"), Edit::Narrowed { how, readers: names }, effect)
        .breaking(true)
        .people(if read { people } else { Some(0) });
    let help = "let the readers do without the field first, or give it another name; then narrow it";
    diff.note(if read { noted.help(help) } else { noted });
}

/// Journeys with people inside, and segments, that read a field of the profile.
fn readers_of_profile(diff: &Diff<'_>, field: &str) -> Readers {
    let mut found = readers(diff, |reads, _| reads.profile.contains(field));
    let slots_of: Vec<&str> = diff.new.slots().map(|field| field.name.as_str()).collect();
    let reads = |segment: &&filrouge_plan::Segment| {
        slots(&segment.when, Root::Profile).any(|slot| slots_of.get(usize::from(slot)) == Some(&field))
    };
    let segments = diff.new.segments.iter().filter(reads);
    found.names.extend(segments.map(|segment| address::declared("segment", &segment.name)));
    found
}

/// Journeys with people inside that read a field of the event that brought these people in.
fn readers_of_entry(diff: &Diff<'_>, event: &str, field: &str) -> Readers {
    readers(diff, |reads, journey| entry_event(&journey.enter) == Some(event) && reads.entry.contains(field))
}

fn readers(diff: &Diff<'_>, reads: impl Fn(&Reads, &Journey) -> bool) -> Readers {
    let mut found = Readers { names: Vec::new(), people: diff.running.inside.map(|_| 0) };
    for journey in &diff.new.journeys {
        let former = [Some(&journey.name), journey.was.as_ref()];
        let inside = former.into_iter().flatten().map(|name| diff.standing(name, None));
        let people = inside.sum::<Option<u64>>();
        if anybody(people) && reads(&Reads::of(journey, diff.new), journey) {
            found.names.push(address::journey(&journey.name));
            found.people = found.people.zip(people).map(|(all, here)| all + here);
        }
    }
    found
}

/// In which way `new` takes less than `old`.
pub(crate) fn narrowing(old: &Type, new: &Type) -> Option<Narrowing> {
    match (old, new) {
        (old, new) if old == new => None,
        (Type::Optional(old), Type::Optional(new)) => narrowing(old, new),
        (Type::Optional(old), new) => Some(narrowing(old, new).unwrap_or(Narrowing::Required)),
        (old, Type::Optional(new)) => narrowing(old, new),
        (Type::Enum(old), Type::Enum(new)) => {
            let gone: Vec<_> = old.iter().filter(|word| !new.contains(word)).cloned().collect();
            (!gone.is_empty()).then_some(Narrowing::Words(gone))
        }
        (Type::List(old), Type::List(new)) => narrowing(old, new),
        // Fields of a record are found by their places: any difference moves them.
        (old, new) => Some(Narrowing::Type { old: old.to_string(), new: new.to_string() }),
    }
}

fn tightened(old: &Bounds, new: &Bounds) -> bool {
    let number = |digits: &Option<String>| digits.as_ref().and_then(|digits| digits.parse::<f64>().ok());
    let raised = match (number(&old.min), number(&new.min)) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(old), Some(new)) => new > old,
    };
    let lowered = match (number(&old.max), number(&new.max)) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(old), Some(new)) => new < old,
    };
    raised || lowered
}
