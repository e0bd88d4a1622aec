//! `allows(table, holder, wish) -> yes or no`: what the holder of some roles may do and see.
//!
//! What no role permits is refused; there is no way to forbid, so the order of roles means nothing. The same table is told as
//! policies of Cedar ([`policies`]), which the manifest carries; a test asks a real Cedar engine the same questions.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod cedar;

pub use cedar::policies;

use filrouge_plan::{Act, Role, Sight};

/// Whoever asks.
#[derive(Debug, Clone, Copy)]
pub struct Holder<'h> {
    /// Names of their roles; one that is not in the table permits nothing.
    pub roles: &'h [String],
    /// The purpose for which they ask, as they say.
    pub purpose: Option<&'h str>,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish<'w> {
    /// To do something.
    Do(Act),
    /// To see data of a category.
    See(&'w str),
    /// To see an identifier of the profile.
    Reveal(&'w str),
    /// To approve in the name of an owner.
    Approve(&'w str),
}

/// Whether one of the holder's roles permits it.
#[must_use]
pub fn allows(table: &[Role], holder: &Holder<'_>, wish: Wish<'_>) -> bool {
    let mut held = table.iter().filter(|role| holder.roles.contains(&role.name));
    held.any(|role| match wish {
        Wish::Do(act) => role.acts.contains(&act),
        Wish::See(category) => any(&role.sees, holder.purpose, |seen| covers(seen, category)),
        Wish::Reveal(identifier) => any(&role.reveals, holder.purpose, |seen| seen == identifier),
        Wish::Approve(owner) => role.approves.iter().any(|own| own == owner),
    })
}

fn any(sights: &[Sight], purpose: Option<&str>, fits: impl Fn(&str) -> bool) -> bool {
    let named = |sight: &Sight| sight.purpose.as_deref().is_none_or(|wanted| Some(wanted) == purpose);
    sights.iter().any(|sight| fits(&sight.what) && named(sight))
}

/// Whether `category` is `above`, or stands below it.
fn covers(above: &str, category: &str) -> bool {
    let below = category.strip_prefix(above);
    below.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Vec<Role> {
        let sight =
            |what: &str, purpose: Option<&str>| Sight { what: what.into(), purpose: purpose.map(Into::into) };
        let role = |name: &str| Role {
            name: name.into(),
            acts: vec![],
            sees: vec![],
            reveals: vec![],
            approves: vec![],
        };
        vec![
            Role {
                acts: vec![Act::Status, Act::Look],
                sees: vec![sight("user.contact", Some("orders")), sight("user.name", None)],
                reveals: vec![sight("user_id", None), sight("email", Some("orders"))],
                ..role("support")
            },
            Role { acts: vec![Act::Pause], approves: vec!["risk".into()], ..role("operations") },
        ]
    }

    fn asked(roles: &[&str], purpose: Option<&str>, wish: Wish<'_>) -> bool {
        let roles: Vec<String> = roles.iter().map(|role| (*role).to_owned()).collect();
        allows(&table(), &Holder { roles: &roles, purpose }, wish)
    }

    #[test]
    fn what_no_role_permits_is_refused() {
        assert!(asked(&["support"], None, Wish::Do(Act::Look)));
        assert!(!asked(&["support"], None, Wish::Do(Act::Pause)));
        assert!(asked(&["support", "operations"], None, Wish::Do(Act::Pause)));
        assert!(!asked(&[], None, Wish::Do(Act::Status)));
        assert!(!asked(&["gone"], None, Wish::Do(Act::Status)), "a role that the plan lost permits nothing");
        assert!(asked(&["operations"], None, Wish::Approve("risk")));
        assert!(!asked(&["support"], None, Wish::Approve("risk")));
    }

    #[test]
    fn a_category_is_seen_with_all_below_it_and_nothing_beside_it() {
        for (category, purpose, seen) in [
            ("user.name", None, true),
            ("user.name.first", None, true),
            ("user.names", None, false),
            ("user", None, false),
            ("user.contact.email", None, false),
            ("user.contact.email", Some("orders"), true),
            ("user.contact.email", Some("marketing"), false),
        ] {
            assert_eq!(asked(&["support"], purpose, Wish::See(category)), seen, "{category} {purpose:?}");
        }
    }

    #[test]
    fn an_identifier_is_seen_by_its_own_name() {
        assert!(asked(&["support"], None, Wish::Reveal("user_id")));
        assert!(!asked(&["support"], None, Wish::Reveal("email")));
        assert!(asked(&["support"], Some("orders"), Wish::Reveal("email")));
        assert!(!asked(&["support"], Some("orders"), Wish::Reveal("phone")));
    }
}
