//! The old and the new plan.

use super::Sides;
use crate::against::{Known, here, known};
use crate::arguments::Backtest;
use crate::exit::Failure;
use crate::terminal::Terminal;
use filrouge_machine::Ready;
use std::sync::Arc;

/// Both plans; nothing when one does not compile, and then its findings are shown.
pub fn both(options: &Backtest, terminal: &Terminal) -> Result<Option<Sides>, Failure> {
    let Some(new) = here(&options.project, terminal)? else { return Ok(None) };
    let old = known(&options.against, &options.project, &options.admin_token_env, terminal)?;
    let Some(old) = old else { return Ok(None) };
    Ok(Some(Sides { old: ready(old)?, new: ready(new)? }))
}

fn ready(known: Known) -> Result<Ready, Failure> {
    let name = known.name;
    Ready::new(Arc::new(known.bundle)).map_err(|error| Failure::new(name, error))
}
