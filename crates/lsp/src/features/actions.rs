//! What may be done about findings: their fixes, and all safe ones at once.

use crate::edits::between;
use crate::page::Page;
use crate::protocol::{ActionQuery, CodeAction, WorkspaceEdit};
use crate::publish::diagnostic;
use filrouge_report::{Finding, Fix, Safety};
use filrouge_source::Span;
use std::collections::BTreeMap;

const QUICK: &str = "quickfix";
const ALL: &str = "source.fixAll";

/// The fixes of what is found in a range, and those of all the project.
pub fn actions(page: &Page<'_>, query: ActionQuery, pages: Option<&str>) -> Vec<CodeAction> {
    let only = query.context.only;
    let wants = |kind: &str| {
        let is_below = |wanted: &String| kind == wanted || kind.starts_with(&format!("{wanted}."));
        only.as_ref().is_none_or(|only| only.iter().any(is_below))
    };
    let span = page.span(query.range);
    let mut actions = Vec::new();
    if wants(QUICK) {
        let here = page.findings().filter(|finding| meets(finding, span));
        actions.extend(here.flat_map(|finding| quick(finding, page, pages)));
    }
    // It compiles the project several times: only whoever asks for it, or has something to mend, pays for it.
    if wants(ALL) && (only.is_some() || !actions.is_empty()) {
        actions.extend(all(page));
    }
    actions
}

fn meets(finding: &Finding, span: Span) -> bool {
    finding
        .labels
        .iter()
        .filter(|label| label.span.file == span.file)
        .any(|label| label.span.start <= span.end && span.start <= label.span.end)
}

fn quick(finding: &Finding, page: &Page<'_>, pages: Option<&str>) -> Vec<CodeAction> {
    let offered = finding.fixes.iter().filter(|fix| fix.safety != Safety::Shown);
    let action = |fix: &Fix| CodeAction {
        title: title(fix),
        kind: QUICK.to_owned(),
        diagnostics: vec![diagnostic(finding, page, pages)],
        is_preferred: (fix.safety == Safety::Safe).then_some(true),
        edit: page.edit(&fix.edits),
    };
    offered.map(action).collect()
}

/// An unsafe fix says so: it may change what the project does.
fn title(fix: &Fix) -> String {
    match fix.safety {
        Safety::Unsafe => format!("{} (may change what the project does)", fix.title),
        Safety::Safe | Safety::Shown => fix.title.clone(),
    }
}

/// Every safe fix of the project, as `filrouge fix` applies them.
fn all(page: &Page<'_>) -> Option<CodeAction> {
    let sources = page.project.sources();
    let fixed = filrouge_compile::fix(sources.clone(), Safety::Safe, page.project.today());
    let changed = sources.iter().zip(fixed.analysis.sources.iter());
    let edits = changed.filter_map(|((file, before), (_, after))| {
        Some((page.uri(file)?, vec![between(&before.text, &after.text, page.encoding)?]))
    });
    let changes: BTreeMap<_, _> = edits.collect();
    (!changes.is_empty()).then(|| CodeAction {
        title: format!("apply all {} safe fixes", fixed.applied.len()),
        kind: ALL.to_owned(),
        diagnostics: Vec::new(),
        is_preferred: None,
        edit: WorkspaceEdit { changes },
    })
}
