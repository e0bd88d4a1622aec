use super::Cache;
use crate::Identifier;
use filrouge_machine::{Id, Person};

#[test]
fn keeps_the_latest_and_never_more_than_asked() {
    let mut cache = Cache::new(4);
    for id in 0..10 {
        cache.put(Id(id), Person { last_activity: Some(id as i64), ..Person::default() });
    }
    let kept: Vec<_> = (0..10).filter(|id| cache.take(&Id(*id)).is_some()).collect();
    assert!(kept.len() <= 4 && kept.contains(&9) && kept.contains(&8), "kept {kept:?}");
}

#[test]
fn gives_a_person_once() {
    let mut cache = Cache::new(4);
    cache.put(Id(1), Person::default());
    assert!(cache.take(&Id(1)).is_some());
    assert!(cache.take(&Id(1)).is_none());
}

fn name(value: u64) -> Identifier {
    Identifier::new("user_id", value.to_string())
}

#[test]
fn those_that_are_asked_for_stay_and_the_others_go() {
    let mut names = Cache::new(8);
    (0..20).for_each(|number| {
        names.put(name(number), Id(u128::from(number)));
        assert_eq!(names.get(&name(0)), Some(Id(0)));
    });
    assert_eq!(names.get(&name(1)), None);
    assert_eq!(names.get(&name(19)), Some(Id(19)));
}

#[test]
fn what_is_forgotten_is_gone_from_both_generations() {
    let mut names = Cache::new(4);
    (0..3).for_each(|number| names.put(name(number), Id(1)));
    (0..3).for_each(|number| assert_eq!(names.take(&name(number)), Some(Id(1))));
    assert!((0..3).all(|number| names.get(&name(number)).is_none()));
}
