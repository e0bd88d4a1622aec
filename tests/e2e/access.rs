//! The table of roles and the policies that it is told as: Cedar itself answers each request as the daemon does.
//!
//! `FILROUGE_CEDAR_TABLES` says how many tables are made, 30 where nothing is said.

use crate::shell::client;
use filrouge_access::{Holder, Wish, allows, policies};
use filrouge_plan::{Act, Role, Sight};
use serde_json::{Value, json};

const ROLES: [&str; 3] = ["support", "data \"protection\"", "growth"];
const CATEGORIES: [&str; 6] =
    ["user", "user.contact", "user.contact.email", "user.contacts", "user.name", "system"];
const IDENTIFIERS: [&str; 2] = ["user_id", "email"];
const OWNERS: [&str; 2] = ["risk", "finance\\team"];
const PURPOSES: [&str; 2] = ["orders", "marketing"];

/// Numbers that follow from each other, so that a failure comes again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn some<T: Clone>(&mut self, of: &[T]) -> Vec<T> {
        of.iter().filter(|_| self.roll(3) == 0).cloned().collect()
    }

    fn sights(&mut self, of: &[&str]) -> Vec<Sight> {
        let chosen = self.some(of);
        let purpose = |dice: &mut Self| match dice.roll(3) {
            0 => None,
            roll => PURPOSES.get(usize::try_from(roll).unwrap() - 1).map(|name| (*name).to_owned()),
        };
        chosen.iter().map(|what| Sight { what: (*what).to_owned(), purpose: purpose(self) }).collect()
    }

    fn role(&mut self, name: &str) -> Role {
        Role {
            name: name.to_owned(),
            acts: self.some(&Act::ALL),
            sees: self.sights(&CATEGORIES),
            reveals: self.sights(&IDENTIFIERS),
            approves: self.some(&OWNERS).iter().map(|owner| (*owner).to_owned()).collect(),
        }
    }
}

/// Every wish, with what Cedar calls its action, its kind of resource and the resource.
fn wishes() -> Vec<(Wish<'static>, &'static str, &'static str, &'static str)> {
    let acts = Act::ALL.into_iter().map(|act| (Wish::Do(act), act.word(), "Daemon", "daemon"));
    let see = CATEGORIES.into_iter().chain(["user.contact.email.domain", "nothing"]);
    let see = see.map(|name| (Wish::See(name), "see", "Category", name));
    let reveal = IDENTIFIERS.into_iter().chain(["phone"]);
    let reveal = reveal.map(|name| (Wish::Reveal(name), "reveal", "Identifier", name));
    let approve = OWNERS.into_iter().chain(["nobody"]);
    let approve = approve.map(|name| (Wish::Approve(name), "approve", "Owner", name));
    acts.chain(see).chain(reveal).chain(approve).collect()
}

/// Every set of roles that somebody may hold, one among them that no table has.
fn held() -> Vec<Vec<String>> {
    let names: Vec<&str> = ROLES.into_iter().chain(["gone"]).collect();
    let chosen = |mask: usize| {
        let kept = names.iter().enumerate().filter(|(place, _)| mask >> place & 1 == 1);
        kept.map(|(_, name)| (*name).to_owned()).collect()
    };
    (0..1 << names.len()).map(chosen).collect()
}

#[test]
fn cedar_itself_answers_every_request_as_the_table_of_roles_does() {
    let tables = std::env::var("FILROUGE_CEDAR_TABLES").map_or(30, |count| count.parse().unwrap());
    let (mut dice, purposes) = (Dice(7), [None, Some("orders"), Some("marketing"), Some("other")]);
    let (mut asked, mut expected) = (Vec::new(), Vec::new());
    for _ in 0..tables {
        let table: Vec<Role> = dice.some(&ROLES).iter().map(|name| dice.role(name)).collect();
        let (mut requests, mut answers) = (Vec::new(), Vec::new());
        for roles in held() {
            for purpose in purposes {
                for (wish, action, kind, resource) in wishes() {
                    answers.push(allows(&table, &Holder { roles: &roles, purpose }, wish));
                    requests.push(json!({
                        "roles": roles, "action": action, "kind": kind, "resource": resource, "purpose": purpose,
                    }));
                }
            }
        }
        asked.push(json!({ "policies": policies(&table), "requests": requests }));
        expected.push(answers);
    }
    let granted = expected.iter().flatten().filter(|answer| **answer).count();
    let all: usize = expected.iter().map(Vec::len).sum();
    assert!(granted * 20 > all && granted * 20 < all * 19, "{granted} of {all} are granted");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tables.json");
    std::fs::write(&file, serde_json::to_vec(&asked).unwrap()).unwrap();
    let run = client("cedar_judge.mjs").arg(&file).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let told: Value = serde_json::from_slice(&run.stdout).unwrap();
    let answered: Vec<Vec<bool>> = serde_json::from_value(told["answers"].clone()).unwrap();
    for ((ours, cedars), table) in expected.iter().zip(&answered).zip(&asked) {
        for ((ours, cedars), request) in ours.iter().zip(cedars).zip(table["requests"].as_array().unwrap()) {
            assert_eq!(ours, cedars, "{request} under\n{}", table["policies"].as_str().unwrap());
        }
    }
    assert_eq!(answered.iter().map(Vec::len).sum::<usize>(), all);
}
