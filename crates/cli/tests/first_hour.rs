//! `docs/first-hour.md`, done by somebody who does exactly what it says: each command in one shell, each file as it is shown.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that meets something unexpected fails")]

#[path = "first_hour/mail.rs"]
mod mail;
#[path = "first_hour/page.rs"]
mod page;
#[path = "first_hour/visitor.rs"]
mod visitor;

use mail::MailCatcher;
use page::{Block, blocks, fits};
use std::time::{Duration, Instant};
use visitor::Visitor;

const PAGE: &str = include_str!("../../../docs/first-hour.md");

#[test]
fn the_first_hour_is_as_it_is_told() {
    let catcher = MailCatcher::start();
    let mut visitor = Visitor::new(catcher.port);
    let began = Instant::now();
    let mut commands = 0;
    for block in blocks(PAGE) {
        match block {
            Block::File { path, text } => visitor.write(&path, &text),
            Block::Commands(given) => {
                commands += given.len();
                given.iter().for_each(|command| visitor.give(command));
            }
        }
    }
    let mail = catcher.next(Duration::from_secs(20));
    assert!(mail.contains("RCPT TO:<lea@example.com>") && mail.contains("All 5 seats are taken"), "{mail}");
    assert!(commands < 15, "{commands} commands");
    assert!(began.elapsed() < Duration::from_mins(10), "{:?}", began.elapsed());
}

#[test]
fn what_is_printed_otherwise_is_noticed() {
    assert!(fits("ok: 8 files\n", "ok: 8 files\n"));
    assert!(!fits("ok: 8 files\n", "ok: 9 files\n"));
    assert!(!fits("ok: 8 files\n", "ok: 8 files\nmore\n"));
    assert!(!fits("ok: 8 files\n", ""));
    assert!(fits("a …\n…\nz\n", "a 12\nb\nc\nz\n"));
    assert!(!fits("a …\n…\nz\n", "a 12\nb\nc\n"));
    assert!(fits("in … s\n", "in 0.0 s\n") && !fits("in … s\n", "in 0.0 m\n"));
    assert!(fits("", "") && !fits("", "surprise\n"));
}
