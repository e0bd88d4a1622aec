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
    let parts = [
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
        let better = matches!(part, "agreement" | "safeguards") && before.is_none();
        found.note(!better, at(now), Some(super::stands(&now.stands)), sentence);
    }
}
