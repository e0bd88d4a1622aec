//! What the terminal can show, and how to write to it.

use crate::arguments::{Colour, Locale};
use crate::exit::Failure;
use filrouge_explain::Look;
use filrouge_report::Language;
use filrouge_report::render::Style;
use jiff::tz::TimeZone;
use std::io::{self, IsTerminal, Write};

/// Width where the terminal does not say one.
const WIDTH: usize = 100;

/// The widest text that is pleasant to read.
const WIDEST: usize = 120;

/// What the terminal can show.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    /// How to draw.
    pub style: Style,
}

impl Terminal {
    /// Looks at the terminal and its environment.
    pub fn new(colour: Colour, locale: Locale) -> Self {
        let color = match colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => io::stdout().is_terminal() && !is_set("NO_COLOR"),
        };
        let language = match locale {
            Locale::En => Language::English,
            Locale::Fr => Language::French,
        };
        Self { style: Style { color, width: width(), unicode: unicode(), language } }
    }

    /// Whether people are told in French.
    pub fn speaks_french(&self) -> bool {
        self.style.language == Language::French
    }

    /// Writes `text` to standard output. A reader that went away is no failure: `filrouge check | head` is fine.
    pub fn print(&self, text: &str) {
        let _ = io::stdout().lock().write_all(text.as_bytes());
    }

    /// Writes `text` to standard output in place of what was there before, where somebody watches.
    pub fn repaint(&self, text: &str) {
        if !io::stdout().is_terminal() {
            return self.print(text);
        }
        let lines: String = text.lines().map(|line| format!("{line}\x1b[K\n")).collect();
        self.print(&format!("\x1b[H{lines}\x1b[J"));
    }

    /// Writes one line to standard output.
    pub fn say(&self, line: &str) {
        self.print(&format!("{line}\n"));
    }

    /// Writes `text` to standard error, for people, where standard output is for machines.
    pub fn remark(&self, text: &str) {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Whether somebody watches standard error.
    pub fn is_watched(&self) -> bool {
        io::stderr().is_terminal()
    }

    /// Says on standard error why a command could not do its work.
    pub fn complain(&self, failure: &Failure) {
        let language = self.style.language;
        let label = self.paint("31;1", &language.label("error"));
        let _ = writeln!(io::stderr().lock(), "{label} {}", language.tell(&failure.to_string()));
    }

    /// Each line in the language of whoever reads; one that has no translation is told in English.
    pub fn told(&self, text: &str) -> String {
        let line = |line: &str| {
            let words = line.trim_start();
            let indent = line.strip_suffix(words).unwrap_or_default();
            format!("{indent}{}", told(words, self.style.language))
        };
        text.split('\n').map(line).collect::<Vec<_>>().join("\n")
    }

    /// How explanations are drawn: moments are those of this machine.
    pub fn look(&self) -> Look {
        let Style { color, unicode, language, .. } = self.style;
        Look { color, unicode, zone: TimeZone::system(), tell: language.teller() }
    }

    /// `text` in a colour of ANSI, where colours are shown.
    pub fn paint(&self, code: &str, text: &str) -> String {
        if self.style.color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// A line in a language, with the same words of it in colour.
fn told(line: &str, language: Language) -> String {
    let (plain, painted) = uncoloured(line);
    let told = language.tell(&plain).into_owned();
    painted.into_iter().fold(told, |told, (code, words)| {
        let other = language.tell(&words);
        let words = if told.contains(&*other) { &*other } else { words.as_str() };
        told.replacen(words, &format!("\x1b[{code}m{words}\x1b[0m"), 1)
    })
}

/// A line without its colours, and each part of it that has one: its code and its words.
fn uncoloured(line: &str) -> (String, Vec<(String, String)>) {
    let (mut plain, mut painted, mut rest) = (String::new(), Vec::new(), line);
    while let Some((before, begun)) = rest.split_once("\x1b[") {
        let Some((code, (words, after))) =
            begun.split_once('m').and_then(|(code, begun)| Some((code, begun.split_once("\x1b[0m")?)))
        else {
            break;
        };
        plain.push_str(before);
        plain.push_str(words);
        painted.push((code.to_owned(), words.to_owned()));
        rest = after;
    }
    (plain + rest, painted)
}

fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

fn width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let seen = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    told.or_else(seen).unwrap_or(WIDTH).min(WIDEST)
}

/// Whether the locale is one of Unicode. Without any locale, as in most containers, it is taken to be.
fn unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    locale.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8") || matches!(locale.as_str(), "c" | "posix")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_colour_are_told_in_colour() {
        let told = |line| told(line, Language::French);
        assert_eq!(told("health      \x1b[32mworking\x1b[0m"), "santé       \x1b[32men marche\x1b[0m");
        assert_eq!(told("\x1b[1ma name\x1b[0m beside"), "\x1b[1ma name\x1b[0m beside");
        assert_eq!(told("cut \x1b[1m off"), "cut \x1b[1m off");
    }
}
