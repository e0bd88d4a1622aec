//! Hours that count by a clock which is not that of the person.

use crate::opening::parts;
use crate::served::is_marketing;
use crate::statutes::Statutes;
use filrouge_plan::Type;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// Hours that count by a clock which is not that of the person.
    pub struct HoursOfNobody { channel: String, pack: &'static str, place: Span, profile: Span }
    slug: "hours-of-nobody", severity: Error, since: "0.1",
    message: format!("the hours of `{channel}` count by the clock of the project, and `{pack}` asks for that of the person"),
    at: place => "by which clock?".to_owned(),
    also: [profile => "no field of type `timezone` in here".to_owned()],
    help: Some("add `timezone timezone?` to the profile".to_owned()),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let Some(profile) = law.model.profile.as_ref().filter(|profile| profile.schema.broken.is_empty()) else { return };
    if profile.schema.fields.iter().any(|field| matches!(field.ty.required(), Type::Timezone)) {
        return;
    }
    let sends = law.served.iter().filter(|own| is_marketing(own.purpose));
    let mut channels: Vec<_> = sends.flat_map(|own| own.channels.iter().copied()).collect();
    channels.sort_by_key(|channel| channel.at);
    channels.dedup_by_key(|channel| channel.at);
    for channel in channels {
        let medium = channel.medium.value().map(|medium| law.hours("C13", medium.word())).unwrap_or_default();
        if let (Some((_, pack)), Some(part)) = (medium.first(), parts(channel, law.model).first()) {
            findings.push(HoursOfNobody {
                channel: channel.name.value.to_string(),
                pack: &pack.name,
                place: part.place,
                profile: profile.at,
            });
        }
    }
}
