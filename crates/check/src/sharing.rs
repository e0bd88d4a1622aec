//! Work that two threads share.

use filrouge_report::Findings;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is found in all parts of some work, in the order of the parts, however the threads shared them.
pub(crate) fn shared(parts: usize, find: impl Fn(usize) -> Findings + Sync) -> Findings {
    let next = AtomicUsize::new(0);
    let work = || {
        let parts =
            std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed)).take_while(|part| *part < parts);
        parts.map(|part| (part, find(part))).collect::<Vec<_>>()
    };
    let mut found = std::thread::scope(|scope| {
        let other = scope.spawn(work);
        let mut found = work();
        found.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        found
    });
    found.sort_unstable_by_key(|(part, _)| *part);
    let mut findings = Findings::new();
    found.into_iter().for_each(|(_, found)| findings.extend(found));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::condition_always_true::ConditionAlwaysTrue;
    use filrouge_source::{FileId, Span};

    #[test]
    fn findings_stand_in_the_order_of_the_work() {
        let place = |part: usize| Span::new(FileId(0), u32::try_from(part).unwrap(), 0);
        let found = shared(1_000, |part| {
            let mut findings = Findings::new();
            findings.push(ConditionAlwaysTrue { place: place(part) });
            findings
        });
        let places: Vec<_> = found.iter().filter_map(filrouge_report::Finding::span).collect();
        assert_eq!(places, (0..1_000).map(place).collect::<Vec<_>>());
    }
}
