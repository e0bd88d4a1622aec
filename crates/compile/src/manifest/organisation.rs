//! Who is responsible.

use super::ground::Ground;
use filrouge_law::{LOCK_FILE, Lock, Pack, SHELF};
use filrouge_plan::manifest::{LawOf, Organisation, Owner, PrivacyApprover};

/// Each pack that the project chooses, in the version that it is judged by.
fn law(ground: &Ground<'_>) -> Vec<LawOf> {
    let lock = ground.text(LOCK_FILE).map(Lock::read).unwrap_or_default();
    let chosen = ground.model.project.iter().flat_map(|project| &project.rules);
    let applied = chosen.filter_map(|name| Some(SHELF.applied(&name.value, &lock)?.pack));
    let told = |pack: &Pack| LawOf {
        pack: pack.name.clone(),
        version: pack.version.clone(),
        sha256: pack.hash.clone(),
    };
    applied.map(told).collect()
}

pub(super) fn organisation(ground: &Ground<'_>) -> Organisation {
    let Some(project) = &ground.model.project else { return Organisation::default() };
    let mut owners: Vec<_> = project
        .owners
        .iter()
        .map(|owner| Owner {
            name: owner.name.value.to_string(),
            email: owner.email.value().map(ToString::to_string),
        })
        .collect();
    owners.sort();
    let approver = |own: &filrouge_model::PrivacyApprover| PrivacyApprover {
        owner: own.owner.name.value.to_string(),
        key: own.key.value.to_string(),
        stands: ground.stands(own.at),
    };
    let mut privacy_approvers: Vec<_> = project.privacy_approvers.iter().map(approver).collect();
    privacy_approvers.sort();
    Organisation {
        project: project.name.value.to_string(),
        controller: project.controller.as_ref().map(|name| name.value.to_string()).unwrap_or_default(),
        dpo: project.dpo.value().map(ToString::to_string),
        authority: project.authority.value().map(ToString::to_string),
        rule_packs: project.rules.iter().map(|pack| pack.value.to_string()).collect(),
        law: law(ground),
        lock: ground.lock(),
        owners,
        address: project.address.value().map(ToString::to_string),
        joint_controllers: project.joint_controllers.iter().map(|own| own.name.value.to_string()).collect(),
        dpia: project.dpia.value().map(ToString::to_string),
        privacy_approvers,
        stands: Some(ground.stands(project.at)),
    }
}
