//! What people and operators do beside: rights, approvals, pauses, and what could not be understood.

use crate::host::{Answer, Op, told};
use crate::look::ALL;
use crate::plans::{event, identified, parts_of};
use crate::story::{ADDRESSES, Desk, PEOPLE};
use crate::telling::{Came, Judged, Telling};
use crate::witness::word;
use filrouge_audit::Kind;
use filrouge_host::{
    Clock as _, Doing, Entry, FILES, Identifier, Ingest, Noted, Opening, Pause, Reader, Rejected,
    RequestState, Resending, RightKind, RightsRequest, Scope, Unmerged, Who, Words,
};
use filrouge_machine::{Approval, Id, InputKind, Rectify};
use filrouge_plan::Value;
use filrouge_simulate::Dice;
use std::collections::BTreeSet;
use std::sync::Arc;

/// So long that no hold ends by itself: one that is ended is ended by somebody.
const HOLD: i64 = 10_000 * 86_400_000;

impl Telling {
    pub fn desk(&mut self, what: Desk, dice: &mut Dice) -> Judged {
        self.due()?;
        match what {
            Desk::Tells => self.tells(dice),
            Desk::Misfit => self.misfit(dice),
            Desk::Releases => self.releases(dice),
            Desk::Approves => self.approves(dice),
            Desk::Pauses => self.pauses(dice),
            Desk::Parts => self.parts(dice),
            Desk::Letters => self.letters(dice),
            Desk::Rights => self.rights(dice),
            Desk::Notes => self.notes(dice),
        }?;
        self.due()
    }

    /// What is known; both hosts know the same.
    fn reader(&mut self) -> Judged<Arc<dyn Reader>> {
        Ok(Arc::clone(&self.reference()?.reader))
    }

    fn tells(&mut self, dice: &mut Dice) -> Judged {
        let fields = vec![("phone".to_owned(), Value::from(word(dice.roll()).as_str()))];
        // Somebody without an account becomes one with whoever names their address.
        let (name, value) = address(dice);
        let (account, address) = (somebody(dice), Identifier::new(name, value));
        let who = match dice.below(3) {
            0 => vec![account],
            1 => vec![address],
            _ => vec![account, address],
        };
        let entry = self.entry(identified(fields), Who::Known(who));
        self.submit(vec![entry])
    }

    /// With something that is understood in the same call.
    fn misfit(&mut self, dice: &mut Dice) -> Judged {
        let payload = format!(r#"{{"userId":"{}","odd":{}}}"#, somebody(dice).value, dice.below(9));
        let (source, reason) = ("site".to_owned(), "odd".to_owned());
        let aside = Entry::Quarantine(Rejected { source, reason, payload: payload.into_bytes() });
        let kind = event(&self.plan.plan, dice);
        let input = self.entry(kind, Who::Known(vec![somebody(dice)]));
        self.tally.aside += 1;
        self.submit(vec![aside, input])
    }

    fn releases(&mut self, dice: &mut Dice) -> Judged {
        let rows = self.reader()?.quarantined(0, ALL).map_err(told)?;
        let Some((_, row)) = one(&rows, dice) else { return Ok(()) };
        if dice.one_in(3) {
            return self.run(&Op::DropAside(vec![row.id])).map(drop);
        }
        self.tally.released += 1;
        let kind = event(&self.plan.plan, dice);
        let entry = self.entry(kind, Who::Known(vec![somebody(dice)]));
        let Entry::Input(ingest) = entry else { return Ok(()) };
        self.submit(vec![Entry::Input(Ingest { releases: Some(row.id), ..ingest })])
    }

    /// Also to what nobody asks any more.
    fn approves(&mut self, dice: &mut Dice) -> Judged {
        let asked = self.reader()?.approvals(0, ALL).map_err(told)?;
        let Some((_, row)) = one(&asked, dice) else { return Ok(()) };
        let approval = if dice.one_in(6) { Id(7) } else { row.id };
        let (approved, by) = (!dice.one_in(3), "team".to_owned());
        let kind = InputKind::Approval(Approval { approval, approved, by, note: None });
        self.tally.approved += usize::from(row.closed.is_none() && approval == row.id);
        let entry = self.entry(kind, Who::Person(row.person));
        self.submit(vec![entry])
    }

    fn pauses(&mut self, dice: &mut Dice) -> Judged {
        let parts = parts_of(&self.plan.plan);
        let Some((kind, name)) = one(&parts, dice) else { return Ok(()) };
        let pause = Pause { kind, name, paused: dice.one_in(3), by: "nadia".to_owned() };
        self.tally.paused += 1;
        self.run(&Op::Pause(pause)).map(drop)
    }

    fn parts(&mut self, dice: &mut Dice) -> Judged {
        let (reader, mut joined) = (self.reader()?, Vec::new());
        for person in reader.people(None, ALL).map_err(told)? {
            joined.extend(reader.aliases(person).map_err(told)?);
        }
        let Some(alias) = one(&joined, dice) else { return Ok(()) };
        let came = self.run(&Op::Part(alias.absorbed))?;
        self.witness.forget([alias.absorbed, alias.survivor]);
        if matches!(came, Came::Answered(Answer::Parted(Unmerged::Separated { .. }))) {
            self.tally.parted += 1;
        }
        Ok(())
    }

    fn letters(&mut self, dice: &mut Dice) -> Judged {
        let letters = self.reader()?.dead_letters(0, ALL).map_err(told)?;
        let Some((_, letter)) = one(&letters, dice) else { return Ok(()) };
        self.tally.letters += 1;
        if dice.one_in(3) {
            return self.run(&Op::DropLetters(vec![letter.effect])).map(drop);
        }
        let text = dice.one_in(2).then(|| "in other words".to_owned());
        let words = Words { text, ..Words::default() };
        self.run(&Op::Resend(Resending { letter: letter.effect, words, by: "nadia".to_owned() })).map(drop)
    }

    fn rights(&mut self, dice: &mut Dice) -> Judged {
        // One erasure at a time: what is left of the one before is done first.
        self.tidies()?;
        let reader = self.reader()?;
        let open: Vec<RightsRequest> = reader
            .open_requests()
            .map_err(told)?
            .iter()
            .map(|row| serde_json::from_slice(&row.body).map_err(told))
            .collect::<Result<_, _>>()?;
        let people = reader.people(None, ALL).map_err(told)?;
        let doing = match one(&open, dice).filter(|_| dice.one_in(2)) {
            Some(request) => Some(goes_on(&request, &open, dice)),
            None => one(&people, dice).map(|person| Doing::Open(Box::new(self.opened(person, dice)))),
        };
        doing.map_or(Ok(()), |doing| self.do_right(doing))
    }

    fn opened(&self, person: Id, dice: &mut Dice) -> Opening {
        use RightKind::{Erase, Export, Hold, Object, Rectify as Right, Restrict};
        let kinds = [Erase, Erase, Erase, Erase, Object, Object, Right, Right, Restrict, Hold, Export];
        let (kind, now) = (dice.pick(&kinds, Erase), self.watch.now());
        let fields = vec![("phone".to_owned(), Value::from("+4915112345678"))];
        let identifiers = vec![address(dice)];
        Opening {
            identity: (!dice.one_in(5)).then(|| "account".to_owned()),
            correction: (kind == Right).then_some(Rectify { identifiers, fields }),
            scope: if dice.one_in(2) { Scope::Marketing } else { Scope::Interests },
            until: (kind == Hold).then_some(now + HOLD),
            approver: (kind == Hold).then(|| "counsel".to_owned()),
            ..Opening::new(kind, person, now, "dpo")
        }
    }

    /// Whoever is gone afterwards was erased, whether it was acknowledged or not.
    fn do_right(&mut self, doing: Doing) -> Judged {
        let reader = self.reader()?;
        let mut there = Vec::new();
        for person in reader.people(None, ALL).map_err(told)? {
            let absorbed = reader.aliases(person).map_err(told)?.into_iter().map(|alias| alias.absorbed);
            there.push((person, absorbed.chain([person]).collect::<BTreeSet<Id>>()));
        }
        let came = self.run(&Op::Right(doing))?;
        self.tally.requests +=
            usize::from(matches!(came, Came::Answered(Answer::Right(done)) if done.is_ok()));
        let reader = self.reader()?;
        let before = self.tally.erased;
        for (person, everybody) in there {
            if reader.person(person).map_err(told)?.is_none() {
                self.tally.erased += 1;
                self.witness.erase(&everybody);
            }
        }
        if self.tally.erased > before { self.forgive() } else { Ok(()) }
    }

    fn notes(&mut self, dice: &mut Dice) -> Judged {
        let people = self.reader()?.people(None, ALL).map_err(told)?;
        let what = format!("looked-{}", dice.roll());
        let about = one(&people, dice).filter(|_| dice.one_in(2));
        let act = Noted { kind: Kind::Act, what: what.clone(), about, body: br#"{"by":"nadia"}"#.to_vec() };
        if matches!(self.run(&Op::Note(act))?, Came::Answered(_)) {
            self.witness.note(what);
        }
        Ok(())
    }

    fn entry(&mut self, kind: InputKind, who: Who) -> Entry {
        let (id, at) = (self.next_id(), self.watch.now());
        Entry::Input(Ingest { id, at, kind, who, source: "site".to_owned(), releases: None })
    }
}

/// What is done about a request that is open. No hold ends while an erasure waits for it.
fn goes_on(request: &RightsRequest, open: &[RightsRequest], dice: &mut Dice) -> Doing {
    let (by, reason) = ("dpo".to_owned(), "as the story says".to_owned());
    let waits = |other: &&RightsRequest| other.state == RequestState::OnHold;
    if let Some(waiting) = open.iter().find(waits).filter(|_| request.kind == RightKind::Hold) {
        return Doing::Refuse { request: waiting.id, reason, by };
    }
    let id = request.id;
    match dice.below(10) {
        0..3 => {
            let tasks: Vec<&str> = request.tasks.iter().map(|task| task.name.as_str()).collect();
            let task = dice.pick(&tasks, FILES).to_owned();
            Doing::Settle { request: id, task, done: !dice.one_in(3), note: None, by }
        }
        3 | 4 => Doing::Identify { request: id, method: "document".to_owned(), by },
        5 => Doing::Extend { request: id, reason, by },
        6 => Doing::Assess { request: id, upheld: dice.one_in(2), reason, by },
        7 => Doing::End { request: id, reason, by },
        8 => Doing::HandOver { request: id, by },
        _ => Doing::Refuse { request: id, reason, by },
    }
}

fn somebody(dice: &mut Dice) -> Identifier {
    Identifier::new("user_id", format!("u{}", dice.below(PEOPLE)))
}

fn address(dice: &mut Dice) -> (String, String) {
    ("email".to_owned(), format!("a{}@example.com", dice.below(ADDRESSES)))
}

fn one<T: Clone>(all: &[T], dice: &mut Dice) -> Option<T> {
    all.get(dice.below(all.len())).cloned()
}
