//! Reading never panics and never runs for ever, whatever the text is.

use filrouge_language::read_after;
use filrouge_source::Sources;

/// A small generator of numbers, so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }
}

fn read_text(text: &str) -> usize {
    let mut sources = Sources::new();
    let file = sources.add("garbage.kdl", text);
    let (tree, mut findings) = filrouge_syntax::parse(file, text);
    let others = read_after(&[tree], &sources, &findings).1;
    for finding in others.iter() {
        for label in &finding.labels {
            assert!(text.get(label.span.range()).is_some(), "{finding:?}\n{text}");
        }
        for edit in finding.fixes.iter().flat_map(|fix| &fix.edits) {
            assert!(text.get(edit.span.range()).is_some(), "{finding:?}\n{text}");
        }
    }
    findings.extend(others);
    findings.len()
}

#[test]
fn a_sample_with_words_swapped_dropped_and_repeated_is_read() {
    let sample = include_str!("sample.kdl");
    let words: Vec<&str> = sample.split_inclusive([' ', '\n', '=', '{', '"']).collect();
    let mut dice = Dice(7);
    for _ in 0..300 {
        let mut garbled = words.clone();
        for _ in 0..1 + dice.below(8) {
            let (one, other) = (dice.below(garbled.len()), dice.below(garbled.len()));
            match dice.below(3) {
                0 => garbled.swap(one, other),
                1 => drop(garbled.remove(one)),
                _ => garbled.insert(one, garbled[other]),
            }
        }
        read_text(&garbled.concat());
    }
}

#[test]
fn deep_nesting_is_read() {
    let deep = format!("journey a {{ enter on=X; {}", "split b { when c \"true\" { ".repeat(2_000));
    assert!(read_text(&deep) > 0);
}
