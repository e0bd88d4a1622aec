//! The seam to the machine: the only file that calls it.

use crate::StoreError;
use filrouge_machine::{Effects, Id, Input, Person};
use filrouge_plan::Bundle;
use std::sync::Arc;

pub(crate) struct Ready(Arc<Bundle>);

impl Ready {
    pub(crate) fn new(bundle: Arc<Bundle>) -> Result<Self, String> {
        Ok(Self(bundle))
    }

    pub(crate) const fn bundle(&self) -> &Arc<Bundle> {
        &self.0
    }
}

pub(crate) fn step(_: &Ready, _: Id, _: &mut Person, _: &Input) -> Effects {
    Effects::default()
}

pub(crate) fn encode(_: &Ready, _: &Person) -> Vec<u8> {
    Vec::new()
}

pub(crate) fn decode(_: &Ready, _: &[u8]) -> Result<Person, StoreError> {
    Ok(Person::default())
}
