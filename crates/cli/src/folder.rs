//! The project's folder as the daemon sees it: something that compiles.

use crate::moment::today;
use crate::project::{bundle, judge};
use filrouge_daemon::{Compiler, Foreign, Refusal};
use filrouge_plan::Bundle;
use filrouge_project::{foreign, load};
use filrouge_report::render::{self, Style};
use std::path::PathBuf;

/// A project's root.
pub struct Folder(pub PathBuf);

impl Compiler for Folder {
    fn compile(&self) -> Result<Bundle, Refusal> {
        let analysis = judge(load(&self.0), today());
        bundle(&self.0, &analysis).ok_or_else(|| Refusal {
            diagnostics_json: serde_json::to_value(render::report(&analysis.findings, &analysis.sources))
                .unwrap_or_default(),
            human: render::human(&analysis.findings, &analysis.sources, Style::default()),
        })
    }

    fn watch_dir(&self) -> Option<PathBuf> {
        Some(self.0.clone())
    }

    fn foreign(&self) -> Foreign {
        Box::new(foreign(&self.0))
    }
}
