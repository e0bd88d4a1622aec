//! Structured logs. What is logged holds ids, names of the plan and reasons, never a person's data.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::sleep;
use tracing_subscriber::EnvFilter;

/// What is logged where nobody says otherwise.
const USUAL: &str = "info";

/// Makes what is logged follow a filter from now on; why not, when it cannot.
type Apply = dyn Fn(EnvFilter) -> Result<(), String> + Send + Sync;

/// What is logged, which the operator may change while the daemon runs.
pub struct Logs {
    /// What was asked for at the start.
    usual: String,
    state: Mutex<State>,
    apply: Box<Apply>,
}

/// What is logged now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logging {
    /// The filter: `info`, or `filrouge_daemon=debug,info`.
    pub filter: String,
    /// How long it stays before the usual one comes back; it stays where nothing is said.
    pub lasts: Option<Duration>,
}

struct State {
    now: Logging,
    /// How often it was changed: who comes back later knows whether it is still theirs.
    turn: u64,
}

/// Writes logs as JSON lines to standard error, `info` and above or as `FILROUGE_LOG` says. When the process already logs
/// somewhere, it goes on doing so, and what it logs cannot be changed.
pub fn log_to_stderr() -> Arc<Logs> {
    let usual = std::env::var("FILROUGE_LOG").ok().filter(|text| EnvFilter::try_new(text).is_ok());
    let usual = usual.unwrap_or_else(|| USUAL.to_owned());
    let writing = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_writer(std::io::stderr)
        .with_env_filter(EnvFilter::new(&usual))
        .with_filter_reloading();
    let handle = writing.reload_handle();
    let own = writing.try_init().is_ok();
    Logs::new(usual, move |filter| match own {
        true => handle.reload(filter).map_err(|error| error.to_string()),
        false => Err("the process does not write its logs by itself".to_owned()),
    })
}

impl Logs {
    /// Logs that follow `apply`.
    fn new(
        usual: String,
        apply: impl Fn(EnvFilter) -> Result<(), String> + Send + Sync + 'static,
    ) -> Arc<Self> {
        let now = Logging { filter: usual.clone(), lasts: None };
        Arc::new(Self { usual, state: Mutex::new(State { now, turn: 0 }), apply: Box::new(apply) })
    }

    /// What is logged.
    pub(crate) fn now(&self) -> Logging {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).now.clone()
    }

    /// Changes what is logged: for as long as is said, or until it is changed again.
    ///
    /// # Errors
    /// When the filter is none, in words for the operator.
    pub(crate) fn change(self: &Arc<Self>, wanted: Logging) -> Result<(), String> {
        let lasts = wanted.lasts;
        let turn = self.set(wanted)?;
        if let Some(lasts) = lasts {
            let logs = Arc::clone(self);
            tokio::spawn(async move {
                sleep(lasts).await;
                logs.come_back(turn);
            });
        }
        Ok(())
    }

    fn set(&self, wanted: Logging) -> Result<u64, String> {
        let filter = EnvFilter::try_new(&wanted.filter).map_err(|error| error.to_string())?;
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        (self.apply)(filter)?;
        *state = State { now: wanted, turn: state.turn + 1 };
        Ok(state.turn)
    }

    /// The usual filter again, unless somebody has changed it since.
    fn come_back(&self, turn: u64) {
        let is_theirs = self.state.lock().unwrap_or_else(PoisonError::into_inner).turn == turn;
        if is_theirs {
            let _ = self.set(Logging { filter: self.usual.clone(), lasts: None });
        }
    }
}

impl std::fmt::Debug for Logs {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Logs").field("now", &self.now()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn followed() -> (Arc<Logs>, Arc<Mutex<Vec<String>>>) {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let list = Arc::clone(&seen);
        let logs = Logs::new("warn".to_owned(), move |filter| {
            list.lock().unwrap().push(filter.to_string());
            Ok(())
        });
        (logs, seen)
    }

    fn logging(filter: &str, lasts: Option<u64>) -> Logging {
        Logging { filter: filter.to_owned(), lasts: lasts.map(Duration::from_secs) }
    }

    #[test]
    fn a_filter_for_a_while_goes_back_to_the_usual_one() {
        let (logs, seen) = followed();
        let turn = logs.set(logging("debug", Some(60))).unwrap();
        assert_eq!(logs.now(), logging("debug", Some(60)));
        logs.come_back(turn);
        assert_eq!(logs.now(), logging("warn", None));
        assert_eq!(*seen.lock().unwrap(), ["debug", "warn"]);
    }

    #[test]
    fn a_while_that_was_ended_by_another_change_changes_nothing() {
        let (logs, _) = followed();
        let turn = logs.set(logging("debug", Some(60))).unwrap();
        logs.set(logging("trace", None)).unwrap();
        logs.come_back(turn);
        assert_eq!(logs.now(), logging("trace", None));
    }

    #[test]
    fn what_is_no_filter_is_refused_and_changes_nothing() {
        let (logs, seen) = followed();
        assert!(logs.set(logging("filrouge=loud", None)).is_err());
        assert_eq!((logs.now(), seen.lock().unwrap().len()), (logging("warn", None), 0));
    }
}
