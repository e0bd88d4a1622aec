//! The machine, from outside: plans made by hand, people walked through them on a clock of our own.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the helpers of a test may fail it"
)]

mod addresses;
mod approvals;
mod asked;
mod backfills;
mod bases;
mod best_times;
mod caches;
mod calls;
mod channels;
mod clocked;
mod consents;
mod digests;
mod emitted;
mod entries;
mod exits;
mod experiments;
mod fetches;
mod goals;
mod identities;
mod ledger;
mod merges;
mod outcomes;
mod parallels;
mod people;
mod places;
mod plan_changes;
mod plans;
mod profiles;
mod profiling;
mod properties;
mod resends;
mod rounds;
mod segments;
mod stops;
mod stored;
mod traits;
mod traits_joined;
mod traits_model;
mod waits;
mod walker;
