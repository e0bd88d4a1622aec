//! A generated project in which journeys share traits, segments and events, and one in ten has a fault.

use crate::shop;
use std::fmt::Write;

/// Segments, each over a trait of its own.
const SEGMENTS: u32 = 50;

/// Every file of a project with `journeys` journeys: path and text, sorted by path. No fault refuses it.
#[must_use]
pub fn files(journeys: u32) -> Vec<(String, String)> {
    let of_shop = shop::files(0).into_iter();
    let mut files: Vec<_> = of_shop.chain([("schema/people.kdl".to_owned(), people())]).collect();
    files.extend((0..journeys).map(|number| {
        let text = if number % 10 == 0 { faulty(number) } else { sound(number) };
        (format!("journeys/{:03}/estate-{number:05}.kdl", number / 100), text)
    }));
    files.sort();
    files
}

fn people() -> String {
    let mut text = String::new();
    for number in 0..SEGMENTS {
        let event = shop::event(number);
        let _ = writeln!(text, "trait carts_{number} count on=\"{event}\" within=\"30d\"");
        let _ = writeln!(
            text,
            "trait carts_ever_{number} count on=\"{event}\" where=\"event.value > {number}.0\""
        );
        let _ = writeln!(
            text,
            "segment busy-{number} when=\"profile.carts_{number} >= 3 && profile.tier != 'gold'\""
        );
        let _ =
            writeln!(text, "segment known-{number} when=\"profile.carts_ever_{number} >= {}\"", number + 2);
    }
    text
}

fn sound(number: u32) -> String {
    let (event, segment) = (shop::event(number), number % SEGMENTS);
    let low = number % 90;
    format!(
        r#"journey estate-{number:05} {{
    purpose marketing
    owner growth
    enter on="{event}" where="event.value >= {low}.0 && event.value < {}.0 && profile.in('busy-{segment}')" key="event.cart_id" {{
        re-entry after="7d"
    }}
    exit bought on="Order Completed" where="event.cart_id == entry.cart_id && event.total > 0.0"
    exit calm when="profile.carts_{segment} == 0"
    goal recovered on="Order Completed" where="event.total >= 1.0" within="7d"
    wait pause for="2h"
    split size {{
        when large "entry.value >= 60.0 && profile.tier == 'silver'" {{
            send large via=email template=message-{:02}
        }}
        when small "entry.value < 30.0 || profile.country == 'BE'" {{
            send small via=email template=message-{:02}
            wait days for="3d"
        }}
        otherwise {{
            end nothing-to-say
        }}
    }}
    update counted {{ reminders "1" }}
    end written
}}
"#,
        low + 500,
        number % 20,
        (number + 7) % 20,
    )
}

/// A journey with a shadowed way, a shadowed exit, an exit at the entry and a condition that comes too late.
fn faulty(number: u32) -> String {
    let (event, segment) = (shop::event(number), number % SEGMENTS);
    format!(
        r#"journey estate-{number:05} {{
    purpose marketing
    owner growth
    enter on="{event}" where="event.value >= 20.0 && profile.carts_{} == 0 && profile.tier == 'gold'" key="event.cart_id"
    exit bought on="Order Completed"
    exit bought-much on="Order Completed" where="event.total > 100.0"
    exit gold when="profile.tier == 'gold'"
    wait pause for="2h"
    split size {{
        when any "entry.value >= 10.0" {{
            send any via=email template=message-{:02}
        }}
        when large "entry.value >= 50.0" {{
            send large via=email template=message-{:02}
        }}
        otherwise {{
            end nothing-to-say
        }}
    }}
}}

journey left-{number:05} {{
    purpose marketing
    enter segment=known-{segment}
    exit forgotten when="!profile.in('known-{segment}')"
    wait pause for="2h"
    send hello via=email template=message-{:02}
}}
"#,
        number % 20,
        number % 20,
        (number + 7) % 20,
        (number + 13) % 20,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use filrouge_compile::analyse;
    use filrouge_source::Sources;

    #[test]
    fn the_generated_estate_has_a_plan_and_a_fault_in_every_tenth_journey() {
        let mut sources = Sources::new();
        for (path, text) in files(20) {
            sources.add(path, text);
        }
        let analysis = analyse(sources);
        assert!(analysis.checked.is_some(), "{}", shop::refused(&analysis));
        let of = |rule: &str| analysis.findings.iter().filter(|finding| finding.rule.slug == rule).count();
        assert_eq!(of("arm-never-taken"), 4);
        for rule in ["exit-shadowed", "exit-at-entry", "trigger-race", "segment-never-left"] {
            assert_eq!(of(rule), 2, "{rule}");
        }
    }
}
