use super::{BESIDE, Cache};
use crate::Identifier;
use filrouge_machine::{Id, Person};

/// Room for so many things of 100 bytes.
fn room<K: Eq + std::hash::Hash, V>(things: usize) -> Cache<K, V> {
    Cache::new(things * (100 + BESIDE))
}

#[test]
fn keeps_the_latest_and_never_more_than_asked() {
    let mut cache = room(4);
    for id in 0..10 {
        cache.put(Id(id), Person { last_activity: Some(id as i64), ..Person::default() }, 100);
        assert!(cache.bytes() <= 4 * (100 + BESIDE));
    }
    let kept: Vec<_> = (0..10).filter(|id| cache.take(&Id(*id)).is_some()).collect();
    assert!(kept.len() <= 4 && kept.contains(&9) && kept.contains(&8), "kept {kept:?}");
    assert_eq!(cache.bytes(), 0);
}

#[test]
fn what_is_larger_than_its_room_is_not_kept() {
    let mut cache = room(4);
    cache.put(Id(1), (), 100);
    cache.put(Id(2), (), 300);
    assert!(cache.take(&Id(2)).is_none() && cache.take(&Id(1)).is_some());
}

#[test]
fn something_that_grew_is_counted_once() {
    let mut cache = room(8);
    [100, 200, 50].into_iter().for_each(|bytes| cache.put(Id(1), (), bytes));
    assert_eq!(cache.bytes(), 50 + BESIDE);
}

#[test]
fn gives_a_person_once() {
    let mut cache = room(4);
    cache.put(Id(1), Person::default(), 100);
    assert!(cache.take(&Id(1)).is_some());
    assert!(cache.take(&Id(1)).is_none());
}

fn name(value: u64) -> Identifier {
    Identifier::new("user_id", value.to_string())
}

#[test]
fn those_that_are_asked_for_stay_and_the_others_go() {
    let mut names = room(8);
    (0..20).for_each(|number| {
        names.put(name(number), Id(u128::from(number)), 100);
        assert_eq!(names.get(&name(0)), Some(Id(0)));
    });
    assert_eq!(names.get(&name(1)), None);
    assert_eq!(names.get(&name(19)), Some(Id(19)));
}

#[test]
fn what_is_forgotten_is_gone_from_both_generations() {
    let mut names = room(4);
    (0..3).for_each(|number| names.put(name(number), Id(1), 100));
    (0..3).for_each(|number| assert_eq!(names.take(&name(number)), Some(Id(1))));
    assert!((0..3).all(|number| names.get(&name(number)).is_none()));
}
