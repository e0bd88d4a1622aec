//! A channel that has no address to write to.

use filrouge_model::{Medium, Model};
use filrouge_plan::Type;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A channel that has no address to write to.
    pub struct ChannelWithoutAddress {
        channel: String,
        /// The type of field that holds such an address.
        wanted: &'static str,
        place: Span,
        profile: Span,
    }
    slug: "channel-without-address", severity: Error, since: "0.1",
    message: format!("the profile has no field of type `{wanted}` for the channel `{channel}`"),
    at: place => "reaches nobody".to_owned(),
    also: [profile => format!("no `{wanted}` in here")],
    help: Some(format!("add a field such as `{wanted} {wanted}?` to the profile")),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let Some(profile) = &model.profile else { return };
    if !profile.schema.broken.is_empty() {
        return;
    }
    for channel in model.channels.values() {
        let Some(wanted) = channel.medium.value().and_then(|medium| address(*medium)) else { continue };
        if !profile.schema.fields.iter().any(|field| *field.ty.required() == wanted) {
            findings.push(ChannelWithoutAddress {
                channel: channel.name.value.to_string(),
                wanted: wanted.word(),
                place: channel.at,
                profile: profile.at,
            });
        }
    }
}

/// The type of the address that a kind of channel writes to; none for those that reach people by their identifier.
const fn address(medium: Medium) -> Option<Type> {
    match medium {
        Medium::Email => Some(Type::Email),
        Medium::Sms | Medium::Whatsapp | Medium::Call => Some(Type::Phone),
        Medium::Push | Medium::WebPush | Medium::InApp | Medium::Chat | Medium::Webhook => None,
    }
}
