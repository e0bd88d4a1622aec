//! A change in a sentence: what was done, then what it means for people inside.

use crate::changes::{Edit, Effect, Narrowing};

/// The change and its effect.
pub(crate) fn sentence(address: &str, edit: &Edit, effect: Effect, people: Option<u64>) -> String {
    format!("{}: {}", done(&subject(address), edit), means(effect, people))
}

/// The part, as people call it: ``step `reminder` of journey `cart` ``.
pub(crate) fn subject(address: &str) -> String {
    let words: Vec<&str> = address.split('/').collect();
    match words.as_slice() {
        ["profile"] => "the profile".to_owned(),
        ["preference-centre", ..] => "the preference centre".to_owned(),
        ["profile", field] => format!("profile field `{field}`"),
        ["event", event, field] => format!("field `{field}` of event `{event}`"),
        ["retired", journey] => format!("the end of journey `{journey}`"),
        ["journey", journey, "enter"] => format!("the entry of journey `{journey}`"),
        ["journey", journey, "enter", "backfill"] => format!("backfill of journey `{journey}`"),
        ["journey", journey, "enter", field] => format!("entry field `{field}` of journey `{journey}`"),
        ["journey", journey, "step", step, "arm", arm] => {
            format!("arm `{arm}` of step `{step}` of journey `{journey}`")
        }
        ["journey", journey, kind, name] => format!("{kind} `{name}` of journey `{journey}`"),
        [kind, rest @ ..] => format!("{kind} `{}`", rest.join("/")),
        [] => "the plan".to_owned(),
    }
}

pub(crate) fn done(subject: &str, edit: &Edit) -> String {
    match edit {
        Edit::Added => format!("{subject} is new"),
        Edit::Removed => format!("{subject} is gone"),
        Edit::Renamed { was } => format!("{subject} was `{was}`"),
        Edit::Replaced { was, is } => format!("{subject} was a `{was}` and is a `{is}`"),
        Edit::Changed { part, .. } => format!("{subject} has another `{part}`"),
        Edit::Widened => format!("{subject} takes more than before"),
        Edit::Narrowed { how, readers } => narrowed(subject, how, readers),
    }
}

fn narrowed(subject: &str, how: &Narrowing, readers: &[String]) -> String {
    let done = match how {
        Narrowing::Removed => format!("{subject} is gone"),
        Narrowing::Type { old, new } => format!("{subject} was `{old}` and is `{new}`"),
        Narrowing::Words(gone) => format!("{subject} has lost `{}`", gone.join("`, `")),
        Narrowing::Required => format!("{subject} must be there"),
        Narrowing::Bounds => format!("{subject} is bounded more tightly"),
    };
    if readers.is_empty() { done } else { format!("{done}, and `{}` read it", readers.join("`, `")) }
}

fn means(effect: Effect, people: Option<u64>) -> String {
    let who = who(people);
    match effect {
        Effect::Live => "live for everybody at once".to_owned(),
        Effect::Anew => "it starts anew for everybody".to_owned(),
        Effect::Rederived => format!("due times are derived anew for {who}"),
        Effect::KeepTimers => format!("due times are kept for {who}"),
        Effect::Backfilled => "whoever is in the segment comes in".to_owned(),
        Effect::NewEntrants => "for new people only".to_owned(),
        Effect::Ahead => "people before it meet it, people past it never do".to_owned(),
        Effect::Rerun => format!("{who} past it {} back to it", verb(people, "goes", "go")),
        Effect::Renamed => format!("nothing changes for {who}"),
        Effect::Redirected => format!("{who} {} to another step", verb(people, "goes", "go")),
        Effect::Exited => format!("{who} {}", verb(people, "leaves", "leave")),
        Effect::Drained => format!("{who} {} on the definition before", verb(people, "finishes", "finish")),
        Effect::Requalified => format!("{who} {} unless the new one holds", verb(people, "leaves", "leave")),
        Effect::Sticky => "nobody leaves the arm that they were given".to_owned(),
        Effect::Refused => format!("refused while {who} {} there", verb(people, "is", "are")),
        Effect::Nobody => "nobody inside is concerned".to_owned(),
    }
}

fn who(people: Option<u64>) -> String {
    match people {
        None => "people inside".to_owned(),
        Some(1) => "1 person".to_owned(),
        Some(people) => format!("{people} people"),
    }
}

const fn verb(people: Option<u64>, one: &'static str, many: &'static str) -> &'static str {
    if matches!(people, Some(1)) { one } else { many }
}
