//! Expectations as they stand in a test.

use super::Writer;
use super::data::{Line, quoted, word};
use filrouge_plan::scenario::{Expectation, ExpectedMessage, Says};
use serde::Serialize;

/// The line of an expectation.
pub(super) fn line(expectation: &Expectation, writer: &Writer<'_>) -> Option<Line> {
    let mut line = Line::new("expect");
    match expectation {
        Expectation::Send { step, message } => {
            line.prop("send", &word(step));
            self::message(message, &mut line);
        }
        Expectation::Held { step, reason } => {
            line.prop("held", &word(step));
            reason.iter().for_each(|reason| line.prop("reason", &called(reason)));
        }
        Expectation::Refused { step, reason } => {
            line.prop("refused", &word(step));
            reason.iter().for_each(|reason| line.prop("reason", &called(reason)));
        }
        Expectation::Exit(name) => line.prop("exit", &word(name)),
        Expectation::Goal(name) => line.prop("goal", &word(name)),
        Expectation::Wait(step) => line.prop("wait", &word(step)),
        Expectation::Branch(name) => line.prop("branch", &word(name)),
        Expectation::Fetch(step) => line.prop("fetch", &word(step)),
        Expectation::Kept { step, fields } => {
            line.prop("kept", &word(step));
            line.block((!fields.is_empty()).then(|| writer.answered(step, fields)));
        }
        Expectation::NotKept(step) => line.prop("not-kept", &word(step)),
        Expectation::Update(step) => line.prop("update", &word(step)),
        Expectation::Emit(event) => line.prop("emit", &quoted(event)),
        Expectation::Profile(fields) => line.block(Some(writer.known("profile", &[], fields))),
        Expectation::Segment { segment, inside } => {
            line.prop(if *inside { "segment" } else { "outside" }, &word(segment));
        }
        Expectation::NoMoreSends => line.arg("no-more-sends"),
        Expectation::NoSend => line.arg("no-send"),
        Expectation::NoEntry => line.arg("no-entry"),
        Expectation::Entered => line.arg("entered"),
        Expectation::NotEntered(reason) => line.prop("not-entered", &called(reason)),
    }
    Some(line)
}

fn message(message: &ExpectedMessage, line: &mut Line) {
    let ExpectedMessage { to, channel, template, subject, body } = message;
    to.iter().for_each(|to| line.prop("to", &quoted(to)));
    channel.iter().for_each(|channel| line.prop("channel", &word(channel)));
    template.iter().for_each(|template| line.prop("template", &word(template)));
    for (name, says) in [("subject", subject), ("body", body)] {
        line.block(says.as_ref().map(|says| self::says(name, says)));
    }
}

fn says(name: &str, says: &Says) -> Line {
    let mut line = Line::new(name);
    match says {
        Says::Exactly(text) => line.text(text),
        Says::Contains(text) => line.prop("contains", &quoted(text)),
    }
    line
}

/// The word for a reason: the plan and the language call it the same.
fn called(reason: &impl Serialize) -> String {
    serde_json::to_value(reason).ok().and_then(|word| Some(word.as_str()?.to_owned())).unwrap_or_default()
}
