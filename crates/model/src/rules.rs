//! The rules of names and of data in tests.

filrouge_report::rules! {
    duplicate_declaration,
    empty_window,
    idle_detail,
    idle_wait_detail,
    ill_typed_value,
    jitter_outruns_window,
    missing_declaration,
    misplaced_value,
    missing_file,
    reset_without_timeout,
    skip_without_step,
    undecided_date,
    unresolved_name,
    until_without_date,
    value_not_given,
    zones_without_timezone,
}
