//! What a caller sees, on values and on conditions.

use super::*;

fn words(hidden: &[&str], shown: &[(&str, &str)]) -> Words {
    Words {
        hidden: hidden.iter().map(|name| (*name).to_owned()).collect(),
        shown: shown.iter().map(|(name, what)| ((*name).to_owned(), (*what).to_owned())).collect(),
    }
}

#[test]
fn a_name_in_a_condition_is_found_whole() {
    let words = words(&["email", "first_name"], &[("plan", "user.account")]);
    for (text, hidden) in [
        ("profile.email == \"a@b.example\"", Some("email")),
        ("size(profile.first_name) > 3", Some("first_name")),
        ("event.email_count > 3", None),
        ("profile.name == 'x'", None),
        ("event.items.exists(i, i.email != null)", Some("email")),
    ] {
        assert_eq!(words.hidden_in(text).map(String::as_str), hidden, "{text}");
    }
    assert_eq!(words.shown_in("profile.plan == 'pro'").collect::<Vec<_>>(), ["user.account"]);
}

#[test]
fn a_name_that_is_hidden_somewhere_is_hidden_everywhere() {
    let mut words = Words::default();
    words.put("name", true, || "user.name".to_owned());
    words.put("name", false, || "user.health".to_owned());
    assert_eq!(words.hidden_in("event.name").map(String::as_str), Some("name"));
}
