//! A shop that is at work for an hour: who does what, what each of it must lead to, and what the process holds.

mod errand;
mod load;
mod watch;

pub use errand::{Errand, Fate, Kind, Must, Span, judge};
pub use load::Load;
pub use watch::{Sample, Watch, growth, third};

use crate::Failure;
use std::fs;
use std::path::Path;

const PROJECT: &str = include_str!("../soak/filrouge.kdl");
const NOTICE: &str = include_str!("../soak/notice.md");

/// Writes the project below `root`; every odd `turn` with another pause in a journey in which people wait.
///
/// # Errors
/// When the files cannot be written.
pub fn write(root: &Path, turn: u32) -> Result<(), Failure> {
    fs::create_dir_all(root)?;
    fs::write(root.join("notice.md"), NOTICE)?;
    let text = if turn.is_multiple_of(2) { PROJECT.to_owned() } else { PROJECT.replace("\"5m\"", "\"6m\"") };
    // As an editor saves: never half a file under that name.
    fs::write(root.join("filrouge.kdl.new"), text)?;
    Ok(fs::rename(root.join("filrouge.kdl.new"), root.join("filrouge.kdl"))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use filrouge_compile::analyse;
    use filrouge_project::load;

    #[test]
    fn both_turns_of_the_project_are_plans_and_differ() {
        let texts = [0, 1].map(|turn| {
            let folder = tempfile::tempdir().unwrap();
            write(folder.path(), turn).unwrap();
            assert!(analyse(load(folder.path()).sources).checked.is_some());
            fs::read_to_string(folder.path().join("filrouge.kdl")).unwrap()
        });
        assert_ne!(texts[0], texts[1]);
    }
}
