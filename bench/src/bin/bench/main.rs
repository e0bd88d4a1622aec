//! All measurements, in one program: what they share is compiled and linked once.
//!
//! The first word says which; without one they are listed.

use filrouge_bench::Failure;

macro_rules! measurements {
    ($($name:ident)*) => {
        $(mod $name;)*

        /// Each measurement by its name.
        const ALL: &[(&str, fn() -> Result<(), Failure>)] = &[$((stringify!($name), $name::run)),*];
    };
}

measurements! {
    analysis audit backtest check checkers condition day ingest journal lsp
    peers people person recovery reloads shadow soak step timers traits
}

fn main() -> Result<(), Failure> {
    let Some(wanted) = std::env::args().nth(1) else {
        ALL.iter().for_each(|(name, _)| println!("{name}"));
        return Ok(());
    };
    let known = ALL.iter().find(|(name, _)| *name == wanted);
    let (_, run) = known.ok_or_else(|| format!("no measurement is called `{wanted}`"))?;
    run()
}
