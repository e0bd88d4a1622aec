//! The project's folder as the daemon sees it: something that compiles.

use crate::moment::today;
use crate::project::{approvals, bundle, judge, manifest};
use filrouge_daemon::{Compiled, Compiler, Foreign, Refusal};
use filrouge_project::{foreign, load};
use filrouge_report::render::{self, Style};
use std::path::PathBuf;

/// A project's root.
pub struct Folder(pub PathBuf);

impl Compiler for Folder {
    fn compile(&self) -> Result<Compiled, Refusal> {
        let analysis = judge(load(&self.0), today());
        let bundle = bundle(&self.0, &analysis);
        let approvals = approvals(&self.0);
        let compiled =
            bundle.map(|bundle| Compiled { manifest: manifest(&analysis, &bundle), bundle, approvals });
        compiled.ok_or_else(|| Refusal {
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
