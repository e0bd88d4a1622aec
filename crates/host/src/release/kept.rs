//! What is kept of a share beside its plan.

use super::{Asked, Release};
use crate::Active;
use filrouge_plan::Passage;
use serde::{Deserialize, Serialize};

/// The version of this format.
const FORMAT: u32 = 1;

/// Whose plan it is, and how people come back from it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kept {
    format: u32,
    asked: Asked,
    salt: String,
    before: Passage,
    back: Passage,
}

/// Of a format that may be another one.
#[derive(Deserialize)]
struct Outline {
    format: u32,
}

impl Kept {
    pub(super) fn of(release: &Release, back: &Passage) -> Self {
        let Release { plan: _, asked, salt, before } = release;
        let (asked, salt, before) = (asked.clone(), salt.clone(), before.clone());
        Self { format: FORMAT, asked, salt, before, back: back.clone() }
    }

    pub(super) fn read(body: &[u8]) -> Result<Self, String> {
        let damaged = |error: serde_json::Error| format!("and what is kept of it is damaged: {error}");
        match serde_json::from_slice(body).map_err(damaged)? {
            Outline { format: FORMAT } => serde_json::from_slice(body).map_err(damaged),
            Outline { format } => Err(format!("and is kept in format {format}, this version reads {FORMAT}")),
        }
    }

    pub(super) fn release(self, plan: Active) -> (Release, Passage) {
        let Self { format: _, asked, salt, before, back } = self;
        (Release { plan, asked, salt, before }, back)
    }
}
