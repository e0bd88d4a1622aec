//! Lengths and times of day, in words.

use super::Language;
use filrouge_plan::{Offset, Period};

/// A length of time in words: `3 days`, `1 mois et 2 heures`.
#[must_use]
pub fn period(period: Period, language: Language) -> String {
    let Period { months, days, millis } = period;
    let mut parts = calendar(u64::from(months), u64::from(days));
    parts.extend(elapsed(millis));
    if parts.is_empty() {
        parts.push((0, ("second", "seconde")));
    }
    let parts: Vec<String> = parts.into_iter().map(|(count, unit)| counted(count, unit, language)).collect();
    listed(&parts, language.choose("and", "et"))
}

type Unit = (&'static str, &'static str);

fn calendar(months: u64, days: u64) -> Vec<(u64, Unit)> {
    let weeks = if days.is_multiple_of(7) { (days / 7, 0) } else { (0, days) };
    let parts = [
        (months / 12, ("year", "an")),
        (months % 12, ("month", "mois")),
        (weeks.0, ("week", "semaine")),
        (weeks.1, ("day", "jour")),
    ];
    parts.into_iter().filter(|(count, _)| *count > 0).collect()
}

fn elapsed(millis: u64) -> Vec<(u64, Unit)> {
    let seconds = millis / 1_000;
    let parts = [
        (seconds / 3_600, ("hour", "heure")),
        (seconds / 60 % 60, ("minute", "minute")),
        (seconds % 60, ("second", "seconde")),
        (millis % 1_000, ("millisecond", "milliseconde")),
    ];
    parts.into_iter().filter(|(count, _)| *count > 0).collect()
}

fn counted(count: u64, (english, french): Unit, language: Language) -> String {
    let unit = language.choose(english, french);
    let several = match language {
        Language::English => count != 1,
        Language::French => count > 1 && !unit.ends_with('s'),
    };
    format!("{count} {unit}{}", if several { "s" } else { "" })
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed(parts: &[String], and: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}

/// Minutes since midnight as a time of day.
pub(crate) fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// A distance from a date.
pub(crate) fn offset(offset: Offset, language: Language) -> String {
    if offset.by == Period::default() {
        return String::new();
    }
    let length = period(offset.by, language);
    match (language, offset.before) {
        (Language::English, true) => format!("{length} before "),
        (Language::English, false) => format!("{length} after "),
        (Language::French, true) => format!("{length} avant "),
        (Language::French, false) => format!("{length} après "),
    }
}

/// Days of the week, runs of three and more as a range.
pub(crate) fn weekdays(days: &[u8], language: Language) -> String {
    let names = match language {
        Language::English => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        Language::French => ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
    };
    let name = |day: u8| names.get(usize::from(day).wrapping_sub(1)).copied().unwrap_or("?");
    let mut days = days.to_vec();
    days.sort_unstable();
    let runs = days.chunk_by(|one, next| one + 1 == *next).map(|run| match run {
        [first, _, .., last] => format!("{}–{}", name(*first), name(*last)),
        run => run.iter().map(|day| name(*day)).collect::<Vec<_>>().join(", "),
    });
    runs.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(months: u32, days: u32, millis: u64) -> String {
        let length = Period { months, days, millis };
        format!("{} / {}", period(length, Language::English), period(length, Language::French))
    }

    #[test]
    fn lengths_are_told_in_the_largest_units() {
        assert_eq!(both(0, 0, 0), "0 seconds / 0 seconde");
        assert_eq!(both(0, 0, 3_600_000), "1 hour / 1 heure");
        assert_eq!(both(13, 3, 0), "1 year, 1 month and 3 days / 1 an, 1 mois et 3 jours");
        assert_eq!(both(2, 14, 0), "2 months and 2 weeks / 2 mois et 2 semaines");
        assert_eq!(both(0, 0, 82_800_000), "23 hours / 23 heures");
        assert_eq!(
            both(0, 0, 90_500),
            "1 minute, 30 seconds and 500 milliseconds / 1 minute, 30 secondes et 500 millisecondes"
        );
    }

    #[test]
    fn days_of_the_week_are_told_in_runs() {
        assert_eq!(weekdays(&[1, 2, 3, 4], Language::English), "Mon–Thu");
        assert_eq!(weekdays(&[7, 1, 2, 4], Language::French), "lun., mar., jeu., dim.");
    }
}
