//! The body of a call. Its version changes when a field changes its meaning or goes away.

use crate::Delivery;
use serde_json::json;

/// The body for `delivery`: the same bytes for the same delivery, so that a repeated call can be told as such.
pub(super) fn payload(delivery: &Delivery) -> String {
    let message = &delivery.message;
    json!({
        "version": 1,
        "type": "message.send",
        "data": {
            "id": message.effect,
            "person": delivery.person,
            "channel": message.channel,
            "purpose": message.purpose,
            "journey": message.journey,
            "step": message.step,
            "template": message.template,
            "locale": message.locale,
            "from": message.from,
            "to": message.to,
            "subject": message.subject,
            "html": message.html,
            "text": message.text,
            "unsubscribe": delivery.unsubscribe,
        },
    })
    .to_string()
}
