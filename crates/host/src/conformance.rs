//! What every store must do, as a suite that each runs in its own tests.

mod aliases;
mod cases;
mod letters;
mod plans;
mod rights;
mod rows;
pub mod sample;

use crate::{Store, StoreError};

/// Opens the same data again: what was committed before must be there.
pub type Open<'a> = dyn FnMut() -> Box<dyn Store> + 'a;

/// A case: it is handed an empty store.
pub type Case = fn(&mut Open<'_>) -> Result<(), StoreError>;

/// Every case by its name.
pub const CASES: &[(&str, Case)] = &[
    ("an_empty_store_holds_nothing", cases::an_empty_store_holds_nothing),
    ("a_commit_is_there_after_opening_again", cases::a_commit_is_there_after_opening_again),
    ("the_latest_plan_is_the_active_one", cases::the_latest_plan_is_the_active_one),
    ("a_plan_of_a_share_runs_beside_the_active_one", plans::a_plan_of_a_share),
    ("a_state_replaces_the_one_before", cases::a_state_replaces_the_one_before),
    ("timers_come_in_the_order_of_their_time", cases::timers_come_in_the_order_of_their_time),
    ("a_timer_set_again_moves", cases::a_timer_set_again_moves),
    ("outdated_people_are_those_who_wait_under_another_plan", plans::outdated_people),
    ("outdated_people_of_many_plans_come_in_one_order", plans::people_of_many_plans_come_in_one_order),
    ("people_are_counted_where_they_stand", cases::people_are_counted_where_they_stand),
    ("a_claimed_message_is_in_flight_until_it_waits_again", cases::a_claimed_message_is_in_flight),
    ("a_queued_message_stays_as_it_is_when_queued_twice", cases::a_message_is_queued_once),
    ("a_recalled_message_never_leaves_again", cases::a_recalled_message_never_leaves_again),
    ("messages_are_found_by_their_connector", cases::messages_are_found_by_their_connector),
    ("ids_are_forgotten_when_they_expire", cases::ids_are_forgotten_when_they_expire),
    ("decisions_come_latest_first_by_page", cases::decisions_come_latest_first_by_page),
    ("the_journal_keeps_the_order", cases::the_journal_keeps_the_order),
    ("a_history_is_of_one_person_in_order", aliases::a_history_is_of_one_person),
    ("an_approval_is_known_while_it_is_open_and_a_month_behind", cases::approvals),
    ("quarantine_keeps_a_thing_once", cases::quarantine_keeps_a_thing_once),
    (
        "the_oldest_of_a_full_quarantine_are_crowded_out",
        cases::the_oldest_of_a_full_quarantine_are_crowded_out,
    ),
    ("a_dead_letter_is_kept_once_until_it_is_dropped", letters::a_letter_is_kept_once),
    ("dead_letters_are_forgotten_when_their_time_is_over", letters::letters_are_forgotten),
    ("the_oldest_of_too_many_dead_letters_are_crowded_out", letters::the_oldest_are_crowded_out),
    ("dead_letters_of_two_who_were_one_are_dropped", letters::letters_of_two_who_were_one),
    ("carriers_are_the_connectors_of_what_waits", cases::carriers_are_the_connectors_of_what_waits),
    ("a_reader_sees_what_was_committed", cases::a_reader_sees_what_was_committed),
    ("a_store_works_on_after_recovery", cases::a_store_works_on_after_recovery),
    ("all_that_leads_to_the_absorbed_leads_to_the_survivor", aliases::all_leads_to_the_survivor),
    ("a_chain_of_aliases_leads_to_its_end", aliases::a_chain_leads_to_its_end),
    ("whoever_is_separated_takes_theirs_along", aliases::whoever_is_separated_takes_theirs_along),
    ("the_absorbed_are_kept_as_long_as_said", aliases::the_absorbed_are_kept_as_long_as_said),
    ("a_forgotten_name_leads_to_nobody", aliases::a_forgotten_name_leads_to_nobody),
    ("nothing_is_left_of_whoever_is_erased", rights::nothing_is_left),
    ("an_erasure_is_of_its_own_commit_too", rights::an_erasure_is_of_its_own_commit_too),
    ("whoever_became_one_with_the_erased_is_gone_too", rights::the_absorbed_are_gone_too),
    ("numbers_go_on_behind_rows_that_are_gone", rights::numbers_go_on),
    ("requests_are_found_by_person_and_urgency", rights::requests_are_found),
    ("what_lies_apart_outlives_the_data", rights::what_lies_apart_stays),
];
