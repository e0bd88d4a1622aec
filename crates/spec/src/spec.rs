//! Specs: a project, and what each stage of the house makes of it, word by word.

use crate::change::{self, is_about_change};
use crate::inputs::with_inputs;
use crate::part::{part, readable};
use crate::story::Story;
use crate::unmerge::{self, is_about_unmerge};
use crate::{Completed, Fence, PRELUDE_FILE, Page, Section, sources_of};
use filrouge_compile::{Analysis, Date, analyse_on, lower, manifest};
use filrouge_machine::Ready;
use filrouge_report::Finding;
use filrouge_report::render::{Style, human};
use serde::Serialize;
use std::sync::Arc;

/// The day on which pages are judged: some exceptions have ended by then.
pub const TODAY: Date = Date { year: 2026, month: 7, day: 1 };

/// What a fence of a spec promises, and what is true now. Other fences promise nothing.
#[must_use]
pub fn answer(section: &Section, fence: &Fence) -> Option<String> {
    let answer = match fence.language.as_str() {
        "changes" | "effects" | "explain" if is_about_change(section) => change::told(section, fence),
        "effects" | "explain" if is_about_unmerge(section, fence) => unmerge::told(section, fence),
        "report" => report(&analysis(section)?),
        "plan" => of_the_plan(section, &fence.path),
        "manifest" => of_the_manifest(section, &fence.path),
        "effects" => story(section, fence, |story| story.effects()),
        "explain" => story(section, fence, |story| story.explained(&fence.path)),
        _ => return None,
    };
    Some(answer)
}

/// What is known about the project of a section.
#[must_use]
pub fn analysis(section: &Section) -> Option<Analysis> {
    let fence = section.in_language("kdl").next()?;
    Some(analyse_on(sources_of(fence, section, Completed::Fragments), Some(TODAY)))
}

/// What an author is told; what is found in the prelude is not the page's matter.
pub(crate) fn report(analysis: &Analysis) -> String {
    let of_the_page =
        |finding: &Finding| finding.span().map(|span| analysis.sources.path(span)) != Some(PRELUDE_FILE);
    let findings = analysis.findings.iter().filter(|finding| of_the_page(finding)).cloned().collect();
    let told = human(&findings, &analysis.sources, Style::default());
    if told.trim().is_empty() { "nothing\n".to_owned() } else { told }
}

fn of_the_plan(section: &Section, path: &str) -> String {
    let Some(analysis) = analysis(section) else { return String::new() };
    let Some(checked) = &analysis.checked else { return report(&analysis) };
    shown(&lower(checked, &analysis.sources, None).plan, path)
}

fn of_the_manifest(section: &Section, path: &str) -> String {
    let Some(analysis) = analysis(section) else { return String::new() };
    let Some(checked) = &analysis.checked else { return report(&analysis) };
    let bundle = lower(checked, &analysis.sources, None);
    shown(&manifest(checked, &analysis.sources, &bundle), path)
}

fn shown(whole: &impl Serialize, path: &str) -> String {
    match serde_json::to_value(whole) {
        Ok(whole) => part(&whole, path).map_or_else(|problem| format!("{problem}\n"), readable),
        Err(error) => format!("{error}\n"),
    }
}

/// Walks the inputs that stand above `fence`, and tells what `tell` makes of it.
fn story(section: &Section, fence: &Fence, tell: impl Fn(&Story<'_>) -> String) -> String {
    let above = section.in_language("inputs").filter(|inputs| inputs.line < fence.line);
    let Some((inputs, project)) = above.last().zip(section.in_language("kdl").next()) else {
        return "there is no `kdl` and no `inputs` above\n".to_owned();
    };
    let journey = first_journey(project).unwrap_or_default();
    let told = with_inputs(section, project, &journey, &inputs.text).and_then(|(bundle, scenario)| {
        let ready = Ready::new(Arc::clone(&bundle)).map_err(|error| format!("{error}\n"))?;
        let world = filrouge_simulate::walk(&ready, &scenario);
        Ok(tell(&Story { world: &world, bundle: &bundle, scenario: &scenario }))
    });
    told.unwrap_or_else(|problem| problem)
}

/// The first journey of a fence: the one that its inputs are about.
pub(crate) fn first_journey(fence: &Fence) -> Option<String> {
    let (tree, _) = filrouge_syntax::parse(filrouge_source::FileId(0), &fence.text);
    let journey = tree.roots().find(|node| node.name() == "journey")?;
    Some(journey.args().next()?.value().as_text()?.to_owned())
}

/// The page with each answer as it is now; everything else stays as it was written.
#[must_use]
pub fn rewrite(markdown: &str, answer: impl Fn(&Section, &Fence) -> Option<String>) -> String {
    let lines: Vec<&str> = markdown.lines().collect();
    let mut out = String::new();
    let mut next = 0;
    for section in &Page::parse(markdown).sections {
        for fence in &section.fences {
            let Some(now) = answer(section, fence) else { continue };
            push(&mut out, lines.get(next..fence.line));
            out.push_str(now.trim_end());
            out.push('\n');
            next = fence.line + fence.text.lines().count();
        }
    }
    push(&mut out, lines.get(next..));
    out
}

fn push(out: &mut String, lines: Option<&[&str]>) {
    for line in lines.unwrap_or_default() {
        out.push_str(line);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_answers_are_rewritten() {
        let page = "# a\n```kdl\nx\n```\n```report\nold\nlines\n```\ntext\n";
        let now = rewrite(page, |section, fence| {
            (fence.language == "report").then(|| format!("new {}\n", section.title))
        });
        assert_eq!(now, "# a\n```kdl\nx\n```\n```report\nnew a\n```\ntext\n");
    }
}
