//! A small shop, and what people do there.

use filrouge_compile::{analyse, lower};
use filrouge_machine::Ready;
use filrouge_simulate::Dice;
use filrouge_source::Sources;
use std::fmt::Write as _;
use std::sync::Arc;

pub const SHOP: &str = r#"
project shop {
    controller "Shop SAS"
    owner growth email="growth@example.com"
    timezone "Europe/Paris"
    locale fr
}
profile {
    id user_id string category="user.unique_id"
    id email email category="user.contact.email"
    id anonymous_id string category="user.device.cookie_id" max=20
    orders int?
    retain "3y" since=last-activity then=erase
}
event "Cart Updated" { value decimal; retain "13mo" }
event "Order Completed"
purpose news { basis consent; channels email; notice "notice.md" }
source site kind=http { write-key env=SITE_WRITE_KEY }
connector mail kind=smtp { url env=SMTP_URL }
channel email connector=mail from="shop@example.com"
template reminder { subject "Your basket"; text "It waits. {{ unsubscribe_url }}" }
segment regulars when="has(profile.orders) && profile.orders >= 5"
journey cart {
    purpose news
    enter on="Cart Updated" where="event.value >= 20.0" { re-entry after="1m" }
    exit bought on="Order Completed"
    wait pause for="1h"
    send reminder via=email template=reminder
}
journey thanks {
    purpose news
    enter segment=regulars { re-entry never }
    send thanks via=email template=reminder
}
"#;

/// The plan of a project of one file.
pub fn plan(text: &str) -> Ready {
    let mut sources = Sources::new();
    sources.add("filrouge.kdl", text);
    sources.add("notice.md", "What we do with it.");
    let analysis = analyse(sources);
    let findings: Vec<&str> = analysis.findings.iter().map(|finding| finding.message.as_str()).collect();
    let Some(checked) = analysis.checked else { panic!("{findings:#?}") };
    Ready::new(Arc::new(lower(&checked, &analysis.sources, None))).unwrap()
}

/// Lines of a recording.
#[derive(Default)]
pub struct Lines(pub String);

impl Lines {
    fn add(&mut self, kind: &str, who: &str, at: &str, rest: &str) {
        let number = self.0.lines().count();
        let _ = writeln!(
            self.0,
            r#"{{"type":"{kind}","userId":"{who}","timestamp":"{at}","messageId":"m{number}",{rest}}}"#
        );
    }

    pub fn known(&mut self, who: &str, at: &str) {
        self.has(who, at, &format!(r#"{{"email":"{who}@example.com"}}"#));
    }

    pub fn has(&mut self, who: &str, at: &str, traits: &str) {
        self.add("identify", who, at, &format!(r#""traits":{traits}"#));
    }

    pub fn agrees(&mut self, who: &str, at: &str) {
        self.add(
            "consent",
            who,
            at,
            r#""purpose":"news","channel":"email","granted":true,"evidence":"test""#,
        );
    }

    pub fn did(&mut self, who: &str, event: &str, at: &str, properties: &str) {
        self.add("track", who, at, &format!(r#""event":"{event}","properties":{properties}"#));
    }
}

/// What nine people do, some of them under the names of others.
pub fn random(seed: u64, acts: u32) -> String {
    let (mut dice, mut lines, mut minutes) = (Dice::new(seed), Lines::default(), 0);
    for _ in 0..acts {
        let who = format!("u{}", dice.below(9));
        minutes += dice.below(300);
        let (day, hour, minute) = (1 + minutes / 1440, minutes / 60 % 24, minutes % 60);
        let (month, day) = (1 + day / 28, 1 + day % 28);
        let at = format!("2026-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z");
        match dice.below(8) {
            0 => lines.known(&who, &at),
            1 => lines.agrees(&who, &at),
            2 => lines.did(&who, "Order Completed", &at, "{}"),
            3 => lines.has(&who, &at, &format!(r#"{{"orders":{}}}"#, dice.below(9))),
            4 => lines.has(&who, &at, &format!(r#"{{"anonymous_id":"a{}"}}"#, dice.below(4))),
            _ => lines.did(&who, "Cart Updated", &at, &format!(r#"{{"value":{}}}"#, dice.below(60))),
        }
    }
    lines.0
}
