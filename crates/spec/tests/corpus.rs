//! The pages under `tests/corpus/faults`: each is a small project with one fault, and its corrected twin. The rule that
//! the page names fires on the marked line and nothing else does; in the twin, nothing does.

use filrouge_compile::{analyse, rules};
use filrouge_report::Rule;
use filrouge_spec::{Completed, Expectation, Page, Section, sources_of, verdict};
use libtest_mimic::{Arguments, Failed, Trial};
use std::path::{Path, PathBuf};

/// As many faults as the corpus has at least: pages are not lost unseen.
const LEAST: usize = 108;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/faults");
    let pages = pages(&root);
    let count = pages.len();
    let size = Trial::test("the corpus is whole", move || {
        if count < LEAST { Err(format!("{count} pages, and there were {LEAST}").into()) } else { Ok(()) }
    });
    let trials = pages.iter().flat_map(|page| trials(page)).chain([size]).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn pages(root: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(root).into_iter().flatten().flatten().map(|file| file.path());
    let mut pages: Vec<_> = files.filter(|path| path.extension().is_some_and(|kind| kind == "md")).collect();
    pages.sort();
    pages
}

fn trials(path: &Path) -> Vec<Trial> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let Some(rule) = rule(&text) else {
        return vec![Trial::test(name, || Err("a page names its rule: Rule: `slug`".into()))];
    };
    let page = Page::parse(&text);
    let trial = |title: &str, expectation| {
        let section = page.sections.iter().find(|section| section.title == title).cloned();
        Trial::test(format!("{name}: {}", title.to_lowercase()), move || {
            judge(section.as_ref().ok_or("a page has `## Faulty` and `## Corrected`")?, expectation)
        })
    };
    vec![trial("Faulty", Expectation::Breaks(rule.slug)), trial("Corrected", Expectation::Clean)]
}

fn rule(text: &str) -> Option<&'static Rule> {
    let named = text.lines().find_map(|line| line.strip_prefix("Rule: `")?.strip_suffix('`'))?;
    rules().into_iter().find(|rule| rule.slug == named)
}

fn judge(section: &Section, expectation: Expectation) -> Result<(), Failed> {
    let fence = section.in_language("kdl").next().ok_or("a section has a `kdl` fence")?;
    let analysis = analyse(sources_of(fence, section, Completed::Fragments));
    verdict(&fence.text, expectation, &analysis.sources, &analysis.findings)
        .map_err(|problem| format!("\n{problem}").into())
}
