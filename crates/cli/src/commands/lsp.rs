//! `filrouge lsp`: an editor on standard input and output.

use crate::exit::Exit;
use crate::moment::today;
use filrouge_compile::Date;
use filrouge_lsp::{Disk, Server};
use filrouge_project::{find_root, load};
use filrouge_report::Findings;
use filrouge_source::Sources;
use lsp_server::{Connection, Message};
use std::path::Path;

/// Serves one client until it says that it is over.
pub fn run() -> Exit {
    let (connection, threads) = Connection::stdio();
    let code = serve(&connection, Server::new(Box::new(Machine)));
    // The thread that writes ends when nobody can send any more.
    drop(connection);
    let written = threads.join().is_ok();
    Exit::unless(code != 0 || !written)
}

/// Hands in whatever waits, all at once: of several changes only the last is judged.
fn serve(connection: &Connection, mut server: Server) -> u8 {
    while let Ok(first) = connection.receiver.recv() {
        let waiting: Vec<Message> = std::iter::once(first).chain(connection.receiver.try_iter()).collect();
        for message in server.receive(waiting) {
            if connection.sender.send(message).is_err() {
                return 1;
            }
        }
        if let Some(code) = server.exit_code() {
            return code;
        }
    }
    // A client that goes away without a word.
    1
}

/// The files of this machine.
struct Machine;

impl Disk for Machine {
    fn root_of(&self, path: &str) -> Option<String> {
        let path = Path::new(path);
        let folder = path.ancestors().find(|folder| folder.is_dir())?;
        let root = find_root(folder).ok()?;
        // The editor knows the folder by the way that it came: links stay as they are.
        let depth = folder.canonicalize().ok()?.strip_prefix(&root).ok()?.components().count();
        Some(folder.ancestors().nth(depth)?.to_string_lossy().into_owned())
    }

    fn load(&self, root: &str) -> (Sources, Findings) {
        let Ok(root) = find_root(Path::new(root)) else { return (Sources::new(), Findings::new()) };
        let loaded = load(&root);
        (loaded.sources, loaded.findings)
    }

    fn today(&self) -> Option<Date> {
        today()
    }
}
