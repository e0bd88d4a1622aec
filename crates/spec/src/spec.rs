//! `report` fences: what the author of a project is told, word by word.

use crate::{Page, Section};

/// The report that a section promises.
#[must_use]
pub fn report_of(section: &Section) -> Option<&str> {
    section.in_language("report").next().map(|fence| fence.text.as_str())
}

/// The page with each report as it is now; everything else stays as it was written.
#[must_use]
pub fn rewrite(markdown: &str, told: impl Fn(&Section) -> String) -> String {
    let lines: Vec<&str> = markdown.lines().collect();
    let mut out = String::new();
    let mut next = 0;
    for section in &Page::parse(markdown).sections {
        let Some(fence) = section.in_language("report").next() else { continue };
        let behind = fence.line + fence.text.lines().count();
        push(&mut out, lines.get(next..fence.line));
        out.push_str(told(section).trim_end());
        out.push('\n');
        next = behind;
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
    fn only_the_report_is_rewritten() {
        let page = "# a\n```kdl\nx\n```\n```report\nold\nlines\n```\ntext\n";
        let now = rewrite(page, |section| format!("new {}\n", section.title));
        assert_eq!(now, "# a\n```kdl\nx\n```\n```report\nnew a\n```\ntext\n");
        assert_eq!(report_of(&Page::parse(&now).sections[1]), Some("new a\n"));
    }
}
