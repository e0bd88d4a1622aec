//! The texts of a template, checked once for each way in which it is used.

use super::{Body, Content, Template, Use};
use crate::Profile;
use crate::expression::Literal;
use crate::linker::Linker;
use crate::notes::ends;
use filrouge_report::{Finding, Label};
use filrouge_source::{Sources, Span};
use filrouge_template::rules::template_unknown_variable::RULE as UNKNOWN_VARIABLE;
use filrouge_template::{Composed, Kind, Part, Reads, compose};
use std::collections::BTreeSet;
use std::ops::Range;

/// Checks the template against all its uses. A mistake is told once, however many sends it spoils.
pub(crate) fn check<'m>(
    template: &mut Template,
    uses: &[Use<'m>],
    profile: Option<&'m Profile>,
    linker: &mut Linker<'_>,
) {
    template.is_sent = !uses.is_empty();
    template.with = uses.first().map_or_else(Vec::new, Use::variables);
    let unused = [Use::none()];
    let all = if uses.is_empty() { &unused[..] } else { uses };
    let mut told = BTreeSet::new();
    if linker.is_noting() {
        mention_given(all, linker);
    }
    for one in all {
        let scope = one.scope(profile);
        let silent = one.told(profile);
        for content in &template.contents {
            let (composed, findings) = compose_content(content, &scope, linker.sources);
            mention(&composed.reads, one, profile, linker);
            for (path, places) in &composed.reads {
                if let Some(first) = places.first() {
                    template.shown.entry(path.as_str().into()).or_insert(*first);
                }
            }
            let variant = composed.variant;
            template.variants.entry(content.locale.clone()).or_insert(variant);
            for mut finding in findings {
                let silenced = silent.covers(&finding, linker.sources);
                let unsure = uses.is_empty() && is_of_the_send(&finding, linker.sources);
                if !silenced && !unsure && told.insert((finding.rule.slug, finding.span())) {
                    if all.len() > 1 {
                        sent_here(&mut finding, one);
                    }
                    linker.push(finding);
                }
            }
        }
    }
}

/// Whether a finding is about a name that only a send can know: a template that nobody sends may show anything.
fn is_of_the_send(finding: &Finding, sources: &Sources) -> bool {
    let Some(span) = finding.span() else { return false };
    let before = Span::new(span.file, span.start.saturating_sub(1), span.start);
    finding.rule.slug == UNKNOWN_VARIABLE.slug && sources.text(before) != "."
}

fn sent_here(finding: &mut Finding, one: &Use<'_>) {
    let label = |span: &Span| Label { span: *span, text: "in the message that is sent here".to_owned() };
    finding.labels.extend(one.sends.first().map(label));
}

fn compose_content(
    content: &Content,
    scope: &filrouge_template::Scope,
    sources: &Sources,
) -> (Composed, Vec<Finding>) {
    let bodies = [
        (Kind::Subject, &content.subject),
        (Kind::Text, &content.text),
        (Kind::Html, &content.html),
        (Kind::Mjml, &content.mjml),
    ];
    let texts: Vec<_> = bodies
        .into_iter()
        .filter_map(|(kind, body)| Some((kind, Text::of(body.value()?, sources)?)))
        .collect();
    let places: Vec<_> = texts.iter().map(|(_, text)| |range: Range<usize>| text.place(range)).collect();
    let parts =
        texts.iter().zip(&places).map(|((kind, text), place)| Part { kind: *kind, text: text.text, place });
    let (composed, findings) = compose(&parts.collect::<Vec<_>>(), scope);
    (composed, findings.into_iter().collect())
}

/// Notes what the placeholders mean.
fn mention(reads: &Reads, one: &Use<'_>, profile: Option<&Profile>, linker: &mut Linker<'_>) {
    if !linker.is_noting() {
        return;
    }
    for (path, places) in reads {
        let declared = one.declared(path, profile);
        for place in places {
            let names = path.rsplit('.').zip(declared.iter().rev());
            let written = ends(linker.sources.text(*place), *place);
            let same = written.zip(names).take_while(|((written, _), (name, _))| written == name);
            let found: Vec<_> = same.map(|((_, at), (_, of))| (at, *of)).collect();
            found.into_iter().for_each(|(at, of)| linker.mention_if(at, of));
        }
    }
}

/// Of several sends that give a variable, the first declares it.
fn mention_given(all: &[Use<'_>], linker: &mut Linker<'_>) {
    let given = || all.iter().flat_map(|one| &one.given);
    for (name, at) in given() {
        let first = given().find(|(first, _)| first == name).map(|(_, first)| *first);
        linker.mention_if(*at, first.filter(|first| first != at));
    }
}

/// A text, and the way back to where it stands.
struct Text<'s> {
    text: &'s str,
    stands: Stands<'s>,
}

enum Stands<'s> {
    InLiteral(Literal<'s>),
    InFile(filrouge_source::FileId),
}

impl<'s> Text<'s> {
    fn of(body: &'s Body, sources: &'s Sources) -> Option<Self> {
        Some(match body {
            Body::Inline { text, at } => {
                Self { text, stands: Stands::InLiteral(Literal::new(sources, *at, text)) }
            }
            Body::File { file, .. } => {
                Self { text: &sources.get(*file)?.text, stands: Stands::InFile(*file) }
            }
        })
    }

    fn place(&self, range: Range<usize>) -> Span {
        let small = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        match &self.stands {
            Stands::InLiteral(literal) => literal.span(range),
            Stands::InFile(file) => Span::new(*file, small(range.start), small(range.end)),
        }
    }
}
