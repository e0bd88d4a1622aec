//! `filrouge backup` and `filrouge restore`: a copy of the data of a daemon, and the data from it.

use crate::arguments::{Backup, Output, Restore};
use crate::commands::store::size;
use crate::exit::{Exit, Outcome};
use crate::moment;
use crate::terminal::Terminal;
use filrouge_store::Manifest;
use std::time::{SystemTime, UNIX_EPOCH};

/// Copies the data of a daemon, which may be running.
pub fn backup(options: &Backup, terminal: &Terminal) -> Outcome {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let now = i64::try_from(now).unwrap_or(i64::MAX);
    let mut progress = |done: u64, all: u64| {
        if terminal.is_watched() {
            terminal.remark(&format!("\r{} %", (done * 100).checked_div(all).unwrap_or(100)));
        }
    };
    let made = filrouge_store::backup(&options.data, &options.out, now, &mut progress);
    if terminal.is_watched() {
        terminal.remark("\r");
    }
    let manifest = made?;
    let told =
        format!("up to record {} in `{}`\n{}", manifest.record, options.out.display(), outline(&manifest));
    show(options.format, &manifest, &format!("{} {told}", terminal.paint("32;1", "backup:")), terminal)
}

/// Makes the data of a daemon from a backup.
pub fn restore(options: &Restore, terminal: &Terminal) -> Outcome {
    let manifest =
        filrouge_store::restore(&options.backup, &options.data, options.resend, options.erasures.as_deref())?;
    let outbox = match (manifest.outbox, options.resend) {
        (0, _) => String::new(),
        (count, true) => format!("outbox      {count} messages leave, whether they have left since or not\n"),
        (count, false) => {
            format!("outbox      {count} messages do not leave: whether they have left since is not known\n")
        }
    };
    let data = options.data.display();
    let told = format!("up to record {} in `{data}`\n{}{outbox}", manifest.record, outline(&manifest));
    show(options.format, &manifest, &format!("{} {told}", terminal.paint("32;1", "restored:")), terminal)
}

fn show(format: Output, manifest: &Manifest, human: &str, terminal: &Terminal) -> Outcome {
    match format {
        Output::Json => terminal.say(&serde_json::to_string(manifest)?),
        Output::Human => terminal.print(human),
    }
    Ok(Exit::Clean)
}

fn outline(manifest: &Manifest) -> String {
    let bytes = manifest.files.iter().map(|file| file.bytes).sum();
    format!("made        {}\nsize        {}\n", moment::shown(Some(&manifest.at.into())), size(bytes))
}
