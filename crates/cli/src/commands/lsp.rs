//! `filrouge lsp`: an editor on standard input and output.

mod daemon;

use crate::arguments::Lsp;
use crate::commands::run::token;
use crate::exit::Exit;
use crate::moment::today;
use crossbeam_channel::{Receiver, never, select};
use daemon::{Address, Watched, watch};
use filrouge_compile::Date;
use filrouge_lsp::{Disk, Server};
use filrouge_project::{find_root, load};
use filrouge_report::Findings;
use filrouge_source::Sources;
use lsp_server::Connection;
use std::path::Path;

/// Serves one client until it says that it is over.
pub fn run(options: Lsp) -> Exit {
    let (connection, threads) = Connection::stdio();
    let server = Server::new(Box::new(Machine));
    let code = match watched(options) {
        Some((daemon, news)) => serve(&connection, server.beside(Box::new(daemon)), &news),
        None => serve(&connection, server, &never()),
    };
    // The thread that writes ends when nobody can send any more.
    drop(connection);
    let written = threads.join().is_ok();
    Exit::unless(code != 0 || !written)
}

/// The daemon that the options name. Without a token it is not asked, and the editor is served all the same.
fn watched(options: Lsp) -> Option<(Watched, Receiver<()>)> {
    let (url, token_env) = (options.daemon?, options.admin_token_env);
    match token(&token_env) {
        Ok(token) => Some(watch(Address { url, token_env }, token)),
        Err(failure) => {
            eprintln!("filrouge lsp: {failure}; sizes are not shown");
            None
        }
    }
}

/// Hands in whatever waits, all at once: of several changes only the last is judged.
fn serve(connection: &Connection, mut server: Server, news: &Receiver<()>) -> u8 {
    loop {
        let told = select! {
            recv(connection.receiver) -> first => match first {
                Ok(first) => server.receive(std::iter::once(first).chain(connection.receiver.try_iter()).collect()),
                // A client that goes away without a word.
                Err(_) => return 1,
            },
            recv(news) -> _ => server.heard(),
        };
        for message in told {
            if connection.sender.send(message).is_err() {
                return 1;
            }
        }
        if let Some(code) = server.exit_code() {
            return code;
        }
    }
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
