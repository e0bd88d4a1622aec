//! When something happened, although no client's clock can be trusted.

use jiff::Timestamp;

/// When a message happened, in milliseconds since 1970. The client's clock may be wrong, but the time between the
/// act and the sending is right: it is counted back from the moment of arrival, as Segment does. Nothing happens
/// after its arrival.
pub fn happened_at(timestamp: Option<&str>, sent_at: Option<&str>, received: i64) -> i64 {
    let parse = |text: &str| text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond);
    let Some(acted) = timestamp.and_then(parse) else { return received };
    let at =
        sent_at.and_then(parse).map_or(acted, |sent| received.saturating_sub(sent.saturating_sub(acted)));
    at.min(received)
}

#[cfg(test)]
mod tests {
    use super::happened_at;

    const NOW: i64 = 1_795_000_000_000;

    #[test]
    fn a_wrong_clock_is_corrected_by_the_time_of_sending() {
        let acted = Some("2001-01-01T00:00:00Z");
        let sent = Some("2001-01-01T00:00:05Z");
        assert_eq!(happened_at(acted, sent, NOW), NOW - 5_000);
    }

    #[test]
    fn without_a_time_of_sending_the_timestamp_is_believed() {
        assert_eq!(happened_at(Some("1970-01-01T00:00:01.5Z"), None, NOW), 1_500);
    }

    #[test]
    fn nothing_happens_after_its_arrival() {
        assert_eq!(happened_at(Some("2999-01-01T00:00:00Z"), None, NOW), NOW);
        assert_eq!(happened_at(Some("2001-01-01T00:00:09Z"), Some("2001-01-01T00:00:00Z"), NOW), NOW);
    }

    #[test]
    fn what_cannot_be_read_happened_now() {
        assert_eq!(happened_at(None, None, NOW), NOW);
        assert_eq!(happened_at(Some("yesterday"), Some("today"), NOW), NOW);
    }
}
