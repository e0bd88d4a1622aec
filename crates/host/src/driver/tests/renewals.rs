//! What a service was told of is told when it is over, in the order in which people decide.

use super::errands::{
    HOOK, HOUR, LEA, again, ask, asking, claim, done, is_kept, one, open, profile, refused, request, task,
    tell,
};
use super::learnt::{BOTH, VISITOR};
use super::rights::{act, changed, hold};
use super::{Bench, consent, identify, input, person, started};
use crate::{
    Doing, Entry, ErrandCall, ErrandTold, RequestState, RightKind, RightsRequest as Request, TaskState,
};
use filrouge_machine::{Consent, Id, InputKind};
use filrouge_plan::ask::{Ask, AskedFor};
use filrouge_plan::{Bundle, DoubleOptIn, Period};
use std::sync::Arc;

fn about(right: AskedFor) -> Ask {
    Ask { purpose: Some("service".to_owned()), ..ask(right, vec![profile("email")]) }
}

/// The sample, whose endpoint is told who refuses the purpose, and who agrees to it anew.
fn both_ways() -> Arc<Bundle> {
    asking(vec![about(AskedFor::Suppress), about(AskedFor::Resume)])
}

fn restricting() -> Arc<Bundle> {
    asking([AskedFor::Restrict, AskedFor::Lift].map(|right| ask(right, vec![profile("email")])).into())
}

fn said(bench: &Bench, id: u128, who: &[(&str, &str)], granted: bool) -> Entry {
    let Entry::Input(mut said) = consent(id, who, granted) else { unreachable!() };
    said.at = crate::Clock::now(&bench.watch);
    Entry::Input(said)
}

/// Lea decides, a second after what she decided before.
fn say(bench: &mut Bench, id: u128, granted: bool) -> Id {
    bench.pass(1_000);
    let said = said(bench, id, LEA, granted);
    person(&bench.submit(vec![said]))
}

fn of_kind(bench: &Bench, person: Id, kind: RightKind) -> Vec<Request> {
    let requests = bench.handle().requests_of(person).unwrap();
    requests.into_iter().filter(|request| request.kind == kind).collect()
}

fn states(bench: &Bench, person: Id, kind: RightKind) -> Vec<RequestState> {
    of_kind(bench, person, kind).iter().map(|request| request.state).collect()
}

const fn right(call: &ErrandCall) -> AskedFor {
    call.ask.right
}

/// Makes the one call that is due, and says what it was for.
fn served(bench: &mut Bench) -> AskedFor {
    let call = one(bench);
    tell(bench, &call, done(&[]));
    right(&call)
}

/// Lea, who has refused, as the service knows.
fn told(bundle: Arc<Bundle>) -> (Bench, Id) {
    let mut bench = Bench::new(bundle);
    say(&mut bench, 1, true);
    let lea = say(&mut bench, 2, false);
    assert_eq!(served(&mut bench), AskedFor::Suppress);
    (bench, lea)
}

#[test]
fn a_consent_that_is_given_anew_is_told_to_the_service_that_was_told_of_the_refusal() {
    let (mut bench, lea) = told(both_ways());
    say(&mut bench, 3, true);
    let call = one(&mut bench);
    assert_eq!(
        (right(&call), call.words["profile.email"].as_str()),
        (AskedFor::Resume, Some("lea@example.com"))
    );
    let [renewal] = &of_kind(&bench, lea, RightKind::Renew)[..] else { panic!("one request") };
    assert_eq!(
        (renewal.purposes.as_slice(), renewal.state),
        (&["service".to_owned()][..], RequestState::Working)
    );
    tell(&mut bench, &call, done(&[]));
    assert_eq!(states(&bench, lea, RightKind::Renew), [RequestState::Done]);
    assert!(!is_kept(&bench, renewal.id, "lea@example.com"));
    // Said again it is nothing new; refused again, it is told again.
    say(&mut bench, 4, true);
    assert!(claim(&mut bench).is_empty());
    say(&mut bench, 5, false);
    assert_eq!(served(&mut bench), AskedFor::Suppress);
}

#[test]
fn a_service_that_does_not_say_how_is_not_asked_to_resume() {
    let (mut bench, lea) = told(asking(vec![about(AskedFor::Suppress)]));
    say(&mut bench, 3, true);
    assert!(claim(&mut bench).is_empty() && of_kind(&bench, lea, RightKind::Renew).is_empty());
}

#[test]
fn who_agrees_before_the_service_has_heard_of_the_refusal_has_nothing_to_take_back() {
    let mut bench = Bench::new(both_ways());
    say(&mut bench, 1, true);
    let lea = say(&mut bench, 2, false);
    say(&mut bench, 3, true);
    assert!(claim(&mut bench).is_empty() && of_kind(&bench, lea, RightKind::Renew).is_empty());
}

#[test]
fn a_withdrawal_during_the_call_of_a_renewed_consent_follows_it_and_wins() {
    for (outcome, cut) in [(done(&[]), false), (again(2_000, false, true), false), (refused("no"), true)] {
        let (mut bench, lea) = told(both_ways());
        say(&mut bench, 3, true);
        let resume = one(&mut bench);
        say(&mut bench, 4, false);
        assert_eq!(states(&bench, lea, RightKind::Renew), [RequestState::Ended]);
        assert!(claim(&mut bench).is_empty(), "the resume is with the service");
        bench.pass(1_000);
        assert!(claim(&mut bench).is_empty(), "still");
        if cut {
            bench = bench.restart(both_ways());
        } else {
            tell(&mut bench, &resume, outcome);
        }
        bench.pass(1_000);
        assert_eq!(served(&mut bench), AskedFor::Suppress, "the last word");
        bench.pass(10 * HOUR);
        assert!(claim(&mut bench).is_empty(), "and nothing is tried again");
        assert_eq!(states(&bench, lea, RightKind::Withdraw), [RequestState::Done; 2]);
    }
}

#[test]
fn a_consent_during_the_call_of_a_withdrawal_follows_it() {
    for outcome in [done(&[]), again(5_000, false, true)] {
        let mut bench = Bench::new(both_ways());
        say(&mut bench, 1, true);
        let lea = say(&mut bench, 2, false);
        let suppress = one(&mut bench);
        say(&mut bench, 3, true);
        assert!(claim(&mut bench).is_empty(), "the other call is with the service");
        tell(&mut bench, &suppress, outcome);
        bench.pass(1_000);
        assert_eq!(served(&mut bench), AskedFor::Resume);
        bench.pass(10 * HOUR);
        assert!(claim(&mut bench).is_empty());
        assert_eq!(states(&bench, lea, RightKind::Withdraw), [RequestState::Ended]);
    }
}

#[test]
fn a_renewed_consent_that_waits_for_its_service_never_leaves_after_a_withdrawal() {
    let (mut bench, lea) = told(both_ways());
    say(&mut bench, 3, true);
    let resume = one(&mut bench);
    tell(&mut bench, &resume, again(8_000, false, false));
    say(&mut bench, 4, false);
    bench.pass(10_000);
    assert_eq!(served(&mut bench), AskedFor::Suppress);
    assert!(claim(&mut bench).is_empty());
    // The service may have heard of it all the same: who agrees anew is told of again.
    say(&mut bench, 5, true);
    assert_eq!(served(&mut bench), AskedFor::Resume);
    // Both in one group.
    let (yes, no) = (said(&bench, 7, LEA, true), said(&bench, 8, LEA, false));
    bench.submit(vec![said(&bench, 6, LEA, false), yes, no]);
    assert_eq!(served(&mut bench), AskedFor::Suppress);
    assert!(claim(&mut bench).is_empty());
    assert_eq!(of_kind(&bench, lea, RightKind::Renew).iter().filter(|own| own.state.is_open()).count(), 0);
}

#[test]
fn nobody_is_written_to_again_during_a_restriction_or_a_hold() {
    for kind in [RightKind::Restrict, RightKind::Hold] {
        let (mut bench, lea) = told(both_ways());
        let limit = match kind {
            RightKind::Hold => hold(&mut bench, lea, 100 * HOUR),
            kind => open(&mut bench, kind, lea),
        };
        say(&mut bench, 3, true);
        assert!(claim(&mut bench).is_empty(), "{kind:?}");
        bench.pass(5 * HOUR);
        assert!(claim(&mut bench).is_empty(), "{kind:?}");
        let (reason, by) = ("it is over".to_owned(), "dpo".to_owned());
        act(&mut bench, Doing::End { request: limit.id, reason, by }).unwrap();
        bench.pass(HOUR);
        assert_eq!(served(&mut bench), AskedFor::Resume);
    }
}

#[test]
fn a_refusal_that_comes_by_a_merge_stops_the_word_of_a_renewed_consent() {
    let (mut bench, lea) = told(both_ways());
    bench.submit(vec![consent(3, VISITOR, false)]);
    assert_eq!(served(&mut bench), AskedFor::Suppress);
    say(&mut bench, 4, true);
    bench.submit(vec![identify(5, BOTH)]);
    let call = one(&mut bench);
    assert_eq!(
        (right(&call), call.words["profile.email"].as_str()),
        (AskedFor::Suppress, Some("lea@example.com"))
    );
    tell(&mut bench, &call, done(&[]));
    assert_eq!(states(&bench, lea, RightKind::Renew), [RequestState::Ended]);
    // Who agrees as one is told of as one.
    say(&mut bench, 6, true);
    assert_eq!(served(&mut bench), AskedFor::Resume);
}

#[test]
fn an_objection_stops_the_word_of_a_renewed_consent_and_is_taken_back_by_another() {
    let (mut bench, lea) = told(both_ways());
    say(&mut bench, 3, true);
    let object = open(&mut bench, RightKind::Object, lea);
    let call = one(&mut bench);
    assert_eq!((right(&call), call.request), (AskedFor::Suppress, object.id));
    tell(&mut bench, &call, again(20_000, false, false));
    // Who agrees before the objection was told: it is told first.
    say(&mut bench, 4, true);
    assert!(claim(&mut bench).is_empty());
    bench.pass(20_000);
    assert_eq!(served(&mut bench), AskedFor::Suppress);
    bench.pass(20_000);
    assert_eq!(served(&mut bench), AskedFor::Resume);
}

#[test]
fn a_consent_counts_as_given_anew_when_it_is_confirmed() {
    let mut bench = Bench::new(changed(|plan| {
        let asks = vec![about(AskedFor::Suppress), about(AskedFor::Resume)];
        plan.connectors
            .iter_mut()
            .filter(|own| own.name == "hook")
            .for_each(|own| own.asks.clone_from(&asks));
        plan.purposes.iter_mut().for_each(|own| {
            let within = Period { days: 7, ..Period::default() };
            own.double_opt_in = Some(DoubleOptIn { within, by: Some("Started".to_owned()) });
        });
    }));
    say(&mut bench, 1, false);
    assert_eq!(served(&mut bench), AskedFor::Suppress);
    say(&mut bench, 2, true);
    assert!(claim(&mut bench).is_empty(), "it is asked for");
    bench.submit(vec![started(3, LEA)]);
    assert_eq!(served(&mut bench), AskedFor::Resume);
}

#[test]
fn a_consent_over_one_channel_leaves_the_refusal_of_another_to_be_told() {
    let asks = vec![about(AskedFor::Suppress)];
    let mut bench =
        Bench::new(changed(|plan| plan.connectors.iter_mut().for_each(|own| own.asks.clone_from(&asks))));
    let lea = say(&mut bench, 1, false);
    bench.pass(1_000);
    let yes = Consent::said("service", Some("email"), true, "preference-centre");
    let Entry::Input(mut yes) = input(2, LEA, InputKind::Consent(yes)) else { unreachable!() };
    yes.at = crate::Clock::now(&bench.watch);
    bench.submit(vec![Entry::Input(yes)]);
    let calls = bench.claim(None).errands;
    assert_eq!(calls.iter().map(|call| call.task.as_str()).collect::<Vec<_>>(), [HOOK], "web is refused");
    tell(&mut bench, &calls[0], done(&[]));
    assert_eq!(states(&bench, lea, RightKind::Withdraw), [RequestState::Done]);
}

fn end(bench: &mut Bench, request: Id) {
    let (reason, by) = ("the figures are right".to_owned(), "dpo".to_owned());
    act(bench, Doing::End { request, reason, by }).unwrap();
}

#[test]
fn the_end_of_a_restriction_is_told_to_the_services_that_were_told_of_it() {
    let mut bench = Bench::new(restricting());
    let lea = person(&bench.submit(vec![started(1, LEA)]));
    let restrict = open(&mut bench, RightKind::Restrict, lea);
    assert_eq!(served(&mut bench), AskedFor::Restrict);
    end(&mut bench, restrict.id);
    let [lift] = &of_kind(&bench, lea, RightKind::Lift)[..] else { panic!("one request") };
    assert_eq!(lift.tasks.len(), 1, "the mail service was never told");
    assert_eq!(served(&mut bench), AskedFor::Lift);
    assert_eq!(task(&bench, lift.id, HOOK).state, TaskState::Done);
    assert_eq!(request(&bench, lift.id).state, RequestState::Done);
}

#[test]
fn a_service_that_does_not_say_how_a_restriction_ends_is_told_by_somebody() {
    let mut bench = Bench::new(asking(vec![ask(AskedFor::Restrict, vec![profile("email")])]));
    let lea = person(&bench.submit(vec![started(1, LEA)]));
    let restrict = open(&mut bench, RightKind::Restrict, lea);
    let call = one(&mut bench);
    end(&mut bench, restrict.id);
    tell(&mut bench, &call, done(&[]));
    assert!(claim(&mut bench).is_empty());
    let [lift] = &of_kind(&bench, lea, RightKind::Lift)[..] else { panic!("one request") };
    let left = &lift.tasks[0];
    assert_eq!((left.name.as_str(), left.by_call, left.state), (HOOK, false, TaskState::Open));
    // Where no service has heard of it, there is nothing to tell.
    let tom = bench.start(9, "tom");
    let restrict = open(&mut bench, RightKind::Restrict, tom);
    end(&mut bench, restrict.id);
    assert!(of_kind(&bench, tom, RightKind::Lift).is_empty());
}

#[test]
fn a_restriction_that_begins_anew_is_the_last_word() {
    let mut bench = Bench::new(restricting());
    let lea = person(&bench.submit(vec![started(1, LEA)]));
    let first = open(&mut bench, RightKind::Restrict, lea);
    assert_eq!(served(&mut bench), AskedFor::Restrict);
    end(&mut bench, first.id);
    let lift = one(&mut bench);
    let second = open(&mut bench, RightKind::Restrict, lea);
    assert_eq!(states(&bench, lea, RightKind::Lift), [RequestState::Ended]);
    assert!(claim(&mut bench).is_empty(), "the lift is with the service");
    tell(&mut bench, &lift, again(1_500, false, true));
    bench.pass(1_000);
    assert_eq!(served(&mut bench), AskedFor::Restrict);
    bench.pass(10 * HOUR);
    assert!(claim(&mut bench).is_empty());
    // Of two in force, the end of one is none; the end of both is told once.
    let third = open(&mut bench, RightKind::Restrict, lea);
    assert_eq!(served(&mut bench), AskedFor::Restrict);
    end(&mut bench, second.id);
    assert!(claim(&mut bench).is_empty());
    end(&mut bench, third.id);
    assert_eq!(served(&mut bench), AskedFor::Lift);
    assert!(claim(&mut bench).is_empty());
}

/// A throw of dice that is the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % sides
    }
}

/// A service that takes calls when they arrive: early or late in the time in which one is under way, or never.
#[derive(Default)]
struct Service {
    suppressed: bool,
    under_way: Vec<ErrandCall>,
}

impl Service {
    fn take(&mut self, call: &ErrandCall) {
        self.suppressed = right(call) == AskedFor::Suppress;
    }

    fn answer(&mut self, bench: &mut Bench, dice: &mut Dice) {
        let Some(call) = self.under_way.pop() else { return };
        let at = crate::Clock::now(&bench.watch) + 1_000 * (1 + dice.below(5));
        match dice.below(3) {
            0 => tell(bench, &call, again(at, false, false)),
            outcome => {
                self.take(&call);
                let unsure: ErrandTold = again(at, false, true);
                tell(bench, &call, if outcome == 1 { done(&[]) } else { unsure });
            }
        }
    }
}

/// Over random choices, failures, crashes and times: no resume is handed out to whom a newer refusal is known of, no two
/// calls that take each other back are under way at once, and what the service has at the end is what the person has said last.
#[test]
fn over_random_schedules_a_service_ends_with_what_the_person_said_last() {
    for seed in 0..80 {
        let (mut dice, mut service) = (Dice(seed), Service::default());
        let (mut bench, mut granted) = (Bench::new(both_ways()), true);
        say(&mut bench, 1, true);
        for step in 2..40 {
            match dice.below(6) {
                0 | 1 => {
                    granted = dice.below(2) == 0;
                    say(&mut bench, step, granted);
                }
                2 | 3 => {
                    let calls = claim(&mut bench);
                    assert!(calls.iter().all(|call| granted || right(call) == AskedFor::Suppress), "{seed}");
                    service.under_way.extend(calls);
                    let mut said = service.under_way.windows(2).map(|two| (right(&two[0]), right(&two[1])));
                    assert!(said.all(|(one, other)| one == other), "{seed}: both at once");
                }
                4 => service.answer(&mut bench, &mut dice),
                _ if dice.below(4) == 0 => {
                    // What was under way may have arrived before the process ended.
                    for call in std::mem::take(&mut service.under_way) {
                        if dice.below(2) == 0 {
                            service.take(&call);
                        }
                    }
                    bench = bench.restart(both_ways());
                }
                _ => bench.pass(1_000 * dice.below(8)),
            }
        }
        while !service.under_way.is_empty() {
            service.answer(&mut bench, &mut dice);
        }
        for _ in 0..20 {
            bench.pass(10_000);
            for call in claim(&mut bench) {
                service.take(&call);
                tell(&mut bench, &call, done(&[]));
            }
        }
        assert_eq!(service.suppressed, !granted, "{seed}");
    }
}
