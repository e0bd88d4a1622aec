//! What a form sends back, read as decisions.

use crate::Visit;
use crate::choices::words;
use crate::rows::{may_refuse, rows};
use filrouge_machine::{Consent, Method, Proof};
use filrouge_plan::{Purpose, Type, Value};
use std::collections::BTreeMap;

/// What a person sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saved {
    /// Decisions; only those that the person has changed on the page that they saw.
    pub decisions: Vec<Consent>,
    /// Fields of the profile that they set.
    pub fields: Vec<(String, Value)>,
    /// Whether they agreed to a text that has changed in between: that is not among the decisions.
    pub changed: bool,
    /// Whether they refused everything.
    pub none: bool,
    /// Whether the form was too old for anything but refusals.
    pub old: bool,
}

/// Reads the pairs of a form. What the person saw when they decided stands in the form: a box that they left as it was is
/// no decision, so a page that was left open undoes nothing. A form that is not `fresh` can only refuse.
#[must_use]
pub fn read(visit: &Visit<'_>, pairs: &BTreeMap<String, String>, fresh: bool) -> Saved {
    if pairs.get("do").is_some_and(|button| button == "none") {
        return Saved { decisions: refusals(visit), none: true, ..Saved::default() };
    }
    let mut saved = Saved { old: !fresh, ..Saved::default() };
    for row in rows(visit) {
        let key = format!("{}:{}", row.purpose.name, row.channel);
        let Some(was) = pairs.get(&format!("was:{key}")) else { continue };
        let on = pairs.contains_key(&format!("on:{key}"));
        if on == (was == "1") {
            continue;
        }
        if on && !fresh {
            continue;
        }
        if on && !is_shown(row.purpose, pairs) {
            saved.changed = true;
            continue;
        }
        saved.decisions.push(decision(
            visit,
            row.purpose,
            Some(row.channel).filter(|own| !own.is_empty()),
            on,
        ));
    }
    if fresh {
        saved.fields = fields(visit, pairs);
    }
    saved
}

/// A refusal of each purpose as a whole, so that it also holds for channels to come.
fn refusals(visit: &Visit<'_>) -> Vec<Consent> {
    let chosen = visit.plan.purposes.iter().filter(|purpose| may_refuse(purpose));
    chosen.map(|purpose| decision(visit, purpose, None, false)).collect()
}

/// Whether the text on the page is the one of the plan that runs.
fn is_shown(purpose: &Purpose, pairs: &BTreeMap<String, String>) -> bool {
    let shown = pairs.get(&format!("notice:{}", purpose.name));
    purpose.notice.as_ref().map(|notice| &notice.sha256) == shown
}

fn decision(visit: &Visit<'_>, purpose: &Purpose, channel: Option<&str>, granted: bool) -> Consent {
    let proof = Proof {
        method: Method::PreferenceCentre,
        notice: visit.shown(purpose),
        screen: Some("preference-centre".to_owned()),
        source: Some("preference-centre".to_owned()),
        received_at: Some(visit.now),
        ..Proof::default()
    };
    Consent::said(&purpose.name, channel, granted, "preference-centre").proved(proof)
}

/// Fields that the person changed. Only those of the page can be set, and only to what the page offers.
fn fields(visit: &Visit<'_>, pairs: &BTreeMap<String, String>) -> Vec<(String, Value)> {
    let centre = &visit.plan.centre;
    let given = |field: &str| pairs.get(&format!("field:{field}")).map(String::as_str);
    let had = |field: &str| pairs.get(&format!("had:{field}")).map(String::as_str);
    let topics = centre.topics.iter().filter_map(|field| {
        let on = given(field).is_some();
        (had(field)? != if on { "1" } else { "0" }).then(|| (field.clone(), Value::Bool(on)))
    });
    let chosen = |field: &str, offered: &[String]| {
        let word = given(field)?;
        let fits = had(field)? != word && offered.iter().any(|own| own == word);
        fits.then(|| (field.to_owned(), Value::from(word)))
    };
    let frequency = centre.frequency.as_ref().and_then(|name| {
        let field = visit.plan.slots().find(|field| field.name == *name)?;
        chosen(name, words(field))
    });
    let mut tongues = visit.plan.profile.fields.iter().filter(|field| *field.ty.required() == Type::Locale);
    let tongue = tongues.next().and_then(|field| chosen(&field.name, &centre.locales));
    topics.chain(frequency).chain(tongue).collect()
}
