//! Other processes: a measurement of memory needs one that has done nothing else.

use crate::Failure;
use std::fs::{read_dir, read_to_string};
use std::process::Command;
use std::time::Duration;

/// A clock tick of `/proc`, which is the same on every Linux.
const TICK: Duration = Duration::from_millis(10);

/// This program again, to be given other arguments.
///
/// # Errors
/// When the program does not know its own file.
pub fn again() -> Result<Command, Failure> {
    Ok(Command::new(std::env::current_exe()?))
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
    let stat = read_to_string(format!("/proc/{id}/stat"))?;
    // The name of the program stands in parentheses and may have spaces.
    let (_, fields) = stat.rsplit_once(')').ok_or("no name")?;
    let times: Result<Vec<u32>, _> = fields.split_whitespace().skip(11).take(2).map(str::parse).collect();
    Ok(TICK * times?.iter().sum())
}
