//! People who were erased: that they were, when, and at which request. Nothing else of them is known.

use crate::rights::ERASED;
use crate::{Handle, RightKind, RightsRequest, StoreError};
use filrouge_machine::Id;

/// Requests that are read at once.
const PAGE: usize = 500;

/// The erasure of somebody who is not there any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gone {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The request that asked for it; absent when it is not kept any more, or several were done at that moment.
    pub request: Option<Id>,
}

impl Handle {
    /// What is known of the erasure of somebody who was known by `text`: a person's id, the value of an identifier or of an
    /// address, or `name=value`. Values are not kept: the keyed hash that keeps them from being written to tells.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn gone(&self, text: &str) -> Result<Option<Gone>, StoreError> {
        if let Some(gone) = self.gone_by_id(text)? {
            return Ok(Some(gone));
        }
        let suppressions = self.shared().suppressions();
        let named = text.split_once('=').map(|(_, value)| value);
        let at = [Some(text), named].into_iter().flatten().find_map(|contact| suppressions.since(contact));
        let Some(at) = at else { return Ok(None) };
        Ok(Some(Gone { at, request: self.erasure_at(at)? }))
    }

    fn gone_by_id(&self, text: &str) -> Result<Option<Gone>, StoreError> {
        let Ok(person) = text.parse() else { return Ok(None) };
        let erasures = self.requests_of(person)?.into_iter();
        let gone = erasures
            .filter_map(|request| erased(&request).max().map(|at| Gone { at, request: Some(request.id) }));
        Ok(gone.max_by_key(|gone| gone.at))
    }

    /// The request by which somebody was erased at `at`. A hash leads to no person, so all requests are looked through: few ask.
    fn erasure_at(&self, at: i64) -> Result<Option<Id>, StoreError> {
        let (mut found, mut after) = (Vec::new(), 0);
        loop {
            let page = self.requests(after, PAGE)?;
            let Some((last, _)) = page.last() else { break };
            after = *last;
            let then = page.iter().filter(|(_, request)| erased(request).any(|own| own == at));
            found.extend(then.map(|(_, request)| request.id));
        }
        Ok(match *found.as_slice() {
            [one] => Some(one),
            _ => None,
        })
    }
}

/// When a request has erased somebody.
fn erased(request: &RightsRequest) -> impl Iterator<Item = i64> {
    let acts = (request.kind == RightKind::Erase).then_some(&request.acts).into_iter().flatten();
    acts.filter(|act| act.what == ERASED).map(|act| act.at)
}
