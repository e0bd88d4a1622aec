use super::{Bench, consent, identifiers, identify, person, started};
use crate::conformance::sample;
use crate::{Accepted, Entry, Ingest, Who};
use filrouge_machine::Id;

#[test]
fn the_strongest_known_identifier_wins_and_the_others_are_attached() {
    let mut bench = Bench::new(sample::rest());
    let lea = person(&bench.submit(vec![identify(1, &[("anonymous_id", "a1")])]));
    let same = person(&bench.submit(vec![identify(2, &[("anonymous_id", "a1"), ("user_id", "u1")])]));
    let again = person(&bench.submit(vec![started(3, &[("user_id", "u1"), ("anonymous_id", "a2")])]));
    assert_eq!((same, again), (lea, lea));
    let known = bench.handle().known(lea).expect("a store").expect("a person");
    assert_eq!(
        known.identifiers,
        identifiers(&[("anonymous_id", "a1"), ("anonymous_id", "a2"), ("user_id", "u1")])
    );
    assert_eq!(known.state.identifiers["anonymous_id"], ["a1", "a2"]);
    assert_eq!(known.state.profile[0].as_text(), Some("u1"));
    assert_eq!(bench.handle().find("a2"), Ok(vec![lea]));
    assert_eq!(bench.handle().find(&lea.to_string()), Ok(vec![lea]));
}

#[test]
fn a_conflict_goes_to_the_strongest_and_is_told() {
    let mut bench = Bench::new(sample::rest());
    let lea = person(&bench.submit(vec![identify(1, &[("user_id", "lea")])]));
    let max = person(&bench.submit(vec![identify(2, &[("user_id", "max"), ("email", "x@example.com")])]));
    assert_ne!(lea, max);
    let accepted = bench.submit(vec![identify(3, &[("email", "x@example.com"), ("user_id", "lea")])]);
    assert_eq!(accepted, [Accepted::Applied { person: lea, conflicts: vec![max] }]);
    assert_eq!(bench.handle().find("x@example.com"), Ok(vec![max]));
    let known = bench.handle().known(lea).expect("a store").expect("a person");
    assert_eq!(known.state.identifiers.get("email"), None);
    assert_eq!(bench.handle().status().expect("a status").totals.conflicts, 1);
}

#[test]
fn people_met_in_one_group_are_the_same_people() {
    let mut bench = Bench::new(sample::rest());
    let accepted = bench.submit(vec![identify(1, &[("user_id", "u")]), identify(2, &[("user_id", "u")])]);
    let [Accepted::Applied { person: first, .. }, Accepted::Applied { person: second, .. }] = accepted[..]
    else {
        panic!("{accepted:?}")
    };
    assert_eq!(first, second);
    assert_eq!(bench.handle().status().expect("a status").counts.people, 1);
}

#[test]
fn nobody_is_made_up() {
    let mut bench = Bench::new(sample::rest());
    assert_eq!(bench.submit(vec![identify(1, &[])]), [Accepted::Nobody]);
    let Entry::Input(ingest) = consent(2, &[], false) else { unreachable!() };
    let stranger = Entry::Input(Ingest { who: Who::Person(Id(77)), ..ingest });
    assert_eq!(bench.submit(vec![stranger]), [Accepted::Nobody]);
    assert_eq!(bench.handle().status().expect("a status").counts.people, 0);
}

#[test]
fn an_identifier_that_the_plan_does_not_know_is_the_weakest() {
    let mut bench = Bench::new(sample::rest());
    let lea = person(&bench.submit(vec![identify(1, &[("user_id", "u1")])]));
    bench.submit(vec![identify(2, &[("shoe_size", "42")])]);
    let same = person(&bench.submit(vec![started(3, &[("shoe_size", "42"), ("user_id", "u1")])]));
    assert_eq!(same, lea);
}
