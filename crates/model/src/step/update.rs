//! `update`: changes the profile.

use super::Block;
use super::assignment::{Assignment, Places, link_all};
use filrouge_language::words::update as word;

/// Changes the profile.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    /// New values, by profile field.
    pub set: Vec<Assignment>,
}

pub(super) fn link(word: &word::Update, block: &mut Block<'_, '_, '_>) -> Update {
    let places = block
        .inside
        .profile
        .map_or(Places::Unknown, |profile| Places::Fields(&profile.schema, "the profile".to_owned()));
    Update { set: link_all(&word.fields, &places, block) }
}
