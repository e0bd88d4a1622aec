//! Who receives data, where, and under which agreement.

use super::{Shifts, paired};
use filrouge_plan::address;
use filrouge_plan::manifest::{Manifest, Recipient};

pub(super) fn compare(old: &Manifest, new: &Manifest, found: &mut Shifts) {
    let (gone, fresh, kept) =
        paired(&old.recipients, &new.recipients, |old, new| old.connector == new.connector);
    for recipient in fresh {
        let country = recipient.country.as_ref().map(|country| format!(", in {country}")).unwrap_or_default();
        let sentence = format!("`{}` receives data{country}", recipient.connector);
        found.wider(at(recipient), &recipient.stands, sentence);
    }
    for (before, now) in kept {
        recipient(before, now, found);
    }
    for recipient in gone {
        let sentence = format!("`{}` no longer receives data", recipient.connector);
        found.narrower(at(recipient), &recipient.stands, sentence);
    }
}

fn at(recipient: &Recipient) -> String {
    address::declared("connector", &recipient.connector)
}

fn recipient(before: &Recipient, now: &Recipient, found: &mut Shifts) {
    further(before, now, found);
    let mechanism = |own: &Recipient| own.transfer.as_ref().map(|own| own.mechanism.clone());
    let parts = [
        ("company", &before.company, &now.company),
        ("mechanism of transfer", &mechanism(before), &mechanism(now)),
        ("role", &before.role, &now.role),
        ("country", &before.country, &now.country),
        ("agreement", &before.agreement, &now.agreement),
        ("safeguards", &before.safeguards, &now.safeguards),
    ];
    for (part, before, after) in parts.into_iter().filter(|(_, before, after)| before != after) {
        let said = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
        let sentence =
            format!("the {part} of `{}` was {} and is {}", now.connector, said(before), said(after));
        // An agreement or safeguards where there were none can only be better.
        let may_be_new = matches!(part, "agreement" | "safeguards" | "company" | "mechanism of transfer");
        let better = may_be_new && before.is_none();
        found.note(!better, at(now), Some(super::stands(&now.stands)), sentence);
    }
}

/// Who handles the data behind it and where, how long it keeps it, and what it does for people.
fn further(before: &Recipient, now: &Recipient, found: &mut Shifts) {
    let name = &now.connector;
    for own in now.sub_processors.iter().filter(|own| !before.sub_processors.contains(own)) {
        found.wider(
            at(now),
            &now.stands,
            format!("`{}` handles data for `{name}`, in {}", own.name, own.country),
        );
    }
    for own in before.sub_processors.iter().filter(|own| !now.sub_processors.contains(own)) {
        found.narrower(
            at(now),
            &now.stands,
            format!("`{}` no longer handles data for `{name}` as it did", own.name),
        );
    }
    for country in now.failover.iter().filter(|country| !before.failover.contains(country)) {
        found.wider(at(now), &now.stands, format!("`{name}` may handle data in {country}"));
    }
    for act in before.can.iter().filter(|act| !now.can.contains(act)) {
        found.wider(at(now), &now.stands, format!("`{name}` no longer does `{act}` when it is asked to"));
    }
    let known = told(before);
    for (right, field) in told(now) {
        if !known.contains(&(right, field)) {
            let sentence = format!("`{name}` is told `{field}` when it is asked to {right}");
            found.wider(at(now), &now.stands, sentence);
        }
    }
    let longer = match (before.keeps, now.keeps) {
        (Some(before), Some(now)) => now > before,
        (before, now) => before.is_some() && now.is_none(),
    };
    if longer {
        found.wider(at(now), &now.stands, format!("`{name}` keeps what it gets for longer"));
    }
}

/// What a recipient is told when it is asked by a call, and for which right.
fn told(own: &Recipient) -> Vec<(&str, &str)> {
    let pairs = own.asked.iter().flat_map(|asked| asked.told.iter().map(|told| (&*asked.right, &**told)));
    pairs.collect()
}
