//! The published JSON Schemas, from the types that are written.

use filrouge_backtest::document::Backtest;
use filrouge_change::Changes;
use filrouge_daemon::api;
use filrouge_plan::Bundle;
use filrouge_plan::manifest::Manifest;
use filrouge_report::render::Report;
use filrouge_review::Review;
use filrouge_simulate::document::Tests;
use filrouge_store::{Check, Repair, Stats};
use schemars::{Schema, schema_for};

/// The schemas of all that is written for other programs.
pub fn schemas() -> Vec<(String, String)> {
    let schemas = [
        ("plan", "A compiled plan with its origins", schema_for!(Bundle)),
        ("manifest", "The audit manifest of a plan", schema_for!(Manifest)),
        ("diagnostics", "Findings about a project", schema_for!(Report)),
        ("changes", "What differs between two plans", schema_for!(Changes)),
        ("review", "What a change of plan means", schema_for!(Review)),
        ("running", "The plan that a daemon runs, and who is inside", schema_for!(api::Running)),
        ("proposal", "A plan that is to run in place of another one", schema_for!(api::Proposal)),
        ("forecast", "The messages of the next hours under two plans", schema_for!(api::Forecast)),
        ("applied", "What came of a proposal", schema_for!(api::Applied)),
        ("test", "Tests that were run", schema_for!(Tests)),
        ("backtest", "Recorded events under two plans", schema_for!(Backtest)),
        ("status", "How a daemon does", schema_for!(api::Status)),
        ("sizes", "How many people are in each segment and journey", schema_for!(api::Sizes)),
        ("shadow", "A plan beside the one that runs", schema_for!(api::Shadow)),
        ("pause", "What the operator has paused", schema_for!(api::Pauses)),
        ("reload", "What came of a reload", schema_for!(api::Reload)),
        ("why", "Decisions about people", schema_for!(api::Why)),
        ("person", "All that is known of people", schema_for!(api::Profiles)),
        ("positions", "What became of people who were on their way elsewhere", schema_for!(api::Positions)),
        ("history", "What happened to a person", schema_for!(api::History)),
        ("subjects", "Requests of people about their data", schema_for!(api::SubjectsAnswer)),
        ("subject-link", "A link to the page of one person", schema_for!(api::SubjectLink)),
        ("notice", "A text that people were shown", schema_for!(api::Notice)),
        ("subject-export", "All that is known of a person, for the person", schema_for!(api::SubjectExport)),
        ("logs", "What a daemon logs", schema_for!(api::Logs)),
        ("tap", "A decision as it is taken", schema_for!(api::Tap)),
        ("approvals", "Approvals that are waited for, and answers", schema_for!(api::ApprovalsAnswer)),
        ("quarantine", "Messages that could not be understood", schema_for!(api::QuarantineAnswer)),
        ("dead-letters", "Messages that did not arrive", schema_for!(api::DeadLettersAnswer)),
        ("tokens", "Tokens of the admin API", schema_for!(api::TokensAnswer)),
        ("unmerge", "Two people who were one and are two again", schema_for!(api::Unmerge)),
        ("backup", "What is in a backup", schema_for!(filrouge_store::Manifest)),
        ("store-check", "Whether a store can be trusted", schema_for!(Check)),
        ("store-stats", "How much is in a store", schema_for!(Stats)),
        ("store-repair", "What was cut away from a store", schema_for!(Repair)),
        ("refusal", "Why a call of the admin API was refused", schema_for!(api::Refusal)),
    ];
    schemas
        .into_iter()
        .map(|(name, title, schema)| (format!("schema/{name}.schema.json"), text(title, schema)))
        .collect()
}

fn text(title: &str, mut schema: Schema) -> String {
    schema.insert("title".to_owned(), title.into());
    // Only maps with keys that are no strings can fail, and there are none.
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
