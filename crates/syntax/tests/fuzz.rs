//! Thousands of damaged texts: nothing panics, places are sound, formatting loses nothing, and the verdict is that of
//! the `kdl` crate but for the known defects of that crate.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test may panic"
)]

#[path = "support/canonical.rs"]
mod canonical;
#[path = "support/places.rs"]
mod places;
#[path = "support/random.rs"]
mod random;

use filrouge_source::FileId;
use filrouge_syntax::{Tree, format, parse};
use places::check_places;
use random::Random;
use std::fs;
use std::path::Path;

const SEEDS: [&str; 8] = [
    "a {\n  b r\"c  \n  d #\"e \n  f \"g \\ \n \n",
    "a:\n  b {\n    c:\n      d x:\n        - e\n  f: { g: \n }\n\n\"h\":\n \"i\" { \n",
    "journey a {\n    send x via=email { with discount=10 }\n    wait y for=\"1h\"\n}\n",
    "a: b\nc = d\n- e\n- f\ng [1, 2] h=[x]\n# comment\ni true 2d 50%\n",
    "a \"\"\"\n    é\\u{41}\n    \"\"\" #\"raw\"# ##\"\"\"\n  x\n  \"\"\"##\n",
    "/* a /* b */ */ c /- d /-e=1 /-{ f } { g } /-{ h } // i\n/-j\n",
    "(t)a (u)1 (v)k=(w)\"x\" \\\n  #inf #-inf #nan #null -1.5e+3 0xfF 0b1_0 0o7\r\n",
    "a \"one\n two\"\nb \"\"\"x\"\"\"\nc r#\"y\"# r\"z\"\n}\nd {\n  e {\n}\n",
];

const INSERTED: [&str; 38] = [
    "\"", "\"\"\"", "#", "#\"", "\"#", "{", "}", "(", ")", "[", "]", "=", ";", ",", ":", "-", "/-", "//",
    "/*", "*/", "\\", "\n", "\r\n", " ", "\t", "é", "\u{2028}", "\u{FEFF}", "\u{202E}", "\0", "true",
    "#true", "1", "0x", ".5", "r", "a", "\u{3000}",
];

fn corpus() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/kdl-suite/input");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).unwrap()).chain(SEEDS.map(str::to_owned)).collect()
}

fn boundary(text: &str, random: &mut Random) -> usize {
    let at = random.below(text.len() + 1);
    (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap()
}

fn mutated(corpus: &[String], random: &mut Random) -> String {
    let mut text = random.pick(corpus).clone();
    for _ in 0..=random.below(4) {
        let (one, other) = (boundary(&text, random), boundary(&text, random));
        let (start, end) = (one.min(other), one.max(other));
        match random.below(6) {
            0 | 1 => text.insert_str(start, random.pick::<&str>(&INSERTED)),
            2 if end - start < 8 => text.replace_range(start..end, ""),
            3 => text.replace_range(start..start, &random.pick(corpus).clone()),
            4 if end - start < 40 => text = [&text[..end], &text[start..]].concat(),
            _ => text.truncate(end),
        }
    }
    text
}

fn check_format(text: &str, tree: &Tree) {
    let Ok(once) = format(text) else { return };
    assert_eq!(canonical::print(tree), canonical::print(&parse(FileId(0), &once).0), "{text:?}");
    assert_eq!(format(&once).as_ref(), Ok(&once), "{text:?}");
}

#[test]
fn damaged_texts_have_sound_places_and_survive_formatting() {
    let (corpus, mut random) = (corpus(), Random::new(1));
    for _ in 0..12_000 {
        let text = mutated(&corpus, &mut random);
        let tree = check_places(&text);
        check_format(&text, &tree);
    }
}

/// Rules of ours about legal KDL.
const OURS: [&str; 4] = ["key-with-colon", "list-with-dash", "comma-between-values", "duplicate-property"];

/// Whether the crate is known to be wrong about something in `text`.
fn is_known_defect(text: &str, refused_for: &[&str]) -> bool {
    let only =
        |rules: &[&str]| !refused_for.is_empty() && refused_for.iter().all(|slug| rules.contains(slug));
    // It accepts characters that may stand nowhere inside comments, and U+007F anywhere.
    let hidden = only(&["forbidden-character", "direction-control"])
        && (text.contains("//") || text.contains("/*") || text.contains('\u{7F}'));
    // It accepts `#"""…"""#` on one line.
    let one_line = only(&["misplaced-triple-quotes", "unclosed-text-block"]) && text.contains("#\"\"\"");
    // It accepts a bare `-inf`.
    let infinite = only(&["bare-keyword"]) && text.contains("-inf");
    // It refuses `/-node;`, and accepts `/-` before another `/-` and a node right behind a commented-out one.
    let slashdash = text.contains("/-")
        && ((refused_for.is_empty() && text.contains(';'))
            || refused_for.contains(&"unexpected-text")
            || only(&["missing-line-break"]));
    hidden || one_line || infinite || slashdash
}
#[test]
fn the_verdict_is_that_of_the_kdl_crate() {
    let (corpus, mut random) = (corpus(), Random::new(2));
    let (mut compared, mut differ) = (0, Vec::new());
    for _ in 0..9_000 {
        let text = mutated(&corpus, &mut random);
        let (tree, findings) = parse(FileId(0), &text);
        if findings.iter().any(|finding| OURS.contains(&finding.rule.slug)) {
            continue;
        }
        let refused = !findings.is_empty();
        let theirs = kdl::KdlDocument::parse_v2(&text);
        compared += 1;
        if refused != theirs.is_err() {
            let refused_for: Vec<&str> = findings.iter().map(|finding| finding.rule.slug).collect();
            if !is_known_defect(&text, &refused_for) {
                differ.push(format!("{text:?} refused here: {refused_for:?}"));
            }
        } else if let Ok(theirs) = theirs {
            assert_eq!(tree.nodes().count(), count(&theirs), "{text:?}");
        }
    }
    assert!(compared > 7_000, "{compared}");
    assert!(
        differ.is_empty(),
        "{} of {compared}:\n{}",
        differ.len(),
        differ[..differ.len().min(40)].join("\n")
    );
}

fn count(document: &kdl::KdlDocument) -> usize {
    document.nodes().iter().map(|node| 1 + node.children().map_or(0, count)).sum()
}
