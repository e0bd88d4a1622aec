//! A daemon in a process of its own, as `filrouge run` would have it.

use crate::{Connection, Failure, again};
use filrouge_compile::{analyse, lower};
use filrouge_daemon::{Compiled, Compiler, Config, Refusal, run};
use filrouge_project::load;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::Arc;

/// What clients show to send events.
pub const WRITE_KEY: &str = "bench-write-key";

/// What the operator shows.
pub const TOKEN: &str = "bench-token";

/// Where the project is in the folder of a daemon.
#[must_use]
pub fn project(folder: &Path) -> PathBuf {
    folder.join("project")
}

/// A daemon that runs for as long as this lives.
#[derive(Debug)]
pub struct Served {
    child: Child,
    address: String,
}

impl Served {
    /// Starts this program again, which gives its arguments `daemon FOLDER` to [`serve`].
    ///
    /// # Errors
    /// When it does not say where it listens.
    pub fn start(folder: &Path) -> Result<Self, Failure> {
        Self::start_with(folder, &[])
    }

    /// The same, with more variables of the environment.
    ///
    /// # Errors
    /// When it does not say where it listens.
    pub fn start_with(folder: &Path, variables: &[(&str, &str)]) -> Result<Self, Failure> {
        let mut daemon = again()?;
        daemon.arg("daemon").arg(folder);
        // As `filrouge run` has it: docs/decisions/0028-the-daemon-begins-twice.md.
        daemon.env("MIMALLOC_PURGE_DELAY", "10000");
        daemon.env("BENCH_WRITE_KEY", WRITE_KEY).env("BENCH_SMTP_URL", "smtp://127.0.0.1:1");
        daemon.envs(variables.iter().copied());
        let mut child = daemon.stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        let address = line.trim().strip_prefix("listening on http://").ok_or("the daemon did not start")?;
        Ok(Self { child, address: address.to_owned() })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The number of its process.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// A daemon that refuses is fast; none of that here.
    ///
    /// # Errors
    /// When it has applied fewer inputs than `events`.
    pub fn has_applied(&self, events: f64) -> Result<(), Failure> {
        let applied = self.applied()?;
        if applied >= events {
            Ok(())
        } else {
            Err(format!("{applied} of {events} events were applied").into())
        }
    }

    /// How many inputs it has applied.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn applied(&self) -> Result<f64, Failure> {
        figure(&self.metrics()?, "filrouge_inputs_total{result=\"applied\"}")
    }

    /// Everything that it tells of itself.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn metrics(&self) -> Result<String, Failure> {
        Connection::open(&self.address)?.get("/metrics")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // A process that has ended already needs no end.
        let _ = self.child.kill().and_then(|()| self.child.wait());
    }
}

/// The value of a series.
///
/// # Errors
/// When there is no such series.
pub fn figure(metrics: &str, series: &str) -> Result<f64, Failure> {
    let value = metrics.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
    Ok(value.ok_or_else(|| format!("no figure of `{series}`"))?.trim().parse()?)
}

/// Measures, or is the daemon, where a measurement has started this program for that: with the words `daemon FOLDER`.
///
/// # Errors
/// What `measure` says, or when the daemon cannot start.
pub fn serve_or(measure: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    let words: Vec<String> = crate::words().collect();
    match words.as_slice() {
        [word, folder] if word == "daemon" => serve(folder.as_ref()),
        _ => measure(),
    }
}

/// Runs a daemon for the project in `folder`, until the process is ended.
///
/// # Errors
/// When it cannot start.
pub fn serve(folder: &Path) -> Result<(), Failure> {
    let usual = Config::new("127.0.0.1:0".parse()?, folder.join("data"));
    let config = Config { admin_token: Some(TOKEN.to_owned()), ..usual };
    let executor = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    Ok(executor.block_on(run(config, Arc::new(Folder(project(folder))), std::future::pending()))?)
}

/// A project's folder, compiled as the command line does.
struct Folder(PathBuf);

impl Compiler for Folder {
    fn compile(&self) -> Result<Compiled, Refusal> {
        let analysis = analyse(load(&self.0).sources);
        let plan = analysis.checked.as_ref().map(|checked| lower(checked, &analysis.sources, None));
        let compiled = plan.map(|bundle| Compiled { bundle, manifest: None, approvals: Vec::new() });
        compiled
            .ok_or_else(|| Refusal { diagnostics_json: serde_json::Value::Null, human: "refused".to_owned() })
    }

    fn watch_dir(&self) -> Option<PathBuf> {
        Some(self.0.clone())
    }
}
