use super::parse;
use crate::Problem;
use crate::ast::{Expr, ExprKind};

fn problems(text: &str) -> Vec<Problem> {
    parse(text).1
}

fn tree(text: &str) -> Expr {
    let (tree, problems) = parse(text);
    assert!(problems.is_empty(), "{text}: {problems:?}");
    tree.unwrap()
}

/// The one problem of `text`: the words that it is about, and the text with its fix applied.
fn repaired(text: &str) -> (String, String) {
    let found = problems(text);
    let [problem] = found.as_slice() else { panic!("{text}: {found:?}") };
    let fix = problem.fix.as_ref().unwrap_or_else(|| panic!("{text}: {problem:?}"));
    let mut fixed = text.to_owned();
    fixed.replace_range(fix.at.range(), &fix.text);
    (text.get(problem.at.range()).unwrap().to_owned(), fixed)
}

fn fixes(text: &str, to: &str) {
    let (_, fixed) = repaired(text);
    assert_eq!(fixed, to);
    tree(&fixed);
}

#[test]
fn operators_bind_as_in_cel() {
    let grouped = [
        ("a || b && c", "a || (b && c)"),
        ("a == b + c * d", "a == (b + (c * d))"),
        ("a - b - c", "(a - b) - c"),
        ("!a.b == c", "(!(a.b)) == c"),
        ("a ? b : c ? d : e", "a ? b : (c ? d : e)"),
        ("-a.b * c", "(-(a.b)) * c"),
        ("a in b == c", "(a in b) == c"),
    ];
    for (bare, explicit) in grouped {
        assert_eq!(shape(&tree(bare)), shape(&tree(explicit)), "{bare}");
    }
}

/// The tree without places.
fn shape(expr: &Expr) -> String {
    let all = |items: &[Expr]| items.iter().map(shape).collect::<Vec<_>>().join(" ");
    match &expr.kind {
        ExprKind::Name(name) => name.clone(),
        ExprKind::Select { of, field, .. } => format!("(. {} {field})", shape(of)),
        ExprKind::Not(of) => format!("(! {})", shape(of)),
        ExprKind::Negate(of) => format!("(- {})", shape(of)),
        ExprKind::All(terms) => format!("(&& {})", all(terms)),
        ExprKind::Any(terms) => format!("(|| {})", all(terms)),
        ExprKind::Binary { operator, left, right } => {
            format!("({} {} {})", operator.word(), shape(left), shape(right))
        }
        ExprKind::Choose { when, then, otherwise } => {
            format!("(? {} {} {})", shape(when), shape(then), shape(otherwise))
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn every_node_knows_its_words() {
    let text = "profile.plan == 'free' && ( event.value > 3 )";
    let ExprKind::All(terms) = tree(text).kind else { panic!("no chain") };
    assert_eq!(text.get(terms[0].at.range()), Some("profile.plan == 'free'"));
    assert_eq!(text.get(terms[1].at.range()), Some("( event.value > 3 )"));
}

#[test]
fn literals_are_read_exactly() {
    assert_eq!(tree("-9223372036854775808").kind, ExprKind::Int(i64::MIN));
    assert_eq!(tree("0x10").kind, ExprKind::Int(16));
    assert_eq!(tree(r"'l\'été \u00e9'").kind, ExprKind::Text("l'été é".to_owned()));
    assert!(matches!(tree("20.50").kind, ExprKind::Decimal(number) if number.to_string() == "20.5"));
}

#[test]
fn operators_of_other_languages_are_named_and_fixed() {
    fixes("a = b", "a == b");
    fixes("a === b", "a == b");
    fixes("a <> b", "a != b");
    fixes("a & b", "a && b");
    fixes("a | b", "a || b");
    fixes("a and b", "a && b");
    fixes("a OR b", "a || b");
    fixes("not a", "! a");
    fixes("a ≥ b", "a >= b");
    fixes("a not in b", "!(a in b)");
}

#[test]
fn null_is_refused_with_what_to_write() {
    fixes("a.b is null", "!has(a.b)");
    fixes("a.b IS NOT NULL", "has(a.b)");
    fixes("a.b == null", "!has(a.b)");
    fixes("a.b != None", "has(a.b)");
    assert!(
        problems("null")
            .iter()
            .any(|problem| problem.help.as_ref().is_some_and(|help| help.contains("has(")))
    );
}

#[test]
fn texts_and_numbers_of_other_tools_are_fixed() {
    fixes("a == ‘x’", "a == 'x'");
    fixes("a == “x”", "a == 'x'");
    fixes("a > 2d", "a > duration('2d')");
    fixes("a > 3u", "a > 3");
    fixes("a == True", "a == true");
}

#[test]
fn each_mistake_is_one_problem() {
    for (text, words) in [
        ("a b", "b"),
        ("a &&", "&&"),
        ("(a", "("),
        ("a)", ")"),
        ("a.", "a."),
        ("[1, 2", "["),
        ("f(1", "("),
        ("a ? b", ""),
        ("'abc", "'abc"),
        ("a == 'b", "'b"),
        ("a like 'x%'", "like"),
        ("a between 1 and 2", "between"),
        ("a?.b", "?."),
        ("a ?? b", "??"),
        ("prénom", "prénom"),
        ("a == {x}", "{x}"),
        ("{{ a.b }} == 'x'", "{{ a.b }}"),
        ("", ""),
        ("1e3", "1e3"),
        (r"'a\qb'", r"\q"),
    ] {
        let found = problems(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(text.get(found[0].at.range()), Some(words), "{text}: {found:?}");
    }
}

#[test]
fn reading_goes_on_behind_a_mistake() {
    assert_eq!(problems("a b && c = d && (e f) && g ==").len(), 4);
}
