//! Other processes: a measurement of memory needs one that has done nothing else.

use crate::Failure;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs::{read_dir, read_to_string};
use std::process::Command;
use std::str::FromStr;
use std::time::Duration;

/// A clock tick of `/proc`, which is the same on every Linux.
const TICK: Duration = Duration::from_millis(10);

/// What this measurement was given: the words behind its name.
pub fn words() -> impl Iterator<Item = String> {
    std::env::args().skip(2)
}

/// The value behind an option, as `--people 1000`, among the words of this measurement.
///
/// # Errors
/// When nothing stands behind it, or no value of that kind.
pub fn option<T: FromStr<Err: Display>>(name: &str) -> Result<Option<T>, Failure> {
    let mut given = words().skip_while(|word| word != name);
    if given.next().is_none() {
        return Ok(None);
    }
    let value = given.next().ok_or_else(|| format!("`{name}` wants a value"))?;
    let read = value.parse().map_err(|error| format!("`{name} {value}`: {error}"));
    Ok(Some(read?))
}

/// This measurement again, to be given other words.
///
/// # Errors
/// When the program does not know its own file.
pub fn again() -> Result<Command, Failure> {
    let mut program = Command::new(std::env::current_exe()?);
    program.args(std::env::args().nth(1));
    Ok(program)
}

/// The most memory that this process ever held, in bytes.
///
/// # Errors
/// On a system without `/proc`.
pub fn peak_memory() -> Result<u64, Failure> {
    Ok(number(&read_to_string("/proc/self/status")?, "VmHWM:")? * 1024)
}

/// What a process holds.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// Memory, in bytes.
    pub memory: u64,
    /// Threads.
    pub threads: u64,
    /// Open files and sockets.
    pub files: u64,
}

impl Standing {
    /// Of the process `id`.
    ///
    /// # Errors
    /// When the process is gone.
    pub fn of(id: u32) -> Result<Self, Failure> {
        let status = read_to_string(format!("/proc/{id}/status"))?;
        let files = read_dir(format!("/proc/{id}/fd"))?.count() as u64;
        Ok(Self { memory: number(&status, "VmRSS:")? * 1024, threads: number(&status, "Threads:")?, files })
    }
}

/// The number behind `name` in a status of `/proc`.
fn number(status: &str, name: &str) -> Result<u64, Failure> {
    let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or_else(|| format!("no {name}"))?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

/// What the process `id` has taken of the processor so far, to a hundredth of a second.
///
/// # Errors
/// When the process is gone.
pub fn processor_time(id: u32) -> Result<Duration, Failure> {
    Ok(TICK * times(id, 2)?.1)
}

/// What the process `id` and all that it started have taken of the processor so far, those included that have ended.
///
/// # Errors
/// When the process is gone.
pub fn tree_time(id: u32) -> Result<Duration, Failure> {
    let numbers = read_dir("/proc")?.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    // A process may end while it is looked at; its parent has its time by then.
    let all: BTreeMap<u32, (u32, u32)> = numbers.filter_map(|id| Some((id, times(id, 4).ok()?))).collect();
    if !all.contains_key(&id) {
        return Err(format!("there is no process {id}").into());
    }
    let mine = |start: u32| {
        let above = |id: &u32| all.get(id).map(|(parent, _)| *parent);
        std::iter::successors(Some(start), above).any(|ancestor| ancestor == id)
    };
    Ok(TICK * all.iter().filter(|(number, _)| mine(**number)).map(|(_, (_, ticks))| ticks).sum())
}

/// The parent of a process, and its ticks: its own (2 fields), or with those of its children that have ended (4).
fn times(id: u32, fields: usize) -> Result<(u32, u32), Failure> {
    let stat = read_to_string(format!("/proc/{id}/stat"))?;
    // The name of the program stands in parentheses and may have spaces.
    let (_, rest) = stat.rsplit_once(')').ok_or("no name")?;
    let parent = rest.split_whitespace().nth(1).ok_or("no parent")?.parse()?;
    let times: Result<Vec<u32>, _> = rest.split_whitespace().skip(11).take(fields).map(str::parse).collect();
    Ok((parent, times?.iter().sum()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_has_the_time_of_what_it_started() {
        let busy = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done";
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("({busy}); read _")]).stdin(std::process::Stdio::piped());
        let mut shell = shell.spawn().unwrap();
        let wanted = Duration::from_millis(50);
        let since = std::time::Instant::now();
        while tree_time(shell.id()).unwrap() < wanted && since.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(20));
        }
        assert!(tree_time(shell.id()).unwrap() >= wanted);
        assert!(tree_time(std::process::id()).unwrap() >= tree_time(shell.id()).unwrap());
        shell.kill().and_then(|()| shell.wait()).unwrap();
        assert!(tree_time(shell.id()).is_err());
    }
}
