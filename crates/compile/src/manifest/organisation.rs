//! Who is responsible.

use super::ground::Ground;
use filrouge_plan::manifest::{Organisation, Owner, PrivacyApprover};

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
        owners,
        address: project.address.value().map(ToString::to_string),
        joint_controllers: project.joint_controllers.iter().map(|own| own.name.value.to_string()).collect(),
        dpia: project.dpia.value().map(ToString::to_string),
        privacy_approvers,
        stands: Some(ground.stands(project.at)),
    }
}
