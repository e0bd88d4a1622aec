//! `rerun`: an added step to which people go back.

use super::step::StepName;
use crate::kinds::Ref;
use crate::word::word;

word! {
    /// Takes people back to a step that was added behind them.
    pub struct Rerun = "rerun" since "0.2" {
        /// The step that was added.
        arg step: One<Ref<StepName>>,
    }
}
