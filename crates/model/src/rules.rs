//! The rules of names and of data in tests.

filrouge_report::rules! {
    duplicate_declaration,
    empty_window,
    entry_needs_date,
    idle_detail,
    idle_part,
    idle_wait_detail,
    ill_typed_value,
    invalid_schedule,
    jitter_outruns_window,
    missing_declaration,
    misplaced_value,
    missing_file,
    not_asked_for,
    reset_without_timeout,
    skip_without_step,
    undecided_date,
    unresolved_name,
    until_without_date,
    value_not_given,
    zones_without_timezone,
}
