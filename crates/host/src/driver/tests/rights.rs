use super::{Bench, consent, identify, input, person, sent, started};
use crate::conformance::sample;
use crate::{
    Accepted, Doing, Entry, NotDone, Opening, Rejected, RequestState, RightKind, RightsRequest as Request,
    Scope, TaskState,
};
use filrouge_machine::{Id, Identify, InputKind, Rectify, SkipReason, Verdict};
use filrouge_plan::{Bundle, Plan, Value};
use std::sync::Arc;

const LEA: &[(&str, &str)] = &[("user_id", "lea"), ("email", "Lea@example.com")];

/// The sample with a change.
pub(super) fn changed(change: impl FnOnce(&mut Plan)) -> Arc<Bundle> {
    let mut bundle = Bundle::clone(&sample::walk_with_consent(1_000));
    change(&mut bundle.plan);
    bundle.hash = bundle.plan.hash();
    Arc::new(bundle)
}

pub(super) fn act(bench: &mut Bench, doing: Doing) -> Result<Request, NotDone> {
    let receipt = bench.handle().right(doing).expect("room");
    bench.driver.turn();
    receipt.wait().expect("an answer")
}

pub(super) fn opening(bench: &Bench, kind: RightKind, person: Id) -> Opening {
    let now = crate::Clock::now(&bench.watch);
    Opening { identity: Some("account".to_owned()), ..Opening::new(kind, person, now, "dpo") }
}

fn open(bench: &mut Bench, opening: Opening) -> Result<Request, NotDone> {
    act(bench, Doing::Open(Box::new(opening)))
}

fn ask(bench: &mut Bench, kind: RightKind, person: Id) -> Request {
    let opening = opening(bench, kind, person);
    open(bench, opening).expect("a request")
}

fn settle(bench: &mut Bench, request: Id, task: &str, done: bool) -> Result<Request, NotDone> {
    let by = "ops".to_owned();
    act(bench, Doing::Settle { request, task: task.to_owned(), done, note: None, by })
}

pub(super) fn hold(bench: &mut Bench, person: Id, until: i64) -> Request {
    let asked = Opening {
        until: Some(until),
        approver: Some("counsel".to_owned()),
        ..opening(bench, RightKind::Hold, person)
    };
    open(bench, asked).expect("a hold")
}

/// Lea comes in once more, under another key.
fn started_anew(id: u128) -> Entry {
    let Entry::Input(mut again) = started(id, LEA) else { unreachable!() };
    let InputKind::Event(event) = &mut again.kind else { unreachable!() };
    event.fields = vec!["another".into()];
    Entry::Input(again)
}

/// Lea has agreed, and waits for her letter.
fn lea(bench: &mut Bench) -> Id {
    let lea = person(&bench.submit(vec![started(1, LEA)]));
    bench.submit(vec![consent(2, LEA, true)]);
    lea
}

fn refusals(bench: &Bench, person: Id) -> Vec<SkipReason> {
    let reason = |verdict| match verdict {
        Verdict::Skipped { reason, .. } | Verdict::Recalled { reason, .. } => Some(reason),
        _ => None,
    };
    bench.verdicts(person).into_iter().filter_map(reason).collect()
}

#[test]
fn obligation_17_erasure_is_complete_only_when_every_recipient_has_confirmed() {
    let mut bench = Bench::new(sample::walk_with_consent(1_000));
    let lea = lea(&mut bench);
    let rejected = |payload: &[u8]| {
        let (source, reason) = ("site".to_owned(), "unknown".to_owned());
        Entry::Quarantine(Rejected { source, reason, payload: payload.to_vec() })
    };
    bench.submit(vec![
        rejected(br#"{"mail":"LEA@example.com"}"#),
        rejected(br#"{"mail":"other@example.com"}"#),
    ]);
    bench.pass(1_000);
    assert_eq!(bench.handle().status().unwrap().counts.waiting, 1, "her letter waits");
    let request = ask(&mut bench, RightKind::Erase, lea);
    let tasks: Vec<_> = request.tasks.iter().map(|task| (task.name.as_str(), task.state)).collect();
    let open = TaskState::Open;
    assert_eq!(tasks, [("files", TaskState::Done), ("connector/hook", open), ("connector/mail", open)]);
    assert_eq!(request.state, RequestState::Working);
    assert!(bench.handle().known(lea).unwrap().is_none() && bench.claim(None).messages.is_empty());
    let counts = bench.handle().status().unwrap().counts;
    let left =
        (counts.people, counts.timers, counts.waiting, counts.quarantined, counts.decisions, counts.requests);
    assert_eq!(left, (0, 0, 0, 1, 0, 1));
    let half = settle(&mut bench, request.id, "connector/mail", true).unwrap();
    assert_eq!(half.state, RequestState::Working);
    // What did not work stays open, and can be tried again.
    let failed = settle(&mut bench, request.id, "connector/hook", false).unwrap();
    assert_eq!(failed.state, RequestState::Working);
    assert_eq!(settle(&mut bench, request.id, "files", true), Err(NotDone::OwnTask));
    assert!(matches!(settle(&mut bench, request.id, "connector/fax", true), Err(NotDone::NoTask(_))));
    let done = settle(&mut bench, request.id, "connector/hook", true).unwrap();
    assert_eq!(done.state, RequestState::Done);
    // Asked again, it is the same request, and nothing happens.
    let again = ask(&mut bench, RightKind::Erase, lea);
    assert_eq!((again.id, again.state), (request.id, RequestState::Done));
    let bench = bench.restart(sample::walk_with_consent(1_000));
    assert_eq!(
        bench.handle().request(request.id).unwrap().map(|known| known.state),
        Some(RequestState::Done)
    );
}

#[test]
fn an_erased_contact_point_is_not_written_to_unless_its_owner_agrees_anew() {
    let mut bench = Bench::new(sample::walk_with_consent(1_000));
    let lea = lea(&mut bench);
    ask(&mut bench, RightKind::Erase, lea);
    bench.pass(5_000);
    // An import brings her back, with the yes that she once gave.
    let back = person(&bench.submit(vec![identify(3, &[("user_id", "lea"), ("email", "lea@EXAMPLE.com")])]));
    assert_ne!(back, lea);
    let Entry::Input(mut old) = consent(4, LEA, true) else { unreachable!() };
    old.at = 2;
    bench.submit(vec![Entry::Input(old), started(5, LEA)]);
    bench.pass(1_000);
    assert_eq!(refusals(&bench, back), [SkipReason::Erased]);
    assert!(bench.claim(None).messages.is_empty());
    let Entry::Input(mut new) = consent(6, LEA, true) else { unreachable!() };
    new.at = crate::Clock::now(&bench.watch);
    bench.submit(vec![Entry::Input(new)]);
    bench.submit(vec![started_anew(7)]);
    bench.pass(1_000);
    assert_eq!(bench.claim(Some("mail")).messages.len(), 1);
}

#[test]
fn obligation_18_a_restored_backup_forgets_nobodys_erasure() {
    let mut bench = Bench::new(sample::walk_with_consent(1_000));
    let lea = lea(&mut bench);
    let backup = bench.store.copied();
    let request = ask(&mut bench, RightKind::Erase, lea);
    // The backup knows her; the list of erasures lies apart, and is that of today.
    backup.take_erasures_of(&bench.store);
    assert!(crate::Reader::person(&backup, lea).unwrap().is_some());
    let mut restored = Bench::on(backup, bench.watch.clone(), sample::walk_with_consent(1_000));
    assert!(restored.handle().known(lea).unwrap().is_none());
    let known = restored.handle().request(request.id).unwrap().expect("the request");
    assert_eq!(known.state, RequestState::Working);
    assert_eq!(known.tasks.first().map(|task| task.state), Some(TaskState::Done));
    let back = person(&restored.submit(vec![identify(3, LEA)]));
    let state = restored.handle().known(back).unwrap().expect("a person").state;
    assert!(state.limits.suppressed.is_some());
    // At the next start there is nothing left to do.
    let again = restored.restart(sample::walk_with_consent(1_000));
    assert!(again.handle().known(back).unwrap().is_some());
}

#[test]
fn obligation_19_restriction_keeps_what_is_known_and_uses_nothing_of_it() {
    let mut bench = Bench::new(sample::walk_with_consent(1_000));
    let lea = lea(&mut bench);
    bench.pass(1_000);
    let request = ask(&mut bench, RightKind::Restrict, lea);
    assert_eq!((request.state, request.deadline()), (RequestState::InForce, None));
    assert!(bench.claim(None).messages.is_empty(), "the letter that waited is called back");
    assert_eq!(refusals(&bench, lea), [SkipReason::Restricted, SkipReason::Restricted]);
    // What she does is stored, and brings her nowhere.
    let before = bench.handle().history(lea, 0, 99).unwrap().len();
    bench.submit(vec![started_anew(9)]);
    assert_eq!(bench.handle().history(lea, 0, 99).unwrap().len(), before + 1);
    let walks = |bench: &Bench| bench.handle().known(lea).unwrap().expect("lea").state.instances.len();
    assert_eq!(walks(&bench), 1);
    let mut bench = bench.restart(sample::walk_with_consent(1_000));
    let (reason, by) = ("settled".to_owned(), "dpo".to_owned());
    let ended = act(&mut bench, Doing::End { request: request.id, reason, by }).unwrap();
    assert_eq!(ended.state, RequestState::Ended);
    bench.pass(1_000);
    assert_eq!(bench.claim(None).messages.len(), 1, "she walks on and is written to again");
}

#[test]
fn objection_to_marketing_stops_it_and_one_to_interests_until_it_is_weighed() {
    let interests = || {
        changed(|plan| {
            plan.purposes.iter_mut().for_each(|it| it.basis = filrouge_plan::Basis::LegitimateInterests);
        })
    };
    let mut bench = Bench::new(interests());
    let lea = person(&bench.submit(vec![started(1, LEA)]));
    bench.pass(1_000);
    let asked = Opening { scope: Scope::Interests, ..opening(&bench, RightKind::Object, lea) };
    let request = open(&mut bench, asked).unwrap();
    assert_eq!(
        (request.state, request.purposes.as_slice()),
        (RequestState::Assessing, &["service".to_owned()][..])
    );
    assert!(bench.claim(None).messages.is_empty());
    assert!(refusals(&bench, lea).contains(&SkipReason::Refused));
    let assess = |upheld| Doing::Assess {
        request: request.id,
        upheld,
        reason: "fraud".to_owned(),
        by: "dpo".to_owned(),
    };
    let weighed = act(&mut bench, assess(false)).unwrap();
    assert_eq!(weighed.state, RequestState::Refused);
    assert_eq!(act(&mut bench, assess(true)), Err(NotDone::State(RequestState::Refused)));
    // Her walk has ended with what it rested on; whoever comes in anew is written to again.
    bench.submit(vec![started_anew(9)]);
    bench.pass(1_000);
    assert_eq!(bench.claim(Some("mail")).messages.len(), 1);
    // Nothing is weighed against an objection to marketing.
    let request = ask(&mut bench, RightKind::Object, lea);
    assert_eq!((request.scope, request.state), (Some(Scope::Marketing), RequestState::Working));
    assert_eq!(act(&mut bench, assess(false)), Err(NotDone::State(RequestState::Refused)));
}

#[test]
fn obligation_16_rectification_goes_everywhere_and_the_wrong_value_leads_nowhere() {
    let mut bench = Bench::new(sample::walk_with_consent(1_000));
    let lea = lea(&mut bench);
    let ada = person(&bench.submit(vec![identify(3, &[("user_id", "ada"), ("email", "ada@example.com")])]));
    let correct = |email: &str| Rectify {
        identifiers: vec![("email".to_owned(), email.to_owned())],
        fields: vec![("first_name".to_owned(), Value::from("Léa"))],
    };
    let asked = |bench: &Bench, email: &str| Opening {
        correction: Some(correct(email)),
        ..opening(bench, RightKind::Rectify, lea)
    };
    let taken = asked(&bench, "ada@example.com");
    assert_eq!(open(&mut bench, taken), Err(NotDone::Taken("email".to_owned())));
    let nothing = opening(&bench, RightKind::Rectify, lea);
    assert_eq!(open(&mut bench, nothing), Err(NotDone::NothingToPutRight));
    let right = asked(&bench, "lea@home.example");
    let request = open(&mut bench, right).unwrap();
    assert_eq!((request.state, request.correction.as_ref()), (RequestState::Working, None));
    assert_eq!(request.tasks.len(), 2, "every recipient is to be told");
    let find = |bench: &Bench, email: &str| bench.handle().find(email).unwrap();
    let mut bench = bench.restart(sample::walk_with_consent(1_000));
    assert_eq!(find(&bench, "Lea@example.com"), []);
    assert_eq!((find(&bench, "lea@home.example"), find(&bench, "ada@example.com")), (vec![lea], vec![ada]));
    let state = bench.handle().known(lea).unwrap().expect("lea").state;
    assert_eq!(state.identifiers["email"], ["lea@home.example"]);
    bench.pass(1_000);
    let claimed = bench.claim(None);
    assert_eq!(claimed.messages[0].message.to, "lea@home.example");
    assert!(bench.settle(claimed.messages[0].message.effect, sent()));
}

#[test]
fn obligation_22_a_legal_hold_holds_against_erasure_and_its_backlog_runs_when_it_ends() {
    let mut bench = Bench::new(sample::walk_with_consent(1_000));
    let lea = lea(&mut bench);
    let alone = Opening { until: Some(99_000), ..opening(&bench, RightKind::Hold, lea) };
    assert_eq!(open(&mut bench, alone.clone()), Err(NotDone::NoApprover));
    let himself = Opening { approver: Some("dpo".to_owned()), ..alone.clone() };
    assert_eq!(open(&mut bench, himself), Err(NotDone::NoApprover));
    let endless = Opening { until: None, ..alone };
    assert_eq!(open(&mut bench, endless), Err(NotDone::NoEnd));
    let hold = hold(&mut bench, lea, 50_000);
    assert_eq!(hold.state, RequestState::InForce);
    bench.pass(1_000);
    assert_eq!(refusals(&bench, lea), [SkipReason::OnHold], "marketing rests");
    let erase = ask(&mut bench, RightKind::Erase, lea);
    assert_eq!((erase.state, erase.tasks.len()), (RequestState::OnHold, 0));
    let mut bench = bench.restart(sample::walk_with_consent(1_000));
    bench.driver.tidy();
    assert!(bench.handle().known(lea).unwrap().is_some());
    // Its end comes by itself.
    bench.pass(49_000);
    bench.driver.tidy();
    let state = |bench: &Bench, id: Id| bench.handle().request(id).unwrap().expect("a request").state;
    assert_eq!(state(&bench, hold.id), RequestState::Ended);
    assert_eq!(state(&bench, erase.id), RequestState::Working);
    assert!(bench.handle().known(lea).unwrap().is_none());
}

#[test]
fn obligation_23_identity_is_checked_on_every_path_duplicates_included() {
    for kind in [RightKind::Export, RightKind::Erase, RightKind::Restrict, RightKind::Object] {
        let mut bench = Bench::new(sample::walk_with_consent(1_000));
        let lea = lea(&mut bench);
        let unknown = Opening { identity: None, ..opening(&bench, kind, lea) };
        let first = open(&mut bench, unknown.clone()).unwrap();
        // The first of the two is checked; the second is not, and is another request.
        let second = open(&mut bench, unknown).unwrap();
        assert_eq!((second.duplicate_of, second.state), (Some(first.id), RequestState::WaitsForIdentity));
        assert_ne!(first.id, second.id);
        let by = "dpo".to_owned();
        let hand = Doing::HandOver { request: second.id, by: by.clone() };
        assert_eq!(act(&mut bench, hand), Err(NotDone::NotIdentified));
        let state = bench.handle().known(lea).unwrap().expect("lea").state;
        assert_eq!(state.limits, Default::default());
        let check = |request| Doing::Identify { request, method: "document".to_owned(), by: by.clone() };
        let checked = act(&mut bench, check(first.id)).unwrap();
        assert_ne!(checked.state, RequestState::WaitsForIdentity);
        let other = bench.handle().request(second.id).unwrap().expect("the second");
        assert!(other.identity.is_none() && other.state != RequestState::Done, "{kind:?}: {other:?}");
    }
}

#[test]
fn a_request_has_a_month_and_two_more_by_a_reason_once() {
    let mut bench = Bench::new(sample::walk_with_consent(1_000));
    let lea = lea(&mut bench);
    let day = 86_400_000;
    let unknown = Opening { identity: None, ..opening(&bench, RightKind::Export, lea) };
    let late = Opening { received: day, ..unknown.clone() };
    assert_eq!(open(&mut bench, late), Err(NotDone::NotReceived));
    let request = open(&mut bench, unknown).unwrap();
    // 1970-01-01, a month of 31 days, then of 28 and 31.
    assert_eq!(request.due, 31 * day);
    let counts = bench.handle().status().unwrap().counts;
    assert_eq!((counts.requests, counts.request_due), (1, Some(31 * day)));
    let extend = || Doing::Extend { request: request.id, reason: "many".to_owned(), by: "dpo".to_owned() };
    assert_eq!(act(&mut bench, extend()).unwrap().due, 90 * day);
    assert_eq!(act(&mut bench, extend()), Err(NotDone::ExtendedBefore));
    let bench = bench.restart(sample::walk_with_consent(1_000));
    let known = bench.handle().request(request.id).unwrap().expect("a request");
    assert_eq!((known.owner.as_str(), known.due), ("dpo", 90 * day));
    assert_eq!(known.extended.map(|extended| extended.by), Some("dpo".to_owned()));
}

#[test]
fn whoever_became_one_with_the_erased_is_erased_and_neighbours_are_not() {
    let mut bench = Bench::new(sample::walk_with_consent(1_000));
    let lea = person(&bench.submit(vec![identify(1, LEA)]));
    let visitor = person(&bench.submit(vec![started(2, &[("anonymous_id", "a1")])]));
    bench.submit(vec![identify(3, &[("user_id", "lea"), ("anonymous_id", "a1")])]);
    let ada = person(&bench.submit(vec![started(4, &[("user_id", "ada")])]));
    assert_eq!(bench.handle().find(&visitor.to_string()), Ok(vec![lea]));
    ask(&mut bench, RightKind::Erase, visitor);
    for text in ["lea", "a1", "Lea@example.com", &lea.to_string(), &visitor.to_string()] {
        assert_eq!(bench.handle().find(text), Ok(vec![]), "{text}");
    }
    let known = bench.handle().known(ada).unwrap().expect("ada");
    assert_eq!((known.state.instances.len(), known.timers.len()), (1, 1));
    let status = bench.handle().status().unwrap().counts;
    assert_eq!((status.people, status.timers), (1, 1));
}

#[test]
fn a_failed_answer_of_a_message_of_the_erased_brings_nobody_back() {
    let mut bench = Bench::new(sample::walk_with_consent(1_000));
    let lea = lea(&mut bench);
    bench.pass(1_000);
    let effect = bench.claim(None).messages[0].message.effect;
    ask(&mut bench, RightKind::Erase, lea);
    assert!(!bench.settle(effect, sent()), "nothing is known of it any more");
    let other = input(9, LEA, InputKind::Identify(Identify::default()));
    assert!(matches!(bench.submit(vec![other])[..], [Accepted::Applied { person, .. }] if person != lea));
}
