//! Rules about words: what is unknown, missing, given twice, misplaced or of the wrong kind.

mod sentences;

filrouge_report::rules! {
    conflicting_parts,
    duplicate_part,
    extra_argument,
    incomplete_type,
    invalid_code,
    invalid_duration,
    invalid_name,
    invalid_path,
    invalid_place,
    invalid_time,
    misplaced_part,
    missing_choice,
    missing_part,
    line_without_value,
    secret_in_source,
    type_annotation,
    unknown_choice,
    unknown_property,
    unknown_type,
    unknown_word,
    unquoted_text,
    wrong_kind_of_value,
}
