//! What an expression may see at one place, and what is broken there.

use crate::notes::Declared;
use crate::{Profile, Schema};
use filrouge_expression::{Reach, Scope, StepFields};
use filrouge_plan::program::Root;
use filrouge_report::Finding;
use filrouge_source::{Sources, Span};

/// What may be named at one place.
#[derive(Debug, Clone, Default)]
pub(crate) struct View<'m> {
    pub scope: Scope<'m>,
    pub told: Told<'m>,
    /// Where the fields of each root are declared.
    declared: Vec<(Root, &'m [Declared])>,
}

/// Names about which nothing more may be said, because what is wrong with them was told.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told<'m> {
    /// Roots of which nothing is known.
    roots: Vec<&'m str>,
    /// Fields whose type is not known, with their roots.
    fields: Vec<(&'m str, &'m str)>,
}

impl<'m> View<'m> {
    /// A view of the profile alone.
    pub fn of(profile: Option<&'m Profile>, segments: &[&'m str]) -> Self {
        let scope = Scope { segments: segments.to_vec(), ..Scope::default() };
        Self { scope, ..Self::default() }.and(Root::Profile, profile.map(|profile| &profile.seen))
    }

    /// The same view with the fields of `schema` under `root`; without a schema, the root exists and nothing is
    /// known about it.
    pub fn and(mut self, root: Root, schema: Option<&'m Schema>) -> Self {
        self.scope = self.scope.with(root, schema.map_or(&[], |schema| &schema.fields));
        self.told.add(root.word(), schema);
        self.declared.extend(schema.map(|schema| (root, schema.declared.as_slice())));
        self
    }

    /// Where the fields of `root` are declared.
    pub fn declared(&self, root: Root) -> Option<&'m [Declared]> {
        self.declared.iter().find(|(known, _)| *known == root).map(|(_, declared)| *declared)
    }

    /// The same view, in which may be asked over what the person may be reached.
    pub const fn reaching(mut self, reach: Reach<'m>) -> Self {
        self.scope.reach = Some(reach);
        self
    }

    /// The same view with what steps left behind.
    pub fn after(mut self, steps: Vec<StepFields<'m>>) -> Self {
        self.scope.steps = steps;
        self
    }
}

impl<'m> Told<'m> {
    /// Adds what is broken in `schema`; without a schema, all of `root` is.
    pub fn add(&mut self, root: &'m str, schema: Option<&'m Schema>) {
        match schema {
            Some(schema) => self.fields.extend(schema.broken.iter().map(|field| (root, &**field))),
            None => self.roots.push(root),
        }
    }

    /// Whether a finding is about something that is broken.
    pub fn covers(&self, finding: &Finding, sources: &Sources) -> bool {
        let Some(span) = finding.span() else { return false };
        let (words, before) = (sources.text(span), text_before(span, sources));
        self.roots.iter().any(|root| below(words, root).is_some() || leads_in(before, root))
            || self.fields.iter().any(|(root, field)| {
                let path = below(words, root).map_or(words, |path| path.trim_start_matches('.'));
                below(path, field).is_some()
            })
    }
}

fn text_before(span: Span, sources: &Sources) -> &str {
    let text = sources.get(span.file).map_or("", |file| &file.text);
    text.get(..span.start as usize).unwrap_or("")
}

/// Whether the words behind `before` are a field of `root`.
fn leads_in(before: &str, root: &str) -> bool {
    let path = before.strip_suffix('.').and_then(|before| before.strip_suffix(root));
    path.is_some_and(|path| !path.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.')))
}

/// What follows `name` at the start of `words`, when it stands there as a whole word.
fn below<'w>(words: &'w str, name: &str) -> Option<&'w str> {
    let rest = words.strip_prefix(name)?;
    (!rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')).then_some(rest)
}
