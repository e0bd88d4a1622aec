//! Halves of sentences that several rules share: what is allowed, and what was meant.

/// A list of words in a sentence: "`a`, `b` and `c`".
pub(crate) fn list(words: &[impl AsRef<str>], last: &str) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{}`", word.as_ref())).collect();
    join(&quoted, last)
}

/// A list of what has its quotes already.
pub(crate) fn join(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [others @ .., end] => format!("{} {last} {end}", others.join(", ")),
    }
}

/// What was probably meant, or else everything that is allowed.
pub(crate) fn allowed(near: Option<&str>, allowed: &[&str]) -> Option<String> {
    match (near, allowed) {
        (Some(near), _) => Some(format!("did you mean `{near}`?")),
        (None, []) => Some("nothing may stand here".to_owned()),
        (None, allowed) => Some(format!("allowed here: {}", list(allowed, "and"))),
    }
}
