use super::*;
use filrouge_plan::program::{Comparison, Node, Root};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

fn two_terms() -> Program {
    Program {
        nodes: vec![
            Node::Slot { root: Root::Event, slot: 0 },
            Node::CompareSlot {
                by: Comparison::AtLeast,
                root: Root::Event,
                slot: 0,
                constant: 0,
                operand: NodeId(0),
            },
            Node::Slot { root: Root::Profile, slot: 0 },
            Node::CompareSlot {
                by: Comparison::Equal,
                root: Root::Profile,
                slot: 0,
                constant: 1,
                operand: NodeId(2),
            },
            Node::All(vec![NodeId(1), NodeId(3)]),
        ],
        constants: vec![Value::Decimal(Decimal::new(200, 1)), Value::from("FR")],
    }
}

fn facts<'a>(event: &'a [Value], profile: &'a [Value], zone: &'a TimeZone) -> Facts<'a> {
    Facts { event, profile, ..Facts::at(0, zone) }
}

#[test]
fn both_terms_must_hold() {
    let (event, profile) = ([Value::Decimal(Decimal::new(80, 0))], [Value::from("FR")]);
    assert_eq!(holds(&two_terms(), &facts(&event, &profile, &TimeZone::UTC)), Ok(true));
    assert_eq!(holds(&two_terms(), &facts(&event, &[Value::from("BE")], &TimeZone::UTC)), Ok(false));
}

#[test]
fn false_absorbs_what_is_missing() {
    let low = [Value::Decimal(Decimal::new(5, 0))];
    assert_eq!(holds(&two_terms(), &facts(&low, &[], &TimeZone::UTC)), Ok(false));
    let high = [Value::Decimal(Decimal::new(25, 0))];
    let missing = Stop { at: NodeId(2), reason: Reason::Missing };
    assert_eq!(holds(&two_terms(), &facts(&high, &[Value::Absent], &TimeZone::UTC)), Err(missing));
}

#[test]
fn a_trace_names_operands_and_comparisons() {
    let (event, profile) = ([Value::Decimal(Decimal::new(80, 0))], [Value::from("FR")]);
    let (value, seen) = eval_traced(&two_terms(), &facts(&event, &profile, &TimeZone::UTC));
    assert_eq!(value, Ok(Value::Bool(true)));
    let nodes: Vec<u16> = seen.iter().map(|(node, _)| node.0).collect();
    assert_eq!(nodes, [0, 1, 2, 3, 4]);
    assert_eq!(seen[2].1, Value::from("FR"));
}

#[test]
fn an_empty_program_is_missing_and_a_broken_one_never_panics() {
    let zone = TimeZone::UTC;
    let facts = Facts::at(0, &zone);
    assert_eq!(eval(&Program::default(), &facts).map_err(|stop| stop.reason), Err(Reason::Missing));
    let broken = Program { nodes: vec![Node::Constant(7)], constants: vec![] };
    assert_eq!(eval(&broken, &facts).map_err(|stop| stop.reason), Err(Reason::Shape));
}

#[test]
fn decimals_of_any_scale_compare_by_value() {
    let decimal = |text: &str| Value::Decimal(Decimal::from_str_exact(text).unwrap());
    let sorted = [
        "-79228162514264337593543950335",
        "-2.5",
        "-2.05",
        "0.0000000001",
        "2",
        "2.05",
        "79.99",
        "80.0",
        "79228162514264337593543950335",
    ];
    for (place, one) in sorted.iter().enumerate() {
        for (other_place, other) in sorted.iter().enumerate() {
            let less = compare::values(Comparison::Less, &decimal(one), &decimal(other), &TimeZone::UTC);
            assert_eq!(less, Ok(place < other_place), "{one} < {other}");
        }
    }
    let same = compare::values(Comparison::Equal, &decimal("80.00"), &decimal("80"), &TimeZone::UTC);
    assert_eq!(same, Ok(true));
}
