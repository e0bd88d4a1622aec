//! A message that tells somebody when it is opened.

use crate::bodies::all_bodies;
use crate::statutes::Statutes;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::ops::Range;

rule! {
    /// A message that tells somebody when it is opened.
    pub struct TrackingPixel { template: String, place: Span, declared: Span }
    slug: "tracking-pixel", severity: Error, since: "0.1",
    message: format!("the template `{template}` holds an image that nobody can see"),
    at: place => "tells when and where the message is opened".to_owned(),
    also: [declared => "in this template".to_owned()],
    help: Some("remove it, and go by clicks, orders or visits".to_owned()),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    for template in law.model.templates.values() {
        for text in all_bodies(template, law.sources) {
            let Some(range) = pixels(text.text).into_iter().next() else { continue };
            findings.push(TrackingPixel {
                template: template.name.value.to_string(),
                place: text.place(range.start, range.end),
                declared: template.at,
            });
        }
    }
}

/// The tags of images of at most one point.
fn pixels(text: &str) -> Vec<Range<usize>> {
    let starts = ["<img", "<mj-image"].iter().flat_map(|tag| text.match_indices(tag));
    let tags = starts.filter_map(|(start, _)| {
        let rest = text.get(start..)?;
        let end = rest.find('>')? + 1;
        Some((start..start + end, rest.get(..end)?))
    });
    let mut found: Vec<_> = tags.filter(|(_, tag)| is_invisible(tag)).map(|(range, _)| range).collect();
    found.sort_by_key(|range| range.start);
    found
}

fn is_invisible(tag: &str) -> bool {
    let tag: String = tag.to_ascii_lowercase().chars().filter(|c| !c.is_whitespace() && !"\"'".contains(*c)).collect();
    let tiny = |side: &str| {
        ["=", ":"].iter().any(|is| tag.split(&format!("{side}{is}")).skip(1).any(is_point))
    };
    (tiny("width") && tiny("height")) || tag.contains("display:none")
}

/// Whether a length begins with `0` or `1` and no digit behind it.
fn is_point(value: &str) -> bool {
    let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
    matches!(digits.as_str(), "0" | "1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_of_one_point_is_found_however_it_is_written() {
        for tag in [
            r#"<img src="https://t.example/o.gif" width="1" height="1">"#,
            "<img width=1 height=1 src=x>",
            "<img src='x' style='width: 1px; height: 1px'/>",
            "<mj-image src=\"x\" width=\"1px\" height=\"1px\" />",
            "<img src=x style=\"display: none\">",
        ] {
            assert_eq!(pixels(tag).len(), 1, "{tag}");
        }
    }

    #[test]
    fn an_image_that_people_see_is_left_alone() {
        for tag in ["<img src=x width=10 height=100>", "<img src=x>", "<img width=1 height=80 src=rule.png>", "<img"] {
            assert_eq!(pixels(tag), Vec::<Range<usize>>::new(), "{tag}");
        }
    }
}
