//! The daemon beside an editor: it is asked once a minute, on a thread of its own, and whoever types waits for nothing of it.

use crate::admin::{cause, client};
use crossbeam_channel::{Receiver, Sender, bounded};
use filrouge_daemon::api;
use filrouge_lsp::{Daemon, Sizes};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it is asked.
const PAUSE: Duration = Duration::from_mins(1);

/// How the daemon is reached.
#[derive(Clone)]
pub struct Address {
    /// Where it listens.
    pub url: String,
    /// The environment variable that holds the token.
    pub token_env: String,
}

/// What it told last, and when that was heard.
#[derive(Clone, Default)]
struct Last(Arc<Mutex<Option<(Instant, api::Sizes)>>>);

/// The daemon as the server sees it.
pub struct Watched {
    address: Address,
    last: Last,
    /// As long as it is held, the end of the thread is no news.
    _tell: Sender<()>,
}

/// Begins to ask; what comes back says each time that there is news, or that there is none.
pub fn watch(address: Address, token: String) -> (Watched, Receiver<()>) {
    let (last, (tell, news)) = (Last::default(), bounded(1));
    let watched = Watched { address: address.clone(), last: last.clone(), _tell: tell.clone() };
    thread::spawn(move || ask_for_ever(&address, &token, &last, &tell));
    (watched, news)
}

fn ask_for_ever(address: &Address, token: &str, last: &Last, tell: &Sender<()>) {
    let Ok(executor) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
    let mut said = None;
    loop {
        let asked = executor.block_on(sizes(address, token));
        let trouble = asked.map(|sizes| last.set(sizes)).err();
        if trouble != said {
            said = trouble;
            said.iter()
                .for_each(|why| eprintln!("filrouge lsp: no sizes of the daemon at {}: {why}", address.url));
        }
        if tell.send(()).is_err() {
            return;
        }
        thread::sleep(PAUSE);
    }
}

/// What the daemon answers, or why it does not.
async fn sizes(address: &Address, token: &str) -> Result<api::Sizes, String> {
    let url = format!("{}/admin/v1/sizes", address.url.trim_end_matches('/'));
    let failed = |error: reqwest::Error| cause(&error);
    let client = client().timeout(PATIENCE).build().map_err(failed)?;
    let answer = client.get(url).bearer_auth(token).send().await.map_err(failed)?;
    if !answer.status().is_success() {
        return Err(format!("it refuses with {}", answer.status().as_u16()));
    }
    let text = answer.text().await.map_err(failed)?;
    serde_json::from_str(&text).map_err(|error| format!("its answer cannot be read: {error}"))
}

impl Last {
    fn set(&self, sizes: api::Sizes) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), sizes));
    }

    fn get(&self) -> Option<Sizes> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().map(|(heard, sizes)| told(sizes, heard.elapsed().as_secs()))
    }
}

impl Daemon for Watched {
    fn sizes(&self) -> Option<Sizes> {
        self.last.get()
    }

    fn options(&self) -> Vec<String> {
        let Address { url, token_env } = self.address.clone();
        vec!["--url".to_owned(), url, "--admin-token-env".to_owned(), token_env]
    }
}

/// The answer as the server takes it, so many seconds after it was heard.
fn told(sizes: &api::Sizes, since: u64) -> Sizes {
    let named = |sizes: &[api::Size]| sizes.iter().map(|size| (size.name.clone(), size.people)).collect();
    Sizes {
        project: sizes.project.clone(),
        minutes: sizes.age.saturating_add(since) / 60,
        looked: sizes.looked,
        of: sizes.of,
        segments: named(&sizes.segments),
        journeys: named(&sizes.journeys),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_grows_older_with_the_time_since_it_was_heard() {
        let size = api::Size { name: "fidèles".to_owned(), people: 3 };
        let answer = api::Sizes {
            version: 1,
            project: "boutique".to_owned(),
            plan: String::new(),
            at: 0,
            age: 50,
            looked: 4,
            of: 4,
            segments: vec![size],
            journeys: Vec::new(),
        };
        assert_eq!([0, 10, 130].map(|since| told(&answer, since).minutes), [0, 1, 3]);
        assert_eq!(told(&answer, 0).segments["fidèles"], 3);
    }
}
