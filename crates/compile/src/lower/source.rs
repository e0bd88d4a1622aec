//! `source`, lowered.

use super::delivery::secret;
use super::origins::Thread;
use filrouge_model::{Confirmation, Mapping, Proof, Scheme, Source, SourceKind, Tells};
use filrouge_plan::source::{self, Located, Place, Telling};
use filrouge_plan::{self as plan, address};
use filrouge_source::Spanned;

pub(super) fn source(source: &Source, thread: &mut Thread<'_>) -> Option<plan::Source> {
    thread.mark(address::declared("source", &source.name.value), source.at);
    let kind = match source.kind? {
        SourceKind::Http => plan::SourceKind::Http { write_key: secret(source.write_key.value()?) },
        SourceKind::Webhook => plan::SourceKind::Webhook {
            verify: source.verify.iter().map(proof).collect(),
            tells: source.tells.iter().filter_map(mapping).collect(),
        },
    };
    Some(plan::Source { name: source.name.value.to_string(), kind })
}

fn proof(proof: &Proof) -> source::Proof {
    let header = proof.header.as_ref().map(ToString::to_string);
    source::Proof { by: scheme(proof.by), header, secret: secret(&proof.secret) }
}

const fn scheme(scheme: Scheme) -> source::Scheme {
    match scheme {
        Scheme::Token => source::Scheme::Token,
        Scheme::StandardWebhooks => source::Scheme::StandardWebhooks,
        Scheme::Github => source::Scheme::Github,
        Scheme::Hubspot => source::Scheme::Hubspot,
        Scheme::Intercom => source::Scheme::Intercom,
        Scheme::Klaviyo => source::Scheme::Klaviyo,
        Scheme::Segment => source::Scheme::Segment,
        Scheme::Shopify => source::Scheme::Shopify,
        Scheme::Slack => source::Scheme::Slack,
        Scheme::Stripe => source::Scheme::Stripe,
        Scheme::Zendesk => source::Scheme::Zendesk,
    }
}

fn mapping(mapping: &Mapping) -> Option<source::Mapping> {
    Some(source::Mapping {
        tells: telling(&mapping.tells)?,
        each: mapping.each.as_ref().map(ToString::to_string),
        when: mapping.when.clone(),
        id: mapping.id.clone(),
        at: mapping.happened.clone(),
        person: located(&mapping.person),
        fields: located(&mapping.fields),
        set: mapping.set.clone(),
    })
}

fn telling(tells: &Tells) -> Option<Telling> {
    Some(match tells {
        Tells::Event(event) => Telling::Event(event.as_ref()?.name.value.to_string()),
        Tells::Profile => Telling::Profile,
        Tells::Refusal { purpose, channel } => Telling::Refusal {
            purpose: purpose.as_ref()?.name.value.to_string(),
            channel: channel.value().map(|channel| channel.name.value.to_string()),
        },
        Tells::Reply { channel, text, stopped } => Telling::Reply {
            channel: channel.as_ref()?.name.value.to_string(),
            text: text.clone()?,
            stopped: stopped.value().map(|event| event.name.value.to_string()),
        },
        Tells::Confirmation(confirmation) => Telling::Confirmation(confirmed(confirmation.as_ref()?)),
    })
}

fn confirmed(confirmation: &Confirmation) -> source::Confirmation {
    source::Confirmation {
        right: confirmation.right,
        connector: confirmation.connector.name.value.to_string(),
        task: confirmation.task.clone(),
        kept: confirmation.kept.as_ref().map(|name| name.value.to_string()),
        refused: confirmation.refused.clone(),
    }
}

fn located(places: &[(Spanned<Box<str>>, Place)]) -> Vec<Located> {
    let one = |(name, place): &(Spanned<Box<str>>, Place)| Located {
        name: name.value.to_string(),
        place: place.clone(),
    };
    places.iter().map(one).collect()
}
