//! `connector` and `channel`, lowered.

use super::governance::{caps, paused, quiet_hours, windows};
use super::origins::Thread;
use filrouge_language::words::channel::Medium;
use filrouge_model::{Channel, Connector, ConnectorKind, Model, Secret};
use filrouge_plan::{self as plan, Period, Rate, Retry, Type, address};

/// Longest time for one call when the author names none, in milliseconds.
const TIMEOUT_MS: u64 = 30_000;

/// More calls than a week of pauses holds.
const MOST_ATTEMPTS: u32 = 1_000;

pub(super) fn connector(connector: &Connector, thread: &mut Thread<'_>) -> Option<plan::Connector> {
    let address = address::declared("connector", &connector.name.value);
    thread.mark(address.clone(), connector.at);
    let url = secret(connector.url.as_ref()?);
    let kind = match connector.kind.as_ref()?.value {
        ConnectorKind::Smtp => plan::ConnectorKind::Smtp { url },
        ConnectorKind::Http => plan::ConnectorKind::Http {
            url,
            signing: connector.signing_key.value().map(secret),
            timeout_ms: connector.timeout.value().map_or(TIMEOUT_MS, |timeout| millis(*timeout)),
            private_network: connector.private_network.value() == Some(&true),
        },
    };
    Some(plan::Connector {
        name: connector.name.value.to_string(),
        kind,
        rate: connector.rate.map(|(count, per)| Rate { count, per_ms: millis(per) }),
        together: connector.together.value().copied(),
        within: connector.within.value().copied(),
        retry: retry(connector),
        asks: connector.asks.iter().map(|ask| ask.call.clone()).collect(),
        paused: paused(&address, &connector.paused, thread),
    })
}

pub(super) fn secret(secret: &Secret) -> plan::Secret {
    match secret {
        Secret::Env(name) => plan::Secret::Env(name.value.to_string()),
        Secret::File(path) => plan::Secret::File(path.value.to_string()),
    }
}

fn retry(connector: &Connector) -> Retry {
    let usual = Retry::default();
    let fitting = connector.retry_within.value().map(|within| attempts_within(millis(*within), usual));
    let attempts = match (connector.attempts.value(), fitting) {
        (Some(most), Some(fitting)) => (*most).min(fitting),
        (Some(most), None) => *most,
        (None, fitting) => fitting.unwrap_or(usual.attempts),
    };
    Retry { attempts: attempts.max(1), ..usual }
}

/// How many calls fit between the first and the last when they are at most `within` milliseconds apart.
fn attempts_within(within: u64, retry: Retry) -> u32 {
    let (mut pause, mut left, mut attempts) = (retry.base_ms, within, 1_u32);
    while pause > 0 && pause <= left && attempts < MOST_ATTEMPTS {
        left -= pause;
        pause = pause.saturating_mul(2).min(retry.max_ms);
        attempts += 1;
    }
    attempts
}

/// A period as elapsed time: a machine's window has no calendar, so a day is 24 hours and a month 30 days.
pub(super) fn millis(period: Period) -> u64 {
    let days = u64::from(period.months) * 30 + u64::from(period.days);
    days.saturating_mul(86_400_000).saturating_add(period.millis)
}

pub(super) fn channel(channel: &Channel, model: &Model, thread: &mut Thread<'_>) -> Option<plan::Channel> {
    let (name, address) = (&*channel.name.value, address::declared("channel", &channel.name.value));
    thread.mark(address.clone(), channel.at);
    let connector = channel.connector.as_ref()?;
    let sender = model.connectors.of(connector).and_then(|connector| connector.from.value());
    Some(plan::Channel {
        name: name.to_owned(),
        connector: connector.name.value.to_string(),
        from: channel.from.value().or(sender).map(ToString::to_string),
        address: address_slot(channel, model),
        caps: caps(&address, &channel.caps, thread),
        quiet_hours: quiet_hours(name, channel.quiet_hours.as_ref(), thread),
        windows: windows(name, &channel.windows, thread),
        calendar: channel.calendar.value().map(|calendar| calendar.name.value.to_string()),
        paused: paused(&address, &channel.paused, thread),
    })
}

/// The profile slot that holds a person's address: the first of the type that the channel needs. Other channels
/// reach a person by their strongest identifier.
fn address_slot(channel: &Channel, model: &Model) -> u32 {
    let wanted = match channel.medium.value() {
        Some(Medium::Email) => Some(Type::Email),
        Some(Medium::Sms | Medium::Whatsapp | Medium::Call) => Some(Type::Phone),
        _ => None,
    };
    let fields = model.profile.as_ref().map_or(&[][..], |profile| &profile.schema.fields);
    let slot = wanted.and_then(|wanted| fields.iter().position(|field| *field.ty.required() == wanted));
    slot.and_then(|slot| u32::try_from(slot).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_between_the_first_and_the_last_call_bounds_their_number() {
        let retry = Retry { attempts: 30, base_ms: 1_000, max_ms: 4_000 };
        assert_eq!(attempts_within(999, retry), 1);
        assert_eq!(attempts_within(1_000, retry), 2);
        assert_eq!(attempts_within(7_000, retry), 4); // pauses of 1, 2 and 4 s
        assert_eq!(attempts_within(11_000, retry), 5); // and another of 4 s
    }
}
