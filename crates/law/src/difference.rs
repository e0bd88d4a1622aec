//! What one version of a pack asks otherwise than another.

use crate::Pack;

/// What is otherwise in `new`, each as a few signs: `+C12`, `-C05`, `keep-profiles 3y → 2y`.
#[must_use]
pub fn difference(old: &Pack, new: &Pack) -> Vec<String> {
    let more = new.checks.iter().filter(|check| !old.asks(check)).map(|check| format!("+{check}"));
    let fewer = old.checks.iter().filter(|check| !new.asks(check)).map(|check| format!("-{check}"));
    more.chain(fewer).chain(facts(old, new)).collect()
}

fn facts(old: &Pack, new: &Pack) -> Vec<String> {
    let (before, now) = (old.lines(), new.lines());
    let find = |lines: &[(&str, String)], name: &str| {
        lines.iter().find(|(own, _)| *own == name).map(|(_, values)| values.clone())
    };
    let mut names: Vec<&str> = before.iter().chain(&now).map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.dedup();
    let changed = |name: &str| match (find(&before, name), find(&now, name)) {
        (None, Some(now)) => Some(format!("+{name} {now}")),
        (Some(before), None) => Some(format!("-{name} {before}")),
        (Some(before), Some(now)) if before != now => Some(format!("{name} {before} → {now}")),
        _ => None,
    };
    names.into_iter().filter_map(changed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_gone_and_changed_is_told() {
        let old = Pack::read("pack x version=\"1\" { checks A B; keep \"3y\"; area FR; same a }").unwrap();
        let new = Pack::read("pack x version=\"2\" { checks B C; keep \"2y\"; hours sms; same a }").unwrap();
        let told = difference(&old, &new);
        assert_eq!(told, ["+C", "-A", "-area FR", "+hours sms", "keep 3y → 2y"]);
        assert_eq!(difference(&old, &old), Vec::<String>::new());
    }
}
