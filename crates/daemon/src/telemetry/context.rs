//! Where a span hangs, and how that is told to others: W3C Trace Context.

use filrouge_machine::Id;
use std::fmt;

/// Letters of a `traceparent` of the only version that there is.
const LENGTH: usize = 55;

/// A span of a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Context {
    /// The trace.
    pub(crate) trace: u128,
    /// The span.
    pub(crate) span: u64,
    /// Whether the trace is kept.
    pub(crate) sampled: bool,
}

/// The trace of what an id names: the id itself.
pub(crate) fn trace_of(id: Id) -> u128 {
    id.0.max(1)
}

/// The span of what an id names: its last sixteen digits.
pub(crate) fn span_of(id: Id) -> u64 {
    (id.0 as u64).max(1)
}

/// The span of one call for an effect: that of the effect, and the number of the attempt.
pub(crate) fn span_of_call(effect: Id, attempt: u32) -> u64 {
    span_of(effect).wrapping_add(u64::from(attempt)).max(1)
}

impl Context {
    /// What a `traceparent` says; nothing for one that is not as it must be, which counts as none.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (version, rest) = text.split_once('-')?;
        let (trace, rest) = rest.split_once('-')?;
        let (span, rest) = rest.split_once('-')?;
        let flags = rest.split('-').next()?;
        // A later version may say more behind the flags.
        let ends = text.len() == LENGTH || version != "00" && rest.contains('-');
        let (version, flags) = (hex(version, 2)?, hex(flags, 2)?);
        let (trace, span) = (hex(trace, 32)?, u64::try_from(hex(span, 16)?).ok()?);
        let stands = ends && version != 0xff && trace != 0 && span != 0;
        stands.then_some(Self { trace, span, sampled: flags & 1 == 1 })
    }
}

/// A number of so many small hex digits.
fn hex(text: &str, digits: usize) -> Option<u128> {
    let small = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    (text.len() == digits && text.bytes().all(small)).then(|| u128::from_str_radix(text, 16).ok())?
}

impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "00-{:032x}-{:016x}-{:02x}", self.trace, self.span, u8::from(self.sampled))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn a_traceparent_is_read_as_it_is_written() {
        let read = Context::read(GOOD).unwrap();
        assert_eq!((read.sampled, read.to_string().as_str()), (true, GOOD));
        assert!(!Context::read(&GOOD.replace("-01", "-00")).unwrap().sampled);
    }

    #[test]
    fn a_later_version_may_say_more() {
        let later = GOOD.replacen("00", "cc", 1);
        assert_eq!(Context::read(&later), Context::read(GOOD));
        assert_eq!(Context::read(&format!("{later}-what-it-is")), Context::read(GOOD));
        assert_eq!(Context::read(&format!("{later}.what")), None);
        assert_eq!(Context::read(&format!("{GOOD}-what-it-is")), None);
    }

    #[test]
    fn what_is_no_traceparent_counts_as_none() {
        let zero_trace = "00-00000000000000000000000000000000-00f067aa0ba902b7-01";
        let zero_span = "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01";
        let loud = GOOD.to_uppercase();
        let forbidden = GOOD.replacen("00", "ff", 1);
        let signed = GOOD.replace("00f067aa", "+0f067aa");
        let short = GOOD.replace("4bf9", "4bf");
        let long = "9".repeat(100_000);
        for bad in
            ["", "-", "00", "é-é-é-é", zero_trace, zero_span, &loud, &forbidden, &signed, &short, &long]
        {
            assert_eq!(Context::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn ids_that_are_zero_still_give_a_trace_and_a_span() {
        assert_eq!((trace_of(Id(0)), span_of(Id(1 << 64)), span_of_call(Id(u128::MAX), 1)), (1, 1, 1));
        assert_eq!(span_of(Id(0x0123_4567_89ab_cdef_fedc_ba98_7654_3210)), 0xfedc_ba98_7654_3210);
    }
}
