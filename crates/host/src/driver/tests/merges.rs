use super::{Bench, consent, identifiers, identify, person, prospect, sent, started};
use crate::conformance::sample;
use crate::{Accepted, Settled, Store, Unmerged};
use filrouge_machine::{Id, Outcome, Verdict};

const LEA: &[(&str, &str)] = &[("user_id", "lea"), ("email", "lea@example.com")];
const VISITOR: &[(&str, &str)] = &[("anonymous_id", "a1"), ("email", "v@example.com")];
const BOTH: &[(&str, &str)] = &[("user_id", "lea"), ("anonymous_id", "a1")];

fn unmerge(bench: &mut Bench, person: Id) -> Unmerged {
    let receipt = bench.handle().unmerge(person).expect("room");
    bench.driver.turn();
    receipt.wait().expect("an answer")
}

#[test]
fn a_visitor_who_logs_in_is_one_person_with_one_history() {
    let mut bench = Bench::new(sample::walk(1_000));
    let lea = person(&bench.submit(vec![identify(1, LEA)]));
    let visitor = person(&bench.submit(vec![started(2, VISITOR)]));
    assert_ne!(lea, visitor);
    assert_eq!(person(&bench.submit(vec![identify(3, BOTH)])), lea);
    assert_eq!(bench.handle().find("a1"), Ok(vec![lea]));
    assert_eq!(bench.handle().find(&visitor.to_string()), Ok(vec![lea]));
    let mut bench = bench.restart(sample::walk(1_000));
    bench.pass(1_000);
    let claimed = bench.claim(None);
    assert_eq!((claimed.messages.len(), claimed.messages[0].person), (1, lea));
    assert!(bench.settle(claimed.messages[0].message.effect, sent()));
    let verdicts = bench.verdicts(lea);
    let merged = |verdict: &Verdict| matches!(verdict, Verdict::Merged { person, .. } if *person == visitor);
    let at = verdicts.iter().position(merged).expect("the merge is told");
    assert!(verdicts[..at].contains(&Verdict::Entered), "what the visitor did comes before");
    assert!(verdicts[at..].iter().any(|verdict| matches!(verdict, Verdict::Sent { .. })));
    let status = bench.handle().status().expect("a status");
    assert_eq!((status.counts.people, status.counts.timers), (1, 1));
}

#[test]
fn a_message_in_flight_comes_home_to_the_survivor() {
    for in_one_group in [true, false] {
        let mut bench = Bench::new(sample::walk(1_000));
        let lea = person(&bench.submit(vec![identify(1, LEA)]));
        bench.submit(vec![started(2, VISITOR)]);
        bench.pass(1_000);
        let effect = bench.claim(None).messages[0].message.effect;
        let joined = bench.handle().submit(vec![identify(3, BOTH)]).expect("room");
        if !in_one_group {
            bench.driver.turn();
        }
        let settled = bench.handle().settle(vec![(effect, sent())]).expect("room");
        bench.driver.turn();
        assert!(joined.wait().is_ok());
        assert_eq!(settled.wait(), Ok(vec![true]));
        let known = bench.handle().known(lea).expect("a store").expect("a person");
        assert_eq!(known.state.instances[0].step, "second-pause");
        assert_eq!((known.timers.len(), known.state.flights.len()), (1, 0));
    }
}

#[test]
fn a_chain_within_one_group_ends_in_one_person() {
    let mut bench = Bench::new(sample::walk(1_000));
    let accepted = bench.submit(vec![
        started(1, &[("anonymous_id", "a1")]),
        started(2, &[("anonymous_id", "a2")]),
        identify(3, &[("email", "e@example.com")]),
        identify(4, &[("anonymous_id", "a2"), ("anonymous_id", "a1")]),
        identify(5, &[("anonymous_id", "a2"), ("email", "e@example.com")]),
        identify(6, &[("email", "e@example.com"), ("email", "e@example.com")]),
    ]);
    let Some(Accepted::Applied { person, conflicts }) = accepted.last() else { panic!("{accepted:?}") };
    assert_eq!(conflicts, &[]);
    for name in ["a1", "a2", "e@example.com"] {
        assert_eq!(bench.handle().find(name), Ok(vec![*person]), "{name}");
    }
    let counts = bench.handle().status().expect("a status").counts;
    assert_eq!((counts.people, counts.timers), (1, 1), "two walks under one key are one");
    assert_eq!(bench.handle().joined(*person).map(|joined| joined.len()), Ok(2));
}

#[test]
fn a_name_that_is_pushed_out_leads_to_nobody() {
    let mut bench = Bench::new(sample::rest());
    let lea = person(&bench.submit(vec![identify(1, LEA)]));
    let same = bench.submit(vec![identify(2, &[("user_id", "lea"), ("email", "new@example.com")])]);
    assert_eq!(person(&same), lea);
    assert_eq!(bench.handle().find("lea@example.com"), Ok(vec![]));
    let known = bench.handle().known(lea).expect("a store").expect("a person");
    assert_eq!(known.identifiers, identifiers(&[("email", "new@example.com"), ("user_id", "lea")]));
    let other = person(&bench.submit(vec![identify(3, &[("email", "lea@example.com")])]));
    assert_ne!(other, lea);
}

#[test]
fn a_second_account_on_a_device_is_told_and_stays_apart() {
    let mut bench = Bench::new(sample::rest());
    let lea = person(&bench.submit(vec![identify(1, BOTH)]));
    let accepted = bench.submit(vec![identify(2, &[("user_id", "max"), ("anonymous_id", "a1")])]);
    let max = person(&accepted);
    assert_eq!(accepted, [Accepted::Applied { person: max, conflicts: vec![lea] }]);
    assert!(bench.verdicts(max).iter().any(|verdict| matches!(
        verdict,
        Verdict::NotJoined { identifier, person: Some(other), .. } if identifier == "anonymous_id" && *other == lea
    )));
    assert_eq!(bench.handle().status().expect("a status").totals.conflicts, 1);
}

#[test]
fn people_are_separated_with_their_timers_and_messages() {
    let mut bench = Bench::new(sample::walk(1_000));
    let lea = person(&bench.submit(vec![identify(1, LEA)]));
    let visitor = person(&bench.submit(vec![started(2, VISITOR)]));
    assert_eq!(unmerge(&mut bench, visitor), Unmerged::NotMerged);
    bench.submit(vec![identify(3, BOTH)]);
    bench.pass(1_000);
    let effect = bench.claim(None).messages[0].message.effect;
    let mut bench = bench.restart(sample::walk(1_000));
    bench.pass(0);
    assert_eq!(unmerge(&mut bench, visitor), Unmerged::Separated { from: lea });
    assert_eq!(bench.handle().find("a1"), Ok(vec![visitor]));
    assert_eq!(bench.handle().find("lea@example.com"), Ok(vec![lea]));
    let known = bench.handle().known(visitor).expect("a store").expect("a person");
    assert_eq!((known.state.instances.len(), known.timers.len()), (1, 1));
    assert!(
        !bench.settle(effect, Settled::Outcome(Outcome::Sent { receipt: None })),
        "settled by the restart"
    );
    // The next identify does not undo what the operator did.
    let accepted = bench.submit(vec![identify(4, BOTH)]);
    assert_eq!(accepted, [Accepted::Applied { person: lea, conflicts: vec![visitor] }]);
    assert_eq!(unmerge(&mut bench, visitor), Unmerged::NotMerged);
    let totals = bench.handle().status().expect("a status").totals;
    assert_eq!((totals.merges, totals.unmerges), (0, 1));
}

#[test]
fn a_merge_that_is_too_old_cannot_be_undone() {
    let mut bench = Bench::new(sample::rest());
    bench.submit(vec![identify(1, LEA)]);
    let visitor = person(&bench.submit(vec![identify(2, VISITOR)]));
    bench.submit(vec![identify(3, BOTH)]);
    bench.pass(31 * 86_400_000);
    assert_eq!(unmerge(&mut bench, visitor), Unmerged::TooLate);
}

#[test]
fn a_refusal_by_a_link_of_the_absorbed_reaches_the_survivor() {
    let mut bench = Bench::new(sample::walk_with_consent(1_000));
    bench.submit(vec![identify(1, LEA), consent(2, LEA, true)]);
    let visitor = person(&bench.submit(vec![started(3, VISITOR)]));
    let lea = person(&bench.submit(vec![identify(4, BOTH)]));
    let crate::Entry::Input(ingest) = consent(5, &[], false) else { unreachable!() };
    let link = crate::Entry::Input(crate::Ingest { who: crate::Who::Person(visitor), ..ingest });
    assert_eq!(person(&bench.submit(vec![link])), lea);
    bench.pass(1_000);
    assert_eq!(bench.claim(None).messages, []);
}

fn inside(bench: &mut Bench) -> Vec<(String, u64)> {
    let occupancy = bench.store.occupancy().expect("a store").expect("a count");
    occupancy.into_iter().map(|(at, people)| (at.step, people)).collect()
}

fn pauses(first: u64, second: u64) -> Vec<(String, u64)> {
    let both = [("first-pause".to_owned(), first), ("second-pause".to_owned(), second)];
    both.into_iter().filter(|(_, people)| *people > 0).collect()
}

#[test]
fn whoever_is_one_person_is_counted_once_and_as_two_when_separated() {
    for in_one_group in [true, false] {
        let mut bench = Bench::new(sample::walk(1_000));
        bench.submit(vec![started(1, LEA)]);
        let visitor = person(&bench.submit(vec![started(2, VISITOR)]));
        bench.start(9, "tom");
        assert_eq!(inside(&mut bench), pauses(3, 0));
        if in_one_group {
            bench.submit(vec![identify(3, BOTH), identify(4, BOTH)]);
        } else {
            bench.submit(vec![identify(3, BOTH)]);
            bench.submit(vec![identify(4, BOTH)]);
        }
        assert_eq!(inside(&mut bench), pauses(2, 0), "of two walks under one key one goes on");
        let mut bench = bench.restart(sample::walk(1_000));
        assert_eq!(
            unmerge(&mut bench, visitor),
            Unmerged::Separated { from: person(&bench.submit(vec![identify(5, LEA)])) }
        );
        assert_eq!(inside(&mut bench), pauses(2, 0), "the walk that gave way is over");
    }
}

#[test]
fn a_walk_that_goes_back_is_counted_where_it_goes_back() {
    let mut bench = Bench::new(sample::walk(1_000));
    bench.submit(vec![identify(1, LEA)]);
    let visitor = person(&bench.submit(vec![started(2, VISITOR)]));
    bench.submit(vec![identify(3, BOTH)]);
    assert_eq!(inside(&mut bench), pauses(1, 0));
    // A plan that comes while they are one is followed by the one, and not by what is kept of the other.
    let receipt = bench.handle().activate(prospect(sample::walk(2_000)), "test").expect("a plan");
    bench.driver.turn();
    assert_eq!(receipt.wait(), Ok(()));
    bench.pass(0);
    assert_eq!(inside(&mut bench), pauses(1, 0));
    bench.pass(2_000);
    let claimed = bench.claim(None);
    assert_eq!(claimed.messages.len(), 1);
    assert!(bench.settle(claimed.messages[0].message.effect, sent()));
    assert_eq!(inside(&mut bench), pauses(0, 1));
    assert!(matches!(unmerge(&mut bench, visitor), Unmerged::Separated { .. }));
    assert_eq!(inside(&mut bench), pauses(0, 1));
    bench.submit(vec![started(6, LEA)]);
    assert_eq!(inside(&mut bench), pauses(1, 1));
    bench.pass(10_000);
    assert_eq!(inside(&mut bench), [("letter".to_owned(), 1)], "one waits for the outcome, the other is out");
}
