//! Random commits of the kinds that the drive loop makes.

use filrouge_audit::{Fact, Facts, Kind};
use filrouge_host::{
    AliasRow, ApprovalChange, AuditRows, Commit, DeadLetterChange, DeadLetterRow, DecisionRow, Identifier,
    InputRow, MemoryStore, OutboxChange, PersonRow, PlanRow, QuarantineChange, QuarantineRow, RecordRow,
    ReleaseChange, ReleaseRow, RequestRow, RightsChange, RowOf, Store,
};
pub use filrouge_journal::Dice;
use filrouge_machine::{Id, TimerChange};
use filrouge_plan::Standing;
use std::collections::BTreeSet;

fn id(dice: &mut Dice) -> Id {
    Id(u128::from(dice.below(8)))
}

fn some<T>(dice: &mut Dice, most: u64, mut make: impl FnMut(&mut Dice) -> T) -> Vec<T> {
    (0..dice.below(most + 1)).map(|_| make(dice)).collect()
}

/// A commit that the drive loop could make of what `truth` holds.
pub fn commit(dice: &mut Dice, truth: &mut MemoryStore) -> Commit {
    let absorbed: BTreeSet<Id> =
        (0..8).map(Id).filter(|id| Store::alias(truth, *id).expect("memory").is_some()).collect();
    if dice.one_in(25)
        && let Some(person) = absorbed.first()
    {
        let survivor = Store::alias(truth, *person).expect("memory").map_or(*person, |alias| alias.survivor);
        let part = DeadLetterChange::Part { person: survivor, since: dice.below(60) as i64 };
        return Commit { parted: vec![*person], dead_letters: vec![part], ..Commit::default() };
    }
    let present: Vec<Id> = (0..8).map(Id).filter(|id| !absorbed.contains(id)).collect();
    if dice.one_in(20) {
        return erasure(dice, &present);
    }
    let mut one = |dice: &mut Dice| present[dice.below(present.len() as u64) as usize];
    let timers: Vec<_> = once(some(dice, 4, |dice| (Id(u128::from(dice.below(16))), ())))
        .into_iter()
        .flat_map(|(timer, ())| changes(dice, timer, truth))
        .collect();
    let joins = join(dice, &present);
    // Whoever has a timer set or cancelled was stepped, and so was whoever absorbs somebody.
    let stepped = timers.iter().map(|(person, _)| *person).chain(joins.iter().map(|alias| alias.survivor));
    let stepped: Vec<Id> = stepped.collect();
    let people = some(dice, 3, |dice| one(dice)).into_iter().chain(stepped);
    let people = people.map(|person| (person, state(dice))).collect();
    let commit = Commit {
        plan: dice.one_in(6).then(|| plan(dice)),
        inputs: some(dice, 3, input),
        seen: once(some(dice, 2, |dice| (id(dice), 1_000))),
        recount: dice.one_in(30),
        standing: some(dice, 2, |dice| (standing(dice), 1 + dice.below(3) as i64)),
        people: once(people),
        forgotten: some(dice, 1, name),
        identifiers: some(dice, 2, |dice| (name(dice), one(dice))),
        timers,
        outbox: some(dice, 4, |dice| message(dice, &mut one)),
        decisions: some(dice, 2, |dice| DecisionRow {
            number: 0,
            id: id(dice),
            person: one(dice),
            at: 5,
            body: b"why".to_vec(),
        }),
        approvals: some(dice, 2, |dice| approval(dice, &mut one)),
        quarantine: some(dice, 2, aside),
        joins,
        parted: Vec::new(),
        dead_letters: some(dice, 2, |dice| letter(dice, &mut one)),
        rights: some(dice, 1, request),
        audit: AuditRows::default(),
        release: dice.one_in(6).then(|| release(dice)),
    };
    let audit = audit(dice, &commit);
    Commit { audit, ..commit }
}

/// Most rows are told to the audit log; those that are not stay as an older version left them.
fn audit(dice: &mut Dice, commit: &Commit) -> AuditRows {
    let inputs = (0..commit.inputs.len() as u32).map(|place| (Kind::Input, RowOf::Input(place)));
    let decisions = (0..commit.decisions.len() as u32).map(|place| (Kind::Decision, RowOf::Decision(place)));
    let told: Vec<_> = inputs.chain(decisions).filter(|_| !dice.one_in(4)).collect();
    let facts = Facts::from([(Fact::What, "queued")]);
    let records: Vec<_> =
        told.into_iter().map(|(kind, of)| RecordRow { kind, of, facts: facts.clone() }).collect();
    if records.is_empty() {
        return AuditRows::default();
    }
    AuditRows {
        at: dice.below(99) as i64,
        plan: "00ff".repeat(16),
        salt: [1 + dice.below(200) as u8; 32],
        records,
    }
}

/// Somebody is erased, in the same commit as something that concerns them; and some rows are over.
fn erasure(dice: &mut Dice, present: &[Id]) -> Commit {
    let person = present[dice.below(present.len() as u64) as usize];
    let mut over = || (0..4).map(|_| 1 + dice.below(60) as i64).collect();
    let (inputs, decisions) = (over(), over());
    let expire = RightsChange::Expire { inputs, decisions, requests: vec![id(dice)] };
    let suppress = RightsChange::Suppress { hash: [dice.below(3) as u8; 32], at: 3 };
    let erase = RightsChange::Erase { people: vec![person] };
    let input = InputRow { person: Some(person), ..input(dice) };
    let rights = vec![request(dice), suppress, erase, expire];
    Commit { inputs: vec![input], people: vec![(person, state(dice))], rights, ..Commit::default() }
}

fn request(dice: &mut Dice) -> RightsChange {
    let open = dice.one_in(2);
    let (id, person, due) = (id(dice), id(dice), open.then(|| dice.below(60) as i64));
    RightsChange::Request(RequestRow { id, person, open, due, body: b"request".to_vec() })
}

fn once<T>(rows: Vec<(Id, T)>) -> Vec<(Id, T)> {
    let mut known = BTreeSet::new();
    rows.into_iter().filter(|(id, _)| known.insert(*id)).collect()
}

fn plan(dice: &mut Dice) -> PlanRow {
    let hash = format!("plan {}", dice.below(3));
    PlanRow { hash, at: dice.below(9) as i64, body: b"{}".to_vec(), passage: b"{}".to_vec() }
}

fn release(dice: &mut Dice) -> ReleaseChange {
    if dice.one_in(3) {
        return ReleaseChange::Ends;
    }
    // The plan of a share is never the active one.
    let plan = PlanRow { hash: format!("share {}", dice.below(3)), ..plan(dice) };
    ReleaseChange::Runs(ReleaseRow { plan, body: dice.below(9).to_string().into_bytes() })
}

fn input(dice: &mut Dice) -> InputRow {
    let person = dice.one_in(2).then(|| id(dice));
    let (plan, source) = (format!("plan {}", dice.below(3)), "site".to_owned());
    InputRow { id: id(dice), person, at: dice.below(99) as i64, plan, source, body: vec![0, 255, b'{'] }
}

fn standing(dice: &mut Dice) -> Standing {
    let drained = dice.one_in(3).then(|| "plan 0".to_owned());
    Standing { journey: "walk".to_owned(), step: format!("step {}", dice.below(3)), drained }
}

fn state(dice: &mut Dice) -> PersonRow {
    let body = dice.roll().to_string().into_bytes();
    PersonRow { plan: format!("plan {}", dice.below(3)), pending: dice.one_in(2), body }
}

fn name(dice: &mut Dice) -> Identifier {
    Identifier::new("email", id(dice).0.to_string())
}

/// A timer belongs to one person, whoever that is by now; one that is set is cancelled before it is set for another moment.
fn changes(dice: &mut Dice, timer: Id, truth: &mut MemoryStore) -> Vec<(Id, TimerChange)> {
    let set = truth.due(i64::MAX, 100).expect("memory").into_iter().find(|row| row.timer == timer);
    let home = Id(timer.0 % 8);
    let alias = Store::alias(truth, home).expect("memory");
    let person = set.map_or(alias.map_or(home, |alias| alias.survivor), |row| row.person);
    let cancel = match (set, dice.below(4)) {
        (Some(_), 0) => TimerChange::Forget { timer },
        (set, _) => TimerChange::Cancel { timer, due: set.map_or(7, |row| row.due) },
    };
    let set = TimerChange::Set { timer, at: dice.below(60) as i64 };
    [cancel, set].into_iter().take(1 + dice.below(2) as usize).map(|change| (person, change)).collect()
}

fn message(dice: &mut Dice, one: &mut impl FnMut(&mut Dice) -> Id) -> OutboxChange {
    let (effect, at) = (id(dice), dice.below(60) as i64);
    match dice.below(8) {
        0 => OutboxChange::Recall(effect),
        1 => OutboxChange::Claim { effect, attempt: 1 + dice.below(3) as u32 },
        2 => OutboxChange::Wait { effect, at, attempt: dice.below(3) as u32 },
        3 => OutboxChange::Remove(effect),
        4 => OutboxChange::Address { effect, person: one(dice) },
        _ => {
            let connector = if dice.one_in(2) { "mail" } else { "hook" }.to_owned();
            OutboxChange::Queue { effect, person: one(dice), connector, at, body: b"letter".to_vec() }
        }
    }
}

fn approval(dice: &mut Dice, one: &mut impl FnMut(&mut Dice) -> Id) -> ApprovalChange {
    let (approval, at) = (id(dice), dice.below(60) as i64);
    match dice.below(3) {
        0 => ApprovalChange::Close { approval, at },
        _ => ApprovalChange::Open { approval, person: one(dice), at },
    }
}

fn aside(dice: &mut Dice) -> QuarantineChange {
    let (id, source) = (id(dice), "site".to_owned());
    match dice.below(3) {
        0 => QuarantineChange::Drop(id),
        _ => {
            let reason = "no such event".to_owned();
            QuarantineChange::Add(QuarantineRow { id, at: 7, source, reason, payload: vec![0, 255] })
        }
    }
}

fn letter(dice: &mut Dice, one: &mut impl FnMut(&mut Dice) -> Id) -> DeadLetterChange {
    let (effect, at) = (id(dice), dice.below(60) as i64);
    if dice.one_in(3) {
        return DeadLetterChange::Drop(effect);
    }
    DeadLetterChange::Keep(DeadLetterRow {
        effect,
        person: one(dice),
        instance: id(dice),
        connector: "mail".to_owned(),
        at,
        until: at + 100,
        unknown: dice.one_in(2),
        reason: "status 400".to_owned(),
        body: vec![0, 255],
    })
}

/// Two who are both there become one, now and then.
fn join(dice: &mut Dice, present: &[Id]) -> Vec<AliasRow> {
    match present {
        [first, .., last] if dice.one_in(6) => {
            let (absorbed, survivor) = if dice.one_in(2) { (*first, *last) } else { (*last, *first) };
            vec![AliasRow { absorbed, survivor, into: survivor, at: 3, until: 1_000 }]
        }
        _ => Vec::new(),
    }
}
