//! Every `kdl` fence of the pages of rules and words, each as a test.

use filrouge_compile::{Analysis, analyse_on, rules};
use filrouge_language::{WORDS, WordSpec};
use filrouge_report::{Findings, Rule};
use filrouge_source::{FileId, Sources};
use filrouge_spec::{Completed, Expectation, Fence, Page, Section, TODAY, live, sources_of, verdict};
use libtest_mimic::{Arguments, Trial};

fn main() {
    let rules = rules().into_iter().flat_map(rule_trials);
    let words = WORDS.iter().flat_map(|word| word_trials(word));
    libtest_mimic::run(&Arguments::from_args(), rules.chain(words).collect()).exit();
}

fn rule_trials(rule: &'static Rule) -> Vec<Trial> {
    let page = Page::parse(rule.page);
    let stage =
        if filrouge_syntax::RULES.iter().any(|known| known.slug == rule.slug) { parsed } else { analysed };
    let mut trials = vec![sections(rule, &page)];
    for section in page.sections {
        let expectation = match section.title.as_str() {
            "Example" => Expectation::Breaks(rule.slug),
            _ => Expectation::Clean,
        };
        let name = format!("rule {}: {}", rule.slug, section.title.to_lowercase());
        trials.extend(fence_trials(name, &section, expectation, stage));
    }
    trials
}

/// A page says why, shows the mistake, and shows what to write instead.
fn sections(rule: &'static Rule, page: &Page) -> Trial {
    let titles: Vec<_> = page.sections.iter().map(|section| section.title.clone()).collect();
    let broken = page.fences("Example").count() == 0 || page.fences("Instead").count() == 0;
    Trial::test(format!("rule {}: page", rule.slug), move || {
        if rule.summary().is_empty() || !titles.iter().any(|title| title == "Why") || broken {
            return Err(
                "a page has a sentence, `## Why`, `## Example` and `## Instead` with a fence each".into()
            );
        }
        Ok(())
    })
}

fn word_trials(word: &'static WordSpec) -> Vec<Trial> {
    let page = Page::parse(word.page.unwrap_or_default());
    let sections = page.sections.iter();
    let trials = sections.flat_map(|section| {
        let name = format!("word {}: {}", word.name, section.title.to_lowercase());
        fence_trials(name, section, Expectation::Clean, completed)
    });
    trials.collect()
}

/// What was found, and what the tests of the fence come to.
type Stage = fn(&Fence, &Section) -> (Sources, Findings, Result<(), String>);

fn fence_trials(name: String, section: &Section, expectation: Expectation, stage: Stage) -> Vec<Trial> {
    let trial = |(number, fence): (usize, &Fence)| {
        let name = if number == 0 { name.clone() } else { format!("{name} {}", number + 1) };
        let (section, fence) = (section.clone(), fence.clone());
        Trial::test(name, move || {
            let (sources, findings, lived) = stage(&fence, &section);
            verdict(&fence.text, expectation, &sources, &findings)
                .and(lived)
                .map_err(|problem| format!("\n{problem}").into())
        })
    };
    section.in_language("kdl").enumerate().map(trial).collect()
}

/// Rules of the text are shown on any KDL, whatever its words mean.
fn parsed(fence: &Fence, _: &Section) -> (Sources, Findings, Result<(), String>) {
    let mut sources = Sources::new();
    sources.add(filrouge_spec::FENCE_FILE, fence.text.clone());
    let (_, findings) = filrouge_syntax::parse(FileId(0), &fence.text);
    (sources, findings, Ok(()))
}

fn analysed(fence: &Fence, section: &Section) -> (Sources, Findings, Result<(), String>) {
    lived(analyse_on(sources_of(fence, section, Completed::Fragments), Some(TODAY)))
}

fn completed(fence: &Fence, section: &Section) -> (Sources, Findings, Result<(), String>) {
    lived(analyse_on(sources_of(fence, section, Completed::All), Some(TODAY)))
}

fn lived(analysis: Analysis) -> (Sources, Findings, Result<(), String>) {
    let lived = live(&analysis);
    (analysis.sources, analysis.findings, lived)
}
