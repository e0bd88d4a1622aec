use super::Bench;
use super::errands::{
    HOOK, HOUR, LEA, again, ask, asking, claim, done, erased, is_kept, one, open, profile, request, task,
    tell,
};
use super::rights::act;
use super::{identify, person};
use crate::{Confirmation, Confirmed, Doing, ErrandTold, RequestState, RightKind, TaskState};
use filrouge_plan::ask::{Ask, AskedFor, Filling, Piece, TASK};

/// Asked by the address, and told by which name we know the task; its answer has a name of its own.
fn waiting(right: AskedFor) -> Vec<Ask> {
    let body = vec![("/reference".to_owned(), Filling::Text(vec![Piece::Task]))];
    let keep = vec![("job".to_owned(), "/id".to_owned())];
    vec![Ask { body, keep, confirmed_by_webhook: true, ..ask(right, vec![profile("email")]) }]
}

fn word(right: AskedFor, name: &str, value: &str) -> Confirmation {
    let (source, connector) = ("desk".to_owned(), "hook".to_owned());
    Confirmation { source, connector, right, name: name.to_owned(), value: value.to_owned(), refused: false }
}

fn erasure(name: &str, value: &str) -> Confirmation {
    word(AskedFor::Erase, name, value)
}

fn say(bench: &mut Bench, told: &Confirmation) -> Confirmed {
    let receipt = bench.handle().confirm(told.clone()).expect("room");
    bench.driver.turn();
    receipt.wait().expect("an answer")
}

#[test]
fn a_task_waits_for_the_word_of_the_service_and_is_done_by_it_once() {
    let (mut bench, erase) = erased(waiting(AskedFor::Erase));
    let call = one(&mut bench);
    let reference = call.words[TASK].as_str().expect("a text").to_owned();
    tell(&mut bench, &call, done(&[("kept.job", "j1")]));
    let left = task(&bench, erase.id, HOOK);
    assert_eq!((left.state, left.note.unwrap().contains("by a call of its own")), (TaskState::Open, true));
    bench.pass(1_000 * HOUR);
    assert!(claim(&mut bench).is_empty(), "it is not asked again");
    let mut bench = bench.restart(asking(waiting(AskedFor::Erase)));
    assert_eq!(say(&mut bench, &erasure(TASK, "somebody's")), Confirmed::Unknown);
    assert_eq!(say(&mut bench, &erasure("kept.job", "j2")), Confirmed::Unknown);
    assert_eq!(say(&mut bench, &word(AskedFor::Restrict, "kept.job", "j1")), Confirmed::Unknown);
    assert_eq!(task(&bench, erase.id, HOOK).state, TaskState::Open);
    assert_eq!(say(&mut bench, &erasure(TASK, &reference)), Confirmed::Heard);
    let own = task(&bench, erase.id, HOOK);
    assert_eq!((own.state, own.by.as_deref()), (TaskState::Done, Some("webhook desk")));
    assert!(!is_kept(&bench, erase.id, "lea@example.com") && !is_kept(&bench, erase.id, "j1"));
    let acts = request(&bench, erase.id).acts;
    assert_eq!(say(&mut bench, &erasure(TASK, &reference)), Confirmed::Before);
    let mut bench = bench.restart(asking(waiting(AskedFor::Erase)));
    assert_eq!(say(&mut bench, &erasure(TASK, &reference)), Confirmed::Before, "also after a restart");
    assert_eq!(request(&bench, erase.id).acts, acts, "a second word changes nothing");
}

#[test]
fn a_task_is_also_known_by_what_the_service_has_called_it() {
    let (mut bench, erase) = erased(waiting(AskedFor::Erase));
    let call = one(&mut bench);
    let number = serde_json::json!(4711);
    tell(&mut bench, &call, ErrandTold::Done { kept: [("kept.job".to_owned(), number)].into() });
    assert_eq!(say(&mut bench, &erasure("kept.job", "4711")), Confirmed::Heard);
    assert_eq!(task(&bench, erase.id, HOOK).state, TaskState::Done);
}

#[test]
fn a_word_that_comes_before_the_answer_is_to_be_said_again() {
    let (mut bench, erase) = erased(waiting(AskedFor::Erase));
    assert_eq!(say(&mut bench, &erasure("kept.job", "j1")), Confirmed::Unknown, "nobody was asked yet");
    let call = one(&mut bench);
    assert_eq!(say(&mut bench, &erasure("kept.job", "j1")), Confirmed::Early);
    tell(&mut bench, &call, again(9_000, false, true));
    assert_eq!(say(&mut bench, &erasure("kept.job", "j1")), Confirmed::Early, "it may have been taken");
    bench.pass(9_000);
    let call = one(&mut bench);
    tell(&mut bench, &call, done(&[("kept.job", "j1")]));
    assert_eq!(say(&mut bench, &erasure("kept.job", "j1")), Confirmed::Heard);
    assert_eq!(task(&bench, erase.id, HOOK).state, TaskState::Done);
}

#[test]
fn a_service_that_does_not_do_it_leaves_the_task_to_somebody_and_may_still_do_it() {
    let (mut bench, erase) = erased(waiting(AskedFor::Erase));
    let call = one(&mut bench);
    tell(&mut bench, &call, done(&[("kept.job", "j1")]));
    let no = Confirmation { refused: true, ..erasure("kept.job", "j1") };
    assert_eq!(say(&mut bench, &no), Confirmed::Heard);
    let left = task(&bench, erase.id, HOOK);
    assert_eq!(
        (left.state, left.note.as_deref()),
        (TaskState::Failed, Some("the service says that it is not done"))
    );
    let acts = request(&bench, erase.id).acts.len();
    assert_eq!(say(&mut bench, &no), Confirmed::Heard);
    assert_eq!(request(&bench, erase.id).acts.len(), acts, "said again, it is nothing new");
    assert_eq!(say(&mut bench, &erasure("kept.job", "j1")), Confirmed::Heard);
    assert_eq!(task(&bench, erase.id, HOOK).state, TaskState::Done);
}

#[test]
fn a_task_that_is_asked_again_does_not_wait_for_the_word_about_the_call_before() {
    let (mut bench, erase) = erased(waiting(AskedFor::Erase));
    let call = one(&mut bench);
    tell(&mut bench, &call, done(&[("kept.job", "j1")]));
    act(&mut bench, Doing::Retry { request: erase.id, task: HOOK.to_owned(), by: "ops".to_owned() }).unwrap();
    assert_eq!(say(&mut bench, &erasure("kept.job", "j1")), Confirmed::Unknown);
    let call = one(&mut bench);
    tell(&mut bench, &call, done(&[("kept.job", "j2")]));
    assert_eq!(say(&mut bench, &erasure("kept.job", "j2")), Confirmed::Heard);
}

#[test]
fn each_name_of_the_person_is_confirmed_by_a_word_of_its_own() {
    let by_browser =
        || vec![Ask { confirmed_by_webhook: true, ..ask(AskedFor::Erase, vec![profile("anonymous_id")]) }];
    let mut bench = Bench::new(asking(by_browser()));
    let lea = person(&bench.submit(vec![identify(1, &[("user_id", "lea"), ("anonymous_id", "a1")])]));
    bench.submit(vec![identify(2, &[("user_id", "lea"), ("anonymous_id", "a2")])]);
    let erase = open(&mut bench, RightKind::Erase, lea);
    let first = one(&mut bench);
    tell(&mut bench, &first, done(&[]));
    assert!(claim(&mut bench).is_empty(), "one after another");
    let named = |call: &crate::ErrandCall| call.words[TASK].as_str().unwrap().to_owned();
    assert_eq!(say(&mut bench, &erasure(TASK, &named(&first))), Confirmed::Heard);
    assert_eq!(task(&bench, erase.id, HOOK).state, TaskState::Open);
    let second = one(&mut bench);
    assert_ne!(named(&first), named(&second));
    // Of the second name it has nothing: nothing is to be confirmed.
    tell(&mut bench, &second, ErrandTold::Nobody);
    assert_eq!(task(&bench, erase.id, HOOK).state, TaskState::Done);
}

#[test]
fn two_requests_about_one_contact_are_confirmed_by_one_word_and_a_closed_one_by_none() {
    let restricting = || waiting(AskedFor::Restrict);
    let mut bench = Bench::new(asking(restricting()));
    let lea = person(&bench.submit(vec![identify(1, LEA)]));
    let requests = [open(&mut bench, RightKind::Restrict, lea), open(&mut bench, RightKind::Restrict, lea)];
    for _ in &requests {
        let calls = claim(&mut bench);
        calls.iter().for_each(|call| tell(&mut bench, call, done(&[("kept.job", "c9")])));
    }
    let (reason, by) = ("settled".to_owned(), "dpo".to_owned());
    act(&mut bench, Doing::End { request: requests[0].id, reason, by }).unwrap();
    assert_eq!(say(&mut bench, &word(AskedFor::Restrict, "kept.job", "c9")), Confirmed::Heard);
    assert_eq!(request(&bench, requests[0].id).state, RequestState::Ended);
    assert_eq!(task(&bench, requests[0].id, HOOK).state, TaskState::Open);
    assert_eq!(task(&bench, requests[1].id, HOOK).state, TaskState::Done);
}
