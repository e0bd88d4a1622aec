//! `filrouge dev`: the daemon with a mailbox in the browser instead of connectors.

use super::run::serve;
use crate::arguments::ProjectDir;
use crate::exit::{Failure, Outcome};
use crate::folder::Folder;
use crate::terminal::Terminal;
use crate::why::short;
use filrouge_daemon::{Allow, Compiled, Compiler, Config, Foreign, Refusal, Telemetry};
use filrouge_project::find_root;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// The token of the admin API of a daemon that only this machine can reach.
pub const DEV_TOKEN: &str = "dev";

/// Runs the project with a mailbox. Without `data` nothing is kept.
pub fn run(project: &ProjectDir, data: Option<PathBuf>, listen: SocketAddr, terminal: &Terminal) -> Outcome {
    let root = find_root(&project.dir)?;
    let scratch = tempfile::tempdir().map_err(|error| Failure::new("a temporary folder", error))?;
    if let Some(data) = &data {
        let key = data.join("root.key");
        terminal.print(&format!("root key   {}, made beside the data\n", key.display()));
    }
    let config = Config {
        secrets: root.clone(),
        admin_token: Some(DEV_TOKEN.to_owned()),
        telemetry: Telemetry::from_environment(),
        dev: true,
        // Half a project is the usual state of one that is being written.
        allow: Allow { no_journeys: true, dropped_purposes: true, unapproved: true },
        ..Config::new(listen, data.unwrap_or_else(|| scratch.path().to_owned()))
    };
    terminal.print(&format!(
        "mailbox    http://{listen}/dev/mailbox\n\
         write key  dev\n\
         explain    FILROUGE_ADMIN_TOKEN={DEV_TOKEN} filrouge why PERSON --url http://{listen}\n"
    ));
    serve(config, Told { folder: Folder(root), last: Mutex::new(None), terminal: *terminal })
}

/// The folder, which tells in the terminal what came of each edit.
struct Told {
    folder: Folder,
    /// What was found last. A start that fails is told by whoever started.
    last: Mutex<Option<String>>,
    terminal: Terminal,
}

impl Compiler for Told {
    fn compile(&self) -> Result<Compiled, Refusal> {
        let compiled = self.folder.compile();
        let found = match &compiled {
            Ok(compiled) => format!("reloaded   plan {}\n", short(&compiled.bundle.hash)),
            Err(refusal) => format!("\n{}\nrefused    the plan before runs on\n", refusal.human),
        };
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.as_ref().is_some_and(|last| *last != found) {
            self.terminal.print(&found);
        }
        *last = Some(found);
        compiled
    }

    fn watch_dir(&self) -> Option<PathBuf> {
        self.folder.watch_dir()
    }

    fn foreign(&self) -> Foreign {
        self.folder.foreign()
    }
}
