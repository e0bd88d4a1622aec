//! Which traces are kept. It follows from the trace alone, so that it is the same after a restart.

use super::context::Context;

/// Which traces are kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sampler {
    /// Whether what a caller has decided counts.
    pub(super) follows: bool,
    /// The share of those that begin here.
    pub(super) share: f64,
}

impl Sampler {
    /// The sampler of a name and a share, as `OTEL_TRACES_SAMPLER` and its `_ARG` give them.
    pub(super) fn named(name: &str, share: Option<&str>) -> Option<Self> {
        let (follows, own) = match name.strip_prefix("parentbased_") {
            Some(own) => (true, own),
            None => (false, name),
        };
        let share = match own {
            "always_on" => 1.0,
            "always_off" => 0.0,
            "traceidratio" => share.map_or(Some(1.0), within)?,
            _ => return None,
        };
        Some(Self { follows, share })
    }

    /// Whether no trace is kept at all.
    pub(super) fn is_off(self) -> bool {
        self.share <= 0.0 && !self.follows
    }

    /// Whether a trace is kept that begins here. Everybody who counts as OpenTelemetry does comes to the same.
    pub(super) fn keeps(self, trace: u128) -> bool {
        let place = (trace as u64) >> 1;
        self.share >= 1.0 || (place as f64) < self.share * (1_u64 << 63) as f64
    }

    /// Whether a trace is kept that somebody else has begun.
    pub(super) fn follows(self, came: Context) -> bool {
        if self.follows { came.sampled } else { self.keeps(came.trace) }
    }
}

fn within(share: &str) -> Option<f64> {
    share.trim().parse().ok().filter(|share| (0.0..=1.0).contains(share))
}

#[cfg(test)]
mod tests {
    use super::*;
    use filrouge_machine::Id;

    #[test]
    fn a_share_is_about_that_share_and_always_the_same() {
        let sampler = Sampler::named("traceidratio", Some("0.25")).unwrap();
        let traces: Vec<u128> = (0..4_000).map(|number: u32| Id::of(&[&number.to_string()]).0).collect();
        let kept = traces.iter().filter(|trace| sampler.keeps(**trace)).count();
        assert!((900..1_100).contains(&kept), "{kept}");
        assert!(traces.iter().all(|trace| sampler.keeps(*trace) == sampler.keeps(*trace)));
    }

    #[test]
    fn a_caller_decides_where_it_is_followed() {
        let came = |sampled| Context { trace: 1, span: 1, sampled };
        let usual = Sampler::named("parentbased_always_on", None).unwrap();
        assert!(usual.follows(came(true)) && !usual.follows(came(false)) && usual.keeps(u128::MAX));
        let own = Sampler::named("always_on", None).unwrap();
        assert!(own.follows(came(false)));
        let never = Sampler::named("always_off", None).unwrap();
        assert!(never.is_off() && !never.keeps(0));
    }

    #[test]
    fn what_is_no_sampler_is_none() {
        for (name, share) in
            [("sometimes", None), ("traceidratio", Some("2")), ("traceidratio", Some("NaN")), ("", None)]
        {
            assert_eq!(Sampler::named(name, share), None, "{name} {share:?}");
        }
    }
}
