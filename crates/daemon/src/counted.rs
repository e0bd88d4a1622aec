//! How many people were in what when somebody asked last: however many editors ask, people are looked at once a minute.

use filrouge_host::{Fault, Sizes, StoreError};
use std::sync::Arc;
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;

/// For how long an answer is given again, in milliseconds.
const FRESH: i64 = 60_000;

/// What was counted last.
#[derive(Debug, Default)]
pub(crate) struct Counted(Mutex<Option<Arc<Count>>>);

/// How many people are in what, and when they were.
#[derive(Debug)]
pub(crate) struct Count {
    /// When, in milliseconds since 1970.
    pub(crate) at: i64,
    /// The plan that ran.
    pub(crate) plan: String,
    /// What was counted.
    pub(crate) sizes: Sizes,
}

impl Counted {
    /// What was counted under `plan` within the minute before `now`; or else `count` is called, once for all who ask meanwhile.
    pub(crate) async fn at(
        &self,
        now: i64,
        plan: &str,
        count: impl FnOnce() -> Result<Sizes, StoreError> + Send + 'static,
    ) -> Result<Arc<Count>, StoreError> {
        let mut last = self.0.lock().await;
        let is_fresh =
            |count: &&Arc<Count>| count.plan == plan && (0..FRESH).contains(&now.saturating_sub(count.at));
        if let Some(count) = last.as_ref().filter(is_fresh) {
            return Ok(Arc::clone(count));
        }
        let sizes = spawn_blocking(count).await.map_err(|_| broken_off())??;
        let count = Arc::new(Count { at: now, plan: plan.to_owned(), sizes });
        *last = Some(Arc::clone(&count));
        Ok(count)
    }
}

fn broken_off() -> StoreError {
    StoreError::new(Fault::Io, "people could not be looked at to the end")
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn looked(counted: &Counted, now: i64, plan: &str, looked: u64) -> u64 {
        let count = counted.at(now, plan, move || Ok(Sizes { looked, ..Sizes::default() })).await;
        count.unwrap().sizes.looked
    }

    #[tokio::test]
    async fn people_are_looked_at_once_a_minute_and_when_the_plan_is_another() {
        let counted = Counted::default();
        assert_eq!(looked(&counted, 0, "a", 1).await, 1);
        assert_eq!(looked(&counted, FRESH - 1, "a", 2).await, 1);
        assert_eq!(looked(&counted, FRESH, "a", 3).await, 3);
        assert_eq!(looked(&counted, FRESH + 1, "b", 4).await, 4);
        assert_eq!(looked(&counted, 0, "b", 5).await, 5, "the clock was put back");
    }
}
