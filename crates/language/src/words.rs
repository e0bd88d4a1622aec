//! The list of words. A word is registered here, once; its file declares it, and its page stands beside the file.

/// Registers the words: a module for each, and the list.
macro_rules! words {
    ($($module:ident),+ $(,)?) => {
        $( pub mod $module; )+

        /// Every word that has a page, in the order of the list.
        pub static WORDS: &[&crate::WordSpec] = &[$( $module::WORD ),+];
    };
}

words! {
    project, profile, event, source, connector, channel, template, purpose, retention, r#trait, segment,
    calendar, suppress, holdout, preference_centre, role, signal, waive,
    journey, enter, exit, goal, removed, rerun, retired,
    wait, wait_until, split, experiment, parallel, approve, repeat, digest, fetch, send, update, emit, stop_journey, call, start, end,
    test, expect, always,
}

pub mod act;
pub mod ask;
pub mod content;
pub mod declassify;
pub mod retain;
pub mod secret;
pub mod step;

/// The words that a word of this name stands inside of.
pub(crate) fn homes(name: &str) -> Vec<&'static str> {
    let homes = WORDS.iter().filter(|word| word.child_names().contains(&name));
    homes.map(|word| word.name).collect()
}
