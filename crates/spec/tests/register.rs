//! The register of privacy checks against the rules, their pages and the packs of law.

use filrouge_check::ASKED;
use filrouge_compile::{Analysis, analyse_on, rules};
use filrouge_law::{Held, LOCK_FILE, Pack, REGISTER, SHELF, check_of, lock_text};
use filrouge_report::{Rule, Severity};
use filrouge_source::Sources;
use filrouge_spec::{Completed, Page, TODAY, sources_of};
use std::fs;
use std::path::Path;

fn rule(slug: &str) -> Option<&'static Rule> {
    rules().into_iter().find(|rule| rule.slug == slug)
}

#[test]
fn every_check_has_a_rule_whose_page_cites_it_or_a_reason() {
    let mut lost = Vec::new();
    for check in REGISTER.iter() {
        match check.held {
            Held::Rules(slugs) => {
                let cites = |slug: &&str| rule(slug).is_some_and(|rule| rule.page.contains(check.id));
                lost.extend(
                    slugs.iter().filter(|slug| !cites(slug)).map(|slug| format!("{} {slug}", check.id)),
                );
                assert!(!slugs.is_empty(), "{}", check.id);
            }
            Held::Impossible(why) | Held::Elsewhere(why) | Held::Absent(why) => {
                assert!(why.len() > 20, "{}", check.id)
            }
        }
    }
    assert_eq!(lost, Vec::<String>::new());
}

#[test]
fn a_page_that_cites_a_check_names_the_law_behind_it() {
    for check in REGISTER.iter() {
        let Held::Rules(slugs) = check.held else { continue };
        let page = |slug: &&str| rule(slug).map(|rule| rule.page).unwrap_or_default();
        let laws = ["GDPR", "ePrivacy", "RFC", "CFR", "U.S.C.", "CASL", "CCPA", "consumer code"];
        for slug in slugs {
            assert!(laws.iter().any(|law| page(slug).contains(law)), "{} {slug}", check.id);
        }
    }
}

#[test]
fn a_rule_weighs_what_its_check_weighs() {
    for check in REGISTER.iter() {
        let Held::Rules(slugs) = check.held else { continue };
        let heavy = slugs
            .iter()
            .any(|slug| rule(slug).is_some_and(|rule| rule.severity.word() == check.weight.word()));
        assert!(heavy, "{} is an {}", check.id, check.weight.word());
    }
}

#[test]
fn what_a_pack_asks_for_is_judged_by_the_rules_of_the_register() {
    for (id, slug) in ASKED.iter() {
        let held = check_of(id).map(|check| check.held);
        assert!(matches!(held, Some(Held::Rules(slugs)) if slugs.contains(slug)), "{id} {slug}");
        assert!(SHELF.packs().any(|pack| pack.asks(id)), "no pack asks for {id}");
    }
    for pack in SHELF.packs() {
        let silent: Vec<_> = pack
            .checks
            .iter()
            .filter(|id| !ASKED.iter().any(|(own, _)| own == id))
            .filter(|id| *id != "C04")
            .collect();
        assert_eq!(silent, Vec::<&String>::new(), "{} {}", pack.name, pack.version);
    }
}

#[test]
fn at_least_forty_of_the_checks_are_held() {
    let held = REGISTER.iter().filter(|check| !matches!(check.held, Held::Absent(_))).count();
    assert!(held >= 40, "{held}");
}

/// Words that a project writes for the sake of personal data.
const PRIVATE: &[&str] = &[
    "agreement",
    "basis",
    "category=",
    "controller",
    "country",
    "description",
    "dpo=",
    "expires",
    "keeps",
    "notice",
    "owner",
    "purpose",
    "retain",
    "retention",
    "role",
    "rules",
    "transfer",
    "unsubscribe_url",
    "use=",
    "waive",
];

/// Under the law of the Union and of France, with not so much as a note.
#[test]
fn the_smallest_project_has_at_most_six_lines_about_privacy() {
    let hello = include_str!("../../../examples/hello/filrouge.kdl");
    let code = hello.lines().filter(|line| !line.starts_with("//"));
    let lines: Vec<&str> = code.filter(|line| PRIVATE.iter().any(|word| line.contains(word))).collect();
    assert!((3..=6).contains(&lines.len()), "{lines:#?}");
    for rules in ["eu-gdpr", "fr-cnil", "eu-gdpr fr-cnil"] {
        let text = hello.replace("rules eu-gdpr fr-cnil", &format!("rules {rules}"));
        let mut sources = Sources::new();
        sources.add("filrouge.kdl", text);
        sources.add("notice.md", include_str!("../../../examples/hello/notice.md"));
        let found = analyse_on(sources, Some(TODAY)).findings;
        let told: Vec<_> = found.iter().map(|finding| (finding.rule.slug, &finding.message)).collect();
        assert_eq!(told, [], "{rules}");
    }
}

/// The example of a page whose law came with a newer version of a pack, in a project with this lock.
#[expect(clippy::panic, reason = "a test that meets something unexpected fails")]
fn locked(lock: Option<&str>) -> Analysis {
    let page = Page::parse(rule("call-without-opt-in").map(|rule| rule.page).unwrap_or_default());
    let section = page.sections.iter().find(|section| section.title == "Example").cloned();
    let fence = page.fences("Example").next().cloned();
    let (Some(section), Some(fence)) = (section, fence) else { panic!("the page has no example") };
    let mut sources = sources_of(&fence, &section, Completed::Fragments);
    lock.map(|lock| sources.add(LOCK_FILE, lock));
    analyse_on(sources, Some(TODAY))
}

#[test]
fn a_newer_pack_stops_no_project_that_is_locked_to_an_older_one() {
    let old = SHELF.version("fr-cnil", "2026-04-14").map(|pack| lock_text([pack]));
    let found = locked(old.as_deref()).findings;
    let heavy = found.iter().filter(|finding| finding.rule.severity > Severity::Note);
    assert_eq!(heavy.map(|finding| finding.rule.slug).collect::<Vec<_>>(), ["newer-pack"]);
    assert!(locked(old.as_deref()).checked.is_some());
    assert!(locked(None).checked.is_none(), "without a lock the newest holds");
    let new = SHELF.newest("fr-cnil").map(|pack| lock_text([pack]));
    assert!(locked(new.as_deref()).checked.is_none());
}

#[test]
fn every_published_pack_is_on_the_shelf() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../law/packs");
    let mut published = 0;
    for pack in fs::read_dir(folder).into_iter().flatten().flatten() {
        for version in fs::read_dir(pack.path()).into_iter().flatten().flatten() {
            let text = fs::read_to_string(version.path()).unwrap_or_default();
            let read = Pack::read(&text).unwrap_or_else(|| panic!("{} is no pack", version.path().display()));
            let file = version.file_name().to_string_lossy().into_owned();
            assert_eq!(file, format!("{}.kdl", read.version));
            assert_eq!(pack.file_name().to_string_lossy(), read.name.as_str());
            assert_eq!(SHELF.version(&read.name, &read.version), Some(&read));
            published += 1;
        }
    }
    assert_eq!(published, SHELF.packs().count());
}
