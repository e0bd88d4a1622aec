//! Who may do and see what.

use super::ground::{Ground, sorted};
use filrouge_access::policies;
use filrouge_model::AccessRole;
use filrouge_plan::manifest::{Access, RoleOf};

pub(super) fn access(ground: &Ground<'_>) -> Access {
    let roles = sorted(&ground.model.roles, |role| &role.name);
    Access {
        roles: roles.into_iter().filter_map(|role| told(role, ground)).collect(),
        cedar: policies(&ground.plan.roles),
    }
}

fn told(role: &AccessRole, ground: &Ground<'_>) -> Option<RoleOf> {
    let lowered = ground.plan.roles.iter().find(|lowered| *lowered.name == *role.name.value)?;
    Some(RoleOf {
        role: lowered.clone(),
        description: role.description.value().map(ToString::to_string),
        stands: ground.stands(role.at),
    })
}
