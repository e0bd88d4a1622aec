//! What is shown between the words: durations in larger units, moments of tests, types of expressions, how many people are in what.

mod crowd;
mod due;

use crate::Sizes;
use crate::page::Page;
use crate::protocol::{DocumentRange, InlayHint};
use crate::spot::touches;
use filrouge_language::kinds::{Duration, Kind as _};
use filrouge_language::{Position, part_at};
use filrouge_plan::Type;
use filrouge_source::Span;
use filrouge_syntax::Node;

/// Something to show behind a place.
struct Hint {
    at: Span,
    label: String,
    is_type: bool,
    why: String,
}

/// The hints of a range.
pub fn hints(page: &Page<'_>, query: DocumentRange, sizes: Option<&Sizes>) -> Vec<InlayHint> {
    if !page.source.is_kdl() {
        return Vec::new();
    }
    let tree = page.tree();
    let mut found = Vec::new();
    tree.roots().for_each(|node| durations(node, &mut Vec::new(), &mut found));
    tree.roots().filter(|node| node.name() == "test").for_each(|node| found.extend(due::moments(node, page)));
    found.extend(types(page));
    found.extend(sizes.into_iter().flat_map(|sizes| crowd::crowds(tree.roots(), page, sizes)));
    let span = page.span(query.range);
    found.retain(|hint| touches(span, hint.at.end));
    found.sort_by_key(|hint| hint.at);
    found.into_iter().map(|hint| shown(hint, page)).collect()
}

fn shown(hint: Hint, page: &Page<'_>) -> InlayHint {
    InlayHint {
        position: page.position(hint.at.end),
        label: hint.label,
        kind: hint.is_type.then_some(1),
        tooltip: Some(hint.why),
        padding_left: !hint.is_type,
    }
}

/// Durations that read better in larger units.
fn durations<'t>(node: Node<'t>, path: &mut Vec<&'t str>, found: &mut Vec<Hint>) {
    path.push(node.name());
    let mut args = 0;
    for entry in node.entries() {
        let position = entry.key().map_or(Position::Arg(args), Position::Prop);
        args += usize::from(entry.key().is_none());
        let shape = part_at(path, position).and_then(|part| part.shape());
        let is_duration = shape.is_some_and(|shape| shape.name == Duration::SHAPE.name);
        if let Some(label) = entry.value().as_text().filter(|_| is_duration).and_then(resolved) {
            found.push(Hint {
                at: entry.value().span(),
                label,
                is_type: false,
                why: "the same time in larger units".to_owned(),
            });
        }
    }
    node.children().for_each(|child| durations(child, path, found));
    path.pop();
}

/// `36h` as `1 day 12 hours`; nothing when it is written so already.
fn resolved(text: &str) -> Option<String> {
    let duration = Duration::parse(text)?;
    let (seconds, months) = (duration.seconds, u64::from(duration.months));
    let counts = [
        (months / 12, "year"),
        (months % 12, "month"),
        (u64::from(duration.days), "day"),
        (seconds / 86_400, "day"),
        (seconds % 86_400 / 3_600, "hour"),
        (seconds % 3_600 / 60, "minute"),
        (seconds % 60, "second"),
    ];
    let parts = counts.into_iter().filter(|(count, _)| *count > 0);
    let words: Vec<_> =
        parts.map(|(count, unit)| format!("{count} {unit}{}", if count == 1 { "" } else { "s" })).collect();
    let letters = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let is_same = letters(text) == words.iter().map(|word| letters(word)).collect::<String>();
    (!is_same).then(|| words.join(" "))
}

/// Types of expressions whose type is not plain from the place.
fn types(page: &Page<'_>) -> impl Iterator<Item = Hint> {
    let typed = page.atlas().types_in(page.file).filter(|(_, ty)| !matches!(ty, Type::Bool));
    typed.map(|(at, ty)| Hint {
        at,
        label: format!(": {ty}"),
        is_type: true,
        why: "the type of the expression".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_reads_better_in_larger_units_is_resolved() {
        let told = |text: &str| resolved(text).unwrap_or_default();
        assert_eq!(told("36h"), "1 day 12 hours");
        assert_eq!(told("90m"), "1 hour 30 minutes");
        assert_eq!(told("13mo"), "1 year 1 month");
        for plain in ["7d", "1h30m", "1h", "2w3d", "", "x"] {
            assert!(plain == "2w3d" || told(plain).is_empty(), "{plain}: {}", told(plain));
        }
    }
}
