//! `filrouge export`: people, their consents and what they did, as lines that `import` takes.

use crate::admin::{Page, page};
use crate::arguments::Export;
use crate::exit::{Exit, Failure, Outcome};
use crate::terminal::Terminal;
use crate::why::encoded;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// People that are asked for at once.
const PAGE: usize = 500;
/// How often somebody who watches is told how far it is.
const PAUSE: Duration = Duration::from_millis(500);

/// Writes everything that is asked for, page by page.
pub fn run(options: &Export, terminal: &Terminal) -> Outcome {
    let mut out = open(&options.file)?;
    let named = |error| Failure::new(format!("`{}` cannot be written", options.file.display()), error);
    let (mut after, mut lines, mut told) = (None, 0, Instant::now());
    let mut hidden = BTreeSet::new();
    loop {
        let Page { text, next, masked } = page(&options.daemon, &path(options, after.as_deref()))?;
        hidden.extend(masked.iter().flat_map(|masked| masked.split(", ")).map(str::to_owned));
        lines += text.lines().count();
        out.write_all(text.as_bytes()).map_err(named)?;
        if terminal.is_watched() && told.elapsed() >= PAUSE {
            told = Instant::now();
            terminal.remark(&format!("\r{lines} lines\x1b[K"));
        }
        let Some(next) = next else { break };
        after = Some(next);
    }
    out.flush().map_err(named)?;
    if terminal.is_watched() {
        terminal.remark("\r\x1b[K");
    }
    terminal.remark(&format!("{lines} lines\n"));
    if !hidden.is_empty() {
        let names: Vec<String> = hidden.into_iter().collect();
        terminal.remark(&format!("masked, so that `import` cannot take it: {}\n", names.join(", ")));
    }
    Ok(Exit::Clean)
}

fn open(path: &Path) -> Result<Box<dyn Write>, Failure> {
    if path == Path::new("-") {
        return Ok(Box::new(BufWriter::new(io::stdout())));
    }
    let file = File::options().write(true).create_new(true).open(path);
    let file = file.map_err(|error| Failure::new(format!("`{}` cannot be made", path.display()), error))?;
    Ok(Box::new(BufWriter::new(file)))
}

fn path(options: &Export, after: Option<&str>) -> String {
    let who = match (&options.person, after) {
        (Some(person), _) => format!("person={}", encoded(person)),
        (None, Some(after)) => format!("limit={PAGE}&after={after}"),
        (None, None) => format!("limit={PAGE}"),
    };
    format!("/admin/v1/export?{who}{}", if options.events { "&events=1" } else { "" })
}
