use super::rights::{act, changed, opening};
use super::{Bench, consent, identify, input, person, started};
use crate::{
    Doing, Entry, ErrandCall, ErrandTold, NotDone, Opening, RequestState, RightKind,
    RightsRequest as Request, Task, TaskState,
};
use filrouge_machine::{Consent, Id, InputKind, Rectify};
use filrouge_plan::ask::{Ask, AskedFor, Filling, Method, Piece};
use filrouge_plan::{Bundle, Value};
use serde_json::json;
use std::sync::Arc;

pub(super) const LEA: &[(&str, &str)] = &[("user_id", "lea"), ("email", "lea@example.com")];
pub(super) const HOOK: &str = "connector/hook";
pub(super) const HOUR: i64 = 3_600_000;

pub(super) fn ask(right: AskedFor, path: Vec<Piece>) -> Ask {
    Ask {
        right,
        purpose: None,
        method: Method::Post,
        path: vec![path],
        headers: vec![],
        query: vec![],
        body: vec![],
        keep: vec![],
        nobody_status: vec![],
        nobody: vec![],
        refused: vec![],
        until: None,
        unsure_by_hand: false,
        confirmed_by_hand: false,
        confirmed_by_webhook: false,
    }
}

pub(super) fn profile(name: &str) -> Piece {
    Piece::Profile(name.to_owned())
}

/// The sample, whose endpoint is asked by these calls.
pub(super) fn asking(asks: Vec<Ask>) -> Arc<Bundle> {
    changed(|plan| {
        plan.connectors
            .iter_mut()
            .filter(|own| own.name == "hook")
            .for_each(|own| own.asks.clone_from(&asks));
    })
}

/// Finds the person by their address, then erases whom it has found.
fn erasing() -> Vec<Ask> {
    vec![
        ask(AskedFor::Erase, vec![profile("email")]),
        ask(AskedFor::Erase, vec![Piece::Kept("id".to_owned())]),
    ]
}

pub(super) fn open(bench: &mut Bench, kind: RightKind, person: Id) -> Request {
    let opening = opening(bench, kind, person);
    act(bench, Doing::Open(Box::new(opening))).expect("a request")
}

pub(super) fn request(bench: &Bench, id: Id) -> Request {
    bench.handle().request(id).unwrap().expect("the request")
}

pub(super) fn task(bench: &Bench, id: Id, name: &str) -> Task {
    request(bench, id).tasks.into_iter().find(|task| task.name == name).expect("the task")
}

pub(super) fn claim(bench: &mut Bench) -> Vec<ErrandCall> {
    bench.claim(Some("hook")).errands
}

pub(super) fn one(bench: &mut Bench) -> ErrandCall {
    let mut calls = claim(bench);
    assert_eq!(calls.len(), 1, "{calls:?}");
    calls.remove(0)
}

pub(super) fn tell(bench: &mut Bench, call: &ErrandCall, told: ErrandTold) {
    let receipt = bench.handle().tell_errand(call.request, call.task.clone(), told).expect("room");
    bench.driver.turn();
    receipt.wait().expect("an answer");
}

pub(super) fn done(kept: &[(&str, &str)]) -> ErrandTold {
    ErrandTold::Done { kept: kept.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect() }
}

pub(super) fn refused(reason: &str) -> ErrandTold {
    ErrandTold::Refused { reason: reason.to_owned() }
}

pub(super) fn again(at: i64, spent: bool, unsure: bool) -> ErrandTold {
    ErrandTold::Again { at, reason: "busy".to_owned(), spent, unsure }
}

pub(super) fn by_hand(bench: &mut Bench, request: Id, name: &str) -> Request {
    let (task, by) = (name.to_owned(), "ops".to_owned());
    act(bench, Doing::Settle { request, task, done: true, note: None, by }).unwrap()
}

/// Whether the store holds a word of the person anywhere in a request.
pub(super) fn is_kept(bench: &Bench, id: Id, word: &str) -> bool {
    let row = crate::Reader::request(&bench.store, id).unwrap().expect("the request");
    String::from_utf8(row.body).unwrap().contains(word)
}

pub(super) fn erased(asks: Vec<Ask>) -> (Bench, Request) {
    let mut bench = Bench::new(asking(asks));
    let lea = person(&bench.submit(vec![started(1, LEA)]));
    let request = open(&mut bench, RightKind::Erase, lea);
    (bench, request)
}

#[test]
fn an_erasure_is_asked_of_a_service_and_its_answer_confirms_the_task() {
    let (mut bench, erase) = erased(erasing());
    assert!(is_kept(&bench, erase.id, "lea@example.com"), "for the calls that are to come");
    assert!(!serde_json::to_string(&erase).unwrap().contains("lea@example.com"), "and told to nobody");
    let find = one(&mut bench);
    assert_eq!((find.task.as_str(), find.attempt), (HOOK, 1));
    assert_eq!(find.words["profile.email"], "lea@example.com");
    assert!(claim(&mut bench).is_empty(), "it is under way");
    tell(&mut bench, &find, done(&[("kept.id", "c9")]));
    let remove = one(&mut bench);
    assert_eq!((remove.words["kept.id"].as_str(), remove.attempt), (Some("c9"), 1));
    assert_ne!(remove.key, find.key);
    assert_eq!(task(&bench, erase.id, HOOK).state, TaskState::Open);
    tell(&mut bench, &remove, done(&[]));
    assert_eq!(task(&bench, erase.id, HOOK).state, TaskState::Done);
    assert!(!is_kept(&bench, erase.id, "lea@example.com") && !is_kept(&bench, erase.id, "c9"));
    assert_eq!(task(&bench, erase.id, "files").state, TaskState::Open, "they may hold it");
    bench.driver.tidy();
    assert_eq!(task(&bench, erase.id, "files").state, TaskState::Done);
    assert_eq!(request(&bench, erase.id).state, RequestState::Working, "the mail service is left");
    assert_eq!(by_hand(&mut bench, erase.id, "connector/mail").state, RequestState::Done);
    assert!(claim(&mut bench).is_empty());
}

#[test]
fn a_service_that_has_nothing_of_the_person_has_confirmed() {
    let (mut bench, erase) = erased(erasing());
    let find = one(&mut bench);
    tell(&mut bench, &find, ErrandTold::Nobody);
    assert_eq!(task(&bench, erase.id, HOOK).state, TaskState::Done);
    assert!(claim(&mut bench).is_empty(), "nothing is left to remove");
}

#[test]
fn a_refusal_leaves_the_task_open_with_its_reason_until_somebody_has_mended_it() {
    let (mut bench, erase) = erased(erasing());
    let find = one(&mut bench);
    tell(&mut bench, &find, done(&[("kept.id", "c9")]));
    let remove = one(&mut bench);
    tell(&mut bench, &remove, refused("the endpoint answered 403"));
    let left = task(&bench, erase.id, HOOK);
    assert_eq!((left.state, left.note.as_deref()), (TaskState::Failed, Some("the endpoint answered 403")));
    assert_eq!(request(&bench, erase.id).state, RequestState::Working);
    bench.pass(1_000 * HOUR);
    assert!(claim(&mut bench).is_empty(), "nobody asks again by himself");
    let retry = |task: &str| Doing::Retry { request: erase.id, task: task.to_owned(), by: "ops".to_owned() };
    assert_eq!(act(&mut bench, retry("connector/fax")), Err(NotDone::NoTask("connector/fax".to_owned())));
    let mail = "connector/mail".to_owned();
    assert_eq!(act(&mut bench, retry(&mail)), Err(NotDone::NoCall(mail)));
    act(&mut bench, retry(HOOK)).unwrap();
    assert_eq!(task(&bench, erase.id, HOOK).state, TaskState::Open);
    let anew = one(&mut bench);
    assert_eq!(anew.key, find.key, "from the first call on, under its key");
    // What came of the call before is late, and changes nothing.
    tell(&mut bench, &anew, ErrandTold::Nobody);
    tell(&mut bench, &remove, refused("late"));
    assert_eq!(task(&bench, erase.id, HOOK).state, TaskState::Done);
}

#[test]
fn what_may_pass_is_tried_as_long_as_the_request_is_open() {
    let (mut bench, erase) = erased(erasing());
    let call = one(&mut bench);
    tell(&mut bench, &call, again(5_000, false, false));
    let left = task(&bench, erase.id, HOOK);
    assert_eq!((left.state, left.note.as_deref()), (TaskState::Open, Some("busy")));
    let waiting = bench.claim(Some("hook"));
    assert_eq!((waiting.errands.len(), waiting.next_at), (0, Some(5_000)));
    bench.pass(5_000);
    let second = one(&mut bench);
    assert_eq!((second.attempt, second.key), (2, call.key));
    tell(&mut bench, &second, again(HOUR, true, true));
    assert_eq!(task(&bench, erase.id, HOOK).state, TaskState::Failed, "somebody should look into it");
    bench.pass(HOUR);
    let third = one(&mut bench);
    tell(&mut bench, &third, ErrandTold::Nobody);
    assert_eq!(task(&bench, erase.id, HOOK).state, TaskState::Done);
}

#[test]
fn a_call_that_a_crash_has_cut_off_is_made_again_with_its_key() {
    let (mut bench, erase) = erased(erasing());
    let cut = one(&mut bench);
    let mut bench = bench.restart(asking(erasing()));
    let again = one(&mut bench);
    assert_eq!((again.key, again.words, again.attempt), (cut.key, cut.words, 2));
    assert_eq!(task(&bench, erase.id, HOOK).state, TaskState::Open);
}

#[test]
fn a_call_of_which_nobody_knows_is_left_to_somebody_where_that_is_said() {
    let careful = || vec![Ask { unsure_by_hand: true, ..ask(AskedFor::Erase, vec![profile("email")]) }];
    let (mut bench, erase) = erased(careful());
    one(&mut bench);
    let mut bench = bench.restart(asking(careful()));
    assert!(claim(&mut bench).is_empty());
    let left = task(&bench, erase.id, HOOK);
    let note = "nobody knows whether the service did it: the process ended during the call";
    assert_eq!((left.state, left.note.as_deref()), (TaskState::Failed, Some(note)));
    by_hand(&mut bench, erase.id, HOOK);
    assert!(!is_kept(&bench, erase.id, "lea@example.com"));
    // Where it is sure that it was not taken, it is made again all the same.
    let (mut bench, erase) = erased(careful());
    let call = one(&mut bench);
    tell(&mut bench, &call, again(7, false, false));
    bench.pass(7);
    one(&mut bench);
    assert_eq!(task(&bench, erase.id, HOOK).state, TaskState::Open);
}

#[test]
fn a_service_that_works_on_it_is_asked_until_it_is_done() {
    let (mut bench, erase) = erased(erasing());
    let call = one(&mut bench);
    tell(&mut bench, &call, ErrandTold::Pending { at: HOUR });
    assert!(claim(&mut bench).is_empty());
    bench.pass(HOUR);
    let same = one(&mut bench);
    assert_eq!((same.key, same.attempt), (call.key, 1), "waiting spends no tries");
    tell(&mut bench, &same, ErrandTold::Nobody);
    assert_eq!(task(&bench, erase.id, HOOK).state, TaskState::Done);
}

#[test]
fn what_a_service_confirms_elsewhere_waits_for_somebody_who_has_heard_it() {
    let asked = vec![Ask { confirmed_by_hand: true, ..ask(AskedFor::Erase, vec![profile("email")]) }];
    let (mut bench, erase) = erased(asked);
    let call = one(&mut bench);
    tell(&mut bench, &call, done(&[]));
    let left = task(&bench, erase.id, HOOK);
    assert_eq!(left.state, TaskState::Open);
    assert!(left.note.unwrap().starts_with("the service was asked"));
    bench.pass(1_000 * HOUR);
    assert!(claim(&mut bench).is_empty());
    by_hand(&mut bench, erase.id, HOOK);
    assert!(!is_kept(&bench, erase.id, "lea@example.com"));
}

#[test]
fn a_person_of_several_names_is_erased_under_each() {
    let by_browser = vec![ask(AskedFor::Erase, vec![profile("anonymous_id")])];
    let mut bench = Bench::new(asking(by_browser));
    let lea = person(&bench.submit(vec![identify(1, &[("user_id", "lea"), ("anonymous_id", "a1")])]));
    bench.submit(vec![identify(2, &[("user_id", "lea"), ("anonymous_id", "a2")])]);
    let erase = open(&mut bench, RightKind::Erase, lea);
    let mut keys = Vec::new();
    for name in ["a1", "a2"] {
        let call = one(&mut bench);
        assert_eq!(call.words["profile.anonymous_id"], name);
        keys.push(call.key);
        tell(&mut bench, &call, done(&[]));
    }
    assert_ne!(keys[0], keys[1]);
    assert_eq!(task(&bench, erase.id, HOOK).state, TaskState::Done);
}

#[test]
fn a_person_whom_a_service_cannot_be_named_is_left_to_somebody() {
    let mut bench = Bench::new(asking(erasing()));
    let lea = person(&bench.submit(vec![identify(1, &[("user_id", "lea")])]));
    let erase = open(&mut bench, RightKind::Erase, lea);
    assert!(claim(&mut bench).is_empty());
    let left = task(&bench, erase.id, HOOK);
    assert_eq!((left.state, left.by_call), (TaskState::Open, false));
    assert!(left.note.unwrap().contains("`profile.email` is not known"));
}

#[test]
fn a_correction_is_told_with_the_right_value_and_the_name_that_the_service_knows() {
    let mut call = ask(AskedFor::Rectify, vec![Piece::Former("email".to_owned())]);
    call.body = vec![
        ("/email".to_owned(), Filling::Text(vec![profile("email")])),
        ("/name".to_owned(), Filling::Text(vec![profile("first_name")])),
    ];
    let mut bench = Bench::new(asking(vec![call]));
    let lea = person(&bench.submit(vec![identify(1, LEA)]));
    let correction = Rectify {
        identifiers: vec![("email".to_owned(), "lea@home.example".to_owned())],
        fields: vec![("first_name".to_owned(), Value::from("Léa"))],
    };
    let asked = Opening { correction: Some(correction), ..opening(&bench, RightKind::Rectify, lea) };
    let rectify = act(&mut bench, Doing::Open(Box::new(asked))).unwrap();
    let call = one(&mut bench);
    assert_eq!(call.words["former.email"], "lea@example.com");
    assert_eq!(call.words["profile.email"], "lea@home.example");
    assert_eq!(call.words["profile.first_name"], "Léa");
    tell(&mut bench, &call, done(&[]));
    assert_eq!(task(&bench, rectify.id, HOOK).state, TaskState::Done);
}

#[test]
fn an_objection_to_interests_is_told_to_services_once_it_is_upheld() {
    let suppress = vec![ask(AskedFor::Suppress, vec![profile("email")])];
    let mut bench = Bench::new(changed(|plan| {
        plan.purposes.iter_mut().for_each(|it| it.basis = filrouge_plan::Basis::LegitimateInterests);
        plan.connectors.iter_mut().filter(|own| own.name == "hook").for_each(|own| {
            own.asks.clone_from(&suppress);
        });
    }));
    let lea = person(&bench.submit(vec![identify(1, LEA)]));
    let scope = crate::Scope::Interests;
    let asked = Opening { scope, ..opening(&bench, RightKind::Object, lea) };
    let object = act(&mut bench, Doing::Open(Box::new(asked))).unwrap();
    assert!(claim(&mut bench).is_empty(), "it is being weighed");
    let (reason, by) = ("she is right".to_owned(), "dpo".to_owned());
    act(&mut bench, Doing::Assess { request: object.id, upheld: true, reason, by }).unwrap();
    let call = one(&mut bench);
    tell(&mut bench, &call, done(&[]));
    assert_eq!(task(&bench, object.id, HOOK).state, TaskState::Done);
    // A restriction is in force, and its service is told as well; this one is asked for nothing of the kind.
    let restrict = open(&mut bench, RightKind::Restrict, lea);
    assert!(claim(&mut bench).is_empty() && !task(&bench, restrict.id, HOOK).by_call);
}

#[test]
fn an_erasure_ends_what_services_were_to_be_asked_before() {
    let mut asks = erasing();
    asks.push(ask(AskedFor::Restrict, vec![profile("email")]));
    let mut bench = Bench::new(asking(asks));
    let lea = person(&bench.submit(vec![started(1, LEA)]));
    let restrict = open(&mut bench, RightKind::Restrict, lea);
    let late = one(&mut bench);
    let erase = open(&mut bench, RightKind::Erase, lea);
    tell(&mut bench, &late, done(&[]));
    assert_eq!(request(&bench, restrict.id).state, RequestState::Ended);
    assert!(!is_kept(&bench, restrict.id, "lea@example.com"));
    assert_eq!(one(&mut bench).request, erase.id);
}

#[test]
fn another_plan_asks_in_its_own_way() {
    let (bench, erase) = erased(erasing());
    let other = vec![ask(AskedFor::Erase, vec![Piece::Text("all".to_owned()), profile("email")])];
    let mut bench = bench.restart(asking(other));
    assert_eq!(one(&mut bench).ask.path[0].len(), 2);
    // One that asks no more leaves it to somebody.
    let (bench, kept) = erased(erasing());
    let mut bench = bench.restart(asking(vec![]));
    assert!(claim(&mut bench).is_empty());
    assert_eq!(task(&bench, kept.id, HOOK).state, TaskState::Failed);
    assert_ne!(erase.id, Id(0));
}

#[test]
fn what_a_restored_backup_knows_again_is_asked_again() {
    let mut bench = Bench::new(asking(erasing()));
    let lea = person(&bench.submit(vec![started(1, LEA)]));
    let backup = bench.store.copied();
    let erase = open(&mut bench, RightKind::Erase, lea);
    let find = one(&mut bench);
    tell(&mut bench, &find, ErrandTold::Nobody);
    backup.take_erasures_of(&bench.store);
    let mut restored = Bench::on(backup, bench.watch.clone(), asking(erasing()));
    let call = one(&mut restored);
    assert_eq!((call.request, call.words["profile.email"].as_str()), (erase.id, Some("lea@example.com")));
    tell(&mut restored, &call, ErrandTold::Nobody);
    assert_eq!(task(&restored, erase.id, HOOK).state, TaskState::Done);
    assert!(!is_kept(&restored, erase.id, "lea@example.com"));
}

/// The sample, whose endpoint is told who refuses the purpose.
pub(super) fn told() -> Arc<Bundle> {
    let purpose = Some("service".to_owned());
    asking(vec![Ask { purpose, ..ask(AskedFor::Suppress, vec![profile("email")]) }])
}

pub(super) fn withdrawals(bench: &Bench, person: Id) -> Vec<Request> {
    let requests = bench.handle().requests_of(person).unwrap();
    requests.into_iter().filter(|request| request.kind == RightKind::Withdraw).collect()
}

#[test]
fn obligation_7_a_withdrawal_is_told_to_the_service_that_says_how_and_is_open_until_it_has_confirmed() {
    let mut bench = Bench::new(told());
    let lea = person(&bench.submit(vec![consent(1, LEA, true)]));
    assert!(claim(&mut bench).is_empty());
    bench.submit(vec![consent(2, LEA, false)]);
    let call = one(&mut bench);
    assert_eq!(call.words["profile.email"], "lea@example.com");
    let [request] = &withdrawals(&bench, lea)[..] else { panic!("one request") };
    let tasks: Vec<_> = request.tasks.iter().map(|task| (task.name.as_str(), task.state)).collect();
    assert_eq!((request.state, tasks), (RequestState::Working, vec![(HOOK, TaskState::Open)]));
    // Said again, it is nothing new, and neither is it while the service fails.
    bench.submit(vec![consent(3, LEA, false)]);
    tell(&mut bench, &call, again(9_000, false, false));
    assert_eq!(withdrawals(&bench, lea).len(), 1);
    let mut bench = bench.restart(told());
    bench.pass(9_000);
    let call = one(&mut bench);
    tell(&mut bench, &call, done(&[]));
    assert_eq!(withdrawals(&bench, lea)[0].state, RequestState::Done);
}

#[test]
fn who_agrees_anew_before_the_service_was_told_is_not_taken_off() {
    let mut bench = Bench::new(told());
    let lea = person(&bench.submit(vec![consent(1, LEA, true)]));
    bench.submit(vec![consent(2, LEA, false)]);
    bench.pass(1_000);
    let Entry::Input(mut yes) = consent(3, LEA, true) else { unreachable!() };
    yes.at = 1_000;
    bench.submit(vec![Entry::Input(yes)]);
    assert!(claim(&mut bench).is_empty());
    assert_eq!(withdrawals(&bench, lea)[0].state, RequestState::Ended);
    assert!(!is_kept(&bench, withdrawals(&bench, lea)[0].id, "lea@example.com"));
}

#[test]
fn a_refusal_on_a_channel_that_the_service_does_not_carry_is_not_told() {
    let mut bench = Bench::new(told());
    let on = |id, channel: &str| {
        let said = Consent::said("service", Some(channel), false, "preference-centre");
        input(id, LEA, InputKind::Consent(said))
    };
    let lea = person(&bench.submit(vec![on(1, "email")]));
    assert!(withdrawals(&bench, lea).is_empty(), "the mail service carries it");
    bench.submit(vec![on(2, "web")]);
    assert_eq!(withdrawals(&bench, lea).len(), 1);
}

#[test]
fn an_objection_tells_a_service_once() {
    let mut bench = Bench::new(told());
    let lea = person(&bench.submit(vec![consent(1, LEA, true)]));
    let object = open(&mut bench, RightKind::Object, lea);
    assert_eq!(one(&mut bench).request, object.id);
    assert!(withdrawals(&bench, lea).is_empty());
}
