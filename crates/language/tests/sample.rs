//! The sample of the design of the language reads without a finding.

use filrouge_language::words::step::Step;
use filrouge_language::{Document, read_after};
use filrouge_report::Findings;
use filrouge_source::Sources;

fn read_text(text: &str) -> (Document, Findings) {
    let mut sources = Sources::new();
    let file = sources.add("sample.kdl", text);
    let (tree, mut findings) = filrouge_syntax::parse(file, text);
    let (document, others) = read_after(&[tree], &sources, &findings);
    findings.extend(others);
    (document, findings)
}

#[test]
fn the_sample_reads_without_a_finding() {
    let (document, findings) = read_text(include_str!("sample.kdl"));
    let messages: Vec<_> = findings.iter().map(|finding| (&finding.message, finding.span())).collect();
    assert!(messages.is_empty(), "{messages:#?}");
    assert_eq!(document.projects.len(), 1);
    assert_eq!(document.tests.len(), 1);
}

#[test]
fn steps_keep_their_order() {
    let (document, _) = read_text(include_str!("sample.kdl"));
    let journey = &document.journeys[0].value;
    let words: Vec<_> = journey.steps.iter().map(|step| step.value.word()).collect();
    assert_eq!(words, ["wait", "send", "wait-until", "split"]);
    let names: Vec<_> =
        journey.steps.iter().filter_map(|step| step.value.name()).map(|name| name.value.as_str()).collect();
    assert_eq!(names, ["first-pause", "reminder", "came-back", "offer"]);
    assert!(matches!(&journey.steps[1].value, Step::Send(send) if send.via[0].value.as_str() == "email"));
}
