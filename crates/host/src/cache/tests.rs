use super::Cache;
use filrouge_machine::{Id, Person};

#[test]
fn keeps_the_latest_and_never_more_than_asked() {
    let mut cache = Cache::new(4);
    for id in 0..10 {
        cache.put(Id(id), Person { last_activity: Some(id as i64), ..Person::default() });
    }
    let kept: Vec<_> = (0..10).filter(|id| cache.take(Id(*id)).is_some()).collect();
    assert!(kept.len() <= 4 && kept.contains(&9) && kept.contains(&8), "kept {kept:?}");
}

#[test]
fn gives_a_person_once() {
    let mut cache = Cache::new(4);
    cache.put(Id(1), Person::default());
    assert!(cache.take(Id(1)).is_some());
    assert!(cache.take(Id(1)).is_none());
}
