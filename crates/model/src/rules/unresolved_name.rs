//! A name that nothing declares.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A name that nothing declares.
    pub struct UnresolvedName {
        /// What is looked for: `purpose`.
        kind: &'static str,
        name: String,
        place: Span,
        near: Option<String>,
        /// Every name of that kind.
        declared: Vec<String>,
        /// Where it was looked for, when that is not the whole project: ` in the event `Cart Updated``.
        within: Option<String>,
    }
    slug: "unresolved-name", severity: Error, since: "0.1",
    message: match within {
        Some(within) => format!("{within} has no {kind} called `{name}`"),
        None => format!("no {kind} is called `{name}`"),
    },
    at: place => "not declared".to_owned(),
    help: Some(help(kind, near.as_deref(), declared)),
    fixes: near.iter().map(|near| Fix::risky("use the declared name", *place, spelled(near))).collect(),
    allowed: name => declared,
}

/// How many names a help shows at most.
const SHOWN: usize = 12;

fn help(kind: &str, near: Option<&str>, declared: &[String]) -> String {
    let meant = near.map(|near| format!("did you mean `{near}`?"));
    let names: Vec<_> = declared.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    let more = declared.len().saturating_sub(SHOWN);
    let known = match (names.is_empty(), more) {
        (true, _) => format!("no {kind} is declared"),
        (false, 0) => format!("declared: {}", names.join(", ")),
        (false, more) => format!("declared: {} and {more} more", names.join(", ")),
    };
    meant.map_or(known.clone(), |meant| format!("{meant} {known}"))
}

/// The name as KDL wants it: in quotes when it is more than one plain word.
fn spelled(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let word = name.starts_with(|c: char| c.is_alphabetic() || c == '_') && name.chars().all(plain);
    let keyword = matches!(name, "true" | "false" | "null" | "inf" | "nan");
    if word && !keyword { name.to_owned() } else { format!("{name:?}") }
}
