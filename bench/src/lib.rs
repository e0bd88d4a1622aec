//! Measurements: how long, how much, and how that compares with a floor that was measured in the same run.
//!
//! Each module of the program `bench` measures one thing and prints a [`Report`]. Wall time says what a user waits for; CPU
//! time stays true on a machine that does other work as well. It is no test: nothing here fails for being slow.

mod clock;
mod connection;
pub mod crowd;
pub mod day;
mod disk;
pub mod estate;
pub mod filled;
pub mod floor;
mod message;
pub mod peer;
mod process;
mod report;
pub mod served;
pub mod shop;
mod sink;
pub mod soak;
pub mod traffic;
pub mod waiting;
mod watched;

pub use clock::{Spent, Waits, median, per_run, spend};
pub use connection::Connection;
pub use disk::{copy, on_disk, written};
pub use message::{Message, Tracked};
pub use process::{Standing, again, option, peak_memory, processor_time, tree_time, words};
pub use report::{Report, Target};
pub use sink::{Arrival, Sink};
pub use watched::{Seen, Watched, written_alone};

/// What the binary `filrouge` uses.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Why a measurement cannot be made.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
