//! The statements of the audit manifest.

use super::Page;
use crate::known::Known;
use filrouge_plan::manifest::{DecisionRule, Policies, Stands};
use filrouge_plan::{Cap, CapWindow};
use serde_json::{Value as Json, json};

pub(super) fn page(known: &Known<'_>) -> Page {
    let parts = [
        ("unprovable", unprovable(known)),
        ("waivers", waivers(known)),
        ("decisions", decisions(known)),
        ("retention", retention(known)),
        ("suppressions", suppressions(known)),
        ("holdouts", holdouts(known)),
        ("caps", caps(known)),
        ("paused", paused(known)),
        ("rule_packs", packs(known)),
    ];
    let part = |(key, items): (&str, Vec<Json>)| json!({ "anchor": key, "heading": known.word(key), "items": items });
    let about = json!({ "parts": parts.map(part) });
    Page::new("record.html", "record", known.word("record"), about)
}

fn item(known: &Known<'_>, about: &str, text: &str, lines: &[String], stands: Option<&Stands>) -> Json {
    let stands = stands.map_or(Json::Null, |stands| known.stated(stands));
    json!({ "about": about, "text": text, "lines": lines, "stands": stands })
}

fn unprovable(known: &Known<'_>) -> Vec<Json> {
    let all = known.project.manifest.unprovable.iter();
    all.map(|own| item(known, &own.about, &own.statement, &[], Some(&own.stands))).collect()
}

fn waivers(known: &Known<'_>) -> Vec<Json> {
    let all = known.project.manifest.waivers.iter();
    all.map(|own| {
        let more = own.until.iter().chain(&own.approver).cloned().collect::<Vec<_>>();
        item(known, &own.rule, &own.reason, &more, Some(&own.stands))
    })
    .collect()
}

fn decisions(known: &Known<'_>) -> Vec<Json> {
    let rule = |rule: &DecisionRule| match &rule.when {
        Some(when) => format!("{}: {when}", rule.way),
        None => rule.way.clone(),
    };
    let all = known.project.manifest.automated_decisions.iter();
    all.map(|own| {
        let inputs: Vec<String> = own.inputs.iter().map(|input| known.dotted(&input.field)).collect();
        let logic: Vec<String> = own.logic.iter().map(rule).collect();
        item(known, &own.step, &inputs.join(", "), &logic, Some(&own.stands))
    })
    .collect()
}

fn retention(known: &Known<'_>) -> Vec<Json> {
    let all = known.project.manifest.retention.iter();
    all.map(|own| item(known, &own.object, &known.retention(own.retention.as_ref()), &[], Some(&own.stands)))
        .collect()
}

const fn policies<'k>(known: &Known<'k>) -> &'k Policies {
    &known.project.manifest.policies
}

fn suppressions(known: &Known<'_>) -> Vec<Json> {
    let all = policies(known).suppressions.iter();
    all.map(|own| {
        let more = [&own.description].into_iter().flatten().cloned().chain([own.purposes.join(", ")]);
        item(known, &own.suppress, &own.condition, &more.collect::<Vec<_>>(), Some(&own.stands))
    })
    .collect()
}

fn holdouts(known: &Known<'_>) -> Vec<Json> {
    let all = policies(known).holdouts.iter();
    all.map(|own| {
        let share =
            format!("{}.{:04} % – {}", own.share / 10_000, own.share % 10_000, own.purposes.join(", "));
        let more: Vec<String> = own.description.iter().cloned().collect();
        item(known, &own.holdout, &share, &more, Some(&own.stands))
    })
    .collect()
}

fn caps(known: &Known<'_>) -> Vec<Json> {
    let per = |cap: &Cap| match cap.per {
        CapWindow::Rolling(length) => known.length(length),
        CapWindow::Calendar(unit) => format!("{unit:?}").to_lowercase(),
    };
    let all = policies(known).caps.iter();
    all.map(|own| {
        let text = format!("{} / {}", own.cap.count, per(&own.cap));
        item(known, &own.of, &text, &[], Some(&own.stands))
    })
    .collect()
}

fn paused(known: &Known<'_>) -> Vec<Json> {
    policies(known).pauses.iter().map(|own| item(known, "", &own.of, &[], Some(&own.stands))).collect()
}

fn packs(known: &Known<'_>) -> Vec<Json> {
    let packs = known.project.manifest.organisation.rule_packs.iter();
    packs.map(|pack| item(known, "", pack, &[], None)).collect()
}
