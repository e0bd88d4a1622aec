//! The rules of conditions, one file and one page each.

filrouge_report::rules! {
    condition_syntax,
    unknown_name,
    unknown_field,
    unknown_function,
    unknown_segment,
    unknown_reach,
    unknown_step,
    unknown_enum_value,
    impossible_value,
    type_mismatch,
    unguarded_optional,
}
