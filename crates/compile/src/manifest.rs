//! The passage from a checked project to its audit manifest. Like `lower` it cannot fail.

mod access;
mod consents;
mod decisions;
mod fields;
mod flows;
mod ground;
mod held;
mod labels;
mod organisation;
mod policies;
mod processing;
mod reads;
mod recipients;
mod retention;
mod statements;
mod traits;
mod waivers;
mod walk;

use filrouge_check::Checked;
use filrouge_plan::Bundle;
use filrouge_plan::manifest::{MANIFEST_FORMAT, Manifest};
use filrouge_source::Sources;
use ground::Ground;
use walk::Walked;

/// The manifest of a checked project. `sources` are the texts that it was compiled from, `bundle` what it was
/// lowered to. Equal sources give equal bytes; layout and comments change only where statements stand.
#[must_use]
pub fn manifest(checked: &Checked, sources: &Sources, bundle: &Bundle) -> Manifest {
    let ground = Ground::new(checked.model(), sources, &bundle.plan);
    let journeys = Walked::all(&ground);
    let data_flows = flows::data_flows(&journeys, &labels::told(&ground), &ground);
    let processing = processing::processing(&journeys, &ground);
    let collected = held::collected(&ground);
    let recipients = recipients::recipients(&data_flows, &ground);
    let retention = retention::retention(&ground);
    Manifest {
        format: MANIFEST_FORMAT,
        compiler: env!("CARGO_PKG_VERSION").to_owned(),
        plan: bundle.hash.clone(),
        commit: bundle.commit.clone(),
        built_at: None,
        sources: ground.source_texts(),
        organisation: organisation::organisation(&ground),
        declassifiers: labels::declassifiers(&ground),
        origins: held::origins(&ground),
        stores: held::stores(&collected, &data_flows, &recipients, &retention, &ground),
        consents: consents::consents(&ground),
        signals: consents::signals(&ground),
        withdrawal_plans: consents::withdrawal_plans(&journeys, &data_flows, &ground),
        automated_decisions: decisions::decisions(&journeys, &ground),
        traits: traits::traits(&processing, &ground),
        policies: policies::policies(&ground),
        unprovable: statements::statements(&journeys, &ground),
        waivers: waivers::waivers(&ground),
        since: None,
        collected,
        recipients,
        retention,
        access: access::access(&ground),
        data_flows,
        processing,
    }
}
