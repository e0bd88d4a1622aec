//! Whoever calls, by the token that they show.

use filrouge_access::{self as access, Wish, allows};
use filrouge_plan::Plan;

/// Whoever calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Holder {
    /// The id of their token; nothing for the one that the daemon was started with.
    pub(crate) token: Option<String>,
    /// The name of their token, for the record.
    pub(crate) name: String,
    /// What they may.
    pub(crate) rights: Rights,
    /// The purpose for which they ask, as they say.
    pub(crate) purpose: Option<String>,
}

/// What somebody may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Rights {
    /// Everything, whatever the plan says.
    Everything,
    /// What these roles of the plan permit.
    Roles(Vec<String>),
}

impl Holder {
    /// Whether they may, under this plan.
    pub(crate) fn may(&self, plan: &Plan, wish: Wish<'_>) -> bool {
        match &self.rights {
            Rights::Everything => true,
            Rights::Roles(roles) => {
                let holder = access::Holder { roles, purpose: self.purpose.as_deref() };
                allows(&plan.roles, &holder, wish)
            }
        }
    }
}
