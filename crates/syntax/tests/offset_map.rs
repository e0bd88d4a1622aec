//! Places inside texts, tried on random literals whose decoding is known by construction.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test may panic"
)]

#[path = "support/random.rs"]
mod random;

use filrouge_source::FileId;
use filrouge_syntax::{OffsetMap, Tree, parse};
use random::Random;

/// A literal, and for each of its decoded characters the source that it came from.
struct Sample {
    text: String,
    decoded: Vec<(char, String)>,
}

const PLAIN: [char; 12] = ['a', 'Z', '7', ' ', 'é', 'œ', '€', '😀', '\'', '#', '{', '\t'];

fn plain(random: &mut Random) -> (char, String) {
    let c = *random.pick(&PLAIN);
    (c, c.to_string())
}

fn escaped(random: &mut Random) -> (char, String) {
    let (c, source) =
        *random.pick(&[('\n', "\\n"), ('"', "\\\""), ('\\', "\\\\"), (' ', "\\s"), ('\t', "\\t")]);
    if random.below(2) == 0 {
        let c = *random.pick(&PLAIN);
        let zero = if random.below(2) == 0 { "0" } else { "" };
        return (c, format!("\\u{{{zero}{:X}}}", u32::from(c)));
    }
    (c, source.to_owned())
}

fn quoted(random: &mut Random) -> Sample {
    let mut text = String::from("node key=\"");
    let mut decoded = Vec::new();
    for _ in 0..random.below(20) {
        let piece = if random.below(4) == 0 { escaped(random) } else { plain(random) };
        text.push_str(&piece.1);
        decoded.push(piece);
        let hides_blanks = random.below(10) == 0;
        if hides_blanks {
            text.push_str("\\ \r\n \n\t");
            decoded.push(('x', "x".to_owned()));
            text.push('x');
        }
    }
    text.push('"');
    Sample { text, decoded }
}

fn raw(random: &mut Random) -> Sample {
    let decoded: Vec<_> = (0..random.below(20)).map(|_| plain(random)).collect();
    let body: String = decoded.iter().map(|(c, _)| *c).collect();
    Sample { text: format!("node ##\"{body}\\n\"##"), decoded: with_tail(decoded) }
}

fn with_tail(mut decoded: Vec<(char, String)>) -> Vec<(char, String)> {
    decoded.extend([('\\', "\\".to_owned()), ('n', "n".to_owned())]);
    decoded
}

fn block(random: &mut Random) -> Sample {
    let escapes = random.below(2) == 0;
    let newline = *random.pick(&["\n", "\r\n", "\r", "\u{2028}"]);
    let indent = *random.pick(&["", "  ", "\t ", "\u{3000}"]);
    let (open, close) = if escapes { ("\"\"\"", "\"\"\"") } else { ("#\"\"\"", "\"\"\"#") };
    let mut text = format!("node {open}{newline}");
    let mut decoded = Vec::new();
    for number in 0..1 + random.below(4) {
        if number > 0 {
            decoded.push(('\n', newline.to_owned()));
        }
        let blank = random.below(5) == 0;
        text.push_str(if blank { " " } else { indent });
        if !blank {
            block_line(random, escapes, &mut text, &mut decoded);
        }
        text.push_str(newline);
    }
    text.push_str(&format!("{indent}{close}"));
    Sample { text, decoded }
}

fn block_line(random: &mut Random, escapes: bool, text: &mut String, decoded: &mut Vec<(char, String)>) {
    text.push('|');
    decoded.push(('|', "|".to_owned()));
    for _ in 0..random.below(12) {
        let piece = if escapes && random.below(4) == 0 { escaped(random) } else { plain(random) };
        text.push_str(&piece.1);
        decoded.push(piece);
    }
}

fn map_of(tree: &Tree, text: &str) -> (String, OffsetMap) {
    let node = tree.roots().next().expect("one node");
    let value = node.entries().next().expect("one entry").value();
    (value.as_text().expect("a text").to_owned(), value.offset_map(text))
}

fn check(sample: &Sample) {
    let (tree, findings) = parse(FileId(0), &sample.text);
    assert!(findings.is_empty(), "{:?}\n{findings:?}", sample.text);
    let (decoded, map) = map_of(&tree, &sample.text);
    let expected: String = sample.decoded.iter().map(|(c, _)| *c).collect();
    assert_eq!(decoded, expected, "{:?}", sample.text);
    let mut at = 0;
    let mut before = map.whole().start;
    for (c, source) in &sample.decoded {
        let span = map.span(at..at + c.len_utf8());
        assert_eq!(&sample.text[span.range()], source, "{c:?} at {at} of {:?}", sample.text);
        assert!(span.start >= before && span.end <= map.whole().end, "out of order in {:?}", sample.text);
        before = span.end;
        at += c.len_utf8();
    }
    if let Some((last, _)) = sample.decoded.last() {
        let all = map.span(0..decoded.len());
        assert_eq!(all.end, map.span(decoded.len() - last.len_utf8()..decoded.len()).end);
        assert_eq!(all.start, map.span(0..1).start);
    }
}

#[test]
fn every_character_of_random_literals_maps_to_its_source() {
    let mut random = Random::new(7);
    for round in 0..20_000 {
        let sample = match round % 3 {
            0 => quoted(&mut random),
            1 => raw(&mut random),
            _ => block(&mut random),
        };
        check(&sample);
    }
}

#[test]
fn an_error_on_the_third_line_of_a_dedented_text_underlines_the_very_word() {
    let text = "when \"\"\"\r\n    \\u{46}irst\r\n\r\n      event.vlaue > 5\r\n    \"\"\"";
    let (decoded, map) = map_of(&parse(FileId(0), text).0, text);
    assert_eq!(decoded, "First\n\n  event.vlaue > 5");
    let at = decoded.find("vlaue").expect("the word is there");
    assert_eq!(&text[map.span(at..at + 5).range()], "vlaue");
    assert_eq!(&text[map.span(0..1).range()], "\\u{46}");
}

#[test]
fn an_empty_text_and_an_empty_range_have_places() {
    let text = "a \"\" bare #true";
    let (tree, _) = parse(FileId(0), text);
    let values: Vec<_> = tree.roots().next().expect("a node").entries().map(|entry| entry.value()).collect();
    assert_eq!(values[0].offset_map(text).span(0..0).range(), 3..3);
    assert_eq!(values[1].offset_map(text).span(1..3).range(), 6..8);
    assert_eq!(values[1].offset_map(text).span(4..4).range(), 9..9);
    assert_eq!(values[1].offset_map(text).span(2..900).range(), 7..9);
    assert_eq!(values[2].offset_map(text).whole().range(), 10..15);
}
