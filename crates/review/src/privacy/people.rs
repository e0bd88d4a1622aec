//! What is decided about people without a human, and how they get out.

use super::{Shifts, named, paired};
use filrouge_plan::address;
use filrouge_plan::manifest::{ConsentAsked, Manifest};
use std::collections::BTreeSet;

pub(super) fn compare(old: &Manifest, new: &Manifest, found: &mut Shifts) {
    decisions(old, new, found);
    ways_out(old, new, found);
}

/// Decisions that hang on personal data.
fn decisions(old: &Manifest, new: &Manifest, found: &mut Shifts) {
    let (_, fresh, kept) =
        paired(&old.automated_decisions, &new.automated_decisions, |old, new| old.step == new.step);
    let pairs =
        fresh.into_iter().map(|now| (None, now)).chain(kept.into_iter().map(|(old, new)| (Some(old), new)));
    for (before, now) in pairs {
        let class = before.and_then(|before| before.class.clone());
        if now.class.is_some() && class != now.class {
            let is = now.class.as_deref().unwrap_or_default();
            found.wider(&now.step, &now.stands, format!("`{}` decides with the effect `{is}`", now.step));
        }
        let known = before.map_or(&[][..], |before| &before.inputs);
        for input in now.inputs.iter().filter(|input| input.category.is_some() && !known.contains(input)) {
            let field = named(&input.field, input.category.as_deref());
            found.wider(&now.step, &now.stands, format!("{field} decides in `{}`", now.step));
        }
    }
}

/// Ways by which a consent is withdrawn.
fn ways_out(old: &Manifest, new: &Manifest, found: &mut Shifts) {
    let (_, _, kept) = paired(&old.consents, &new.consents, |old, new| old.purpose == new.purpose);
    for (before, now) in kept {
        let has = routes(now);
        for (channel, route) in routes(before).difference(&has) {
            if now.channels.contains(channel) {
                let sentence =
                    format!("`{}` over `{channel}` can no longer be withdrawn by {route}", now.purpose);
                found.wider(address::declared("purpose", &now.purpose), &now.stands, sentence);
            }
        }
    }
}

fn routes(consent: &ConsentAsked) -> BTreeSet<(String, String)> {
    let all = consent.withdrawal.iter().flat_map(|on| on.routes.iter().map(|route| (&on.channel, route)));
    all.map(|(channel, route)| {
        let word = serde_json::to_value(route).ok().and_then(|word| word.as_str().map(str::to_owned));
        (channel.clone(), word.unwrap_or_default())
    })
    .collect()
}
