//! What happens: to people, to services, to the plan, to the disks and to the process.

use filrouge_simulate::Dice;

const HOUR: i64 = 3_600_000;
/// People who are known by a name of their own.
pub const PEOPLE: usize = 5;
/// Addresses, which lead from one to another.
pub const ADDRESSES: usize = 3;

/// People in a town.
const TOWN: usize = 150;
/// What they do in one call.
const CROWD: usize = 120;
/// What is done at desks of a town.
const TOWN_DESKS: [Desk; 6] =
    [Desk::Tells, Desk::Misfit, Desk::Approves, Desk::Pauses, Desk::Rights, Desk::Letters];

/// One thing that happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// People do something, all in one call.
    Happens(Vec<Deed>),
    /// An earlier call comes again: one that was not acknowledged, or any.
    Again(u64),
    /// Time goes on, and what is due comes.
    Passes(i64),
    /// The clock is set.
    Jumps(i64),
    /// What waits is handed out, and services answer by this seed.
    Delivers(u64),
    /// An answer comes that nobody waited for any more, or comes twice.
    Late(u64),
    /// Another plan, or the same.
    Reload(usize),
    /// Housekeeping: what was committed goes into the file.
    Tidies,
    /// A disk fails.
    Fault(Trouble),
    /// Disks do as they should again.
    Calm,
    /// The process ends.
    Ends(End),
    /// The process is killed, and a byte of its journal is altered while it is away.
    Flips(u64),
    /// People and operators do something else; what and to whom follows from the seed.
    Desk(Desk, u64),
}

/// What people and operators do beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desk {
    /// Somebody tells of a number that nobody else has.
    Tells,
    /// Something comes in that cannot be understood.
    Misfit,
    /// What was put aside is handed in again, or dropped.
    Releases,
    /// The team answers, perhaps to what nobody waits for.
    Approves,
    /// A part is paused or goes on.
    Pauses,
    /// People are separated.
    Parts,
    /// A dead letter is sent again, or dropped.
    Letters,
    /// Somebody makes use of a right, or a request goes on.
    Rights,
    /// Somebody looks at something, and the log is told.
    Notes,
}

/// What somebody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deed {
    pub person: usize,
    /// One of the addresses is named too.
    pub address: Option<usize>,
    pub what: What,
    /// How long ago it was.
    pub ago: i64,
    pub choice: u64,
}

/// Kinds of what somebody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Event,
    Tells,
    Decides,
}

/// What a disk does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The process dies at this call to the journal's disk, which is cut short.
    Dies(u64),
    /// This call fails; a sync that fails loses what it was to write, and the next one does not tell.
    Fails(u64),
    /// Writes take only some of their bytes.
    Short,
    /// No room for the journal.
    NoRoom,
    /// No room for the file.
    FileFull,
    /// The file cannot be written.
    FileLost,
    /// The file is written, and its sync fails.
    FileUnsynced,
}

/// How the process ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Stops,
    IsKilled,
    LosesPower,
}

/// What happens, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    pub seed: u64,
    pub acts: Vec<Act>,
    /// How long it was when it was made.
    length: usize,
    /// Answers of services that are told at once.
    pub together: usize,
}

impl Story {
    /// The story of a seed.
    pub fn new(seed: u64, length: usize) -> Self {
        let (mut plain, mut dice) = (Self::plain(seed, length), Dice::new(seed ^ 0xde5c));
        let acts = std::mem::take(&mut plain.acts).into_iter().flat_map(|act| [desk(&mut dice), Some(act)]);
        Self { acts: acts.flatten().collect(), ..plain }
    }

    /// The same without what is done at desks.
    pub fn plain(seed: u64, length: usize) -> Self {
        let mut dice = Dice::new(seed);
        Self { seed, length, acts: (0..length).map(|_| act(&mut dice)).collect(), together: 1 }
    }

    /// The same for a town: crowds in each call, and failures as often as crowds let one look at everything.
    pub fn town(seed: u64, length: usize) -> Self {
        let mut dice = Dice::new(seed ^ 0x70f7);
        Self { seed, length, acts: (0..length).map(|_| town_act(&mut dice)).collect(), together: CROWD }
    }

    /// How the corpus names it.
    pub fn line(&self) -> String {
        let kind = if self.together > 1 { "town " } else { "" };
        format!("{} {} {kind}", self.seed, self.length)
    }

    /// A shorter one that breaks a rule too.
    pub fn shrunk(mut self, breaks: impl Fn(&Self) -> bool) -> Self {
        let mut size = self.acts.len().div_ceil(2);
        while size > 0 {
            let mut from = 0;
            while from < self.acts.len() {
                let mut shorter = self.clone();
                shorter.acts.drain(from..(from + size).min(shorter.acts.len()));
                if breaks(&shorter) { self = shorter } else { from += size }
            }
            size /= 2;
        }
        self
    }
}

fn act(dice: &mut Dice) -> Act {
    match dice.below(40) {
        0..14 => Act::Happens((0..=dice.below(8)).map(|_| deed(dice)).collect()),
        14 => Act::Again(dice.roll()),
        15..20 => Act::Passes(HOUR * dice.pick(&[1, 3, 9, 24], 1)),
        20 => Act::Jumps(HOUR * dice.pick(&[-24, -1, 0, 1, 24 * 7], 0) + dice.pick(&[-1, 0, 1], 0)),
        21..27 => Act::Delivers(dice.roll()),
        27 => Act::Late(dice.roll()),
        28 => Act::Reload(dice.below(3)),
        29 => Act::Tidies,
        30..35 => Act::Fault(trouble(dice)),
        35 => Act::Calm,
        36..39 => Act::Ends(dice.pick(&[End::Stops, End::IsKilled, End::LosesPower], End::Stops)),
        _ => Act::Flips(dice.roll()),
    }
}

fn town_act(dice: &mut Dice) -> Act {
    match dice.below(48) {
        0..24 => Act::Happens((0..CROWD).map(|_| townsman(dice)).collect()),
        24 => Act::Again(dice.roll()),
        25..31 => Act::Passes(HOUR * dice.pick(&[1, 3, 9, 24], 1)),
        31..42 => Act::Delivers(dice.roll()),
        42 => Act::Late(dice.roll()),
        43 => Act::Reload(dice.below(3)),
        44 => Act::Desk(dice.pick(&TOWN_DESKS, Desk::Tells), dice.roll()),
        45 => Act::Fault(trouble(dice)),
        46 if dice.one_in(2) => Act::Tidies,
        46 => Act::Calm,
        _ if dice.one_in(5) => Act::Flips(dice.roll()),
        _ => Act::Ends(dice.pick(&[End::Stops, End::IsKilled, End::LosesPower], End::Stops)),
    }
}

/// In front of every other act.
fn desk(dice: &mut Dice) -> Option<Act> {
    let what = match dice.below(30) {
        0..3 => Desk::Tells,
        3 => Desk::Misfit,
        4 => Desk::Releases,
        5 | 6 => Desk::Approves,
        7 => Desk::Pauses,
        8 => Desk::Parts,
        9 => Desk::Letters,
        10..14 => Desk::Rights,
        14 => Desk::Notes,
        _ => return None,
    };
    Some(Act::Desk(what, dice.roll()))
}

fn deed(dice: &mut Dice) -> Deed {
    let address = dice.one_in(3).then(|| dice.below(ADDRESSES));
    let what = dice.pick(&[What::Event, What::Event, What::Event, What::Tells, What::Decides], What::Event);
    let ago = if dice.one_in(5) { HOUR * dice.pick(&[-2, 1, 30], 1) } else { 0 };
    Deed { person: dice.below(PEOPLE), address, what, ago, choice: dice.roll() }
}

/// Most name the address that is theirs, and few that of somebody else: else all would become one.
fn townsman(dice: &mut Dice) -> Deed {
    let person = dice.below(TOWN);
    let neighbour = if dice.one_in(40) { dice.below(TOWN) } else { person };
    Deed { person, address: dice.one_in(3).then_some(neighbour), ..deed(dice) }
}

fn trouble(dice: &mut Dice) -> Trouble {
    // A commit is a write, a sync and a mark; now and then a new segment.
    let call = 1 + dice.below(9) as u64;
    match dice.below(10) {
        0..4 => Trouble::Dies(call),
        4..6 => Trouble::Fails(call),
        6 => Trouble::Short,
        7 => Trouble::NoRoom,
        8 => Trouble::FileUnsynced,
        _ => dice.pick(&[Trouble::FileFull, Trouble::FileLost], Trouble::FileFull),
    }
}
