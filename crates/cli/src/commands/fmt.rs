//! `filrouge fmt`: one layout for every text.

use crate::arguments::ProjectDir;
use crate::commands::check::counted;
use crate::exit::{Exit, Failure, Outcome};
use crate::project::{Opened, open};
use crate::terminal::Terminal;
use filrouge_report::{Findings, render};
use std::path::Path;

/// Lays out every KDL file of the project, or only says which would change.
pub fn run(project: &ProjectDir, check: bool, terminal: &Terminal) -> Outcome {
    let Opened { root, loaded } = open(project)?;
    let mut findings = loaded.findings;
    let mut changed = Vec::new();
    for (id, file) in loaded.sources.iter().filter(|(_, file)| file.is_kdl()) {
        match filrouge_compile::format(&loaded.sources, id) {
            Ok(text) if *text == *file.text => {}
            Ok(text) => changed.push((file.path.clone(), text)),
            Err(found) => findings.extend(found),
        }
    }
    if !check {
        changed.iter().try_for_each(|(path, text)| write(&root, path, text))?;
    }
    changed.iter().for_each(|(path, _)| terminal.say(path));
    terminal.print(&render::human(&findings, &loaded.sources, terminal.style));
    terminal.say(&terminal.told(&summary(changed.len(), check, &findings)));
    Ok(Exit::unless(findings.has_errors() || (check && !changed.is_empty())))
}

fn summary(changed: usize, check: bool, findings: &Findings) -> String {
    let files = counted(changed, "file", "files");
    let left = if findings.has_errors() { "; files with errors are left as they are" } else { "" };
    if check { format!("{files} would change{left}") } else { format!("{files} changed{left}") }
}

/// Writes beside the file and moves the new text over it, so that a full disk never leaves half a file.
pub fn write(root: &Path, path: &str, text: &str) -> Result<(), Failure> {
    let target = root.join(path);
    let draft = target.with_extension("kdl.draft");
    let written = std::fs::metadata(&target)
        .and_then(|metadata| std::fs::write(&draft, text).map(|()| metadata))
        .and_then(|metadata| std::fs::set_permissions(&draft, metadata.permissions()))
        .and_then(|()| std::fs::rename(&draft, &target));
    written.map_err(|error| {
        let _ = std::fs::remove_file(&draft);
        Failure::new(format!("`{path}` was left as it is"), error)
    })
}
