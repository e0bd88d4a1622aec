//! From a section of a page to the texts of a project.

use crate::prelude::{Completed, prelude};
use crate::{Fence, Section};
use filrouge_source::Sources;

/// The path under which the configuration of a fence is compiled.
pub const FENCE_FILE: &str = "page.kdl";

/// The path under which the prelude is compiled.
pub const PRELUDE_FILE: &str = "prelude.kdl";

/// The project of one fence: the fence itself, the files that stand beside it in its section, and the prelude.
#[must_use]
pub fn sources_of(fence: &Fence, section: &Section, completed: Completed) -> Sources {
    let mut files = vec![(FENCE_FILE.to_owned(), fence.text.clone())];
    let prelude = prelude(&fence.text, completed, fence.rules());
    if !prelude.is_empty() {
        files.push((PRELUDE_FILE.to_owned(), prelude));
    }
    files.extend(section.files().map(|file| (file.path.clone(), file.text.clone())));
    files.sort();
    let mut sources = Sources::new();
    for (path, text) in files {
        sources.add(path, text);
    }
    sources
}
