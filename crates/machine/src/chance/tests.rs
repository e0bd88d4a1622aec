use super::*;
use filrouge_plan::Target;
use std::collections::BTreeMap;

/// Enough to see who moves.
const FEW: u128 = 5_000;
/// Enough to see a share that is wrong by one in a hundred.
const MANY: u128 = 100_000;

fn arms(weights: &[(&str, u32)]) -> Vec<ExperimentArm> {
    let arm = |(name, weight): &(&str, u32)| ExperimentArm {
        name: (*name).to_owned(),
        was: None,
        weight: *weight,
        control: false,
        to: Target::End("completed".to_owned()),
    };
    weights.iter().map(arm).collect()
}

fn given(salt: &str, weights: &[(&str, u32)]) -> Vec<String> {
    given_to(FEW, salt, weights)
}

fn given_to(people: u128, salt: &str, weights: &[(&str, u32)]) -> Vec<String> {
    let arms = arms(weights);
    (0..people)
        .map(|who| draw(Id(who), salt, &arms).map_or_else(String::new, |arm| arm.name.clone()))
        .collect()
}

fn counted(given: &[String]) -> BTreeMap<&str, u64> {
    given.iter().fold(BTreeMap::new(), |mut counts, arm| {
        *counts.entry(arm.as_str()).or_default() += 1;
        counts
    })
}

/// Pearson's chi-square of what was given against the weights.
fn chi_square(given: &[String], weights: &[(&str, u32)]) -> f64 {
    let counts = counted(given);
    let of: u32 = weights.iter().map(|(_, weight)| weight).sum();
    let term = |(name, weight): &(&str, u32)| {
        let expected = given.len() as f64 * f64::from(*weight) / f64::from(of);
        let seen = counts.get(name).copied().unwrap_or_default() as f64;
        (seen - expected).powi(2) / expected
    };
    weights.iter().map(term).sum()
}

/// How many people moved from one arm to another.
fn moves<'g>(before: &'g [String], after: &'g [String]) -> BTreeMap<(&'g str, &'g str), u64> {
    let pairs = before.iter().zip(after).filter(|(before, after)| before != after);
    pairs.fold(BTreeMap::new(), |mut moves, (before, after)| {
        *moves.entry((before.as_str(), after.as_str())).or_default() += 1;
        moves
    })
}

#[test]
fn arms_are_given_in_proportion_to_their_weights() {
    // The limits are those of one chance in a thousand, with one and three degrees of freedom.
    for (weights, limit) in
        [(&[("a", 50), ("b", 50)][..], 10.83), (&[("a", 50), ("b", 50), ("c", 10), ("d", 1)], 16.27)]
    {
        let chi = chi_square(&given_to(MANY, "shop/offer", weights), weights);
        assert!(chi < limit, "{weights:?}: {chi}");
    }
}

#[test]
fn a_wrong_share_would_be_seen() {
    let given = given_to(MANY, "shop/offer", &[("a", 51), ("b", 49)]);
    assert!(chi_square(&given, &[("a", 50), ("b", 50)]) > 10.83);
}

#[test]
fn when_an_arm_grows_people_move_to_it_and_to_no_other() {
    let before = given("shop/offer", &[("a", 50), ("b", 30), ("c", 20)]);
    let after = given("shop/offer", &[("a", 50), ("b", 60), ("c", 20)]);
    let moves = moves(&before, &after);
    assert!(moves.keys().all(|(_, to)| *to == "b"), "{moves:?}");
    // The fewest that can move: what the share has grown by, from 30 in 100 to 60 in 130.
    let moved: u64 = moves.values().sum();
    let least = FEW as f64 * (60.0 / 130.0 - 30.0 / 100.0);
    assert!((moved as f64 - least).abs() < 4.0 * least.sqrt(), "{moved} of {least}");
}

#[test]
fn when_an_arm_is_added_people_move_to_it_and_to_no_other() {
    let before = given("shop/offer", &[("a", 50), ("b", 50)]);
    let after = given("shop/offer", &[("new", 10), ("b", 50), ("a", 50)]);
    assert!(moves(&before, &after).keys().all(|(_, to)| *to == "new"));
}

#[test]
fn when_an_arm_goes_its_people_alone_move() {
    let before = given("shop/offer", &[("a", 50), ("b", 30), ("c", 20)]);
    let after = given("shop/offer", &[("a", 50), ("c", 20)]);
    assert!(moves(&before, &after).keys().all(|(from, _)| *from == "b"));
    let emptied = given("shop/offer", &[("a", 50), ("b", 0), ("c", 20)]);
    assert_eq!(after, emptied);
}

#[test]
fn only_proportions_and_names_count() {
    let before = given("shop/offer", &[("a", 50), ("b", 100)]);
    assert_eq!(before, given("shop/offer", &[("b", 2), ("a", 1)]));
    assert_eq!(before, given("shop/offer", &[("a", 500_000), ("b", 1_000_000)]));
}

#[test]
fn two_salts_have_nothing_to_do_with_each_other() {
    let halves = &[("a", 50), ("b", 50)];
    let (one, other) = (given("shop/offer", halves), given("shop/layout", halves));
    let both: Vec<String> = one.iter().zip(&other).map(|(one, other)| format!("{one}{other}")).collect();
    let chi = chi_square(&both, &[("aa", 1), ("ab", 1), ("ba", 1), ("bb", 1)]);
    assert!(chi < 16.27, "{chi}");
    assert_eq!(one, given("shop/offer", halves));
}

#[test]
fn a_single_arm_is_given_to_everybody_and_none_to_nobody() {
    assert_eq!(counted(&given("shop/offer", &[("a", 1)])).get("a"), Some(&5_000));
    assert!(draw(Id(1), "shop/offer", &arms(&[("a", 0), ("b", 0)])).is_none());
    assert!(draw(Id(1), "shop/offer", &[]).is_none());
}

#[test]
fn the_logarithm_is_right_to_the_last_places() {
    for (number, log) in [
        (u64::MAX, 0.0),
        ((1 << 63) - 1, 1.0),
        (0, 64.0),
        (12_297_829_382_473_034_410, 0.584_962_500_721_156_2),
    ] {
        let found = minus_log2(u128::from(number)) as f64 / f64::from(1u32 << 24) / f64::from(1u32 << 24);
        assert!((found - log).abs() < 1e-12, "{number}: {found}");
    }
}
