//! What a project is compared with: itself at a commit, a built plan, or a running daemon.

use crate::admin::{ask, ask_with};
use crate::arguments::{Daemon, Output, ProjectDir};
use crate::exit::Failure;
use crate::moment::today;
use crate::project::{approvals, bundle, judge, manifest, show};
use crate::terminal::Terminal;
use filrouge_compile::locking;
use filrouge_daemon::api::{Proposal, Running, VERSION};
use filrouge_plan::Bundle;
use filrouge_plan::manifest::Manifest;
use filrouge_project::{at_revision, commit_time, find_root, load};
use filrouge_review::{Forecast, Inside, Release, Side};
use reqwest::Method;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// What a project is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Against {
    /// The project at a commit.
    Revision(String),
    /// What `filrouge build` or `filrouge plan -o` wrote.
    File(PathBuf),
    /// What a daemon runs.
    Daemon(String),
}

impl FromStr for Against {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("there is nothing to compare with".to_owned());
        }
        if text.starts_with("http://") || text.starts_with("https://") {
            return Ok(Self::Daemon(text.to_owned()));
        }
        let is_file = Path::new(text).extension().is_some_and(|extension| extension == "json");
        Ok(if is_file { Self::File(text.into()) } else { Self::Revision(text.to_owned()) })
    }
}

impl fmt::Display for Against {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Revision(name) | Self::Daemon(name) => f.write_str(name),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

/// A plan to compare, with all that is known of it.
pub struct Known {
    /// What people call it.
    pub name: String,
    /// The plan, with its texts.
    pub bundle: Bundle,
    /// What it does with personal data.
    pub manifest: Option<Manifest>,
    /// Who is inside, where it runs.
    pub inside: Option<Inside>,
    /// The plan of a share of its people, where it runs.
    pub release: Option<Release>,
    /// Notes with which privacy approvers agree to it.
    pub approvals: Vec<String>,
    /// Packs of law by whose newest version nobody has looked at it.
    pub stale_lock: Vec<String>,
}

impl Known {
    /// The plan as a side of a review.
    pub fn side(&self) -> Side<'_> {
        let (manifest, approvals) = (self.manifest.as_ref(), self.approvals.as_slice());
        Side { name: &self.name, bundle: &self.bundle, manifest, approvals }
    }

    /// The plan, to run in place of `old`.
    pub fn proposal(&self, old: &Self) -> Proposal {
        Proposal {
            version: VERSION,
            base: old.bundle.hash.clone(),
            bundle: self.bundle.clone(),
            manifest: self.manifest.clone(),
            approvals: self.approvals.clone(),
            stale_lock: self.stale_lock.clone(),
        }
    }

    fn of(name: String, bundle: Bundle, manifest: Option<Manifest>) -> Self {
        let (approvals, stale_lock) = (Vec::new(), Vec::new());
        Self { name, bundle, manifest, inside: None, release: None, approvals, stale_lock }
    }
}

/// The project that `dir` lies in, as it is now; nothing when it is refused, and then its findings are shown.
pub fn here(dir: &ProjectDir, terminal: &Terminal) -> Result<Option<Known>, Failure> {
    let root = find_root(&dir.dir)?;
    compiled(&root, "this folder".to_owned(), terminal)
}

/// The other side.
pub fn known(
    against: &Against,
    dir: &ProjectDir,
    token_env: &str,
    terminal: &Terminal,
) -> Result<Option<Known>, Failure> {
    match against {
        Against::Revision(name) => revision(name, dir, terminal),
        Against::File(path) => file(path).map(Some),
        Against::Daemon(url) => daemon(url, token_env).map(Some),
    }
}

fn revision(name: &str, dir: &ProjectDir, terminal: &Terminal) -> Result<Option<Known>, Failure> {
    let root = find_root(&dir.dir)?;
    let revision = at_revision(&root, name).map_err(|error| Failure::new("--against", error))?;
    let known = compiled(&revision.root(), name.to_owned(), terminal)?;
    let commit = filrouge_plan::Commit { id: revision.id.clone(), dirty: false };
    let built_at = commit_time(&root, &revision.id);
    Ok(known.map(|known| {
        let manifest = known.manifest.map(|own| Manifest { commit: Some(commit.clone()), built_at, ..own });
        Known { bundle: Bundle { commit: Some(commit), ..known.bundle }, manifest, ..known }
    }))
}

fn compiled(root: &Path, name: String, terminal: &Terminal) -> Result<Option<Known>, Failure> {
    let analysis = judge(load(root), today());
    let Some(bundle) = bundle(root, &analysis) else {
        terminal.remark(&format!("{name} does not compile:\n\n"));
        show(&analysis, terminal);
        return Ok(None);
    };
    let manifest = manifest(&analysis, &bundle);
    let stale_lock = locking(&analysis.sources).stale();
    Ok(Some(Known { approvals: approvals(root), stale_lock, ..Known::of(name, bundle, manifest) }))
}

/// A bundle with the manifest beside it, or a plan that was saved with both.
fn file(path: &Path) -> Result<Known, Failure> {
    let unread = |error: &dyn fmt::Display| Failure::new(path.display(), error);
    let bytes = std::fs::read(path).map_err(|error| unread(&error))?;
    let name = path.display().to_string();
    if let Ok(Proposal { bundle, manifest, approvals, stale_lock, .. }) = serde_json::from_slice(&bytes) {
        return Ok(Known { approvals, stale_lock, ..Known::of(name, bundle, manifest) });
    }
    let bundle = Bundle::read(&bytes).map_err(|error| unread(&error))?;
    let beside = std::fs::read(path.with_file_name("manifest.json")).ok();
    let manifest = beside.and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok());
    let manifest = manifest.filter(|manifest| manifest.plan == bundle.hash);
    Ok(Known::of(name, bundle, manifest))
}

/// What the people of a daemon would be sent soon under both plans.
pub fn forecast(url: &str, token_env: &str, old: &Known, new: &Known) -> Result<Forecast, Failure> {
    let body = serde_json::to_string(&new.proposal(old))?;
    let answer = ask_with(&at(url, token_env), Method::POST, "/admin/v1/forecast", body, &[])?;
    Ok(serde_json::from_value(answer.body)?)
}

fn at(url: &str, token_env: &str) -> Daemon {
    Daemon { url: url.to_owned(), admin_token_env: token_env.to_owned(), purpose: None, format: Output::Json }
}

fn daemon(url: &str, token_env: &str) -> Result<Known, Failure> {
    let answer = ask(&at(url, token_env), Method::GET, "/admin/v1/plan", None)?;
    let running: Running = serde_json::from_value(answer.body)
        .map_err(|error| Failure::new(format!("the daemon at {url} speaks another version"), error))?;
    let standing =
        running.standing.map(|places| places.into_iter().map(|place| (place.at, place.people)).collect());
    let inside = standing.map(|standing| Inside { standing, drained: running.drained });
    let release = running.release.map(|own| Release { plan: own.plan, share: own.share, people: own.people });
    let known = Known::of(url.to_owned(), running.bundle, running.manifest);
    Ok(Known { inside, release, ..known })
}
