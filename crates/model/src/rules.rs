//! The rules of names and of data in tests.

filrouge_report::rules! {
    duplicate_declaration,
    idle_detail,
    ill_typed_value,
    missing_declaration,
    missing_file,
    unresolved_name,
    value_not_given,
}
