//! An exception works for every rule: it hides what the rule finds, or is told that the rule allows none.

use filrouge_compile::{Analysis, analyse_on, lower, rules};
use filrouge_machine::Ready;
use filrouge_report::{Rule, Severity};
use filrouge_spec::{Completed, Fence, Page, Section, TODAY, sources_of};
use std::sync::Arc;

/// The example of a rule's page, in a project that waives the rule.
fn waived(rule: &Rule, fence: &Fence, section: &Section) -> Analysis {
    let mut sources = sources_of(fence, section, Completed::Fragments);
    sources.add("waive.kdl", format!("waive {} reason=\"A test\"\n", rule.slug));
    analyse_on(sources, Some(TODAY))
}

fn finds(analysis: &Analysis, slug: &str) -> bool {
    analysis.findings.iter().any(|finding| finding.rule.slug == slug)
}

fn examples(rule: &Rule) -> Vec<(Section, Fence)> {
    let sections = Page::parse(rule.page).sections.into_iter().filter(|section| section.title == "Example");
    let pairs = |section: Section| {
        let fences: Vec<Fence> = section.in_language("kdl").cloned().collect();
        fences.into_iter().map(move |fence| (section.clone(), fence))
    };
    sections.flat_map(pairs).collect()
}

#[test]
fn every_rule_is_waived_or_says_that_it_cannot_be() {
    let mut waivable = 0;
    for rule in rules() {
        for (section, fence) in examples(rule) {
            let analysis = waived(rule, &fence, &section);
            let refused = finds(&analysis, "not-waivable");
            let hidden = !finds(&analysis, rule.slug) && !finds(&analysis, "unused-waive");
            assert!(refused || hidden, "`{}` is neither waived nor refused", rule.slug);
            waivable += usize::from(hidden);
        }
    }
    assert!(waivable > 15, "only {waivable} examples were waived");
}

#[test]
fn every_warning_can_be_waived() {
    for rule in rules().into_iter().filter(|rule| rule.severity < Severity::Error) {
        for (section, fence) in examples(rule) {
            let about_waives = rule.slug.ends_with("-waive");
            let refused = finds(&waived(rule, &fence, &section), "not-waivable");
            assert_eq!(refused, about_waives, "`{}`", rule.slug);
        }
    }
}

#[test]
fn a_project_whose_errors_are_waived_runs() {
    let mut run = 0;
    for rule in rules().into_iter().filter(|rule| rule.severity == Severity::Error) {
        for (section, fence) in examples(rule) {
            let analysis = waived(rule, &fence, &section);
            let Some(checked) = analysis.checked else { continue };
            let ready = Ready::new(Arc::new(lower(&checked, &analysis.sources, None)));
            ready.unwrap_or_else(|error| panic!("`{}` was waived, and then: {error}", rule.slug));
            run += 1;
        }
    }
    assert!(run >= 7, "only {run} projects with a waived error were run");
}
