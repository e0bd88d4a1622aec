//! What must be true of questions in the end.

use crate::desk::{Asked, code, is_refused};
use crate::ledger::Ledger;
use crate::load::Clients;
use crate::sink::Call;
use crate::verify::Story;
use filrouge_machine::{NoAnswer, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// However often a question was repeated, it bore the same key, and nobody was asked about who had refused.
pub fn each_is_asked_under_one_key(clients: &Clients, asked: &[Asked]) {
    let refused: BTreeSet<&str> =
        clients.sent.iter().filter(|event| !event.allowed).map(|event| event.id.as_str()).collect();
    let mut keys: BTreeMap<&str, &str> = BTreeMap::new();
    for question in asked {
        assert!(!refused.contains(question.order.as_str()), "asked about who had refused: {question:?}");
        let key = keys.entry(&question.order).or_insert(&question.key);
        assert_eq!(*key, question.key, "{} was asked about by two questions", question.order);
    }
}

/// No question was repeated when its outcome was known: neither by the clock of the record, nor by a process that was
/// started on a store that held it.
pub fn none_is_asked_after_its_answer(story: &Story, ledger: &Ledger, asked: &[Asked]) {
    let outcomes = story.outcomes();
    for question in asked {
        let told = outcomes.get(&question.key).unwrap_or_else(|| panic!("no outcome of {question:?}"));
        assert!(question.at <= told.at, "asked after its outcome of {}: {question:?}", told.at);
        let known = ledger.settled.get(&question.key);
        assert!(
            known.is_none_or(|kills| question.round < *kills),
            "asked after kill {known:?}: {question:?}"
        );
    }
}

/// No kill has cost an answer: what has none was asked, and is refused for good whoever asks.
pub fn only_what_is_refused_has_no_answer(story: &Story, asked: &[Asked]) {
    let keys: BTreeSet<&str> = asked.iter().map(|question| question.key.as_str()).collect();
    for (key, told) in story.outcomes() {
        let refused = is_refused(&key) && keys.contains(key.as_str());
        match &told.verdict {
            Verdict::Unanswered { reason: NoAnswer::Failed { .. }, .. } => {
                assert!(refused, "{key} has no answer, and the desk would have answered");
            }
            Verdict::Unanswered { reason, .. } => panic!("{key} has no answer: {reason:?}"),
            Verdict::Answered { .. } => assert!(!refused, "{key} was refused, and has an answer"),
            _ => {}
        }
    }
}

/// Who was answered was written to, with what the desk had said; what was refused for good was not.
pub fn the_answer_is_what_is_written(story: &Story, calls: &[Call], asked: &[Asked]) {
    let written: BTreeMap<&str, &str> =
        calls.iter().map(|call| (call.text.as_str(), call.subject.as_str())).collect();
    let outcomes = story.outcomes();
    for Asked { key, order, .. } in asked {
        let subject = written.get(order.as_str()).copied();
        match outcomes.get(key).map(|told| &told.verdict) {
            Some(Verdict::Answered { .. }) => assert_eq!(subject, Some(&*code(order)), "{order}"),
            _ => assert_eq!(subject, None, "{order} was not answered, and written about"),
        }
    }
}

/// Whether the questions so far can show anything: a third of them may have no answer.
pub fn are_enough(asked: &[Asked]) -> bool {
    let keys: BTreeSet<&str> = asked.iter().map(|question| question.key.as_str()).collect();
    keys.len() > 40 && asked.len() > keys.len()
}

/// What a run has shown.
pub fn summary(story: &Story, asked: &[Asked]) -> String {
    let outcomes = story.outcomes();
    let count = |wanted: fn(&Verdict) -> bool| outcomes.values().filter(|told| wanted(&told.verdict)).count();
    let answered = count(|verdict| matches!(verdict, Verdict::Answered { .. }));
    let unanswered = count(|verdict| matches!(verdict, Verdict::Unanswered { .. }));
    let keys: BTreeSet<&str> = asked.iter().map(|question| question.key.as_str()).collect();
    let again = asked.len() - keys.len();
    assert!(answered > 20 && again > 0, "too few questions: {answered} answered, {again} repeated");
    let all = answered + unanswered;
    format!("{all} questions: {answered} answered, {unanswered} refused by the desk; {again} repeated")
}
