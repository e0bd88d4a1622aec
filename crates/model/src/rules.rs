//! The rules of names: what is declared twice, and what is not declared at all.

filrouge_report::rules! {
    duplicate_declaration, missing_declaration, unresolved_name, missing_file
}
