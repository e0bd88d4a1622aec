//! The table of roles as policies of Cedar.

use filrouge_plan::{Act, Role, Sight};

/// The policies that `table` means. Principals are in the roles that they hold, categories in the ones above them; what is done
/// is done to `Filrouge::Daemon::"daemon"`, and the purpose stands in the context.
#[must_use]
pub fn policies(table: &[Role]) -> String {
    table.iter().flat_map(of).collect::<Vec<_>>().join("\n")
}

fn of(role: &Role) -> Vec<String> {
    let mut policies = Vec::new();
    if !role.acts.is_empty() {
        let acts: Vec<String> = role.acts.iter().copied().map(Act::word).map(action).collect();
        let name = format!("{}/may", role.name);
        policies.push(policy(&name, role, &format!("action in [{}]", acts.join(", ")), "resource", None));
    }
    for (verb, kind, sights) in [("see", "Category", &role.sees), ("reveal", "Identifier", &role.reveals)] {
        policies.extend(sights.iter().map(|sight| seen(role, verb, kind, sight)));
    }
    policies.extend(role.approves.iter().map(|owner| {
        let name = format!("{}/approve/{owner}", role.name);
        policy(&name, role, &one("approve"), &format!("resource == {}", entity("Owner", owner)), None)
    }));
    policies
}

fn seen(role: &Role, verb: &str, kind: &str, sight: &Sight) -> String {
    let purpose = sight.purpose.as_deref();
    let name = format!("{}/{verb}/{}", role.name, sight.what);
    let name = purpose.map_or_else(|| name.clone(), |purpose| format!("{name}/for/{purpose}"));
    let relation = if kind == "Category" { "in" } else { "==" };
    let resource = format!("resource {relation} {}", entity(kind, &sight.what));
    policy(&name, role, &one(verb), &resource, purpose)
}

fn policy(name: &str, role: &Role, action: &str, resource: &str, purpose: Option<&str>) -> String {
    let when = purpose.map_or_else(String::new, |purpose| {
        format!("\nwhen {{ context has purpose && context.purpose == {} }}", quoted(purpose))
    });
    let holder = entity("Role", &role.name);
    format!(
        "@id({})\npermit (\n  principal in {holder},\n  {action},\n  {resource}\n){when};\n",
        quoted(name)
    )
}

fn one(verb: &str) -> String {
    format!("action == {}", action(verb))
}

fn action(word: &str) -> String {
    entity("Action", word)
}

fn entity(kind: &str, name: &str) -> String {
    format!("Filrouge::{kind}::{}", quoted(name))
}

/// A text as Cedar writes it.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            control if control.is_control() => quoted.push_str(&format!("\\u{{{:x}}}", u32::from(control))),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_told_as_policies() {
        let support = Role {
            name: "support".into(),
            acts: vec![Act::Status, Act::Look],
            sees: vec![Sight { what: "user.contact".into(), purpose: Some("orders".into()) }],
            reveals: vec![Sight { what: "user_id".into(), purpose: None }],
            approves: vec!["risk".into()],
        };
        let told = r#"@id("support/may")
permit (
  principal in Filrouge::Role::"support",
  action in [Filrouge::Action::"status", Filrouge::Action::"look"],
  resource
);

@id("support/see/user.contact/for/orders")
permit (
  principal in Filrouge::Role::"support",
  action == Filrouge::Action::"see",
  resource in Filrouge::Category::"user.contact"
)
when { context has purpose && context.purpose == "orders" };

@id("support/reveal/user_id")
permit (
  principal in Filrouge::Role::"support",
  action == Filrouge::Action::"reveal",
  resource == Filrouge::Identifier::"user_id"
);

@id("support/approve/risk")
permit (
  principal in Filrouge::Role::"support",
  action == Filrouge::Action::"approve",
  resource == Filrouge::Owner::"risk"
);
"#;
        assert_eq!(policies(&[support]), told);
    }

    #[test]
    fn a_name_cannot_leave_its_quotes() {
        assert_eq!(quoted("a\"b\\c\n"), "\"a\\\"b\\\\c\\u{a}\"");
    }
}
