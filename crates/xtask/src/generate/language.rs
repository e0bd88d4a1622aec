//! The pages of words: what the author of the word wrote, then the reference made from its declaration.

use super::MARK;
use filrouge_language::{WORDS, WordSpec, reference};
use std::fmt::Write;

/// One page for each word, and the index.
pub fn pages() -> Vec<(String, String)> {
    let mut pages: Vec<_> = WORDS.iter().map(|word| (file(word.name), page(word))).collect();
    pages.push((file("README"), index()));
    pages
}

fn file(name: &str) -> String {
    format!("docs/language/{name}.md")
}

fn page(word: &WordSpec) -> String {
    let written = word.page.unwrap_or_default().trim_end();
    format!("{MARK}{written}\n\n## Reference\n\n{}\n[All words](README.md)\n", reference(word))
}

fn index() -> String {
    let mut page = format!("{MARK}# Words\n\nThe words of the language.\n\n| word | meaning |\n|---|---|\n");
    for word in WORDS {
        let _ = writeln!(page, "| [{name}]({name}.md) | {} |", word.summary(), name = word.name);
    }
    page
}
