//! Who is responsible, and who must agree.

use super::{Shifts, paired};
use filrouge_plan::manifest::{Manifest, Organisation};

pub(super) fn compare(old: &Manifest, new: &Manifest, found: &mut Shifts) {
    named(&old.organisation, &new.organisation, found);
    let (before, now) = (&old.organisation.joint_controllers, &new.organisation.joint_controllers);
    for name in now.iter().filter(|name| !before.contains(name)) {
        note(true, &new.organisation, format!("{name} decides together with the controller"), found);
    }
    for name in before.iter().filter(|name| !now.contains(name)) {
        note(
            false,
            &new.organisation,
            format!("{name} no longer decides together with the controller"),
            found,
        );
    }
    approvers(&old.organisation, &new.organisation, found);
    law(&old.organisation, &new.organisation, found);
    for pack in old.organisation.rule_packs.iter().filter(|pack| !new.organisation.rule_packs.contains(pack))
    {
        note(true, &new.organisation, format!("the rules of `{pack}` are no longer followed"), found);
    }
    for pack in new.organisation.rule_packs.iter().filter(|pack| !old.organisation.rule_packs.contains(pack))
    {
        note(false, &new.organisation, format!("the rules of `{pack}` are followed"), found);
    }
}

/// Law that is older than it was, or that is no longer locked, asks for less, as far as anybody can tell.
fn law(old: &Organisation, new: &Organisation, found: &mut Shifts) {
    let (_, _, kept) = paired(&old.law, &new.law, |old, new| old.pack == new.pack);
    for (before, now) in kept.into_iter().filter(|(before, now)| before.sha256 != now.sha256) {
        let sentence = format!(
            "the project was judged by `{}` of {} and is judged by that of {}",
            now.pack, before.version, now.version
        );
        note(now.version <= before.version, new, sentence, found);
    }
    match (&old.lock, &new.lock) {
        (Some(_), None) => {
            note(true, new, "nothing locks the project to versions of the law any more".to_owned(), found);
        }
        (None, Some(lock)) => {
            note(false, new, format!("`{}` locks the project to versions of the law", lock.path), found)
        }
        _ => {}
    }
}

fn note(widens: bool, own: &Organisation, sentence: String, found: &mut Shifts) {
    found.note(widens, "project", own.stands.as_ref().map(super::stands), sentence);
}

fn named(old: &Organisation, new: &Organisation, found: &mut Shifts) {
    let controller = (Some(old.controller.clone()), Some(new.controller.clone()));
    let parts = [
        ("controller", controller.0, controller.1),
        ("data protection officer", old.dpo.clone(), new.dpo.clone()),
        ("supervisory authority", old.authority.clone(), new.authority.clone()),
    ];
    for (part, before, now) in parts.into_iter().filter(|(_, before, now)| before != now) {
        let is_new = before.is_none();
        let said = |value: Option<String>| value.unwrap_or_else(|| "nobody".to_owned());
        let sentence = format!("the {part} was {} and is {}", said(before), said(now));
        note(!is_new, new, sentence, found);
    }
}

/// Whoever changes who must agree changes what is agreed to.
fn approvers(old: &Organisation, new: &Organisation, found: &mut Shifts) {
    let same = |old: &_, new: &_| {
        let key = |own: &filrouge_plan::manifest::PrivacyApprover| (own.owner.clone(), own.key.clone());
        key(old) == key(new)
    };
    let (gone, fresh, _) = paired(&old.privacy_approvers, &new.privacy_approvers, same);
    for own in gone {
        let sentence = format!("`{}` no longer has to agree before more is done", own.owner);
        found.wider("project", &own.stands, sentence);
    }
    for own in fresh {
        // The first one is asked where nobody was.
        let sentence = format!("`{}` can agree before more is done", own.owner);
        let widens = !old.privacy_approvers.is_empty();
        found.note(widens, "project", Some(super::stands(&own.stands)), sentence);
    }
}
