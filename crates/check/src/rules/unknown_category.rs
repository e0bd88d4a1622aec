//! A category of data that does not exist.

use crate::taxonomy::{CATEGORIES, knows};
use filrouge_model::{Action, Field, Model, Step, nearest};
use filrouge_report::{Findings, Fix, listed, rule};
use filrouge_source::{Span, Spanned};

rule! {
    /// A category of data that does not exist.
    pub struct UnknownCategory {
        category: String,
        place: Span,
        near: Option<&'static str>,
        /// The keys that there are where it was looked for.
        allowed: Vec<&'static str>,
    }
    slug: "unknown-category", severity: Error, since: "0.1",
    message: format!("there is no category of data called `{category}`"),
    at: place => "not a key of fideslang".to_owned(),
    help: Some(near.map_or_else(
        || format!("there are {}", listed(allowed.iter().copied())),
        |near| format!("did you mean `{near}`?"),
    )),
    fixes: near.iter().map(|near| Fix::risky("use the key that exists", *place, format!("\"{near}\""))).collect(),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let profile = model.profile.iter().flat_map(|profile| profile.all_fields());
    let events = model.events.values().flat_map(|event| &event.fields);
    let entries = model.journeys.values().flat_map(|journey| &journey.enter).flat_map(|enter| &enter.fields);
    let steps = model.journeys.values().flat_map(|journey| journey.steps.values());
    let fields = profile.chain(events).chain(entries).chain(steps.flat_map(answer)).flat_map(Field::walk);
    let of_fields = fields.filter_map(|field| field.category.get());
    let of_events = model.events.values().filter_map(|event| event.category.get());
    let of_traits = model.traits.values().filter_map(|own| own.category.get());
    let needed = model.purposes.values().flat_map(|purpose| &purpose.needs);
    let seen = model.roles.values().flat_map(|role| &role.see).map(|sight| &sight.what);
    let of_all = of_fields.chain(of_events).chain(of_traits).chain(needed).chain(seen);
    of_all.for_each(|category| judge(category, findings));
}

/// What a service answers.
fn answer(step: &Step) -> &[Field] {
    match &step.action {
        Action::Fetch(fetch) => &fetch.answer,
        _ => &[],
    }
}

fn judge(category: &Spanned<Box<str>>, findings: &mut Findings) {
    if !knows(&CATEGORIES, &category.value) {
        findings.push(UnknownCategory {
            category: category.value.to_string(),
            place: category.span,
            near: near(&category.value),
            allowed: allowed(&category.value),
        });
    }
}

/// The closest key, or the one whose last word is closest.
fn near(written: &str) -> Option<&'static str> {
    let last = |key: &'static str| key.rsplit_once('.').map_or(key, |(_, last)| last);
    let by_last = || {
        let (_, wanted) = written.rsplit_once('.')?;
        let word = nearest(wanted, CATEGORIES.iter().map(|key| last(key)))?;
        CATEGORIES.iter().copied().find(|key| last(key) == word)
    };
    nearest(written, CATEGORIES.iter().copied()).or_else(by_last)
}

/// The keys one step below the longest beginning that is a key; the topmost ones where there is none.
fn allowed(written: &str) -> Vec<&'static str> {
    let mut above = written;
    while let Some((shorter, _)) = above.rsplit_once('.') {
        above = shorter;
        if knows(&CATEGORIES, above) {
            return below(&format!("{above}."));
        }
    }
    below("")
}

fn below(above: &str) -> Vec<&'static str> {
    let keys = CATEGORIES.iter().copied();
    keys.filter(|key| key.strip_prefix(above).is_some_and(|rest| !rest.contains('.'))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_of_another_place_is_found_by_its_last_word() {
        assert_eq!(near("user.adress"), Some("user.contact.address"));
        assert_eq!(near("user.contact.emial"), Some("user.contact.email"));
        assert_eq!(near("user.shoe_size_in_cubits"), None);
    }

    #[test]
    fn the_keys_beside_it_are_listed() {
        assert!(allowed("user.shoes").contains(&"user.contact"));
        assert!(allowed("shoes").contains(&"user"));
    }
}
