use super::errands::{HOOK, HOUR, again, ask, claim, done, is_kept, one, open, profile, request, tell};
use super::rights::{act, changed, hold};
use super::{Bench, consent, identify, person, sent, started};
use crate::{Doing, Entry, Reader as _, Rejected, RequestState, RightKind};
use filrouge_machine::InputKind;
use filrouge_plan::ask::AskedFor;
use filrouge_plan::{Bundle, Period, Plan, Retention, RetentionAction, RetentionClock, StoreRetention};
use std::sync::Arc;

const LEA: &[(&str, &str)] = &[("user_id", "lea"), ("email", "lea@example.com")];
const DAY: i64 = 86_400_000;

fn keep(months: u32, since: RetentionClock) -> Retention {
    Retention { keep: Period { months, ..Period::default() }, since, then: RetentionAction::Erase }
}

/// Everything has a limit: a profile three years behind the last act, an event one, the rest two behind its day.
fn kept(plan: &mut Plan) {
    plan.profile.retention = Some(keep(36, RetentionClock::LastActivity));
    plan.events.iter_mut().for_each(|event| event.retention = Some(keep(12, RetentionClock::Collection)));
    let stores = ["events", "consents", "messages", "audit", "quarantine"];
    plan.retentions = stores
        .map(|store| StoreRetention {
            name: store.to_owned(),
            store: store.to_owned(),
            retention: keep(24, RetentionClock::Collection),
        })
        .into();
}

fn bundle() -> Arc<Bundle> {
    changed(kept)
}

/// Lets the time pass without anybody's doing, and everything be looked at.
fn wait(bench: &mut Bench, millis: i64) {
    bench.pass(millis);
    (0..10).for_each(|_| bench.driver.tidy());
}

fn left(bench: &Bench) -> (u64, usize, usize, u64, u64) {
    let counts = bench.handle().status().unwrap().counts;
    let inputs = bench.store.inputs(0, 1_000).unwrap();
    let theirs = inputs.iter().filter(|(_, row)| row.person.is_some()).count();
    let decisions = bench.store.decided(0, 1_000).unwrap().len();
    (counts.people, theirs, decisions, counts.quarantined, counts.dead_letters)
}

fn live(bench: &mut Bench) -> filrouge_machine::Id {
    let lea = person(&bench.submit(vec![consent(1, LEA, true), started(2, LEA)])[..1]);
    let (source, reason, payload) = ("site".to_owned(), "unknown".to_owned(), b"{}".to_vec());
    bench.submit(vec![Entry::Quarantine(Rejected { source, reason, payload })]);
    for _ in 0..2 {
        bench.pass(1_000);
        let letter = bench.claim(None).messages.remove(0).message;
        assert!(bench.settle(letter.effect, sent()));
    }
    lea
}

#[test]
fn obligation_24_nothing_outlives_its_limit_when_the_clock_moves_ten_years() {
    let mut bench = Bench::new(bundle());
    live(&mut bench);
    wait(&mut bench, DAY);
    let (people, inputs, decisions, quarantined, _) = left(&bench);
    assert!(people == 1 && inputs > 3 && decisions > 3 && quarantined == 1, "{:?}", left(&bench));
    wait(&mut bench, 3_652 * DAY);
    assert_eq!(left(&bench), (0, 0, 0, 0, 0));
    let expired = bench.handle().status().unwrap().totals.expired;
    assert_eq!((expired.people, expired.quarantined), (1, 1));
    // How much has ended is in the journal, and on nobody's account.
    let told = bench.store.inputs(0, 1_000).unwrap();
    let told = told.iter().filter(|(_, row)| row.source == "retention");
    let told: Vec<InputKind> = told.map(|(_, row)| serde_json::from_slice(&row.body).unwrap()).collect();
    assert!(told.iter().any(|kind| matches!(kind, InputKind::Expired(gone) if gone.people == 1)), "{told:?}");
}

#[test]
fn each_thing_ends_at_its_own_limit_and_not_before() {
    let mut bench = Bench::new(bundle());
    live(&mut bench);
    let events = |bench: &Bench| {
        let inputs = bench.store.inputs(0, 1_000).unwrap();
        let kinds = inputs.iter().map(|(_, row)| serde_json::from_slice(&row.body).unwrap());
        kinds.filter(|kind| matches!(kind, InputKind::Event(_))).count()
    };
    wait(&mut bench, 364 * DAY);
    assert_eq!(events(&bench), 1);
    wait(&mut bench, 2 * DAY);
    assert_eq!(events(&bench), 0, "the event after a year");
    let before = left(&bench);
    assert!(before.1 > 0 && before.2 > 0 && before.3 == 1, "{before:?}");
    wait(&mut bench, 366 * DAY);
    assert_eq!(left(&bench), (1, 0, 0, 0, 0), "the rest after two, and the profile is there");
    wait(&mut bench, 366 * DAY);
    assert_eq!(left(&bench).0, 0, "and gone after three");
}

#[test]
fn an_act_of_the_person_begins_the_time_anew_and_our_message_does_not() {
    let mut bench = Bench::new(bundle());
    live(&mut bench);
    wait(&mut bench, 1_000 * DAY);
    let Entry::Input(mut again) = started(9, LEA) else { unreachable!() };
    let InputKind::Event(event) = &mut again.kind else { unreachable!() };
    event.fields = vec!["another".into()];
    bench.submit(vec![Entry::Input(again)]);
    wait(&mut bench, 1_000 * DAY);
    assert_eq!(left(&bench).0, 1);
    wait(&mut bench, 100 * DAY);
    assert_eq!(left(&bench).0, 0);
}

#[test]
fn a_legal_hold_holds_against_retention_until_it_ends() {
    let mut bench = Bench::new(bundle());
    let lea = live(&mut bench);
    let hold = hold(&mut bench, lea, 5_000 * DAY);
    wait(&mut bench, 3_652 * DAY);
    let (people, inputs, decisions, ..) = left(&bench);
    assert!(people == 1 && inputs > 3 && decisions > 3, "{:?}", left(&bench));
    let (reason, by) = ("the case is closed".to_owned(), "counsel".to_owned());
    act(&mut bench, Doing::End { request: hold.id, reason, by }).expect("an end");
    wait(&mut bench, DAY);
    assert_eq!(left(&bench).0, 0);
}

#[test]
fn a_legal_hold_keeps_what_somebody_did_before_they_became_one_with_its_person() {
    let mut bench = Bench::new(bundle());
    let visitor = person(&bench.submit(vec![started(1, &[("anonymous_id", "a1")])]));
    let lea = person(&bench.submit(vec![identify(2, LEA)]));
    let other = person(&bench.submit(vec![started(3, &[("user_id", "max")])]));
    bench.submit(vec![identify(4, &[("user_id", "lea"), ("anonymous_id", "a1")])]);
    hold(&mut bench, lea, 5_000 * DAY);
    wait(&mut bench, 800 * DAY);
    let rows = bench.store.inputs(0, 1_000).unwrap();
    let first_day = rows.iter().map(|(_, row)| row).filter(|row| row.at < DAY);
    let of = |person| first_day.clone().filter(|row| row.person == Some(person)).count();
    assert!(of(visitor) > 0 && of(lea) > 0 && of(other) == 0, "{rows:?}");
}

#[test]
fn what_is_to_be_kept_apart_is_kept_and_not_used() {
    let archived = changed(|plan| {
        let retention = Retention { then: RetentionAction::Archive, ..keep(12, RetentionClock::Collection) };
        plan.profile.retention = Some(retention);
    });
    let mut bench = Bench::new(archived);
    let lea = live(&mut bench);
    wait(&mut bench, 370 * DAY);
    let state = bench.handle().known(lea).unwrap().expect("lea").state;
    assert!(state.limits.restricted.is_some());
}

#[test]
fn what_has_no_limit_stays() {
    let mut bench = Bench::new(changed(|_| {}));
    live(&mut bench);
    let before = left(&bench);
    wait(&mut bench, 3_652 * DAY);
    assert_eq!(left(&bench).0, before.0);
    assert!(left(&bench).1 >= before.1 && left(&bench).2 >= before.2);
}

fn withdrawn_copies() -> Arc<Bundle> {
    changed(|plan| {
        kept(plan);
        let erase = vec![ask(AskedFor::Erase, vec![profile("email")])];
        plan.connectors
            .iter_mut()
            .filter(|own| own.name == "hook")
            .for_each(|own| own.asks.clone_from(&erase));
    })
}

fn ended(bench: &Bench, person: filrouge_machine::Id) -> Vec<crate::RightsRequest> {
    let requests = bench.handle().requests_of(person).unwrap();
    requests.into_iter().filter(|request| request.kind == RightKind::Retention).collect()
}

#[test]
fn a_profile_that_is_kept_no_longer_is_removed_by_the_services_that_say_how_over_failures_and_restarts() {
    let mut bench = Bench::new(withdrawn_copies());
    let lea = live(&mut bench);
    wait(&mut bench, 1_000 * DAY);
    assert!(claim(&mut bench).is_empty() && ended(&bench, lea).is_empty(), "not before its time");
    wait(&mut bench, 200 * DAY);
    let call = one(&mut bench);
    assert_eq!(call.words["profile.email"], "lea@example.com");
    let [request] = &ended(&bench, lea)[..] else { panic!("one request") };
    let tasks: Vec<_> = request.tasks.iter().map(|task| task.name.as_str()).collect();
    assert_eq!(
        (request.state, tasks),
        (RequestState::Working, vec![HOOK, "files"]),
        "the mail service is asked by nobody"
    );
    assert_eq!(left(&bench).0, 0, "the profile is gone meanwhile");
    let later = bench.driver.now() + HOUR;
    tell(&mut bench, &call, again(later, true, false));
    let mut bench = bench.restart(withdrawn_copies());
    wait(&mut bench, HOUR);
    let same = one(&mut bench);
    assert_eq!((same.request, same.key, same.attempt), (call.request, call.key, 2));
    assert!(is_kept(&bench, request.id, "lea@example.com"), "for the call");
    tell(&mut bench, &same, done(&[]));
    assert!(!is_kept(&bench, request.id, "lea@example.com"));
    wait(&mut bench, DAY);
    assert_eq!(ended(&bench, lea)[0].state, RequestState::Done);
    // None of it stands on the account of the person, who is gone.
    let inputs = bench.store.inputs(0, 1_000).unwrap();
    assert!(inputs.iter().all(|(_, row)| row.person != Some(lea)));
}

#[test]
fn what_was_to_be_asked_for_somebody_who_is_kept_no_longer_ends_with_them() {
    let both = || {
        changed(|plan| {
            kept(plan);
            let asks = vec![
                ask(AskedFor::Restrict, vec![profile("email")]),
                ask(AskedFor::Erase, vec![profile("email")]),
            ];
            plan.connectors
                .iter_mut()
                .filter(|own| own.name == "hook")
                .for_each(|own| own.asks.clone_from(&asks));
        })
    };
    let mut bench = Bench::new(both());
    let lea = live(&mut bench);
    let restrict = open(&mut bench, RightKind::Restrict, lea);
    let late = one(&mut bench);
    wait(&mut bench, 1_200 * DAY);
    tell(&mut bench, &late, done(&[]));
    assert_eq!(request(&bench, restrict.id).state, RequestState::Ended);
    assert!(!is_kept(&bench, restrict.id, "lea@example.com"));
    assert_eq!(one(&mut bench).request, ended(&bench, lea)[0].id);
}

#[test]
fn a_service_that_cannot_know_the_person_is_not_asked() {
    let mut bench = Bench::new(withdrawn_copies());
    let ben = person(&bench.submit(vec![started(1, &[("user_id", "ben")])]));
    wait(&mut bench, 1_200 * DAY);
    assert!(left(&bench).0 == 0 && claim(&mut bench).is_empty() && ended(&bench, ben).is_empty());
}
