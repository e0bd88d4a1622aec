//! `filrouge apply`: a reviewed plan in place of the one that it was compared with.

use crate::admin::{ask_with, show};
use crate::arguments::Apply;
use crate::commands::reload::human;
use crate::commands::shadow;
use crate::exit::{Exit, Failure, Outcome};
use crate::terminal::Terminal;
use crate::why::encoded;
use filrouge_daemon::api::Proposal;
use reqwest::Method;

/// Hands the saved plan to the daemon and tells what came of it.
pub fn run(options: &Apply, terminal: &Terminal) -> Outcome {
    let file = options.file.display();
    let text = std::fs::read_to_string(&options.file).map_err(|error| Failure::new(&file, error))?;
    serde_json::from_str::<Proposal>(&text).map_err(|error| {
        Failure::new(&file, format!("it is no plan that `filrouge plan -o` wrote: {error}"))
    })?;
    if options.shadow {
        let path = format!("/admin/v1/shadow?by={}", encoded(&options.by));
        let answer = ask_with(&options.daemon, Method::POST, &path, text, &[])?;
        return show(&options.daemon, &answer, terminal, shadow::human);
    }
    let allowing = if options.allow_removals { "&allow=no-journeys,dropped-purposes" } else { "" };
    let percent = options.percent.map(|percent| format!("&percent={percent}")).unwrap_or_default();
    let path = format!("/admin/v1/apply?by={}{allowing}{percent}", encoded(&options.by));
    let answer = ask_with(&options.daemon, Method::POST, &path, text, &[409, 422])?;
    let refused = answer.status != 200;
    show(&options.daemon, &answer, terminal, human)?;
    Ok(Exit::unless(refused))
}
