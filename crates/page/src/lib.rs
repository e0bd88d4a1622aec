//! Pages of HTML: words made safe, and the engine that fills templates.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod engine;
mod escape;
mod unmade;

pub use engine::Engine;
pub use escape::escape;
pub use unmade::Unmade;
