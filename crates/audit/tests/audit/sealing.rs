//! Keys and bodies.

use filrouge_audit::{Root, Subject, Unreadable};

#[test]
fn a_body_is_opened_by_its_person_under_its_number_alone() {
    let (lea, tom) = (Subject::new(&[1; 32]), Subject::new(&[2; 32]));
    let sealed = lea.seal(7, b"her words").unwrap();
    assert_eq!(lea.open(7, &sealed).unwrap(), b"her words");
    assert_eq!(tom.open(7, &sealed), Err(Unreadable));
    assert_eq!(lea.open(8, &sealed), Err(Unreadable));
}

#[test]
fn the_same_record_is_sealed_into_the_same_bytes() {
    let seal = || Subject::new(&[1; 32]).seal(7, b"her words").unwrap();
    assert_eq!(seal(), seal());
    assert_ne!(Subject::new(&[1; 32]).seal(8, b"her words").unwrap(), seal());
}

#[test]
fn tags_of_one_person_cannot_be_told_from_those_of_others() {
    let lea = Subject::new(&[1; 32]);
    assert_eq!(lea.tag(1), lea.tag(1));
    assert_ne!(lea.tag(1), lea.tag(2));
    assert_ne!(lea.tag(1), Subject::new(&[2; 32]).tag(1));
}

#[test]
fn a_kept_key_is_opened_by_its_root_for_its_owner_alone() {
    let (root, other) = (Root::new(&[1; 32]), Root::new(&[2; 32]));
    let kept = root.wrap(&[5; 32], b"lea").unwrap();
    assert_eq!(root.unwrap(&kept, b"lea"), Ok([5; 32]));
    assert_eq!(root.unwrap(&kept, b"tom"), Err(Unreadable));
    assert_eq!(other.unwrap(&kept, b"lea"), Err(Unreadable));
    assert_ne!(root.fingerprint(), other.fingerprint());
}

#[test]
fn a_key_is_drawn_anew_from_other_chance() {
    let root = Root::new(&[1; 32]);
    assert_eq!(root.draw(&[3; 32], b"lea"), root.draw(&[3; 32], b"lea"));
    assert_ne!(root.draw(&[3; 32], b"lea"), root.draw(&[4; 32], b"lea"));
    assert_ne!(root.draw(&[3; 32], b"lea"), root.draw(&[3; 32], b"tom"));
}
