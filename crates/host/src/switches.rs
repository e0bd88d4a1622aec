//! What the operator has paused, carried from plan to plan.

use filrouge_plan::{Bundle, Plan, Switch, SwitchKind};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// What is to be paused or resumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    /// What sort of thing.
    pub kind: SwitchKind,
    /// Its name; empty for the project.
    pub name: String,
    /// Paused, or resumed.
    pub paused: bool,
    /// Who asks for it.
    pub by: String,
}

/// What can be paused, as an operator names it: `project`, `journey:welcome`, `channel:email`, `connector:mail`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part(pub SwitchKind, pub String);

/// The text does not name a part that can be paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAPart;

impl fmt::Display for NotAPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what can be paused is `project`, `journey:NAME`, `channel:NAME` or `connector:NAME`")
    }
}

impl std::error::Error for NotAPart {}

impl FromStr for Part {
    type Err = NotAPart;

    fn from_str(text: &str) -> Result<Self, NotAPart> {
        if text == "project" {
            return Ok(Self(SwitchKind::Project, String::new()));
        }
        let (kind, name) = text.split_once(':').filter(|(_, name)| !name.is_empty()).ok_or(NotAPart)?;
        let kind = match kind {
            "journey" => SwitchKind::Journey,
            "channel" => SwitchKind::Channel,
            "connector" => SwitchKind::Connector,
            _ => return Err(NotAPart),
        };
        Ok(Self(kind, name.to_owned()))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self(SwitchKind::Project, _) => f.write_str("project"),
            Self(SwitchKind::Journey, name) => write!(f, "journey:{name}"),
            Self(SwitchKind::Channel, name) => write!(f, "channel:{name}"),
            Self(SwitchKind::Connector, name) => write!(f, "connector:{name}"),
        }
    }
}

/// What was compiled, whatever was paused since: what the project on a disk is compared with.
#[must_use]
pub fn compiled(bundle: &Arc<Bundle>) -> Arc<Bundle> {
    if bundle.plan.switches.is_empty() { Arc::clone(bundle) } else { switched(bundle, Vec::new()) }
}

/// The same plan with other switches.
pub(crate) fn switched(bundle: &Bundle, switches: Vec<Switch>) -> Arc<Bundle> {
    let plan = Plan { switches, ..bundle.plan.clone() };
    Arc::new(Bundle { hash: plan.hash(), plan, ..bundle.clone() })
}

/// The switches under another plan: a journey that has another name by now stays paused under that one.
pub(crate) fn carried(switches: &[Switch], plan: &Plan) -> Vec<Switch> {
    let mut carried: Vec<Switch> = switches.iter().map(|own| renamed(own, plan)).collect();
    carried.sort();
    carried.dedup_by(|one, other| one.kind == other.kind && one.name == other.name);
    carried
}

fn renamed(switch: &Switch, plan: &Plan) -> Switch {
    let stays = switch.kind != SwitchKind::Journey || plan.journeys.iter().any(|own| own.name == switch.name);
    let now = plan.journeys.iter().find(|own| own.was.as_deref() == Some(&switch.name));
    match now.filter(|_| !stays) {
        Some(journey) => Switch { name: journey.name.clone(), ..switch.clone() },
        None => switch.clone(),
    }
}

/// The switches after `pause`. To pause what is paused, or to resume what is not, changes nothing: who did it first is
/// who did it.
pub(crate) fn after(switches: &[Switch], pause: &Pause, at: i64) -> Vec<Switch> {
    let is_it = |own: &Switch| own.kind == pause.kind && own.name == pause.name;
    let mut switches = switches.to_vec();
    match (pause.paused, switches.iter().any(is_it)) {
        (true, false) => {
            let (kind, name, by) = (pause.kind, pause.name.clone(), pause.by.clone());
            switches.push(Switch { kind, name, at, by });
            switches.sort();
        }
        (false, true) => switches.retain(|own| !is_it(own)),
        _ => {}
    }
    switches
}

/// Whether the plan has what is to be paused.
pub(crate) fn exists(plan: &Plan, pause: &Pause) -> bool {
    let name = &pause.name;
    match pause.kind {
        SwitchKind::Project => true,
        SwitchKind::Journey => plan.journeys.iter().any(|own| own.name == *name),
        SwitchKind::Channel => plan.channels.iter().any(|own| own.name == *name),
        SwitchKind::Connector => plan.connectors.iter().any(|own| own.name == *name),
    }
}
