//! A review for people at a terminal.

use crate::document::{Outlook, Place, Review, Reviewed, Revision, Shift};
use crate::shown::NOTHING;
use crate::uses::declaration;
use crate::{Class, PrivacyApproval};
use std::fmt::Write as _;

/// How a review is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Whether colours are shown.
    pub color: bool,
    /// Whether characters beyond ASCII are shown.
    pub unicode: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// How a sentence is told in the language of whoever reads: `str::to_owned` in English.
    pub tell: fn(&str) -> String,
}

/// The review as text: what changes, part by part, then what changes for personal data, then the verdict.
#[must_use]
pub fn told(review: &Review, look: Look) -> String {
    let mut page = Page { text: String::new(), look };
    page.head(review);
    if review.is_empty() {
        page.nothing(review);
        return page.text;
    }
    page.changes(&review.changes);
    page.privacy(&review.privacy);
    page.indirect(review);
    page.forecast(review);
    page.verdict(review);
    page.text
}

/// What follows from a lock that is not that of the newest packs.
pub(crate) const UNLOCKED: &str =
    "`filrouge lock` locks the project to it; until then `filrouge apply` refuses this plan";

struct Page {
    text: String,
    look: Look,
}

impl Page {
    fn head(&mut self, review: &Review) {
        let arrow = self.arrow();
        let (old, new) = (side(&review.old, self.look.tell), side(&review.new, self.look.tell));
        let title = self.paint("1", &self.say("plan"));
        self.line(&format!("{title}  {old} {arrow} {new}"));
        if let Some(inside) = review.inside {
            self.line(&format!("      {}", self.say(&format!("{} inside now", people(inside)))));
        }
        if let Some(release) = &review.release {
            let shared = self.paint("33;1", &self.say("release"));
            self.line(&format!("{shared}  {}", self.say(&release.sentence())));
        }
        for pack in &review.stale_lock {
            let lock = self.paint("33;1", &self.say("lock"));
            self.line(&format!("{lock}  {}", self.say(&pack.to_string())));
        }
        if !review.stale_lock.is_empty() {
            self.line(&format!("      {}", self.say(UNLOCKED)));
        }
        self.line("");
    }

    fn nothing(&mut self, review: &Review) {
        let good = self.paint("32;1", &self.say("no changes:"));
        let why = match review.texts.len() {
            0 => "both plans are the same".to_owned(),
            1 => "both plans do the same, and 1 file differs in its wording".to_owned(),
            files => format!("both plans do the same, and {files} files differ in their wording"),
        };
        self.line(&format!("{good} {}", self.say(&why)));
    }

    fn changes(&mut self, changes: &[Reviewed]) {
        let mut around = String::new();
        for reviewed in changes {
            let here = declaration(&reviewed.change.address);
            if here != around {
                let title = self.paint("1", &here.replacen('/', " ", 1));
                self.line(&title);
                around = here;
            }
            self.change(reviewed);
        }
        if !changes.is_empty() {
            self.line("");
        }
    }

    fn change(&mut self, reviewed: &Reviewed) {
        self.entry(reviewed.class, &reviewed.change.sentence);
        if let Some((was, is)) = reviewed.values() {
            self.below(&format!("{} {} {}", self.value(was), self.arrow(), self.value(is)));
        }
        if let Some(help) = &reviewed.change.help {
            self.below(&self.say(&format!("help: {help}")));
        }
        self.place(reviewed.place.as_ref());
    }

    /// The author's words as they are; only their absence is said.
    fn value(&self, words: &str) -> String {
        if words == NOTHING { self.say(words) } else { words.to_owned() }
    }

    fn privacy(&mut self, shifts: &[Shift]) {
        if shifts.is_empty() {
            return;
        }
        let title = self.paint("1", &self.say("use of personal data"));
        self.line(&title);
        for shift in shifts {
            self.shift(shift);
        }
        self.line("");
    }

    fn shift(&mut self, shift: &Shift) {
        if shift.widens {
            self.entry(Class::PrivacyWidening, &shift.sentence);
        } else {
            self.row(&self.say("less"), "32", &shift.sentence);
        }
        self.place(shift.place.as_ref());
    }

    fn indirect(&mut self, review: &Review) {
        if review.indirect.is_empty() {
            return;
        }
        let title = self.paint("1", &self.say("touched through others"));
        self.line(&title);
        for (part, causes) in &review.indirect {
            let causes: Vec<_> = causes.iter().map(|cause| cause.replacen('/', " ", 1)).collect();
            let by = self.say("by");
            self.line(&format!("  {}  {by} {}", part.replacen('/', " ", 1), causes.join(", ")));
        }
        self.line("");
    }

    fn forecast(&mut self, review: &Review) {
        let Some(forecast) = &review.forecast else { return };
        let title = self.paint("1", &self.say(&forecast.ground()));
        self.line(&title);
        let arrow = self.arrow();
        for Outlook { journey, channel, old, new } in &forecast.messages {
            self.line(&format!("  {journey} via {channel}  {old} {arrow} {new}"));
        }
        if forecast.messages.is_empty() {
            self.line(&format!("  {}", self.say("none under either plan")));
        }
        self.line("");
    }

    fn verdict(&mut self, review: &Review) {
        let all: usize = review.counts.values().sum();
        let each: Vec<_> =
            review.counts.iter().rev().map(|(class, count)| format!("{count} {}", class.word())).collect();
        let all = if all == 1 { "1 change".to_owned() } else { format!("{all} changes") };
        let sum = if each.is_empty() {
            self.say("no change of behaviour: less is done with personal data")
        } else {
            format!("{} {}", self.say(&format!("{all}:")), each.join(", "))
        };
        self.line(&sum);
        if review.needs_approval() {
            let words: Vec<_> = review.approval.iter().map(|class| class.word()).collect();
            let title = self.paint("33;1", &self.say("approval needed:"));
            self.line(&format!("{title} {}", words.join(", ")));
        }
        if let Some(asked) = &review.privacy_approval {
            self.approver(asked);
        }
    }

    fn approver(&mut self, asked: &PrivacyApproval) {
        if asked.agreed.is_empty() {
            let title = self.paint("31;1", &self.say("privacy approver:"));
            let must = self.say(&format!("{} must agree", asked.approvers.join(" or ")));
            self.line(&format!("{title} {must}"));
            let help = "help: `filrouge manifest approve` writes the agreement; commit it beside the change";
            self.line(&self.say(help));
        } else {
            let title = self.paint("32;1", &self.say("privacy approver:"));
            let agreed = self.say(&format!("{} agreed", asked.agreed.join(", ")));
            self.line(&format!("{title} {agreed}"));
        }
    }

    /// A class, then a sentence that is wrapped beside it.
    fn entry(&mut self, class: Class, sentence: &str) {
        self.row(class.word(), color(class), sentence);
    }

    fn row(&mut self, word: &str, color: &str, sentence: &str) {
        let mut lines = wrapped(&self.say(sentence), self.look.width.saturating_sub(INDENT)).into_iter();
        let first = lines.next().unwrap_or_default();
        let word = self.paint(color, &format!("{word:<16}"));
        self.line(&format!("  {word}  {first}"));
        lines.for_each(|line| self.line(&format!("{:INDENT$}{line}", "")));
    }

    fn below(&mut self, text: &str) {
        for line in wrapped(text, self.look.width.saturating_sub(INDENT)) {
            self.line(&format!("{:INDENT$}{line}", ""));
        }
    }

    fn place(&mut self, place: Option<&Place>) {
        if let Some(Place { file, line, column }) = place {
            let at = self.paint("2", &format!("{file}:{line}:{column}"));
            self.line(&format!("{:INDENT$}{at}", ""));
        }
    }

    fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "{}", line.trim_end());
    }

    fn say(&self, sentence: &str) -> String {
        (self.look.tell)(sentence)
    }

    const fn arrow(&self) -> &'static str {
        if self.look.unicode { "→" } else { "->" }
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.look.color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// Column at which sentences begin.
const INDENT: usize = 20;

/// The narrowest column of text that can be read.
const NARROWEST: usize = 24;

const fn color(class: Class) -> &'static str {
    match class {
        Class::Cosmetic => "2",
        Class::Additive => "32",
        Class::ForwardOnly => "36",
        Class::Breaking | Class::Destructive => "31;1",
        Class::PrivacyWidening => "35;1",
    }
}

/// What stands on one side of the comparison; `tell` says it in the reader's language.
pub(crate) fn side(revision: &Revision, tell: fn(&str) -> String) -> String {
    let (plan, name) = (short(&revision.plan), tell(&revision.name));
    match &revision.commit {
        Some(commit) if !commit.dirty => format!("{name} ({plan}, commit {})", short(&commit.id)),
        _ => format!("{name} ({plan})"),
    }
}

pub(crate) fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

fn people(count: u64) -> String {
    if count == 1 { "1 person is".to_owned() } else { format!("{count} people are") }
}

/// `text` in lines of at most `width` characters, broken between words.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let width = width.max(NARROWEST);
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { continue };
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
