//! The text format of Prometheus.

use super::{Number, Sample};
use std::fmt::Write as _;

/// `samples` for Prometheus.
pub(crate) fn text(samples: &[Sample]) -> String {
    let mut text = String::with_capacity(8_192);
    for same in samples.chunk_by(|one, next| one.name == next.name) {
        if let Some(Sample { name, grows, .. }) = same.first() {
            let kind = if *grows { "counter" } else { "gauge" };
            let _ = writeln!(text, "# TYPE {name} {kind}");
        }
        same.iter().for_each(|sample| line(&mut text, sample));
    }
    text
}

fn line(text: &mut String, sample: &Sample) {
    text.push_str(sample.name);
    if !sample.labels.is_empty() {
        let labels = sample.labels.iter().map(|(name, value)| format!("{name}=\"{value}\""));
        let _ = write!(text, "{{{}}}", labels.collect::<Vec<_>>().join(","));
    }
    let _ = match sample.number {
        Number::Whole(number) => writeln!(text, " {number}"),
        Number::Real(number) => writeln!(text, " {number}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(name: &'static str, grows: bool, number: Number) -> Sample {
        Sample { name, grows, labels: Vec::new(), number }
    }

    #[test]
    fn those_of_one_name_stand_under_one_type() {
        let labelled = |result: &'static str, reason: &'static str| Sample {
            labels: vec![("result", result.into()), ("reason", reason.into())],
            ..sample("withheld", true, Number::Whole(2))
        };
        let samples = [
            labelled("held", "window"),
            labelled("skipped", "cap"),
            sample("lag", false, Number::Real(0.25)),
            sample("people", false, Number::Whole(7)),
        ];
        let wanted = "# TYPE withheld counter\n\
            withheld{result=\"held\",reason=\"window\"} 2\n\
            withheld{result=\"skipped\",reason=\"cap\"} 2\n\
            # TYPE lag gauge\nlag 0.25\n# TYPE people gauge\npeople 7\n";
        assert_eq!(text(&samples), wanted);
    }
}
