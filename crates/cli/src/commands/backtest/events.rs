//! What happened: a file, a pipe, or what a daemon keeps.

use crate::admin::{Page, page};
use crate::arguments::{Backtest, Daemon, Output};
use crate::exit::Failure;
use crate::terminal::Terminal;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

/// People that are asked for at once.
const PAGE: usize = 500;

/// The lines of the recording.
pub fn read(options: &Backtest, terminal: &Terminal) -> Result<Vec<u8>, Failure> {
    match (&options.events, &options.url) {
        (Some(path), _) if path == Path::new("-") => {
            let mut text = Vec::new();
            io::stdin().lock().read_to_end(&mut text)?;
            Ok(text)
        }
        (Some(path), _) => fs::read(path)
            .map_err(|error| Failure::new(format!("`{}` cannot be read", path.display()), error)),
        (None, Some(url)) => exported(url, &options.admin_token_env, terminal),
        (None, None) => Ok(Vec::new()),
    }
}

/// Everything that a daemon knows of people and what they did, page by page.
fn exported(url: &str, admin_token_env: &str, terminal: &Terminal) -> Result<Vec<u8>, Failure> {
    let (url, admin_token_env) = (url.to_owned(), admin_token_env.to_owned());
    let daemon = Daemon { url, admin_token_env, purpose: None, format: Output::Human };
    let (mut all, mut after) = (Vec::new(), String::new());
    loop {
        let Page { text, next, masked } =
            page(&daemon, &format!("/admin/v1/export?limit={PAGE}&events=1{after}"))?;
        if let Some(masked) = masked {
            return Err(Failure::new("the token may not see what the recording needs", masked));
        }
        all.extend_from_slice(text.as_bytes());
        if terminal.is_watched() {
            terminal.remark(&format!("\r{} KB from the daemon\x1b[K", all.len() / 1024));
        }
        let Some(next) = next else { break };
        after = format!("&after={next}");
    }
    if terminal.is_watched() {
        terminal.remark("\r\x1b[K");
    }
    Ok(all)
}
