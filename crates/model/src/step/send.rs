//! `send`: sends one message.

use super::Block;
use super::assignment::{Assignment, Places, link_all};
use crate::linker::map_opt;
use crate::{Channel, Purpose, Reference, Template};
use filrouge_language::Opt;
use filrouge_language::words::send as word;
use filrouge_source::Span;

/// Sends one message.
#[derive(Debug, Clone, PartialEq)]
pub struct Send {
    /// Its own purpose; the journey's holds where nothing is said.
    pub purpose: Opt<Reference<Purpose>>,
    /// Channels in order of preference.
    pub via: Vec<Reference<Channel>>,
    /// What it says; absent when it was written wrongly.
    pub template: Option<Reference<Template>>,
    /// Whether the person asked for it by what they did.
    pub transactional: Opt<bool>,
    /// Values for the template.
    pub with: Vec<Assignment>,
    /// Where the values are written, if they are.
    pub with_at: Option<Span>,
}

pub(super) fn link(word: &word::Send, block: &mut Block<'_, '_, '_>) -> Send {
    let with = word.with.value();
    Send {
        purpose: map_opt(&word.purpose, |purpose| Some(block.linker.resolve(purpose))),
        via: word.via.iter().map(|channel| block.linker.resolve(channel)).collect(),
        template: word.template.get().map(|template| block.linker.resolve(template)),
        transactional: word.transactional.clone(),
        with: with.map_or_else(Vec::new, |with| link_all(&with.values, &Places::Free, block)),
        with_at: with.map(|with| with.at.head),
    }
}
