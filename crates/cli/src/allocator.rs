//! The allocator, and how long it keeps what was freed.

use std::env;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

/// Why this one: the comment beside it in the root `Cargo.toml`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Where the allocator reads, when it starts, after how many milliseconds it gives freed memory back.
const GIVES_BACK_AFTER: &str = "MIMALLOC_PURGE_DELAY";

/// Begins this program anew, in the same process, with an allocator that keeps freed memory for ten seconds. A daemon
/// needs as much again at once: with the ten milliseconds that are usual, a quarter of its time went into giving memory
/// back and being given it empty. Who sets the variable has chosen; where it cannot be done the daemon is slower.
pub fn keep_freed_memory() {
    if env::var_os(GIVES_BACK_AFTER).is_some() {
        return;
    }
    let mut words = env::args_os();
    if let (Ok(program), Some(name)) = (env::current_exe(), words.next()) {
        let _not_begun = Command::new(program).arg0(name).args(words).env(GIVES_BACK_AFTER, "10000").exec();
    }
}
