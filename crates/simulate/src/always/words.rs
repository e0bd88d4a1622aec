//! Properties in words.

use filrouge_plan::always::{Claim, Property, Scope};
use filrouge_plan::{CalendarUnit, Cap, CapWindow, Period, QuietHours};

/// What must hold.
pub(super) fn claim(property: &Property) -> String {
    let about = about(&property.scope);
    match &property.claim {
        Claim::Consent => format!("no message{about} without a yes of the person"),
        Claim::Caps => format!("no message{about} over a cap"),
        Claim::QuietHours(None) => format!("no message{about} in quiet hours"),
        Claim::QuietHours(Some(QuietHours { from, to })) => {
            format!("no message{about} from {} to {}", clock(*from), clock(*to))
        }
        Claim::Suppressed => format!("no message{about} while a `suppress` holds"),
        Claim::Segment(segment) => format!("no message{about} to somebody in `{segment}`"),
        Claim::TooOften { most, per } => {
            let messages = if *most == 1 { "message" } else { "messages" };
            format!("at most {most} {messages}{about} in {}", window(*per))
        }
        Claim::TooLong(longest) => {
            let journeys = match property.scope.journeys.as_slice() {
                [] => "a journey".to_owned(),
                named => any_of(named),
            };
            format!("nobody is in {journeys} for longer than `{}`", length(*longest))
        }
    }
}

fn about(scope: &Scope) -> String {
    let parts = [(" of ", &scope.journeys), (" for ", &scope.purposes), (" over ", &scope.channels)];
    let named = parts.into_iter().filter(|(_, names)| !names.is_empty());
    named.map(|(word, names)| format!("{word}{}", any_of(names))).collect()
}

fn any_of(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(" or ")
}

/// A cap: ``3 in any `7d` ``.
pub(super) fn of_cap(cap: &Cap) -> String {
    format!("{} in {}", cap.count, window(cap.per))
}

fn window(per: CapWindow) -> String {
    match per {
        CapWindow::Rolling(period) => format!("any `{}`", length(period)),
        CapWindow::Calendar(CalendarUnit::Day) => "a day".to_owned(),
        CapWindow::Calendar(CalendarUnit::Week) => "a week".to_owned(),
        CapWindow::Calendar(CalendarUnit::Month) => "a month".to_owned(),
    }
}

/// A time of day.
pub(super) fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// A length of time as the language writes it.
fn length(period: Period) -> String {
    let seconds = period.millis / 1_000;
    let parts = [
        (u64::from(period.months / 12), "y"),
        (u64::from(period.months % 12), "mo"),
        (u64::from(period.days), "d"),
        (seconds / 3_600, "h"),
        (seconds / 60 % 60, "m"),
        (seconds % 60, "s"),
    ];
    let told: String = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count}{unit}"))
        .collect();
    if told.is_empty() { "0s".to_owned() } else { told }
}
