//! The rules about texts of templates, one file and one page each.

filrouge_report::rules! {
    template_syntax,
    template_unknown_variable,
    template_optional_without_default,
    template_unknown_filter,
    template_refused_tag,
    template_not_printable,
    template_not_a_list,
    template_type_mismatch,
    template_computed_path,
    template_unknown_tag,
    template_unknown_attribute,
    template_misplaced_tag,
    template_unclosed_tag,
    template_unsafe_place,
}
