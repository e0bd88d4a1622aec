//! `filrouge run`: the daemon.

use crate::arguments::{Door, Run};
use crate::exit::{Exit, Failure, Outcome};
use crate::folder::Folder;
use filrouge_daemon::{
    Allow, Compiler, Config, Paces, Telemetry, TlsFiles, log_to_stderr, run as run_daemon, stop_signal,
};
use filrouge_project::find_root;
use std::sync::Arc;
use std::time::Duration;

/// Runs the project until the process is told to stop.
pub fn run(options: Run) -> Outcome {
    let root = find_root(&options.project.dir)?;
    let admin_token = options.admin_token_env.as_deref().map(token).transpose()?;
    let config = Config {
        secrets: root.clone(),
        public_url: options.public_url,
        admin_token,
        memory: options.memory,
        quarantine: options.quarantine,
        erasures_copy: options.erasures_copy,
        keep_dead_letters: Duration::from_hours(24 * options.dead_letters_days),
        logs: Some(log_to_stderr()),
        telemetry: Telemetry::from_environment(),
        root_key: options.root_key,
        checkpoints: options.checkpoint_to,
        allow: Allow {
            no_journeys: options.allow_removals,
            dropped_purposes: options.allow_removals,
            unapproved: false,
        },
        ..opened(options.door, Config::new(options.listen, options.data))
    };
    serve(config, Folder(root))
}

/// The set-up with its door.
fn opened(door: Door, config: Config) -> Config {
    let tls = door.tls_cert.zip(door.tls_key).map(|(certificate, key)| TlsFiles { certificate, key });
    let paces =
        Paces { address: door.rate_per_address, token: door.rate_per_token, source: door.rate_per_source };
    Config { tls, insecure_http: door.insecure_http, proxies: door.trusted_proxy, paces, ..config }
}

/// The daemon on an executor of its own, until `SIGTERM` or `SIGINT`.
pub fn serve(config: Config, compiler: impl Compiler + 'static) -> Outcome {
    let executor = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    executor.block_on(async {
        let stop = stop_signal()?;
        run_daemon(config, Arc::new(compiler), stop).await
    })?;
    Ok(Exit::Clean)
}

/// The value of the environment variable `name`.
pub fn token(name: &str) -> Result<String, Failure> {
    let token = std::env::var(name).ok().filter(|token| !token.is_empty());
    token.ok_or_else(|| {
        Failure::new("no admin token", format!("the environment variable `{name}` is not set"))
    })
}
