//! What is in a directory.

use crate::header::{self, Header};
use crate::scan::{Behind, Source, Walk};
use crate::{Files, JournalError, Options};

/// What was found when a journal was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The number of the first record that is held.
    pub first: u64,
    /// The number that the next record gets.
    pub next: u64,
    /// What a crash had left behind of records that were never confirmed.
    pub torn: Option<Torn>,
}

/// The end of what was being written when the power went, or the process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Torn {
    /// The segment file.
    pub file: String,
    /// Where the first record that is not whole begins.
    pub offset: u64,
    /// Its number, which the next record gets.
    pub sequence: u64,
}

/// A segment that is not written any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    pub number: u64,
    pub first: u64,
    /// What stands behind this is void.
    pub end: u64,
    /// Length of the file, when it may be written again.
    pub reusable: Option<u64>,
}

/// The journal as it is on the disk.
pub(crate) struct Found {
    pub parts: Vec<Part>,
    pub last: Source,
    /// Where in the last segment the records end that are proven to have been on the disk.
    pub end: u64,
    /// The number of the last of them.
    pub confirmed: u64,
    /// Length of the records behind them that can be read.
    pub rest: u64,
    pub opened: Opened,
    /// Files that nobody needs.
    pub leftovers: Vec<String>,
}

/// Names of a directory, sorted out.
#[derive(Default)]
pub(crate) struct Names {
    pub numbers: Vec<u64>,
    pub leftovers: Vec<String>,
}

impl Names {
    pub(crate) fn list(files: &dyn Files) -> Result<Self, JournalError> {
        let names = files.list().map_err(|error| JournalError::io(&files.place(""), &error))?;
        let ours = names.into_iter().filter(|name| name.starts_with("journal-"));
        let mut sorted = Self::default();
        for name in ours {
            match header::number(&name) {
                Some(number) => sorted.numbers.push(number),
                None if name.ends_with(".segment") => return Err(unknown(&files.place(&name))),
                None if name.ends_with(".new") || name.ends_with(".spare") => sorted.leftovers.push(name),
                None => {}
            }
        }
        sorted.numbers.sort_unstable();
        Ok(sorted)
    }
}

fn unknown(place: &str) -> JournalError {
    JournalError::foreign(format!("`{place}` has no name that this version gives to a segment; move it away"))
}

/// Reads the directory; `None` when there is no journal in it. Of all but the last segment only the beginning.
pub(crate) fn read(files: &dyn Files, options: &Options) -> Result<Option<Found>, JournalError> {
    let Names { numbers, mut leftovers } = Names::list(files)?;
    let open = |number| Source::open(files, number, options.id);
    let mut sources = numbers.into_iter().map(open).collect::<Result<Vec<_>, _>>()?;
    // A journal that was begun anew has no use for what was before.
    let begin = sources.iter().rposition(|source| source.header.previous_end == 0).unwrap_or(0);
    leftovers.extend(sources.drain(..begin).map(|source| header::name(source.header.number)));
    let parts = chain(files, &sources)?;
    sources.pop().map(|last| tail(parts, last, leftovers)).transpose()
}

/// Each segment continues the one before.
fn chain(files: &dyn Files, sources: &[Source]) -> Result<Vec<Part>, JournalError> {
    let follow = |(one, next): (&Source, &Source)| {
        if next.header.number != one.header.number + 1 {
            return Err(missing(&files.place(&header::name(one.header.number + 1)), next.header.first));
        }
        follows(one, &next.header)
    };
    sources.iter().zip(sources.iter().skip(1)).map(follow).collect()
}

fn missing(place: &str, before: u64) -> JournalError {
    JournalError::corrupt(format!("`{place}` is missing, with records before record {before}"))
}

/// What `next` says about the segment before it.
pub(crate) fn follows(one: &Source, next: &Header) -> Result<Part, JournalError> {
    let Header { number, first, bytes, .. } = one.header;
    if next.first < first || next.previous_end == 0 || one.bytes()? < next.previous_end {
        return Err(JournalError::damaged(
            &one.place,
            next.previous_end,
            next.first,
            "it should end there, and does not",
        ));
    }
    Ok(Part { number, first, end: next.previous_end, reusable: Some(bytes) })
}

fn tail(parts: Vec<Part>, last: Source, leftovers: Vec<String>) -> Result<Found, JournalError> {
    let mut walk = last.walk(u64::MAX)?;
    walk.finish()?;
    let torn = judge(&last, &mut walk)?;
    let (next, confirmed, mut end) = (walk.next, walk.confirmed, walk.end);
    if confirmed + 1 < next {
        let mut again = last.walk(u64::MAX)?;
        again.pass(confirmed)?;
        end = again.end;
    }
    let rest = walk.end - end;
    let first = parts.first().map_or(last.header.first, |part| part.first);
    Ok(Found { parts, end, confirmed, rest, opened: Opened { first, next, torn }, leftovers, last })
}

/// Whether the end of the last segment is one that a crash can have left.
fn judge(last: &Source, walk: &mut Walk<'_>) -> Result<Option<Torn>, JournalError> {
    let (length, should) = (last.bytes()?, last.header.bytes);
    if length != should {
        return Err(walk.damaged(&format!("the file has {length} bytes, and should have {should}")));
    }
    if walk.is_sealed {
        return Err(walk.damaged("the segment behind this one is missing"));
    }
    match walk.behind()? {
        Behind::Nothing => Ok(None),
        Behind::Torn => Ok(Some(Torn { file: last.place.clone(), offset: walk.offset, sequence: walk.next })),
        Behind::Proof => Err(walk.damaged("it was confirmed, and is not there or not as it was written")),
    }
}

/// Reads every record of a segment that is not written any more.
pub(crate) fn verify(source: &Source, part: Part, following: u64) -> Result<(), JournalError> {
    let mut walk = source.walk(part.end)?;
    walk.finish()?;
    ended(&walk, part, following)
}

/// A walk through `part` must have come to its end.
pub(crate) fn ended(walk: &Walk<'_>, part: Part, following: u64) -> Result<(), JournalError> {
    if (walk.offset, walk.next) == (part.end, following) {
        return Ok(());
    }
    Err(walk.damaged("it was confirmed, and is not there or not as it was written"))
}

/// Reads the whole journal and changes nothing; `None` when there is none.
///
/// # Errors
/// When it cannot be read or cannot be trusted.
pub fn check(files: &dyn Files, options: &Options) -> Result<Option<Opened>, JournalError> {
    let Some(found) = read(files, options)? else { return Ok(None) };
    let following = found.parts.iter().skip(1).map(|part| part.first).chain([found.last.header.first]);
    for (part, following) in found.parts.iter().zip(following) {
        verify(&Source::open(files, part.number, options.id)?, *part, following)?;
    }
    Ok(Some(found.opened))
}
