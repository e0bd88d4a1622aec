//! `filrouge fix`: what the findings offer, applied.

use crate::arguments::ProjectDir;
use crate::commands::check::counted;
use crate::commands::fmt::write;
use crate::exit::{Exit, Outcome};
use crate::moment::today;
use crate::project::{Opened, open};
use crate::terminal::Terminal;
use filrouge_compile::{Fixed, Repair};
use filrouge_report::{Safety, Severity, render};
use filrouge_source::Sources;
use similar::{ChangeTag, TextDiff};

/// Lines shown around a change.
const AROUND: usize = 3;

/// Applies the safe fixes of a project, or also the unsafe ones; or only shows what they would change.
pub fn run(project: &ProjectDir, with_unsafe: bool, only_show: bool, terminal: &Terminal) -> Outcome {
    let Opened { root, loaded } = open(project)?;
    if loaded.findings.has_errors() {
        // What a file that could not be read declares is not known, and fixes would guess.
        terminal.print(&render::human(&loaded.findings, &loaded.sources, terminal.style));
        return Ok(Exit::Found);
    }
    let most = if with_unsafe { Safety::Unsafe } else { Safety::Safe };
    let fixed = filrouge_compile::fix(loaded.sources.clone(), most, today());
    let changed = changed(&loaded.sources, &fixed.analysis.sources);
    changed.iter().for_each(|(path, before, after)| terminal.print(&diff(path, before, after, terminal)));
    if !only_show {
        changed.iter().try_for_each(|(path, _, after)| write(&root, path, after))?;
    }
    terminal.print(&terminal.told(&summary(&fixed, changed.len(), only_show)));
    let would_change = only_show && !changed.is_empty();
    Ok(Exit::unless(would_change || fixed.analysis.findings.has_errors()))
}

/// Path, text before and text after.
type Change = (String, String, String);

fn changed(before: &Sources, after: &Sources) -> Vec<Change> {
    let both = before.iter().zip(after.iter());
    let differing = both.filter(|((_, one), (_, other))| one.text != other.text);
    differing
        .map(|((_, one), (_, other))| (one.path.clone(), one.text.to_string(), other.text.to_string()))
        .collect()
}

/// A unified diff, as `patch` and `git apply` read it.
fn diff(path: &str, before: &str, after: &str, terminal: &Terminal) -> String {
    let diff = TextDiff::from_lines(before, after);
    let mut out = format!("--- a/{path}\n+++ b/{path}\n");
    for hunk in diff.unified_diff().context_radius(AROUND).iter_hunks() {
        out.push_str(&format!("{}\n", terminal.paint("36", &hunk.header().to_string())));
        for change in hunk.iter_changes() {
            let line = change.value().trim_end_matches('\n');
            out.push_str(&match change.tag() {
                ChangeTag::Equal => format!(" {line}\n"),
                ChangeTag::Delete => format!("{}\n", terminal.paint("31", &format!("-{line}"))),
                ChangeTag::Insert => format!("{}\n", terminal.paint("32", &format!("+{line}"))),
            });
            if change.missing_newline() {
                out.push_str("\\ No newline at end of file\n");
            }
        }
    }
    out
}

fn summary(fixed: &Fixed, files: usize, only_show: bool) -> String {
    let Fixed { analysis, applied, refused, .. } = fixed;
    let mut out: String = applied.iter().map(|repair| told(repair, "fix ")).collect();
    out.extend(refused.iter().map(|repair| told(repair, "left")));
    let (fixes, files) = (counted(applied.len(), "fix", "fixes"), counted(files, "file", "files"));
    let done = if only_show { "would be applied" } else { "applied" };
    out.push_str(&format!("{fixes} {done} in {files}"));
    if !refused.is_empty() {
        out.push_str(&format!("; {} left, for new errors would come of it", refused.len()));
    }
    let errors = analysis.findings.count(Severity::Error);
    if errors > 0 {
        out.push_str(&format!("; {} left for you", counted(errors, "error", "errors")));
    }
    out.push('\n');
    out
}

fn told(repair: &Repair, what: &str) -> String {
    let Repair { path, line, rule, title } = repair;
    format!("{what} {path}:{line}  {title} ({rule})\n")
}
