//! How long it takes after a kill until the daemon listens again.

use std::time::Duration;

/// One duration for each start.
#[derive(Default)]
pub struct Recoveries(Vec<Duration>);

impl Recoveries {
    /// Another start.
    pub fn add(&mut self, took: Duration) {
        self.0.push(took);
    }

    /// What a run has shown.
    pub fn summary(mut self) -> String {
        self.0.sort_unstable();
        let at = |share: f64| self.0[((self.0.len() - 1) as f64 * share) as usize].as_secs_f64();
        let (middle, slow, most) = (at(0.5), at(0.99), at(1.0));
        let starts = self.0.len();
        format!("{starts} starts: {middle:.3} s in the middle, {slow:.3} s in 99 of 100, {most:.3} s at most")
    }
}
