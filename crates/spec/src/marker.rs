//! `// error` and `// warning`: where a fence says that a finding must stand.

use filrouge_report::Severity;

/// A line on which a finding is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marker {
    /// The line of the fence, counted from 1.
    pub line: u32,
    /// The weight that the finding must have.
    pub severity: Severity,
}

/// The markers of a text: lines that end in a bare `// error`, `// warning` or `// note`.
#[must_use]
pub fn markers(text: &str) -> Vec<Marker> {
    (1..)
        .zip(text.lines())
        .filter_map(|(line, text)| Some(Marker { line, severity: severity(text)? }))
        .collect()
}

fn severity(line: &str) -> Option<Severity> {
    let line = line.trim_end();
    [Severity::Error, Severity::Warning, Severity::Note].into_iter().find(|severity| {
        let comment = line.strip_suffix(severity.word()).and_then(|line| line.strip_suffix("// "));
        comment.is_some_and(|before| before.is_empty() || before.ends_with([' ', '\t']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_bare_comment_at_the_end_of_a_line_is_a_marker() {
        let found = markers("a // error\nb // error here\nc   // warning\n// note\nhttp:// error\n");
        let lines: Vec<_> = found.iter().map(|marker| (marker.line, marker.severity)).collect();
        assert_eq!(lines, [(1, Severity::Error), (3, Severity::Warning), (4, Severity::Note)]);
    }
}
