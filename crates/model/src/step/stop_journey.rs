//! `stop-journey`: takes the person out of a journey.

use super::Block;
use crate::linker::map_opt;
use crate::{Expression, Journey, Reference};
use filrouge_expression::Want;
use filrouge_language::Opt;
use filrouge_language::words::stop_journey as word;

/// Takes the person out of a journey.
#[derive(Debug, Clone, PartialEq)]
pub struct StopJourney {
    /// The journey; absent when it was written wrongly.
    pub journey: Option<Reference<Journey>>,
    /// The key of the instance; roots: `profile`, `entry`, `steps`, `now`.
    pub key: Opt<Expression>,
}

pub(super) fn link(word: &word::StopJourney, block: &mut Block<'_, '_, '_>) -> StopJourney {
    let view = block.inside.at_step();
    StopJourney {
        journey: word.journey.get().map(|journey| block.linker.resolve(journey)),
        key: map_opt(&word.key, |key| {
            block.linker.expression(key.value.as_str(), key.span, &view, Want::Text)
        }),
    }
}
