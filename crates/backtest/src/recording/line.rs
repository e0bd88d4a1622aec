//! One line: what it means to a plan.

use filrouge_intake::{ConsentCall, LONGEST_MESSAGE, Seen, Told, Tracking, is_blocked, tracked};
use filrouge_machine::{Id, identity};
use filrouge_plan::Plan;
use jiff::Timestamp;
use serde::Deserialize;
use std::borrow::Cow;

/// A line as two plans read it.
#[derive(Debug)]
pub(super) struct Spoken<'t> {
    pub number: u32,
    pub text: &'t str,
    /// When it happened, if it says so.
    pub at: Option<i64>,
    /// Identity of the first thing that it tells, if it tells anything to either plan.
    pub meant: Option<Id>,
    /// Keys of the names in it.
    pub names: Vec<u128>,
    /// Why each plan does not take it, if one does not.
    pub refused: Option<[Option<String>; 2]>,
}

/// What must be known of a line before a plan reads it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outline<'t> {
    #[serde(rename = "type", borrow, default)]
    call: Option<Cow<'t, str>>,
    #[serde(borrow, default)]
    timestamp: Option<Cow<'t, str>>,
    #[serde(borrow, default)]
    original_timestamp: Option<Cow<'t, str>>,
}

impl<'t> Spoken<'t> {
    pub(super) fn read(number: u32, line: &'t [u8], plans: [&Plan; 2], source: &str) -> Self {
        let nothing = Self { number, text: "", at: None, meant: None, names: Vec::new(), refused: None };
        match outline(line) {
            Err(reason) => Self { refused: Some([Some(reason.clone()), Some(reason)]), ..nothing },
            Ok((text, at)) => Self { text, at, ..nothing }.understood(plans, source),
        }
    }

    fn understood(mut self, plans: [&Plan; 2], source: &str) -> Self {
        let read = plans.map(|plan| heard(plan, source, self.text, self.at.unwrap_or_default()));
        for (plan, told) in plans.into_iter().zip(read.iter().flatten()) {
            self.meant = self.meant.or_else(|| told.first().map(|told| told.id));
            let named = told.first().into_iter().flat_map(|told| &told.who);
            self.names.extend(named.filter_map(|(name, value)| key_of(plan, name, value)));
        }
        self.names.sort_unstable();
        self.names.dedup();
        if read.iter().any(Result::is_err) {
            self.refused = Some(read.map(Result::err));
        }
        self
    }
}

/// The text of a line and when it happened.
fn outline(line: &[u8]) -> Result<(&str, Option<i64>), String> {
    let text = std::str::from_utf8(line).map_err(|_| "the line is not UTF-8")?.trim();
    let outline: Outline<'_> = serde_json::from_str(text).map_err(|error| {
        let what = if error.is_data() { "no call of the tracking API" } else { "no JSON object" };
        format!("the line is {what}, at column {}", error.column())
    })?;
    if outline.call.is_none() {
        return Err("the line has no `type`".to_owned());
    }
    let said = outline.original_timestamp.or(outline.timestamp);
    let at = said.map(|said| said.parse::<Timestamp>().map(Timestamp::as_millisecond));
    Ok((text, at.transpose().map_err(|_| "its timestamp is no moment")?))
}

/// What a line tells that happened at `at`: nothing that happens is late.
pub(crate) fn heard(plan: &Plan, source: &str, text: &str, at: i64) -> Result<Vec<Told>, String> {
    let told =
        if is_consent(text) { consent(plan, source, text, at)? } else { call(plan, source, text, at)? };
    Ok(told.into_iter().map(|told| Told { at, ..told }).collect())
}

fn call(plan: &Plan, source: &str, text: &str, received: i64) -> Result<Vec<Told>, String> {
    tracked(plan, source, &Tracking { call: None, sent_at: None, text, received }).map(|tracked| tracked.told)
}

fn consent(plan: &Plan, source: &str, text: &str, at: i64) -> Result<Vec<Told>, String> {
    if text.len() > LONGEST_MESSAGE {
        return Err("the message is longer than 32 KB".to_owned());
    }
    let call: ConsentCall = serde_json::from_str(text)
        .map_err(|_| "a decision needs `purpose`, `granted`, `evidence` and `userId`")?;
    let seen = Seen { agent: None, source: source.to_owned(), received: at };
    Ok(vec![call.told(plan, text.as_bytes(), &seen)?])
}

fn is_consent(text: &str) -> bool {
    if !text.contains(r#""consent""#) {
        return false;
    }
    let outline: Result<Outline<'_>, _> = serde_json::from_str(text);
    outline.is_ok_and(|outline| outline.call.as_deref() == Some("consent"))
}

/// The key of a name in its one spelling; none of one that says nothing about anybody.
pub(crate) fn key_of(plan: &Plan, name: &str, value: &str) -> Option<u128> {
    let declared = plan.profile.identifiers.iter().find(|declared| declared.field.name == name)?;
    let value = identity::normal(&declared.field.ty, value);
    (!is_blocked(plan, name, &value)).then(|| Id::of(&["name", name, &value]).0)
}
