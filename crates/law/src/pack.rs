//! One version of one pack.

use filrouge_plan::{Hours, Period, sha256_hex};
use filrouge_source::FileId;
use filrouge_syntax::{Node, ValueKind, parse};

/// One version of one pack of law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// The name that projects use: `eu-gdpr`.
    pub name: String,
    /// Its version: the day of the text, `2026-11-23`.
    pub version: String,
    /// Whether it holds for a project that is locked to an older version as well: the law does not wait for a deploy.
    pub effective: bool,
    /// What it is, for people.
    pub title: String,
    /// The law behind it.
    pub source: String,
    /// Who keeps it.
    pub owner: String,
    /// Ids of the checks that it asks for, in the order of the text.
    pub checks: Vec<String>,
    /// SHA-256 of its text, in hex.
    pub hash: String,
    facts: Vec<Fact>,
}

/// A line of a pack: a name and its values.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fact {
    name: String,
    values: Vec<String>,
}

/// Lines about the pack itself.
const ABOUT: &[&str] = &["title", "source", "owner", "checks"];

impl Pack {
    /// Reads a pack; nothing when the text holds none.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (tree, findings) = parse(FileId(0), text);
        let node = tree.roots().find(|node| node.name() == "pack").filter(|_| !findings.has_errors())?;
        let one = |name| line(node, name).into_iter().next().unwrap_or_default();
        let facts = node.children().filter(|line| !ABOUT.contains(&line.name()));
        Some(Self {
            name: values(node).next()?,
            version: node.prop("version")?.value().as_text()?.to_owned(),
            effective: node.prop("effective").is_some_and(|own| own.value().kind() == ValueKind::Bool(true)),
            title: one("title"),
            source: one("source"),
            owner: one("owner"),
            checks: line(node, "checks"),
            hash: sha256_hex(text.as_bytes()),
            facts: facts
                .map(|line| Fact { name: line.name().to_owned(), values: values(line).collect() })
                .collect(),
        })
    }

    /// Whether it asks for a check.
    #[must_use]
    pub fn asks(&self, check: &str) -> bool {
        self.checks.iter().any(|own| own == check)
    }

    /// Every value of the lines of this name.
    #[must_use]
    pub fn list(&self, name: &str) -> Vec<&str> {
        let lines = self.facts.iter().filter(|fact| fact.name == name);
        lines.flat_map(|fact| fact.values.iter().map(String::as_str)).collect()
    }

    /// The time on the line of this name.
    #[must_use]
    pub fn period(&self, name: &str) -> Option<Period> {
        self.list(name).first().copied().and_then(period)
    }

    /// The number on the line of this name.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<usize> {
        self.list(name).first().and_then(|text| text.parse().ok())
    }

    /// The hours at which messages of this kind may reach people; none, when it says nothing of them.
    #[must_use]
    pub fn hours(&self, medium: &str) -> Vec<Hours> {
        let lines = self.facts.iter().filter(|fact| fact.name == "hours");
        let own = lines.filter_map(|fact| fact.values.split_first()).filter(|(kind, _)| *kind == medium);
        own.filter_map(|(_, values)| hours(values)).collect()
    }

    /// How long data of each category is kept: `keep "user.financial.credit_card" "15mo"`.
    pub fn keeps(&self) -> impl Iterator<Item = (&str, Period)> {
        self.each("keep").filter_map(|values| match values {
            [category, time] => Some((category.as_str(), period(time)?)),
            _ => None,
        })
    }

    /// How often messages of this kind may reach a person within any such time: `at-most call "4" "30d"`.
    #[must_use]
    pub fn at_most(&self, medium: &str) -> Option<(u32, Period)> {
        self.each("at-most").find_map(|values| match values {
            [kind, count, time] if kind == medium => Some((count.parse().ok()?, period(time)?)),
            _ => None,
        })
    }

    /// The values of each line of this name.
    fn each<'p>(&'p self, name: &'static str) -> impl Iterator<Item = &'p [String]> {
        self.facts.iter().filter(move |fact| fact.name == name).map(|fact| fact.values.as_slice())
    }

    /// The names of its lines with their values, each name once and in alphabetical order.
    #[must_use]
    pub fn lines(&self) -> Vec<(&str, String)> {
        let mut names: Vec<&str> = self.facts.iter().map(|fact| fact.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().map(|name| (name, self.list(name).join(" "))).collect()
    }
}

/// The values of the lines of this name.
fn line(node: Node<'_>, name: &str) -> Vec<String> {
    node.children().filter(|line| line.name() == name).flat_map(values).collect()
}

fn values(node: Node<'_>) -> impl Iterator<Item = String> {
    node.args().filter_map(|entry| entry.value().as_text().map(str::to_owned))
}

/// `3y`, `13mo`, `30d`.
fn period(text: &str) -> Option<Period> {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let count: u32 = text.strip_suffix(unit)?.parse().ok()?;
    let none = Period::default();
    match unit {
        "y" => Some(Period { months: count.checked_mul(12)?, ..none }),
        "mo" => Some(Period { months: count, ..none }),
        "d" => Some(Period { days: count, ..none }),
        _ => None,
    }
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

fn hours(values: &[String]) -> Option<Hours> {
    let [from, to, days @ ..] = values else { return None };
    let day = |name: &String| WEEKDAYS.iter().position(|own| own == name);
    let weekdays = days.iter().map(|name| u8::try_from(day(name)? + 1).ok()).collect::<Option<_>>()?;
    Some(Hours { from: minute(from)?, to: minute(to)?, weekdays })
}

/// Minutes since midnight of `08:00`.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pack_is_read_with_its_facts() {
        let text = "pack x version=\"2026-01-01\" effective=#true { checks A B; hours sms \"08:00\" \"21:30\" monday sunday; keep \"3y\" }";
        let pack = Pack::read(text).unwrap();
        assert!(pack.effective && pack.asks("B") && !pack.asks("C"));
        assert_eq!(pack.period("keep").unwrap().months, 36);
        assert_eq!(pack.hours("sms"), [Hours { from: 480, to: 1290, weekdays: vec![1, 7] }]);
        assert_eq!(pack.hours("call"), []);
    }

    #[test]
    fn what_is_no_pack_is_none() {
        for text in ["", "pack x {", "pack version=\"1\"", "pack x", "other x version=\"1\""] {
            assert_eq!(Pack::read(text), None, "{text}");
        }
    }
}
