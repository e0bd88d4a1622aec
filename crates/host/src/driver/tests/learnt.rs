//! What one of two has refused holds for both when they become one, and services that know the other one are told.

use super::errands::{LEA, ask, claim, done, is_kept, one, profile, tell, told, withdrawals};
use super::rights::changed;
use super::{Bench, consent, identify, input, person, started};
use crate::{Entry, RequestState};
use filrouge_machine::{Consent, Id, InputKind};
use filrouge_plan::ask::{Ask, AskedFor};

pub(super) const VISITOR: &[(&str, &str)] = &[("anonymous_id", "a1"), ("email", "v@example.com")];
pub(super) const BOTH: &[(&str, &str)] = &[("user_id", "lea"), ("anonymous_id", "a1")];

/// Lea and a visitor with the choice of each, who are one by then, and the addresses under which the service is told.
fn joined(lea: bool, visitor: bool, in_one_group: bool) -> (Bench, Id, Id, Vec<String>) {
    let mut bench = Bench::new(told());
    let lea = person(&bench.submit(vec![consent(1, LEA, lea)]));
    let visitor = person(&bench.submit(vec![consent(2, VISITOR, visitor)]));
    for call in claim(&mut bench) {
        tell(&mut bench, &call, done(&[]));
    }
    let again = || identify(4, &[("user_id", "lea")]);
    if in_one_group {
        bench.submit(vec![identify(3, BOTH), again()]);
    } else {
        bench.submit(vec![identify(3, BOTH)]);
        bench.submit(vec![again()]);
    }
    let mut bench = bench.restart(told());
    let calls = claim(&mut bench);
    let told = calls.iter().map(|call| call.words["profile.email"].as_str().unwrap().to_owned()).collect();
    for call in calls {
        tell(&mut bench, &call, done(&[]));
    }
    (bench, lea, visitor, told)
}

#[test]
fn a_refusal_that_is_learnt_by_a_merge_is_told_under_the_names_of_the_one_who_had_not_refused() {
    for in_one_group in [true, false] {
        let (bench, lea, visitor, told) = joined(false, true, in_one_group);
        assert_eq!(told, ["v@example.com"]);
        let known = withdrawals(&bench, lea);
        let states: Vec<_> = known.iter().map(|request| (request.person, request.state)).collect();
        assert_eq!(states, [(lea, RequestState::Done), (visitor, RequestState::Done)], "one person by now");
        assert_eq!(known[1].identity.as_ref().map(|identity| identity.method.as_str()), Some("merge"));
        assert!(!is_kept(&bench, known[1].id, "v@example.com"));
        assert_eq!(joined(true, false, in_one_group).3, ["lea@example.com"]);
    }
    assert!(joined(true, true, false).3.is_empty() && joined(false, false, true).3.is_empty());
}

#[test]
fn a_visitor_of_whom_the_service_cannot_know_leaves_nothing_to_be_told() {
    let mut bench = Bench::new(told());
    let lea = person(&bench.submit(vec![consent(1, LEA, false)]));
    let call = one(&mut bench);
    tell(&mut bench, &call, done(&[]));
    bench.submit(vec![started(2, &[("anonymous_id", "a1")]), identify(3, BOTH)]);
    assert!(claim(&mut bench).is_empty());
    assert_eq!(withdrawals(&bench, lea).len(), 1);
}

#[test]
fn two_who_refuse_one_channel_each_refuse_both_when_they_are_one() {
    let mut bench = Bench::new(changed(|plan| {
        let purpose = Some("service".to_owned());
        let asks = vec![Ask { purpose, ..ask(AskedFor::Suppress, vec![profile("email")]) }];
        plan.connectors
            .iter_mut()
            .filter(|own| own.name == "hook")
            .for_each(|own| own.asks.clone_from(&asks));
        plan.channels.iter_mut().for_each(|channel| channel.connector = "hook".to_owned());
    }));
    let no = |id, who: &[(&str, &str)], channel: &str| {
        let said = Consent::said("service", Some(channel), false, "preference-centre");
        input(id, who, InputKind::Consent(said))
    };
    bench.submit(vec![no(1, LEA, "email"), no(2, VISITOR, "web")]);
    assert!(claim(&mut bench).is_empty(), "neither has refused all");
    bench.submit(vec![identify(3, BOTH)]);
    let mut told: Vec<_> =
        claim(&mut bench).iter().map(|call| call.words["profile.email"].to_string()).collect();
    told.sort();
    assert_eq!(told, ["\"lea@example.com\"", "\"v@example.com\""]);
}

#[test]
fn who_agrees_anew_after_a_merge_is_not_taken_off_under_any_name() {
    let mut bench = Bench::new(told());
    let lea = person(&bench.submit(vec![consent(1, LEA, false)]));
    bench.submit(vec![consent(2, VISITOR, true)]);
    let yes = |bench: &mut Bench, id, entries: Vec<Entry>| {
        bench.pass(1_000);
        let Entry::Input(mut yes) = consent(id, LEA, true) else { unreachable!() };
        yes.at = crate::Clock::now(&bench.watch);
        bench.submit(entries.into_iter().chain([Entry::Input(yes)]).collect());
    };
    yes(&mut bench, 4, vec![identify(3, BOTH)]);
    assert!(claim(&mut bench).is_empty());
    let known = withdrawals(&bench, lea);
    assert_eq!(known.iter().map(|own| own.state).collect::<Vec<_>>(), [RequestState::Ended; 2]);
}
