use crate::{Scope, StepFields, Want, compile};
use filrouge_plan::program::{Node, Root};
use filrouge_plan::{Bounds, Field, Type};
use filrouge_report::{Finding, Findings};
use filrouge_source::{FileId, Span};
use std::ops::Range;

fn field(name: &str, ty: Type) -> Field {
    Field { name: name.to_owned(), ty, bounds: Bounds::default(), category: None }
}

fn optional(ty: Type) -> Type {
    Type::Optional(Box::new(ty))
}

fn words(words: &[&str]) -> Type {
    Type::Enum(words.iter().map(|&word| word.to_owned()).collect())
}

fn profile() -> Vec<Field> {
    let address = Type::Record(vec![field("city", Type::String), field("zip", optional(Type::String))]);
    vec![
        field("country", Type::Country),
        field("plan", words(&["free", "pro"])),
        field("points", Type::Int),
        field("first_name", optional(Type::String)),
        field("birthday", optional(Type::Date)),
        field("address", optional(address)),
        field("balance", Type::Money),
        field("tags", Type::List(Box::new(words(&["vip", "new"])))),
        field("seen", Type::Datetime),
    ]
}

fn found_in(text: &str, want: Want<'_>) -> Findings {
    let profile = profile();
    let left = [field("outcome", words(&["sent", "failed"])), field("visit", Type::Int)];
    let answer = [field("city", optional(Type::String))];
    let scope = Scope {
        segments: vec!["loyal"],
        steps: vec![
            StepFields { step: "reminder", fields: &left },
            StepFields { step: "lookup", fields: &answer },
        ],
        ..Scope::default()
    };
    let place = |range: Range<usize>| Span::new(FileId(0), range.start as u32, range.end as u32);
    compile(text, &place, &scope.with(Root::Profile, &profile), want).1
}

fn clean(text: &str) {
    let found = found_in(text, Want::Condition);
    assert!(found.is_empty(), "{text}: {found:?}");
}

/// The one finding of a condition, as `rule: words: message`.
fn only(text: &str) -> String {
    told(text, &finding(text))
}

fn finding(text: &str) -> Finding {
    let found: Vec<Finding> = found_in(text, Want::Condition).into_iter().collect();
    let [finding] = found.as_slice() else { panic!("{text}: {found:?}") };
    finding.clone()
}

fn told(text: &str, finding: &Finding) -> String {
    let words = text.get(finding.span().unwrap().range()).unwrap();
    format!("{}: {words}: {}", finding.rule.slug, finding.message)
}

fn fixed(text: &str) -> String {
    let finding = finding(text);
    let mut edits = finding.fixes[0].edits.clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    let mut fixed = text.to_owned();
    edits.iter().for_each(|edit| fixed.replace_range(edit.span.range(), &edit.text));
    fixed
}

#[test]
fn guards_hold_through_logic() {
    clean("has(profile.birthday) && profile.birthday < now");
    clean("!has(profile.birthday) || profile.birthday < now");
    clean("!(!has(profile.birthday) || profile.points > 3) && profile.birthday < now");
    clean("has(profile.birthday) ? profile.birthday < now : false");
    clean("(has(profile.birthday) ? profile.points > 3 : false) && profile.birthday < now");
    clean(
        "(has(profile.birthday) && has(profile.first_name) || has(profile.birthday)) && profile.birthday < now",
    );
    clean("has(profile.address.zip) && profile.address.city == 'Lyon' && profile.address.zip == '69001'");
    clean("profile.address.zip.orValue('') == '69001'");
    clean("profile.points > 3 && (has(profile.birthday) && (profile.points < 9 && profile.birthday < now))");
}

#[test]
fn a_guard_elsewhere_is_no_guard() {
    let unguarded = "unguarded-optional: profile.birthday: `profile.birthday` may be absent";
    assert_eq!(only("has(profile.birthday) || profile.birthday < now"), unguarded);
    assert_eq!(only("!has(profile.birthday) && profile.birthday < now"), unguarded);
    assert_eq!(only("has(profile.first_name) && profile.birthday < now"), unguarded);
    assert_eq!(only("(has(profile.birthday) || profile.points > 3) && profile.birthday < now"), unguarded);
    assert_eq!(only("has(profile.birthday) ? true : profile.birthday < now"), unguarded);
    assert_eq!(only("profile.birthday < now && has(profile.birthday)"), unguarded);
}

#[test]
fn the_fix_of_an_unguarded_value_makes_it_clean() {
    for text in [
        "profile.birthday < now",
        "profile.points > 3 && profile.birthday < now",
        "!(profile.first_name == 'Léa')",
        "profile.points > 3 ? profile.birthday < now : false",
        "profile.points > 3 || profile.birthday < now",
        "profile.address.city == 'Lyon'",
        "profile.tags.exists(t, t == 'vip' && profile.first_name == 'Léa')",
    ] {
        clean(&fixed(text));
    }
    assert_eq!(
        fixed("profile.points > 3 && profile.birthday < now"),
        "profile.points > 3 && has(profile.birthday) && profile.birthday < now"
    );
}

#[test]
fn one_unguarded_value_is_found_once() {
    assert_eq!(
        found_in("profile.birthday < now && profile.birthday != date('2000-01-01')", Want::Condition).len(),
        1
    );
    assert_eq!(found_in("profile.first_name == 'a' + profile.first_name", Want::Condition).len(), 1);
}

#[test]
fn unknown_names_are_named_with_the_nearest() {
    assert_eq!(only("profile.contry == 'FR'"), "unknown-field: contry: `profile` has no field `contry`");
    assert_eq!(fixed("profile.contry == 'FR'"), "profile.country == 'FR'");
    assert_eq!(fixed("profle.plan == 'pro'"), "profile.plan == 'pro'");
    assert_eq!(fixed("profile.in('loyl')"), "profile.in('loyal')");
    assert_eq!(fixed("steps.remindr.outcome == 'sent'"), "steps.reminder.outcome == 'sent'");
    assert_eq!(fixed("profile.country.startWith('F')"), "profile.country.startsWith('F')");
    assert!(finding("event.value > 3").help.is_some_and(|help| help.contains("`profile`")));
}

#[test]
fn words_of_closed_sets_are_checked_one_by_one() {
    assert_eq!(fixed("profile.plan == 'fre'"), "profile.plan == 'free'");
    assert_eq!(fixed("'Pro' == profile.plan"), "'pro' == profile.plan");
    assert_eq!(found_in("profile.plan in ['fre', 'por', 'pro']", Want::Condition).len(), 2);
    assert_eq!(fixed("'vpi' in profile.tags"), "'vip' in profile.tags");
    assert_eq!(fixed("profile.tags.exists(t, t == 'nwe')"), "profile.tags.exists(t, t == 'new')");
    assert_eq!(fixed("steps.reminder.outcome != 'send'"), "steps.reminder.outcome != 'sent'");
    assert_eq!(fixed("profile.country == 'fr'"), "profile.country == 'FR'");
}

#[test]
fn steps_leave_more_than_an_outcome() {
    clean("steps.reminder.visit > 2");
    assert_eq!(only("steps.reminder.vist > 2"), "unknown-field: vist: `steps.reminder` has no field `vist`");
    assert_eq!(only("steps.lookup.city == 'Lyon'").split(':').next(), Some("unguarded-optional"));
    clean("has(steps.lookup.city) && steps.lookup.city == 'Lyon'");
}

#[test]
fn types_that_do_not_go_together_name_both() {
    assert_eq!(only("profile.points > 'x'"), "type-mismatch: 'x': `>` cannot take int and string");
    assert_eq!(
        only("profile.points"),
        "type-mismatch: profile.points: this place takes a condition, and this is int"
    );
    assert_eq!(only("!profile.points"), "type-mismatch: profile.points: `!` cannot take int");
    assert_eq!(only("profile == 3"), "type-mismatch: profile: `profile` is not a value by itself");
    assert_eq!(
        only("profile.seen.size() > 3"),
        "type-mismatch: profile.seen: `size` takes a text or a list, and this is datetime"
    );
    assert_eq!(
        only("profile.plan.contains()"),
        "type-mismatch: profile.plan.contains(): `contains` takes 1 value, and there are 0"
    );
}

#[test]
fn literals_in_quotes_are_offered_without() {
    assert_eq!(fixed("profile.points > '3'"), "profile.points > 3");
    assert_eq!(fixed("profile.seen > '2026-03-01'"), "profile.seen > date('2026-03-01')");
    assert_eq!(fixed("now - profile.seen > '2d'"), "now - profile.seen > duration('2d')");
    assert_eq!(fixed("profile.balance > 3"), "profile.balance.amount > 3");
}

#[test]
fn what_follows_from_a_mistake_is_silent() {
    assert_eq!(found_in("profile.contry + 3 > 'x' && !profile.contry", Want::Condition).len(), 2);
    assert_eq!(found_in("evnt.items.exists(i, i.price > 'x')", Want::Condition).len(), 1);
    assert_eq!(found_in("(profile.points > ) && profile.plan == 'pro'", Want::Condition).len(), 1);
}

#[test]
fn places_take_what_they_can_hold() {
    let wants = |text, ty: &Type| found_in(text, Want::Assignable(ty)).len();
    assert_eq!(wants("3", &Type::Decimal), 0);
    assert_eq!(wants("'free'", &words(&["free", "pro"])), 0);
    assert_eq!(wants("'fre'", &words(&["free", "pro"])), 1);
    assert_eq!(wants("profile.plan", &words(&["free"])), 1);
    assert_eq!(wants("profile.first_name", &optional(Type::String)), 0);
    assert_eq!(wants("profile.first_name", &Type::String), 1);
    assert_eq!(wants("2.5", &Type::Int), 1);
    assert_eq!(wants("date(now)", &Type::Date), 0);
    assert_eq!(wants("profile.country", &Type::String), 0);
    assert_eq!(wants("profile.tags.filter(t, t == 'vip')", &Type::List(Box::new(words(&["vip", "new"])))), 0);
    assert_eq!(found_in("profile.country", Want::Text).len(), 0);
    assert_eq!(found_in("profile.points", Want::Text).len(), 1);
}

#[test]
fn a_field_against_a_literal_is_one_step() {
    let profile = profile();
    let place = |range: Range<usize>| Span::new(FileId(0), range.start as u32, range.end as u32);
    let scope = Scope::default().with(Root::Profile, &profile);
    let text = "100 <= profile.points && profile.country == 'FR'";
    let compiled = compile(text, &place, &scope, Want::Condition).0.unwrap();
    let steps = compiled.program.nodes.iter().filter(|node| matches!(node, Node::CompareSlot { .. }));
    assert_eq!(steps.count(), 2);
    let spaced = compile("100<=profile.points&&(profile.country=='FR')", &place, &scope, Want::Condition).0;
    assert_eq!(spaced.unwrap().program, compiled.program);
}
