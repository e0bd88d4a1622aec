//! `filrouge dev`: the daemon with a mailbox in the browser instead of connectors.

use super::run::serve;
use crate::arguments::ProjectDir;
use crate::exit::{Failure, Outcome};
use crate::folder::Folder;
use crate::terminal::Terminal;
use filrouge_daemon::Config;
use filrouge_project::find_root;
use std::net::SocketAddr;
use std::path::PathBuf;

/// The token of the admin API of a daemon that only this machine can reach.
pub const DEV_TOKEN: &str = "dev";

/// Runs the project with a mailbox. Without `data` nothing is kept.
pub fn run(project: &ProjectDir, data: Option<PathBuf>, listen: SocketAddr, terminal: &Terminal) -> Outcome {
    let root = find_root(&project.dir)?;
    let scratch = tempfile::tempdir().map_err(|error| Failure::new("a temporary folder", error))?;
    let config = Config {
        secrets: root.clone(),
        admin_token: Some(DEV_TOKEN.to_owned()),
        dev: true,
        ..Config::new(listen, data.unwrap_or_else(|| scratch.path().to_owned()))
    };
    terminal.print(&format!(
        "mailbox    http://{listen}/dev/mailbox\n\
         write key  dev\n\
         explain    FILROUGE_ADMIN_TOKEN={DEV_TOKEN} filrouge why PERSON --url http://{listen}\n"
    ));
    serve(config, Folder(root))
}
