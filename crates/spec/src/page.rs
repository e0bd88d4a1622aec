//! A Markdown page as headings and fences: all that a test needs of Markdown.

/// Fences that tell what is made of a project; what follows the word is not the path of a file.
const ANSWERS: &[&str] = &["changes", "effects", "explain", "manifest", "plan", "report"];

/// What stands behind `kdl` in a section about a change of plan.
pub(crate) const BEFORE: &str = "before";
pub(crate) const AFTER: &str = "after";

/// A page: its sections in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Sections; the first may have an empty title when the page does not begin with a heading.
    pub sections: Vec<Section>,
}

/// A heading and the fences below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading's text.
    pub title: String,
    /// Fences, in order.
    pub fences: Vec<Fence>,
}

/// A fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// The first word behind the opening backticks: `kdl`, `report`, `mjml`.
    pub language: String,
    /// What follows that word: the path of a file, or nothing.
    pub path: String,
    /// The lines between, each ended by a line feed.
    pub text: String,
    /// Line of the page that holds the first line of the text, counted from 0.
    pub line: usize,
}

impl Fence {
    /// The packs of law that the project of the fence chooses, between commas: ```` ```kdl rules=eu-gdpr ````.
    #[must_use]
    pub fn rules(&self) -> Option<&str> {
        self.path.strip_prefix("rules=").filter(|_| self.language == "kdl")
    }
}

impl Page {
    /// Reads a page.
    #[must_use]
    pub fn parse(markdown: &str) -> Self {
        let mut sections = vec![Section { title: String::new(), fences: Vec::new() }];
        let mut open: Option<(usize, Fence)> = None;
        for (number, line) in markdown.lines().enumerate() {
            open = match open.take() {
                Some((ticks, fence)) => inside(ticks, fence, line, &mut sections),
                None => outside(number, line, &mut sections),
            };
        }
        Self { sections }
    }

    /// The fences of the section called `title`.
    pub fn fences<'p>(&'p self, title: &str) -> impl Iterator<Item = &'p Fence> {
        self.sections.iter().filter(move |section| section.title == title).flat_map(|section| &section.fences)
    }
}

impl Section {
    /// The fences in one language.
    pub fn in_language<'s>(&'s self, language: &str) -> impl Iterator<Item = &'s Fence> {
        self.fences.iter().filter(move |fence| fence.language == language)
    }

    /// The fences that stand for files beside the configuration: ```` ```mjml templates/hello.mjml ````.
    pub fn files(&self) -> impl Iterator<Item = &Fence> {
        let plan = |fence: &Fence| {
            fence.language == "kdl"
                && ([BEFORE, AFTER].contains(&fence.path.as_str()) || fence.rules().is_some())
        };
        let beside = move |fence: &&Fence| {
            !fence.path.is_empty() && !ANSWERS.contains(&fence.language.as_str()) && !plan(fence)
        };
        self.fences.iter().filter(beside)
    }
}

fn outside(number: usize, line: &str, sections: &mut Vec<Section>) -> Option<(usize, Fence)> {
    let ticks = ticks(line);
    if ticks >= 3 {
        let info = line.trim_start().trim_start_matches('`').trim();
        let (language, path) = info.split_once(' ').unwrap_or((info, ""));
        let fence = Fence {
            language: language.to_owned(),
            path: path.trim().to_owned(),
            text: String::new(),
            line: number + 1,
        };
        return Some((ticks, fence));
    }
    if line.starts_with('#') {
        let title = line.trim_start_matches('#').trim().to_owned();
        sections.push(Section { title, fences: Vec::new() });
    }
    None
}

fn inside(ticks: usize, mut fence: Fence, line: &str, sections: &mut [Section]) -> Option<(usize, Fence)> {
    let closes = self::ticks(line) >= ticks && line.trim().chars().all(|c| c == '`');
    if closes {
        if let Some(section) = sections.last_mut() {
            section.fences.push(fence);
        }
        return None;
    }
    fence.text.push_str(line);
    fence.text.push('\n');
    Some((ticks, fence))
}

fn ticks(line: &str) -> usize {
    line.trim_start().chars().take_while(|c| *c == '`').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_belong_to_the_heading_above_them() {
        let page = Page::parse("# a\n\n```kdl\nx\n# not a heading\n```\n## b\n```mjml t/x.mjml\ny\n```\n");
        let titles: Vec<_> = page.sections.iter().map(|section| section.title.as_str()).collect();
        assert_eq!(titles, ["", "a", "b"]);
        assert_eq!(page.sections[1].fences[0].text, "x\n# not a heading\n");
        assert_eq!(page.sections[1].fences[0].line, 3);
        assert_eq!(page.sections[2].files().next().unwrap().path, "t/x.mjml");
    }

    #[test]
    fn a_longer_fence_holds_a_shorter_one() {
        let page = Page::parse("````markdown\n```kdl\n```\n````\n");
        assert_eq!(page.sections[0].fences.len(), 1);
        assert_eq!(page.sections[0].fences[0].text, "```kdl\n```\n");
    }
}
