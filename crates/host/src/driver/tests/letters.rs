use super::{Bench, consent, identify, person, sent, started};
use crate::conformance::sample;
use crate::{DeadLetter, Driver, MemoryStore, Options, Pause, Resending, Resent, Settled, Unmerged, Words};
use filrouge_machine::{Id, InputKind, NotResent, Outcome, SkipReason, Verdict};
use filrouge_plan::SwitchKind;
use std::sync::Arc;
use std::time::Duration;

const WHO: [(&str, &str); 2] = [("user_id", "lea"), ("email", "lea@example.com")];

fn failed() -> Settled {
    Settled::Outcome(Outcome::Failed { reason: "status 400".to_owned() })
}

fn unknown() -> Settled {
    Settled::Outcome(Outcome::Unknown { reason: "timed out".to_owned() })
}

/// Somebody whose letter was handed out.
fn handed_out() -> (Bench, Id) {
    let mut bench = Bench::new(sample::walk_with_consent(1_000));
    bench.submit(vec![consent(1, &WHO, true), started(2, &WHO)]);
    bench.pass(1_000);
    let letter = bench.claim(None).messages[0].message.effect;
    (bench, letter)
}

fn kept(bench: &Bench) -> Vec<DeadLetter> {
    bench.handle().dead_letters(0, 10).expect("letters")
}

#[test]
fn what_was_refused_and_what_nobody_knows_of_is_kept() {
    for (settled, reason, doubt) in [(failed(), "status 400", false), (unknown(), "timed out", true)] {
        let (mut bench, letter) = handed_out();
        assert!(bench.settle(letter, settled));
        let kept = kept(&bench);
        let [dead] = &kept[..] else { panic!("{kept:?}") };
        assert_eq!((dead.message.effect, &*dead.reason, dead.unknown), (letter, reason, doubt));
        assert_eq!((&*dead.message.step, dead.message.text.as_deref()), ("letter", Some("Good day.")));
        assert_eq!(bench.handle().status().expect("a status").counts.dead_letters, 1);
        let mut bench = bench.restart(sample::walk_with_consent(1_000));
        assert_eq!(self::kept(&bench), kept);
        let dropped = bench.handle().drop_dead_letters(vec![letter]).expect("room");
        bench.driver.turn();
        assert_eq!(dropped.wait(), Ok(()));
        assert_eq!(bench.handle().dead_letter(letter), Ok(None));
    }
}

#[test]
fn what_arrived_and_what_was_called_back_is_not() {
    let (mut bench, letter) = handed_out();
    assert!(bench.settle(letter, sent()));
    assert_eq!(kept(&bench), []);
    let (mut bench, letter) = handed_out();
    bench.submit(vec![consent(3, &WHO, false)]);
    assert!(bench.settle(letter, failed()));
    assert_eq!(kept(&bench), []);
}

#[test]
fn what_was_in_flight_at_the_end_of_the_process_is_kept() {
    let (bench, letter) = handed_out();
    let bench = bench.restart(sample::walk_with_consent(1_000));
    let kept = kept(&bench);
    assert_eq!(
        kept.iter().map(|dead| (dead.message.effect, dead.unknown)).collect::<Vec<_>>(),
        [(letter, true)]
    );
}

/// Fails the letters of `people`, each in a group of its own; which of them are kept, and how many gave way.
fn of_many(options: Options, people: u128) -> (usize, u64) {
    let watch = super::Watch::default();
    let (store, clock) = (Box::new(MemoryStore::new()), Arc::new(watch.clone()));
    let driver = Driver::open(options, store, clock, sample::walk(1_000)).expect("a driver");
    let mut bench = Bench { store: MemoryStore::new(), watch, driver };
    for who in 1..=people {
        let name = format!("{who}@example.com");
        bench.submit(vec![started(who, &[("user_id", &name), ("email", &name)])]);
    }
    bench.pass(1_000);
    for delivery in bench.claim(None).messages {
        assert!(bench.settle(delivery.message.effect, failed()));
    }
    (kept(&bench).len(), bench.handle().status().expect("a status").totals.letters_crowded_out)
}

#[test]
fn the_oldest_give_way_when_there_are_too_many() {
    assert_eq!(of_many(Options { dead_letters: 3, ..Options::default() }, 5), (3, 2));
}

#[test]
fn none_is_kept_where_none_is_wanted() {
    assert_eq!(of_many(Options { keep_dead_letters: Duration::ZERO, ..Options::default() }, 2), (0, 0));
}

#[test]
fn they_are_forgotten_when_their_time_is_over() {
    let (mut bench, letter) = handed_out();
    assert!(bench.settle(letter, failed()));
    bench.pass(30 * 86_400_000 - 1);
    bench.driver.tidy();
    assert_eq!(kept(&bench).len(), 1);
    bench.pass(1);
    bench.driver.tidy();
    assert_eq!(kept(&bench), []);
}

fn resending(letter: Id) -> Resending {
    let words = Words { subject: Some("Corrected".to_owned()), ..Words::default() };
    Resending { letter, words, by: "mia".to_owned() }
}

fn resend(bench: &mut Bench, letter: Id) -> Resent {
    let receipt = bench.handle().resend(resending(letter)).expect("room");
    bench.driver.turn();
    receipt.wait().expect("an answer")
}

/// Somebody whose letter was refused, and the letter.
fn dead() -> (Bench, Id) {
    let (mut bench, letter) = handed_out();
    assert!(bench.settle(letter, failed()));
    (bench, letter)
}

#[test]
fn a_letter_that_is_sent_again_leaves_once_with_its_corrected_words() {
    let (mut bench, letter) = dead();
    let Resent::Queued { effect, .. } = resend(&mut bench, letter) else { panic!("it may leave") };
    assert_eq!((kept(&bench), resend(&mut bench, letter)), (vec![], Resent::Gone));
    let mut bench = bench.restart(sample::walk_with_consent(1_000));
    let claimed = bench.claim(None).messages;
    let [delivery] = &claimed[..] else { panic!("{claimed:?}") };
    assert_eq!((delivery.message.effect, delivery.message.subject.as_deref()), (effect, Some("Corrected")));
    assert_eq!(delivery.message.text.as_deref(), Some("Good day."));
    assert!(bench.settle(effect, sent()));
    assert!(bench.verdicts(delivery.person).contains(&Verdict::Sent { effect }));
}

#[test]
fn who_asks_twice_at_the_same_time_sends_once() {
    let (mut bench, letter) = dead();
    let (one, two) = (bench.handle().resend(resending(letter)), bench.handle().resend(resending(letter)));
    bench.driver.turn();
    let answers = [one, two].map(|receipt| receipt.expect("room").wait().expect("an answer"));
    assert!(matches!(answers, [Resent::Queued { .. }, Resent::Gone]), "{answers:?}");
    assert_eq!(bench.claim(None).messages.len(), 1);
}

#[test]
fn what_is_refused_stays_and_is_judged_anew() {
    let (mut bench, letter) = dead();
    bench.submit(vec![consent(3, &WHO, false)]);
    let refused = resend(&mut bench, letter);
    let reason = SkipReason::Refused;
    assert!(
        matches!(refused, Resent::Refused { why: NotResent::Refused { reason: why }, .. } if why == reason),
        "{refused:?}"
    );
    assert_eq!(kept(&bench).len(), 1);
    bench.submit(vec![consent(4, &WHO, true)]);
    assert!(matches!(resend(&mut bench, letter), Resent::Queued { .. }));
}

#[test]
fn what_fails_again_is_a_dead_letter_again() {
    let (mut bench, letter) = dead();
    let Resent::Queued { effect, .. } = resend(&mut bench, letter) else { panic!("it may leave") };
    bench.claim(None);
    assert!(bench.settle(effect, failed()));
    assert_eq!(kept(&bench).iter().map(|dead| dead.message.effect).collect::<Vec<_>>(), [effect]);
}

/// Its journey would send it later, but does not wait for it.
#[test]
fn what_a_pause_withholds_is_a_dead_letter_again() {
    let (mut bench, letter) = dead();
    let Resent::Queued { effect, .. } = resend(&mut bench, letter) else { panic!("it may leave") };
    let pause = Pause { kind: SwitchKind::Project, name: String::new(), paused: true, by: "mia".to_owned() };
    let paused = bench.handle().pause(pause).expect("room");
    bench.driver.turn();
    paused.wait().expect("an answer");
    assert_eq!(bench.claim(None).messages, []);
    let kept = kept(&bench);
    assert_eq!(
        kept.iter().map(|dead| (dead.message.effect, &*dead.reason)).collect::<Vec<_>>(),
        [(effect, "paused before it had left")]
    );
}

/// A visitor whose letter was refused, and who became one with lea then. The letter, lea, and the visitor.
fn visitor_who_became_lea() -> (Bench, Id, Id, Id) {
    let mut bench = Bench::new(sample::walk(1_000));
    let lea = person(&bench.submit(vec![identify(1, &WHO)]));
    let visitor = [("anonymous_id", "a1"), ("email", "v@example.com")];
    let visitor = person(&bench.submit(vec![started(2, &visitor)]));
    bench.pass(1_000);
    let letter = bench.claim(None).messages[0].message.effect;
    assert!(bench.settle(letter, failed()));
    bench.submit(vec![identify(3, &[("user_id", "lea"), ("anonymous_id", "a1")])]);
    (bench, letter, lea, visitor)
}

#[test]
fn it_goes_to_whoever_its_person_is_by_now() {
    let (mut bench, letter, lea, visitor) = visitor_who_became_lea();
    assert_ne!(lea, visitor);
    assert_eq!(kept(&bench).iter().map(|dead| dead.person).collect::<Vec<_>>(), [lea]);
    assert!(matches!(resend(&mut bench, letter), Resent::Queued { .. }));
    assert_eq!(bench.claim(None).messages.first().map(|delivery| delivery.person), Some(lea));
}

/// What the visitor was told stays theirs; of what both were told nobody knows whose it was.
#[test]
fn of_two_who_are_two_again_what_was_kept_in_between_is_gone() {
    let (mut bench, letter, _, visitor) = visitor_who_became_lea();
    bench.pass(1_000);
    let call = bench.claim(None).messages[0].message.effect;
    assert!(bench.settle(call, failed()));
    assert_eq!(kept(&bench).len(), 2);
    let parted = bench.handle().unmerge(visitor).expect("room");
    bench.driver.turn();
    assert!(matches!(parted.wait(), Ok(Unmerged::Separated { .. })));
    let kept = kept(&bench);
    let left: Vec<_> = kept.iter().map(|dead| (dead.message.effect, dead.person)).collect();
    assert_eq!(left, [(letter, visitor)]);
}

#[test]
fn the_record_of_inputs_has_not_the_words() {
    let (mut bench, letter) = dead();
    let person = kept(&bench).remove(0).person;
    resend(&mut bench, letter);
    let history = bench.handle().history(person, 0, 100).expect("a history");
    let wish = history.iter().find_map(|it| match &it.input.kind {
        InputKind::Resend(resend) => Some((it.source.as_str(), resend.by.as_str(), resend.text.clone())),
        _ => None,
    });
    assert_eq!(wish, Some(("admin", "mia", None)));
}
