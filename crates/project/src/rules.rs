//! Findings about files.

filrouge_report::rules! {
    changing_file, file_too_large, link_loop, not_utf8, outside_project, unreadable_file,
}
