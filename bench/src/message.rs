//! What clients send: a `track` call as Segment's libraries write it.

use filrouge_machine::Event;
use filrouge_plan::Value;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

/// A `track` call, numbered.
#[derive(Debug, Clone, Copy)]
pub struct Message {
    /// Its number; each message of a run has another.
    pub number: u32,
    /// Who did it.
    pub user: u32,
    /// The event, from 0 to [`shop::EVENTS`](crate::shop::EVENTS).
    pub event: u32,
    /// What the basket is worth, in euros.
    pub value: u32,
}

/// A `track` call, parsed: the floor of taking one in.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tracked {
    #[serde(rename = "type")]
    kind: String,
    message_id: String,
    user_id: String,
    timestamp: String,
    event: String,
    properties: Map<String, serde_json::Value>,
    context: Map<String, serde_json::Value>,
}

impl Message {
    /// As it comes over the wire.
    #[must_use]
    pub fn to_json(self) -> String {
        let Self { number, user, event, value } = self;
        json!({
            "type": "track",
            "messageId": format!("node-next-1763900000000-{number:08x}-4f6c-9a51"),
            "userId": format!("user-{user}"),
            // Now: what is old brings nobody into a journey.
            "timestamp": format!("{:.3}", jiff::Timestamp::now()),
            "event": crate::shop::event(event),
            "properties": {
                "cart_id": format!("cart-{number}"),
                "value": value,
                "items": [{ "sku": "lampe-aube", "name": "Lampe Aube", "price": value, "quantity": 1 }],
            },
            "context": { "library": { "name": "@segment/analytics-node", "version": "2.2.1" } },
        })
        .to_string()
    }

    /// As the machine takes it.
    #[must_use]
    pub fn to_event(self) -> Event {
        let price = || Value::Decimal(Decimal::from(self.value));
        let item = vec![Value::from("lampe-aube"), Value::from("Lampe Aube"), price(), Value::Int(1)];
        let cart = format!("cart-{}", self.number);
        let items = Value::List(vec![Value::Record(item)]);
        let fields = vec![Value::from(cart.as_str()), price(), items];
        Event { name: crate::shop::event(self.event), fields, at: None }
    }
}
