use super::*;

#[test]
fn hundreds_of_lives_break_no_rule() {
    let mut all = Life::default();
    for seed in 0..700 {
        let life = live(seed, 120).unwrap_or_else(|broken| panic!("{broken}"));
        all.steps += life.steps;
        all.messages += life.messages;
        all.questions += life.questions;
        all.recalled += life.recalled;
        all.answered_before += life.answered_before;
        all.decisions += life.decisions;
        all.late += life.late;
    }
    println!("lives: {} steps", all.steps);
    assert!(all.late > 50, "too few messages were too late: {all:?}");
    assert!(all.questions > 200 && all.answered_before > 20, "too few questions: {all:?}");
    assert!(all.messages > 1_000 && all.recalled > 50 && all.decisions > 20_000, "too quiet: {all:?}");
}

#[test]
fn one_seed_is_one_life() {
    assert_eq!(live(7, 300), live(7, 300));
    assert_ne!(live(7, 300), live(8, 300));
}
