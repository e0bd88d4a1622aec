//! What each call needs.

use axum::http::Method;
use filrouge_plan::Act;

/// What a call needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    /// A role that may do this.
    Act(Act),
    /// A token; whether it may is asked where it is known what the call is about.
    Question,
    /// A token for everything: nobody has said otherwise.
    Everything,
}

/// What a call needs. One that has no row here is open to tokens for everything alone.
pub(super) fn needs(method: &Method, route: &str) -> Needs {
    let Some(path) = route.strip_prefix("/admin/v1/") else { return Needs::Everything };
    let reads = method == Method::GET;
    let act = match path {
        "status" | "plan" | "sizes" => Act::Status,
        "logs" | "shadow" if reads => Act::Status,
        "logs" => Act::Logs,
        "shadow" => Act::Shadow,
        "reload" => Act::Reload,
        "apply" | "forecast" => Act::Apply,
        "journeys/{journey}/start" | "positions" => Act::Start,
        "pause" | "resume" => Act::Pause,
        "why" | "person" | "tap" | "history" => Act::Look,
        "approvals" | "quarantine" | "dead-letters" | "dead-letters/{letter}" if reads => Act::Look,
        "approvals/{approval}" => return Needs::Question,
        "quarantine" => Act::Replay,
        "dead-letters" => Act::Resend,
        "notices/{hash}" => Act::Status,
        "export" => Act::Export,
        "unmerge" => Act::Unmerge,
        "tokens" => Act::Tokens,
        _ if is_below(path, "subjects") => Act::Rights,
        _ if is_below(path, "audit") => Act::Audit,
        _ => return Needs::Everything,
    };
    Needs::Act(act)
}

fn is_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_without_a_row_is_open_to_nobody_but_those_who_may_everything() {
        assert_eq!(needs(&Method::GET, "/admin/v1/status"), Needs::Act(Act::Status));
        assert_eq!(needs(&Method::GET, "/admin/v1/logs"), Needs::Act(Act::Status));
        assert_eq!(needs(&Method::PUT, "/admin/v1/logs"), Needs::Act(Act::Logs));
        assert_eq!(needs(&Method::GET, "/admin/v1/dead-letters"), Needs::Act(Act::Look));
        assert_eq!(needs(&Method::DELETE, "/admin/v1/dead-letters"), Needs::Act(Act::Resend));
        assert_eq!(needs(&Method::POST, "/admin/v1/subjects/{subject}/erase"), Needs::Act(Act::Rights));
        assert_eq!(needs(&Method::GET, "/admin/v1/subjective"), Needs::Everything);
        assert_eq!(needs(&Method::GET, "/admin/v1/new"), Needs::Everything);
        assert_eq!(needs(&Method::GET, ""), Needs::Everything);
    }
}
