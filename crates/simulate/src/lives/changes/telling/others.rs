//! Others who become one with the person, and who are separated again.

use super::Telling;
use crate::World;
use crate::lives::changes::hosts::{Hosts, handed_out};
use crate::lives::changes::life::{Life, heard, known_by};
use crate::lives::changes::oracle::Judged;
use crate::lives::changes::story::{Deed, STRANGERS, Said};
use filrouge_machine::identity::{Named, Resolution, resolve};
use filrouge_machine::{Apart, Id, InputKind};

type Name = (&'static str, &'static str);

/// The person of the story, or one of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    First,
    Other(usize),
}

impl Who {
    pub(super) fn all() -> Vec<Self> {
        [Self::First].into_iter().chain((0..STRANGERS).map(Self::Other)).collect()
    }

    pub(super) fn names(self) -> &'static [Name] {
        match self {
            Self::First => &[("user_id", "lea"), ("email", "lea@example.com")],
            Self::Other(0) => &[("email", "mia@example.com")],
            Self::Other(_) => &[("email", "lia@example.com")],
        }
    }
}

/// What has become of one of the others.
pub(super) enum Other {
    Unknown,
    /// Somebody, and whether an operator has said that they are not the person.
    There(Box<Life>, bool),
    Joined(Id),
}

impl Other {
    pub(super) fn life(&mut self) -> Option<&mut Life> {
        match self {
            Self::There(life, _) => Some(life),
            _ => None,
        }
    }
}

impl Said {
    /// The names that are said to be one person's, one of them by which the other is known.
    fn names(self, other: Who) -> Vec<Name> {
        let own =
            Who::First.names().iter().filter(|(name, _)| (*name == "user_id") == (self == Self::Identify));
        own.chain(other.names()).copied().collect()
    }

    fn kind(self) -> InputKind {
        known_by(if self == Self::Identify { &[("country", "BE")] } else { &[] })
    }
}

impl Telling {
    /// Whose life it is by now.
    pub(super) fn life_of(&mut self, who: Who) -> &mut Life {
        let other = match who {
            Who::First => None,
            Who::Other(place) => self.others.get_mut(place).and_then(Other::life),
        };
        other.unwrap_or(&mut self.life)
    }

    pub(super) fn elsewhere(&mut self, place: usize, deed: Deed) -> Judged {
        let who = Who::Other(place);
        if let Some(other @ Other::Unknown) = self.others.get_mut(place) {
            let id = Id::of(&["person", &World::outside(self.calls).to_string()]);
            let life = Life::new(self.life.world.another(id), self.life.oracle.for_another());
            *other = Other::There(Box::new(life), false);
            self.happens(who, known_by(&[("phone", "+33611111111")]))?;
        }
        self.happens(who, heard(deed))
    }

    /// It is said that one of the others is the person, which only an operator can gainsay.
    pub(super) fn merges(&mut self, place: usize, said: Said, dies: bool) -> Judged {
        if matches!(self.others.get(place), None | Some(Other::Unknown)) {
            return Ok(());
        }
        self.catch_up()?;
        let names = said.names(Who::Other(place));
        let call = self.call(&names, said.kind(), dies);
        let found = self.resolved(&names);
        self.is_as_documented(place, &found)?;
        let mut kind = said.kind();
        if let InputKind::Identify(identify) = &mut kind {
            identify.identifiers = found.own.into_iter().chain(found.fresh).collect();
            identify.refused = found.refused;
        }
        match found.joins.first() {
            Some(joining) => self.become_one(place, &joining.by, (call.id, kind))?,
            None => self.life.happen(call.id, kind)?,
        }
        self.hosts.iter_mut().try_for_each(|hosts| hosts.happen(&call))?;
        self.agree()
    }

    fn become_one(&mut self, place: usize, by: &str, said: (Id, InputKind)) -> Judged {
        let Some(slot) = self.others.get_mut(place) else { return Ok(()) };
        let Other::There(other, _) = std::mem::replace(slot, Other::Unknown) else { return Ok(()) };
        *slot = Other::Joined(other.world.who);
        self.before.extend(handed_out(&other.world.decisions));
        self.life.merge(*other, by, said)
    }

    fn resolved(&mut self, names: &[Name]) -> Resolution {
        let ready = self.life.world.ready;
        let lives: Vec<&Life> = self.lives().map(|life| &*life).collect();
        let owns = |life: &&&Life, (name, value): &Name| {
            let known = life.world.person.identifiers.get(*name);
            known.is_some_and(|known| known.iter().any(|it| it == value))
        };
        let named = |own: &Name| {
            let owner = lives.iter().find(|life| owns(life, own)).map(|life| life.world.who);
            Named { name: own.0.to_owned(), value: own.1.to_owned(), owner }
        };
        let people = lives.iter().map(|life| (life.world.who, &life.world.person)).collect();
        resolve(ready, names.iter().map(named).collect(), &people, true)
    }

    /// Whoever was not separated becomes one with the person, who stays; whoever was stays apart and is told so.
    fn is_as_documented(&self, place: usize, found: &Resolution) -> Judged {
        let (joins, apart) = match self.others.get(place) {
            Some(Other::There(_, apart)) => (!apart, *apart),
            _ => (false, false),
        };
        let refused: Vec<Apart> = found.refused.iter().map(|refused| refused.reason).collect();
        let is_right = found.person == Some(self.life.world.who)
            && found.joins.len() == usize::from(joins)
            && refused == vec![Apart::Separated; usize::from(apart)];
        is_right.then_some(()).ok_or_else(|| format!("somebody else is one with the person: {found:?}"))
    }

    /// An operator separates whoever became one with the person.
    pub(super) fn separates(&mut self, place: usize, dies: bool) -> Judged {
        let who = match self.others.get(place) {
            Some(Other::Joined(who)) => *who,
            Some(Other::There(life, _)) => life.world.who,
            _ => return Ok(()),
        };
        self.catch_up()?;
        let parted = self.life.part(who)?;
        let is_parted = parted.is_some();
        self.tally.add(if is_parted { "parted" } else { "not parted" }, 1);
        if let (Some(life), Some(slot)) = (parted, self.others.get_mut(place)) {
            *slot = Other::There(Box::new(life), true);
        }
        self.hosts.iter_mut().try_for_each(|hosts| hosts.separate(who, is_parted, dies))?;
        self.agree()
    }

    fn catch_up(&mut self) -> Judged {
        self.hosts.iter_mut().try_for_each(Hosts::catch_up)?;
        self.agree()
    }
}
