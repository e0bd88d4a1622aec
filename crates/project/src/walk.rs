//! The files of a folder, in one order on every machine.

use crate::MARKER;
use filrouge_source::FileId;
use std::collections::BTreeSet;
use std::fs::{DirEntry, FileType};
use std::io;
use std::path::{Path, PathBuf};

/// Texts that the language refers to.
const EXTENSIONS: &[&str] = &["kdl", "mjml", "html", "txt", "md", "json", "svg"];

/// What a project is locked to: a text of the language with a name of its own.
const LOCK: &str = "filrouge.lock";

/// Folders of other tools.
const FOREIGN: &[&str] = &["node_modules", "target"];

/// One thing that the walk met.
pub(crate) enum Met {
    /// A file to read.
    File(Found),
    /// A link that leads back to a folder it lies in.
    Loop(Found),
    /// A link that leads out of the project.
    Outside(Found),
    /// Something that cannot be looked at.
    Unreadable(Found, io::Error),
}

/// A path, for people and for the system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    /// Relative to the root, with `/`.
    pub name: String,
    /// As the system takes it.
    pub path: PathBuf,
}

/// A folder on the way: what its entries are called after, where it is and where it really is, and the folders that
/// it lies in.
struct Folder {
    prefix: String,
    path: PathBuf,
    real: PathBuf,
    above: BTreeSet<PathBuf>,
}

impl Folder {
    fn inside(&self, found: Found, real: PathBuf) -> Self {
        let mut above = self.above.clone();
        above.insert(real.clone());
        Self { prefix: format!("{}/", found.name), path: found.path, real, above }
    }
}

/// Everything below `root` that belongs to the project, sorted by name.
pub(crate) fn walk(root: &Path) -> Vec<Met> {
    let mut met = Vec::new();
    let above = BTreeSet::from([root.to_owned()]);
    let mut folders =
        vec![Folder { prefix: String::new(), path: root.to_owned(), real: root.to_owned(), above }];
    let chosen = chosen_folders(root);
    while let Some(folder) = folders.pop() {
        for (found, kind) in entries(&folder, &mut met) {
            if folder.prefix.is_empty() && !is_chosen(chosen.as_deref(), &found.name) {
                continue;
            }
            match classify(root, &folder, &found, kind) {
                Kind::Folder(_) if found.path.join(MARKER).exists() => {} // a project of its own
                Kind::Folder(real) => folders.push(folder.inside(found, real)),
                Kind::Text => met.push(Met::File(found)),
                Kind::Loop => met.push(Met::Loop(found)),
                Kind::Outside => met.push(Met::Outside(found)),
                Kind::Unreadable(error) => met.push(Met::Unreadable(found, error)),
                Kind::Foreign => {}
            }
        }
    }
    met.sort_by(|one, other| one.name().cmp(other.name()));
    met
}

/// The folders that `project { folders … }` names; every folder belongs to the project when it names none.
fn chosen_folders(root: &Path) -> Option<Vec<String>> {
    let text = crate::read::read(&root.join(MARKER)).ok()?;
    let (tree, _) = filrouge_syntax::parse(FileId(0), &text);
    let project = tree.roots().find(|node| node.name() == "project")?;
    let folders = project.children().find(|node| node.name() == "folders")?;
    Some(folders.args().filter_map(|entry| entry.value().as_text()).map(str::to_owned).collect())
}

fn is_chosen(chosen: Option<&[String]>, name: &str) -> bool {
    chosen.is_none_or(|chosen| [MARKER, LOCK].contains(&name) || chosen.iter().any(|folder| folder == name))
}

/// Tells, for an entry of a folder of the project at `root`, that [`load`](crate::load) passes it by with all that
/// lies in it: what other tools own, and at the top what `project { folders … }` does not name.
pub fn foreign(root: &Path) -> impl Fn(&Path) -> bool + Send + use<> {
    let (root, chosen) = (root.to_owned(), chosen_folders(root));
    move |path| {
        let Some(own) = path.file_name().map(|own| own.to_string_lossy()) else { return false };
        let passed_by = || path.parent() == Some(&*root) && !is_chosen(chosen.as_deref(), &own);
        FOREIGN.contains(&&*own) || passed_by()
    }
}

impl Met {
    fn name(&self) -> &str {
        match self {
            Self::File(found) | Self::Loop(found) | Self::Outside(found) | Self::Unreadable(found, _) => {
                &found.name
            }
        }
    }
}

fn entries(folder: &Folder, met: &mut Vec<Met>) -> Vec<(Found, FileType)> {
    let listed = std::fs::read_dir(&folder.path)
        .and_then(|entries| entries.map(|entry| entry.and_then(named(&folder.prefix))).collect());
    listed.map(|listed: Vec<_>| listed.into_iter().flatten().collect()).unwrap_or_else(|error| {
        let name = folder.prefix.trim_end_matches('/').to_owned();
        met.push(Met::Unreadable(Found { name, path: folder.path.clone() }, error));
        Vec::new()
    })
}

/// Hidden entries are skipped, and with them the `..data` folders that Kubernetes swaps behind links.
fn named(prefix: &str) -> impl Fn(DirEntry) -> io::Result<Option<(Found, FileType)>> {
    move |entry| {
        let kind = entry.file_type()?;
        let own = entry.file_name();
        // A name that is not UTF-8 is shown as well as it can be; the file is read all the same.
        let own = own.to_string_lossy();
        let belongs = !own.starts_with('.') && !FOREIGN.contains(&&*own);
        Ok(belongs.then(|| (Found { name: format!("{prefix}{own}"), path: entry.path() }, kind)))
    }
}

enum Kind {
    Folder(PathBuf),
    Text,
    Loop,
    Outside,
    Unreadable(io::Error),
    Foreign,
}

/// Only a link has to be followed to know where it leads.
fn classify(root: &Path, folder: &Folder, found: &Found, kind: FileType) -> Kind {
    if kind.is_symlink() {
        follow(root, &folder.above, found)
    } else if kind.is_dir() {
        found.path.file_name().map_or(Kind::Foreign, |own| Kind::Folder(folder.real.join(own)))
    } else if !is_text(&found.path) {
        Kind::Foreign
    } else if kind.is_file() {
        Kind::Text
    } else {
        irregular()
    }
}

/// A pipe or a device: reading it could last for ever.
fn irregular() -> Kind {
    Kind::Unreadable(io::Error::other("it is not a regular file"))
}

fn follow(root: &Path, above: &BTreeSet<PathBuf>, found: &Found) -> Kind {
    let real = match found.path.canonicalize() {
        Ok(real) => real,
        Err(error) if is_text(&found.path) => return Kind::Unreadable(error),
        Err(_) => return Kind::Foreign,
    };
    match (real.is_dir(), real.starts_with(root)) {
        (true, true) if above.contains(&real) => Kind::Loop,
        (true, true) => Kind::Folder(real),
        (false, true) if is_text(&found.path) && real.is_file() => Kind::Text,
        (false, true) if is_text(&found.path) => irregular(),
        (false, false) if is_text(&found.path) => Kind::Outside,
        (true, false) => Kind::Outside,
        (false, _) => Kind::Foreign,
    }
}

fn is_text(path: &Path) -> bool {
    let is_lock = path.file_name().is_some_and(|name| name == LOCK);
    is_lock || path.extension().and_then(|end| end.to_str()).is_some_and(|end| EXTENSIONS.contains(&end))
}
