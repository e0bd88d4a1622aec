//! People with something in every field.

use crate::properties::Dice;
use filrouge_machine::*;
use filrouge_plan::Value;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

impl Dice {
    pub fn text(&mut self) -> String {
        let hash = || "0f1e2d3c4b5a6978".repeat(4);
        match self.below(12) {
            0 => String::new(),
            1 => hash(),
            2 => hash().chars().take(self.below(60)).collect(),
            3 => "é€😀".repeat(self.below(20)),
            4 => "x".repeat(60 + self.below(10)),
            5 => format!("n{}", self.roll()),
            _ => self.of(&["cart", "cart-1", "wait", "mail", "marketing", "Cart Updated", "FR"]).to_owned(),
        }
    }

    fn at(&mut self) -> i64 {
        match self.below(12) {
            0 => i64::MIN,
            1 => i64::MAX,
            2 => 0,
            _ => 1_763_895_600_000 + (self.roll() % 100_000_000_000).cast_signed(),
        }
    }

    fn id(&mut self) -> Id {
        Id(u128::from(self.roll()) << 64 | u128::from(self.roll()))
    }

    fn some<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(2) == 0).then(|| make(self))
    }

    fn list<T>(&mut self, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(4)).map(|_| make(self)).collect()
    }

    fn map<K: Ord, T>(
        &mut self,
        mut key: impl FnMut(&mut Self) -> K,
        mut make: impl FnMut(&mut Self) -> T,
    ) -> BTreeMap<K, T> {
        self.list(|dice| (key(dice), make(dice))).into_iter().collect()
    }

    fn set(&mut self) -> BTreeSet<String> {
        self.list(Self::text).into_iter().collect()
    }

    fn pair(&mut self) -> (String, String) {
        (self.text(), self.text())
    }

    fn number(&mut self) -> u32 {
        self.of(&[0, 1, 3, 127, 128, u32::MAX])
    }

    fn decimal(&mut self) -> Decimal {
        let wide = i128::from(self.roll()) << self.below(33);
        let mut decimal =
            Decimal::from_i128_with_scale(if self.below(9) == 0 { 0 } else { wide }, self.number() % 29);
        decimal.set_sign_negative(self.below(2) == 0);
        decimal
    }

    pub fn value(&mut self, depth: u32) -> Value {
        match self.below(if depth == 0 { 11 } else { 13 }) {
            0 => Value::Absent,
            1 => Value::Bool(self.below(2) == 0),
            2 => Value::Int(self.at()),
            3 => Value::Decimal(self.decimal()),
            4 => Value::Money(self.decimal(), "EUR".into()),
            5 => Value::Date(self.of(&[0, -5, 20_000, i32::MIN])),
            6 => Value::Datetime(self.at()),
            7 => Value::Duration(self.at()),
            8 => Value::Point(self.of(&[i32::MAX, 1]), self.of(&[-2_351_828, 0])),
            9 | 10 => Value::Text(self.text().into()),
            11 => Value::List(self.list(|dice| dice.value(depth - 1))),
            _ => Value::Record(self.list(|dice| dice.value(depth - 1))),
        }
    }

    fn values(&mut self) -> BTreeMap<String, Value> {
        self.map(Self::text, |dice| dice.value(2))
    }

    fn pending(&mut self) -> Pending {
        match self.below(5) {
            0 => Pending::Wait { due: self.some(Self::at) },
            1 => Pending::Held { channel: self.number(), due: self.at(), reason: self.of(&HoldReason::ALL) },
            2 => Pending::Called { instance: self.id() },
            3 => Pending::Answer { effect: self.id(), due: self.at(), subject: self.some(Self::id) },
            _ => Pending::Outcome { effect: self.id(), channel: self.number() },
        }
    }

    fn watch(&mut self) -> Watch {
        Watch {
            since: self.some(Self::at),
            seen: self.map(Self::text, Self::number),
            stale: self.set(),
            ended: self.set(),
            asked: self.some(Self::id),
        }
    }

    fn collected(&mut self) -> Collected {
        Collected {
            event: self.text(),
            key: self.some(Self::text),
            first: self.some(Self::at),
            count: self.number(),
            items: self.list(Self::values),
        }
    }

    fn instance(&mut self) -> Instance {
        Instance {
            id: self.id(),
            journey: self.text(),
            key: self.text(),
            rotation: self.number(),
            entered_at: self.at(),
            entry: self.values(),
            step: self.text(),
            step_entered_at: self.at(),
            pending: self.pending(),
            watch: self.some(Self::watch).unwrap_or_default(),
            caller: self.some(Self::id),
            branch: self.some(|dice| OnBranch { parent: dice.id(), step: dice.text(), name: dice.text() }),
            visits: self.map(Self::text, Self::number),
            digests: self.map(Self::text, Self::collected),
            rounds: self.map(Self::text, |dice| Round {
                number: dice.number(),
                began: dice.at(),
                open: true,
            }),
            outcomes: self.map(Self::text, Self::text),
            results: self.map(Self::text, Self::values),
            reached: self.set(),
            plan: self.text(),
            drained: self.some(Self::text),
        }
    }

    fn flight(&mut self) -> Flight {
        Flight {
            instance: self.id(),
            journey: self.text(),
            step: self.text(),
            purpose: self.text(),
            channel: self.text(),
            at: self.at(),
            capped: self.below(2) == 0,
            recalled: self.below(2) == 0,
        }
    }

    fn departed(&mut self) -> Departed {
        Departed {
            id: self.id(),
            journey: self.text(),
            entered_at: self.at(),
            entry: self.values(),
            outcomes: self.map(Self::text, Self::text),
            reached: self.set(),
            until: self.at(),
        }
    }

    fn consent(&mut self) -> ConsentFact {
        ConsentFact { granted: self.below(2) == 0, at: self.at(), evidence: self.text(), input: self.id() }
    }

    fn proof(&mut self) -> Proof {
        Proof {
            method: self.of(&Method::ALL),
            notice: self.some(|dice| NoticeShown {
                id: dice.text(),
                version: dice.text(),
                sha256: dice.text(),
                language: dice.some(Self::text),
            }),
            screen: self.some(Self::text),
            network: self.some(Self::text),
            agent: self.some(Self::text),
            country: self.some(Self::text),
            source: self.some(Self::text),
            received_at: self.some(Self::at),
            acted_at: self.some(Self::at),
            signal: self.some(|dice| SignalSeen {
                text: dice.text(),
                version: dice.text(),
                tool: dice.some(Self::text),
            }),
        }
    }

    fn record(&mut self) -> ConsentRecord {
        ConsentRecord {
            id: self.id(),
            purpose: self.text(),
            channel: self.text(),
            state: self.of(&ConsentState::ALL),
            ignored: self.some(|dice| dice.of(&Ignored::ALL)),
            at: self.at(),
            evidence: self.text(),
            proof: self.proof(),
            input: self.id(),
            previous: self.some(Self::id),
        }
    }

    fn assignment(&mut self) -> Assignment {
        let odds = Odds { parts: self.roll(), of: u64::from(self.number()) };
        Assignment { arm: self.text(), odds, salt: self.text(), at: self.at() }
    }

    fn awaited(&mut self) -> Awaited {
        Awaited {
            timer: self.id(),
            passed: self.at(),
            date: self.some(Self::at),
            since: self.at(),
            next: self.some(|dice| (dice.at(), dice.at())),
        }
    }

    pub fn kept(&mut self) -> Kept {
        match self.below(5) {
            0 => Kept::Window(self.list(|dice| (dice.at(), dice.value(1)))),
            1 => Kept::Total { count: self.roll(), value: self.value(1), at: self.at() },
            2 => Kept::Tally(self.list(|dice| (dice.value(1), dice.roll(), dice.at()))),
            3 => {
                Kept::Pairs { first: self.list(Self::at), then: self.list(Self::at), met: self.below(2) == 0 }
            }
            _ => Kept::Since { at: self.some(Self::at), lasted: self.below(2) == 0 },
        }
    }

    fn rhythm(&mut self) -> Rhythm {
        let hours: [u32; 24] = std::array::from_fn(|_| self.number());
        serde_json::from_value(serde_json::json!({ "hours": hours, "since": self.at() })).unwrap()
    }

    /// Somebody without traits and without a profile that the plan declares.
    pub fn person(&mut self) -> Person {
        Person {
            profile: vec![],
            undeclared: self.values(),
            identifiers: self.map(Self::text, |dice| dice.list(Self::text)),
            consents: self.map(Self::pair, Self::consent),
            segments: self.set(),
            instances: self.list(Self::instance),
            entries: self.map(Self::pair, |dice| PastEntry { count: dice.number(), last: dice.at() }),
            sent: self.map(Self::pair, |dice| dice.list(Self::at)),
            flights: self.map(Self::id, Self::flight),
            departed: self.list(Self::departed),
            assignments: self.map(Self::pair, Self::assignment),
            awaited: self.map(Self::text, Self::awaited),
            awaited_under: self.text(),
            entered: self.map(Self::text, |dice| dice.list(Self::at)),
            traits: BTreeMap::new(),
            wake: self.some(Self::at),
            backfills: self.map(Self::pair, |dice| {
                dice.some(|dice| Backfilling { timer: dice.id(), due: dice.at(), since: dice.at() })
            }),
            rhythm: self.some(Self::rhythm),
            answers: self.map(Self::id, |dice| KeptAnswer {
                purpose: dice.text(),
                at: dice.at(),
                until: dice.at(),
                fields: dice.values(),
            }),
            last_activity: self.some(Self::at),
            since: self.some(Self::at),
            joined: self.map(Self::id, |dice| Joined { at: dice.at(), until: dice.at(), fields: dice.set() }),
            apart: self.list(Self::id).into_iter().collect(),
            ledger: self.list(Self::record),
            unconfirmed: self.map(Self::pair, |dice| Unconfirmed {
                at: dice.at(),
                until: dice.at(),
                input: dice.id(),
            }),
            limits: Limits {
                restricted: self.some(Self::at),
                held: self.some(Self::at),
                suppressed: self.some(Self::at),
            },
        }
    }
}
