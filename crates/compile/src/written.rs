//! A test as its author would have written it, for tests that nobody wrote: a life that broke a property, or a decision
//! of production.

mod data;
mod expect;

use data::Line;
pub use data::{quoted, word as bare};
use filrouge_language::kinds::Duration;
use filrouge_plan::scenario::{Act, ActKind, Choice, Fate, FetchFate, Given, Scenario};
use filrouge_plan::{Action, Field, Journey, Period, Plan, Value};
use filrouge_source::Sources;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The `test` block of a scenario under `plan`, laid out. Properties of the project are not part of it.
#[must_use]
pub fn test_block(scenario: &Scenario, plan: &Plan) -> String {
    let journey = plan.journeys.iter().find(|journey| journey.name == scenario.journey);
    let writer = Writer { plan, journey };
    let mut head = Line::new("test");
    head.text(&scenario.name);
    head.prop("journey", &data::word(&scenario.journey));
    head.block(writer.given(&scenario.given));
    let mut acts = scenario.acts.iter().peekable();
    while let Some(act) = acts.next() {
        let Some(mut line) = writer.act(&act.kind) else { continue };
        if is_moment(act) {
            while let Some(act) = acts.next_if(|act| !is_moment(act)) {
                line.block(writer.act(&act.kind));
            }
        }
        head.block(Some(line));
    }
    laid_out(head.written())
}

const fn is_moment(act: &Act) -> bool {
    matches!(act.kind, ActKind::At(_) | ActKind::After(_))
}

/// The text as the formatter lays it out.
fn laid_out(text: String) -> String {
    let mut sources = Sources::new();
    let file = sources.add("test.kdl", text.as_str());
    crate::format(&sources, file).unwrap_or(text)
}

struct Writer<'p> {
    plan: &'p Plan,
    journey: Option<&'p Journey>,
}

impl Writer<'_> {
    fn given(&self, given: &Given) -> Option<Line> {
        let mut block = Line::new("given");
        let known = self.known("profile", &given.identifiers, &given.profile);
        block.block(Some(known).filter(Line::says_something));
        given.consents.iter().for_each(|choice| block.block(Some(consent(choice))));
        for (experiment, arm) in &given.assignments {
            let mut line = Line::new("assigned");
            line.arg(&data::word(experiment));
            line.prop("arm", &data::word(arm));
            block.block(Some(line));
        }
        Some(block).filter(Line::says_something)
    }

    fn known(&self, word: &str, identifiers: &[(String, String)], profile: &[(String, Value)]) -> Line {
        let mut line = Line::new(word);
        for (name, text) in identifiers {
            line.prop(name, &data::word(text));
        }
        for (name, value) in profile {
            if let Some(field) = self.plan.slots().find(|field| field.name == *name) {
                line.field(field, value);
            }
        }
        line
    }

    fn act(&self, kind: &ActKind) -> Option<Line> {
        let mut line = Line::new(word(kind));
        match kind {
            ActKind::At(local) => line.text(&wall(*local)?),
            ActKind::After(pause) => line.text(&period(*pause)),
            ActKind::Event { name, fields } => return self.event(name, fields),
            ActKind::Webhook { source, headers, path, .. } => {
                line.arg(&data::word(source));
                line.prop("body", &quoted(path));
                for (name, value) in headers {
                    let mut header = Line::new("header");
                    header.prop(name, &quoted(value));
                    line.block(Some(header));
                }
            }
            ActKind::Start { journey, fields } => {
                line.about(journey.as_ref());
                line.fields(&self.of(journey.as_ref()).journey?.enter.fields, fields);
            }
            ActKind::Identify { identifiers, profile } => {
                return Some(self.known("identify", identifiers, profile));
            }
            ActKind::Alias { identifiers, profile, consents, events } => {
                let mut line = self.known("alias", identifiers, profile);
                consents.iter().for_each(|choice| line.block(Some(consent(choice))));
                events.iter().for_each(|(name, fields)| line.block(self.event(name, fields)));
                return Some(line);
            }
            ActKind::Consent(choice) => return Some(consent(choice)),
            ActKind::Approve { journey, step, by, note, .. } => {
                line.arg(&data::word(step));
                line.about(journey.as_ref());
                line.prop("by", &quoted(by));
                note.iter().for_each(|note| line.prop("note", &quoted(note)));
            }
            ActKind::Provider { channel, fate } => {
                line.arg(provider(*fate));
                channel.iter().for_each(|channel| line.prop("via", &data::word(channel)));
            }
            ActKind::Fetch { journey, step, fate } => {
                self.of(journey.as_ref()).answer(&mut line, journey.as_ref(), step, fate);
            }
            ActKind::Expect(expectation) => return expect::line(expectation, self),
        }
        Some(line)
    }

    fn event(&self, name: &str, fields: &[Value]) -> Option<Line> {
        let schema = self.plan.events.iter().find(|event| event.name == name)?;
        let mut line = Line::new("event");
        line.text(name);
        line.fields(&schema.fields, fields);
        Some(line)
    }

    /// Where a line speaks of another journey than that of the test, if it names one.
    fn of(&self, journey: Option<&String>) -> Self {
        let called = |name: &String| self.plan.journeys.iter().find(|own| own.name == *name);
        Self { plan: self.plan, journey: journey.map_or(self.journey, called) }
    }

    fn answer(&self, line: &mut Line, journey: Option<&String>, step: &str, fate: &FetchFate) {
        line.arg(&data::word(step));
        line.arg(match fate {
            FetchFate::Failed => "fails",
            FetchFate::Silent => "vanishes",
            FetchFate::Answered(_) => "answers",
        });
        line.about(journey);
        if let FetchFate::Answered(given) = fate {
            self.answer_fields(line, step, given);
        }
    }

    /// What an answer to a step says.
    fn answered(&self, step: &str, given: &[(String, Value)]) -> Line {
        let mut line = Line::new("answer");
        self.answer_fields(&mut line, step, given);
        line
    }

    fn answer_fields(&self, line: &mut Line, step: &str, given: &[(String, Value)]) {
        for (name, value) in given {
            self.answer_field(step, name).into_iter().for_each(|field| line.field(field, value));
        }
    }

    fn answer_field(&self, step: &str, name: &str) -> Option<&Field> {
        let step = self.journey?.steps.iter().find(|own| own.name == step)?;
        let Action::Fetch(fetch) = &step.action else { return None };
        fetch.answer.iter().find(|field| field.name == name)
    }
}

const fn word(kind: &ActKind) -> &'static str {
    match kind {
        ActKind::At(_) => "at",
        ActKind::After(_) => "after",
        ActKind::Event { .. } => "event",
        ActKind::Webhook { .. } => "webhook",
        ActKind::Start { .. } => "start",
        ActKind::Identify { .. } => "identify",
        ActKind::Alias { .. } => "alias",
        ActKind::Consent(Choice { granted: true, .. }) => "granted",
        ActKind::Consent(_) => "refused",
        ActKind::Approve { approved: true, .. } => "approve",
        ActKind::Approve { .. } => "refuse",
        ActKind::Provider { .. } => "provider",
        ActKind::Fetch { .. } => "fetch",
        ActKind::Expect(_) => "expect",
    }
}

const fn provider(fate: Fate) -> &'static str {
    match fate {
        Fate::Sent => "sends",
        Fate::Failed => "fails",
        Fate::Unknown => "vanishes",
    }
}

fn consent(choice: &Choice) -> Line {
    let mut line = Line::new(if choice.granted { "granted" } else { "refused" });
    line.arg(&data::word(&choice.purpose));
    choice.channel.iter().for_each(|channel| line.prop("via", &data::word(channel)));
    line
}

/// What a clock on the wall shows; seconds only where there are any.
fn wall(local: i64) -> Option<String> {
    let shown = TimeZone::UTC.to_datetime(Timestamp::from_millisecond(local).ok()?);
    let layout = if shown.second() == 0 { "%Y-%m-%dT%H:%M" } else { "%Y-%m-%dT%H:%M:%S" };
    Some(shown.strftime(layout).to_string())
}

/// Days stay days: nobody writes `12w6d`.
fn period(period: Period) -> String {
    let told = |months, seconds| Duration { months, days: 0, seconds }.to_string();
    let (months, seconds) = (period.months, period.millis / 1_000);
    let days = (period.days > 0).then(|| format!("{}d", period.days));
    let long = (months > 0).then(|| told(months, 0)).into_iter().chain(days);
    let short = (seconds > 0 || period.months + period.days == 0).then(|| told(0, seconds));
    long.chain(short).collect()
}
