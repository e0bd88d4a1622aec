//! What is kept from one judgement to the next changes no answer: projects are edited by chance, and after each edit what is
//! found, what is declared and what words mean is compared with a look at the same texts by somebody who kept nothing.
//!
//! A rule that says it is about one journey and looks at more would be caught here: what it sees is edited, too.

use filrouge_compile::{Date, Kept, analyse_on, findings_again, index, rules};
use filrouge_language::WORDS;
use filrouge_source::{FileId, Sources};
use std::path::Path;

const TODAY: Date = Date { year: 2026, month: 6, day: 1 };

/// A generator of numbers that every run draws alike.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides.max(1) as u64).unwrap_or(0)
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.roll(all.len()))
    }
}

/// Somebody who keeps what was known, in front of a project.
struct Editor {
    name: String,
    kept: Kept,
    sources: Sources,
    dice: Dice,
}

impl Editor {
    fn new(name: String, sources: Sources, seed: u64) -> Self {
        let mut editor = Self {
            name,
            kept: Kept::default(),
            sources,
            dice: Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1),
        };
        drop(findings_again(&mut editor.kept, &editor.sources, Some(TODAY)));
        editor
    }

    /// Edits some of the files, compares, and takes every other edit back.
    fn edit(&mut self, times: usize) {
        for turn in 0..times {
            let before = self.sources.clone();
            let told = self.change();
            self.compare(&told);
            if turn % 2 == 0 {
                self.sources = before;
                self.compare("taken back");
            }
        }
    }

    fn change(&mut self) -> String {
        let file = self.one_file();
        let text = self.sources.get(file).map(|file| file.text.to_string()).unwrap_or_default();
        let words: Vec<String> = words(&text);
        let one = self.dice.one_of(&words).cloned().unwrap_or_default();
        match self.dice.roll(8) {
            0 => self.replace(file, format!("// a line above\n{text}"), "a line above"),
            1 => self.lines(file, &text, |lines, at| drop(lines.drain(at..=at)), "a line less"),
            2 => self.lines(
                file,
                &text,
                |lines, at| lines.insert(at, lines.get(at).copied().unwrap_or_default()),
                "a line twice",
            ),
            3 => self.everywhere(&one, &format!("{one}x")),
            4 => self.replace(file, text.replacen(&one, &format!("{one}x"), 1), "a word changed"),
            5 => {
                let all: Vec<String> =
                    self.sources.iter().flat_map(|(_, file)| self::words(&file.text)).collect();
                let other = self.dice.one_of(&all).cloned().unwrap_or_default();
                self.replace(file, text.replacen(&one, &other, 1), "another word")
            }
            6 => self.replace(file, text.replace(['1', '2'], "3"), "other numbers"),
            _ => self.lines(file, &text, |lines, at| lines.insert(at, ""), "a line between"),
        }
    }

    fn one_file(&mut self) -> FileId {
        let files: Vec<FileId> = self.sources.iter().map(|(id, _)| id).collect();
        self.dice.one_of(&files).copied().unwrap_or(FileId(0))
    }

    fn replace(&mut self, file: FileId, text: String, how: &str) -> String {
        self.sources.replace(file, text);
        format!("file {}: {how}", file.0)
    }

    fn lines(&mut self, file: FileId, text: &str, change: fn(&mut Vec<&str>, usize), how: &str) -> String {
        let mut lines: Vec<&str> = text.lines().collect();
        if !lines.is_empty() {
            let at = self.dice.roll(lines.len());
            change(&mut lines, at);
        }
        self.replace(file, lines.join("\n"), how)
    }

    fn everywhere(&mut self, from: &str, to: &str) -> String {
        let texts: Vec<_> = self.sources.iter().map(|(id, file)| (id, file.text.replace(from, to))).collect();
        texts.into_iter().filter(|_| !from.is_empty()).for_each(|(id, text)| self.sources.replace(id, text));
        format!("`{from}` is `{to}` everywhere")
    }

    fn compare(&mut self, told: &str) {
        let again = findings_again(&mut self.kept, &self.sources, Some(TODAY));
        assert_eq!(again, analyse_on(self.sources.clone(), Some(TODAY)).findings, "{}, {told}", self.name);
        // What words mean takes longer, and hangs on less.
        if self.dice.roll(3) == 0 {
            let (again, anew) =
                (index(&mut self.kept, &self.sources), index(&mut Kept::default(), &self.sources));
            assert_eq!(again.model, anew.model, "{}, {told}", self.name);
            assert!(again.notes == anew.notes, "{}, {told}: words mean something else", self.name);
        }
    }
}

fn words(text: &str) -> Vec<String> {
    let is_letter = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-');
    let words = text.split(|letter| !is_letter(letter)).filter(|word| word.len() > 2);
    words.map(ToOwned::to_owned).collect()
}

/// What stands in the `kdl` fences of a page.
fn fences(page: &str) -> impl Iterator<Item = &str> {
    page.split("```kdl").skip(1).filter_map(|rest| rest.split_once('\n')?.1.split("```").next())
}

/// What most examples name.
const PRELUDE: &[(&str, &str, &str)] = &[
    ("project", "project", include_str!("../../spec/src/prelude/project.kdl")),
    ("profile", "profile", include_str!("../../spec/src/prelude/profile.kdl")),
    ("cart", "event \"Cart Updated\"", include_str!("../../spec/src/prelude/cart-updated.kdl")),
    ("order", "event \"Order Completed\"", include_str!("../../spec/src/prelude/order-completed.kdl")),
    ("marketing", "purpose marketing", include_str!("../../spec/src/prelude/marketing.kdl")),
    ("orders", "purpose orders", include_str!("../../spec/src/prelude/orders.kdl")),
    ("mail", "connector mail", include_str!("../../spec/src/prelude/mail.kdl")),
    ("email", "channel email", include_str!("../../spec/src/prelude/email.kdl")),
    ("hello", "template hello", include_str!("../../spec/src/prelude/hello.kdl")),
];

/// An example beside what it names and does not declare.
fn completed(example: &str) -> Sources {
    let mut sources = Sources::new();
    sources.add("example.kdl", example);
    for (path, head, text) in PRELUDE {
        if !example.lines().any(|line| line.starts_with(head)) {
            sources.add(format!("{path}.kdl"), *text);
        }
    }
    sources
}

#[test]
fn every_page_is_judged_again_as_it_is_judged_anew() {
    let pages = rules().into_iter().map(|rule| (rule.slug, rule.page));
    let words = WORDS.iter().map(|word| (word.name, word.page.unwrap_or_default()));
    for (seed, (name, page)) in (1..).zip(pages.chain(words)) {
        for text in fences(page) {
            Editor::new(name.to_owned(), completed(text), seed).edit(1);
        }
    }
}

#[test]
fn whole_projects_are_judged_again_as_they_are_judged_anew() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for (seed, folder) in
        (1..).zip([".", "examples/cookbook/shop", "examples/cookbook/clinic", "examples/cookbook/saas"])
    {
        let sources = filrouge_project::load(&root.join(folder)).sources;
        assert!(sources.iter().count() > 2, "{folder}");
        Editor::new(folder.to_owned(), sources, seed).edit(8);
    }
}
