//! What the server asks of the outside: the one port of this room.

use filrouge_compile::Date;
use filrouge_report::Findings;
use filrouge_source::Sources;

/// The files of a machine, and its calendar.
pub trait Disk {
    /// The root of the project that the file or the folder at `path` lies in; nothing when it lies in none.
    fn root_of(&self, path: &str) -> Option<String>;

    /// Every text of the project at `root`, sorted by path, and the findings about files that could not be read.
    fn load(&self, root: &str) -> (Sources, Findings);

    /// The day on which exceptions may have ended.
    fn today(&self) -> Option<Date>;
}
