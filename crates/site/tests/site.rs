//! The site of a project whose author writes scripts wherever text may stand.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that meets something unexpected fails")]

use filrouge_compile::{Analysis, analyse, lower, manifest};
use filrouge_machine::Ready;
use filrouge_simulate::coverage::{Coverage, Met};
use filrouge_simulate::lived;
use filrouge_site::{File, Language, Line, Project, Test, Text, site};
use filrouge_source::Sources;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const BOTH: &[Language] = &[Language::English, Language::French];

/// What must never come out as it is.
const ATTACK: &str = r#"</script><script>alert(1)</script><img src=x onerror=alert(1)>"#;

fn sources() -> Sources {
    let mut sources = Sources::new();
    let attack = ATTACK.replace('"', "\\\"");
    let project = include_str!("hostile.kdl").replace("ATTACK", &attack);
    sources.add("filrouge.kdl", project.as_str());
    sources.add("notice.md", "What we write about.");
    sources.add("mail.html", format!("<html><head></head><body onload=\"alert(1)\">{ATTACK}<p>{{{{ entry.name }}}}</p><a href=\"{{{{ unsubscribe_url }}}}\">x</a></body></html>").as_str());
    sources
}

fn made(languages: &[Language]) -> Vec<File> {
    let Analysis { sources, findings, checked } = analyse(sources());
    let Some(checked) = checked else {
        panic!("{:#?}", findings.iter().map(|finding| &finding.message).collect::<Vec<_>>())
    };
    let bundle = Arc::new(lower(&checked, &sources, None));
    let manifest = manifest(&checked, &sources, &bundle);
    let ready = Ready::new(Arc::clone(&bundle)).unwrap();
    let mut met = Met::default();
    let mut tests = Vec::new();
    for scenario in &checked.model().tests {
        let lived = lived(&ready, scenario);
        met.join(lived.met);
        let line = Some(Line { file: "filrouge.kdl".to_owned(), line: 1 });
        tests.push(Test { scenario, passed: lived.failures.is_empty(), line });
    }
    let coverage = Coverage::of(&bundle, &met, |_| true);
    let texts: Vec<Text<'_>> =
        sources.iter().map(|(_, file)| Text { path: &file.path, text: &file.text }).collect();
    let project =
        Project { bundle: &bundle, manifest: &manifest, texts: &texts, tests: &tests, coverage: &coverage };
    site(&project, languages).unwrap()
}

/// A tag of a page: its name, its attributes, and whether it is an end.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tag {
    name: String,
    attributes: BTreeMap<String, String>,
    ends: bool,
    empty: bool,
}

/// The tags of a page. It is strict: the pages are ours, and every attribute stands between double quotes.
fn tags(page: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once('<') {
        let mut quoted = false;
        let end = after.find(|letter| {
            quoted ^= letter == '"';
            letter == '>' && !quoted
        });
        let (inside, behind) = after.split_at(end.unwrap());
        rest = behind.strip_prefix('>').unwrap();
        tags.push(tag(inside));
    }
    tags
}

fn tag(inside: &str) -> Tag {
    let ends = inside.starts_with('/');
    let empty = inside.ends_with('/');
    let inside = inside.trim_matches('/');
    let (name, mut rest) = inside.split_once([' ', '\n']).unwrap_or((inside, ""));
    let mut attributes = BTreeMap::new();
    while let Some((key, value)) = rest.split_once("=\"") {
        let (value, behind) = value.split_once('"').unwrap();
        let key = key.split_whitespace().last().unwrap();
        attributes.insert(key.to_owned(), value.replace("&#x2f;", "/"));
        rest = behind;
    }
    Tag { name: name.to_lowercase(), attributes, ends, empty }
}

fn pages(files: &[File]) -> impl Iterator<Item = &File> {
    files.iter().filter(|file| file.path.ends_with(".html"))
}

/// The path that `href` leads to from the page at `from`, and its anchor.
fn resolved(from: &str, href: &str) -> (String, Option<String>) {
    let (path, anchor) =
        href.split_once('#').map_or((href, None), |(path, anchor)| (path, Some(anchor.to_owned())));
    if path.is_empty() {
        return (from.to_owned(), anchor);
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        if part == ".." { parts.pop().map(drop).unwrap() } else { parts.push(part) }
    }
    (parts.join("/"), anchor)
}

#[test]
fn every_link_leads_to_a_page_and_a_place_that_are_there() {
    for languages in [BOTH, &[Language::French]] {
        let files = made(languages);
        let ids = |file: &File| -> Vec<String> {
            tags(&file.text).into_iter().filter_map(|tag| tag.attributes.get("id").cloned()).collect()
        };
        let known: BTreeMap<&str, BTreeSet<String>> = files
            .iter()
            .map(|file| {
                (
                    file.path.as_str(),
                    if file.path.ends_with(".html") {
                        ids(file).into_iter().collect()
                    } else {
                        BTreeSet::new()
                    },
                )
            })
            .collect();
        let mut links = 0;
        for page in pages(&files) {
            let own = ids(page);
            assert_eq!(own.len(), known[page.path.as_str()].len(), "{}: an id stands twice", page.path);
            for tag in tags(&page.text) {
                for link in ["href", "src"].iter().filter_map(|name| tag.attributes.get(*name)) {
                    let (path, anchor) = resolved(&page.path, link);
                    let ids = known
                        .get(path.as_str())
                        .unwrap_or_else(|| panic!("{}: {link} leads nowhere", page.path));
                    assert!(
                        anchor.is_none_or(|anchor| ids.contains(&anchor)),
                        "{}: {link} has no such place",
                        page.path
                    );
                    links += 1;
                }
                for name in
                    ["aria-labelledby", "aria-controls"].iter().filter_map(|name| tag.attributes.get(*name))
                {
                    assert!(
                        name.split(' ').all(|id| own.iter().any(|own| own == id)),
                        "{}: {name}",
                        page.path
                    );
                }
            }
        }
        assert!(links > 200, "{links}");
    }
}

const VOID: &[&str] = &["!doctype", "br", "img", "input", "link", "meta"];

#[test]
fn every_element_is_closed_where_it_belongs() {
    for page in pages(&made(BOTH)) {
        let mut open: Vec<String> = Vec::new();
        for tag in tags(&page.text).into_iter().filter(|tag| !tag.empty && !VOID.contains(&tag.name.as_str()))
        {
            if tag.ends {
                assert_eq!(open.pop().as_deref(), Some(tag.name.as_str()), "{}", page.path);
            } else {
                open.push(tag.name);
            }
        }
        assert_eq!(open, Vec::<String>::new(), "{}", page.path);
    }
}

#[test]
fn nothing_that_an_author_wrote_runs() {
    let files = made(BOTH);
    for page in pages(&files) {
        let tags = tags(&page.text);
        let scripts: Vec<&Tag> = tags.iter().filter(|tag| tag.name == "script" && !tag.ends).collect();
        let ours = |tag: &Tag| {
            tag.attributes
                .get("src")
                .is_some_and(|src| src.ends_with("search.js") || src.ends_with("search-index.js"))
        };
        assert!(scripts.iter().all(|tag| ours(tag)), "{}: {scripts:?}", page.path);
        assert!(!tags.iter().any(|tag| tag.name == "img"), "{}", page.path);
        for tag in &tags {
            assert!(!tag.attributes.keys().any(|key| key.starts_with("on")), "{}: {tag:?}", page.path);
            assert!(
                !tag.attributes
                    .values()
                    .any(|value| value.trim_start().to_lowercase().starts_with("javascript:")),
                "{}",
                page.path
            );
            if tag.name == "iframe" && !tag.ends {
                assert_eq!(tag.attributes.get("sandbox").map(String::as_str), Some(""), "{}", page.path);
                let sealed = "&lt;!doctype html&gt;&lt;meta charset=";
                assert!(tag.attributes["srcdoc"].starts_with(sealed), "{}", page.path);
                assert!(tag.attributes["srcdoc"].contains("default-src &#x27;none&#x27;"), "{}", page.path);
            }
        }
    }
    let index = files.iter().find(|file| file.path == "en/search-index.js").unwrap();
    assert!(!index.text.contains('<'), "{}", index.text);
    let shown = files.iter().find(|file| file.path.starts_with("en/journeys/")).unwrap();
    assert!(shown.text.contains("&lt;script&gt;alert(1)"), "what the author wrote is shown as text");
    assert!(shown.text.contains("<iframe"), "the message is shown");
}

#[test]
fn both_languages_tell_the_same_in_their_own_words() {
    let files = made(BOTH);
    let shape = |file: &File| -> Vec<(String, Option<String>)> {
        tags(&file.text)
            .into_iter()
            .map(|tag| {
                (
                    format!("{}{}", if tag.ends { "/" } else { "" }, tag.name),
                    tag.attributes.get("id").cloned(),
                )
            })
            .filter(|(name, _)| {
                !matches!(name.trim_start_matches('/'), "text" | "rect" | "path" | "g" | "title" | "circle")
            })
            .collect()
    };
    let english: Vec<&File> = pages(&files).filter(|file| file.path.starts_with("en/")).collect();
    assert!(english.len() > 10);
    for own in english {
        let path = own.path.replacen("en/", "fr/", 1);
        let other = files.iter().find(|file| file.path == path).unwrap();
        assert_eq!(shape(own), shape(other), "{path}");
        assert!(own.text.contains("<html lang=\"en\">") && other.text.contains("<html lang=\"fr\">"));
        for empty in ["<h2 id=\"\"", "<dt></dt>", "<th scope=\"col\"></th>", "\"></h2>", "<h1></h1>"] {
            assert!(!own.text.contains(empty) && !other.text.contains(empty), "{path}: {empty}");
        }
    }
}

#[test]
fn the_same_project_gives_the_same_bytes() {
    assert_eq!(made(BOTH), made(BOTH));
}

#[test]
fn a_secret_is_named_and_a_retention_is_told() {
    let files = made(&[Language::English]);
    let page = |path: &str| &files.iter().find(|file| file.path == path).unwrap().text;
    assert!(page("recipients.html").contains("env=SMTP_URL"));
    assert!(page("data.html").contains("13 months") || page("data.html").contains("1 year and 1 month"));
    assert!(page("data.html").contains("user.contact.email"));
    assert!(page("tests.html").contains("1 passed, 0 failed"));
}

/// Every word of the tables stands on a page: one that does not was left behind.
#[test]
fn every_word_is_used() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let mut texts = String::new();
    let mut open = vec![std::path::PathBuf::from(folder)];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                open.push(entry);
            } else if entry.file_name().is_some_and(|name| name != "words.rs") {
                texts.push_str(&std::fs::read_to_string(entry).unwrap());
            }
        }
    }
    let table = std::fs::read_to_string(format!("{folder}/words.rs")).unwrap();
    let keys = table.lines().filter_map(|line| line.trim().split_once(" = \"")).map(|(key, _)| key);
    let unused: Vec<&str> = keys
        .filter(|key| !texts.contains(&format!("t.{key}")) && !texts.contains(&format!("\"{key}\"")))
        .collect();
    assert_eq!(unused, Vec::<&str>::new());
}
