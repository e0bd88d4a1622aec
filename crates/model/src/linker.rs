//! What every part of the link needs: the texts, the names, and a place for findings.

use crate::json_schema;
use crate::names::{Declared, Names};
use crate::notes::Notes;
use crate::rules::missing_file::MissingFile;
use crate::rules::unresolved_name::UnresolvedName;
use crate::table::Reference;
use filrouge_language::kinds::{Name, Path, Ref};
use filrouge_language::{One, Opt, nearest};
use filrouge_plan::Type;
use filrouge_report::{CURSOR, Finding, Findings};
use filrouge_source::{FileId, Sources, Span, Spanned};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The link under way.
pub(crate) struct Linker<'s> {
    pub sources: &'s Sources,
    names: Arc<Names>,
    files: Arc<BTreeMap<&'s str, FileId>>,
    findings: Findings,
    /// What is noted; nothing when nobody wants to know.
    notes: Option<Notes>,
    /// The steps of the journey that is being linked, while anybody wants to know.
    steps: Vec<(Box<str>, Span)>,
    /// The names that were looked up; nothing when nobody wants to know.
    asked: Option<Vec<Asked>>,
}

/// A name that was looked up, and where it led.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// What it names, as the word in a sentence.
    pub kind: &'static str,
    pub name: Box<str>,
    found: Option<(usize, Span)>,
    look: fn(&Names, &str) -> Option<(usize, Span)>,
}

impl Asked {
    /// Whether a name leads among `names` where it led, if it led anywhere.
    pub fn leads_there(&self, names: &Names) -> bool {
        self.found.is_some() && (self.look)(names, &self.name) == self.found
    }

    /// The number of what it led to.
    pub fn id(&self) -> Option<usize> {
        self.found.map(|(id, _)| id)
    }
}

/// What was found and noted while one declaration was linked, and the names that it looked up.
#[derive(Debug, Clone)]
pub(crate) struct Trace {
    pub findings: Findings,
    pub notes: Notes,
    pub asked: Vec<Asked>,
}

impl<'s> Linker<'s> {
    pub fn new(sources: &'s Sources, names: Names) -> Self {
        let files = sources.iter().map(|(id, file)| (file.path.as_str(), id)).collect();
        Self {
            sources,
            names: Arc::new(names),
            files: Arc::new(files),
            findings: Findings::new(),
            notes: None,
            steps: Vec::new(),
            asked: None,
        }
    }

    /// Another linker of the same project, with findings of its own.
    pub fn beside(&self) -> Self {
        let (names, files) = (Arc::clone(&self.names), Arc::clone(&self.files));
        let notes = self.notes.as_ref().map(|_| Notes::default());
        let asked = self.asked.as_ref().map(|_| Vec::new());
        Self {
            sources: self.sources,
            names,
            files,
            findings: Findings::new(),
            notes,
            steps: Vec::new(),
            asked,
        }
    }

    /// The same linker, which notes what it finds.
    pub fn noting(self) -> Self {
        Self { notes: Some(Notes::default()), asked: Some(Vec::new()), ..self }
    }

    /// The names of the project.
    pub fn names(&self) -> Arc<Names> {
        Arc::clone(&self.names)
    }

    /// What was found, noted and asked.
    pub fn trace(self) -> Trace {
        let (notes, asked) = (self.notes.unwrap_or_default(), self.asked.unwrap_or_default());
        Trace { findings: self.findings, notes, asked }
    }

    fn ask<T: Declared>(&mut self, name: &str) -> Option<(usize, Span)> {
        let look = |names: &Names, name: &str| T::names(names).lookup(name);
        let found = look(&self.names, name);
        if let Some(asked) = &mut self.asked {
            asked.push(Asked { kind: T::KIND, name: name.into(), found, look });
        }
        found
    }

    pub const fn is_noting(&self) -> bool {
        self.notes.is_some()
    }

    /// Notes that the word at `at` means what is declared at `of`.
    pub fn mention(&mut self, at: Span, of: Span) {
        if let Some(notes) = &mut self.notes {
            notes.mention(at, of);
        }
    }

    /// As [`Linker::mention`], for something that may not be declared.
    pub fn mention_if(&mut self, at: Span, of: Option<Span>) {
        if let Some(of) = of {
            self.mention(at, of);
        }
    }

    /// Notes what the expression at `at` yields.
    pub fn yields(&mut self, at: Span, ty: &Type) {
        if let Some(notes) = &mut self.notes {
            notes.types.push((at, ty.clone()));
        }
    }

    /// From here on the steps of another journey are meant.
    pub fn inside_of(&mut self, steps: Vec<&Spanned<Name>>) {
        if self.is_noting() {
            self.steps = steps.into_iter().map(|name| (name.value.as_str().into(), name.span)).collect();
        }
    }

    /// Where the step of this name is declared, in the journey that is being linked.
    pub fn step_called(&self, name: &str) -> Option<Span> {
        self.steps.iter().find(|(known, _)| **known == *name).map(|(_, at)| *at)
    }

    /// Where something of this kind and name is declared.
    pub fn declared<T: Declared>(&mut self, name: &str) -> Option<Span> {
        self.ask::<T>(name).map(|(_, place)| place)
    }

    /// Takes over what was found and noted beside.
    pub fn take(&mut self, beside: Self) {
        self.findings.extend(beside.findings);
        if let (Some(notes), Some(others)) = (&mut self.notes, beside.notes) {
            notes.extend(others);
        }
        if let (Some(asked), Some(others)) = (&mut self.asked, beside.asked) {
            asked.extend(others);
        }
    }

    /// Tells what was found beside, and is kept there.
    pub fn tell(&mut self, findings: &Findings) {
        findings.iter().for_each(|finding| self.findings.push(finding.clone()));
    }

    pub fn push(&mut self, finding: impl Into<Finding>) {
        self.findings.push(finding);
    }

    /// Looks a name up; a name that leads nowhere is a finding.
    pub fn resolve<T: Declared, W>(&mut self, name: &Spanned<Ref<W>>) -> Reference<T> {
        self.resolve_name(name.value.as_str(), name.span)
    }

    /// As [`Linker::resolve`], for a name that is not typed in the language.
    pub fn resolve_name<T: Declared>(&mut self, name: &str, place: Span) -> Reference<T> {
        let of = self.ask::<T>(name).map(|(_, of)| of);
        let names = T::names(&self.names);
        let id = names.find(name);
        if id.is_none() {
            let finding = unresolved(T::KIND, name, place, names.iter(), None);
            self.push(finding);
        }
        self.mention_if(place, of);
        Reference { name: Spanned::new(name.into(), place), id }
    }

    /// The only declaration of a kind, as if it were named at `place`; nothing where there are several.
    pub fn only<T: Declared>(&self, place: Span) -> Option<Reference<T>> {
        let names = T::names(&self.names);
        let mut all = names.iter();
        let (name, None) = (all.next()?, all.next()) else { return None };
        Some(Reference { name: Spanned::new(name.into(), place), id: names.find(name) })
    }

    /// The file of this path, or every file of the folder; a path that leads to nothing is a finding.
    pub fn files(&mut self, path: &Spanned<Path>) -> Vec<FileId> {
        let folder = format!("{}/", path.value.as_str().trim_end_matches('/'));
        let inside = self.files.iter().filter(|(name, _)| name.starts_with(&folder)).map(|(_, id)| *id);
        let inside: Vec<_> = inside.collect();
        if inside.is_empty() { self.file(path).into_iter().collect() } else { inside }
    }

    /// A file of the project; one that is not there is a finding.
    pub fn file(&mut self, path: &Spanned<Path>) -> Option<FileId> {
        let found = self.files.get(path.value.as_str()).copied();
        match found {
            Some(file) => self.mention(path.span, Span::new(file, 0, 0)),
            None => self.miss(path.value.as_str(), "", path.span),
        }
        found
    }

    /// Whether a path leads on into a file, as `schema/x.json#/properties/phone` does.
    pub fn leads_inside(&self, path: &str) -> bool {
        path.contains('#') && !self.files.contains_key(path)
    }

    /// The part of a JSON file to which a path leads; one that leads nowhere is a finding.
    pub fn part(&mut self, path: &Spanned<Path>) -> Option<Span> {
        let whole = path.value.as_str();
        let (file, pointer) = whole.split_once('#')?;
        let Some(id) = self.files.get(file).copied() else {
            self.miss(file, whole.strip_prefix(file).unwrap_or_default(), path.span);
            return None;
        };
        let text = self.sources.get(id).map_or("", |file| &file.text);
        let found = json_schema::part(id, text, pointer).map_err(|known| {
            let known: Vec<String> = known.iter().map(|known| format!("{file}#{known}")).collect();
            let known = known.iter().map(String::as_str);
            self.push(unresolved("part of a file", whole, path.span, known, None));
        });
        self.mention_if(path.span, found.as_ref().ok().copied());
        found.ok()
    }

    /// A finding about a file that is not there; what stands `behind` the path stays behind the path that is meant.
    fn miss(&mut self, path: &str, behind: &str, place: Span) {
        let near = nearest(path, self.files.keys().copied()).map(|near| format!("{near}{behind}"));
        let known = self.files.keys().map(|known| (*known).to_owned());
        let known = if path.contains(CURSOR) { known.collect() } else { Vec::new() };
        self.push(MissingFile { path: path.to_owned(), place, near, known });
    }
}

/// A finding about a name that is not among those declared.
pub(crate) fn unresolved<'n>(
    kind: &'static str,
    name: &str,
    place: Span,
    declared: impl Iterator<Item = &'n str> + Clone,
    within: Option<String>,
) -> UnresolvedName {
    UnresolvedName {
        kind,
        name: name.to_owned(),
        place,
        near: nearest(name, declared.clone()).map(ToOwned::to_owned),
        declared: declared.map(ToOwned::to_owned).collect(),
        within,
    }
}

/// The name of a declaration; empty, at the declaration, for one that has none.
pub(crate) fn name_of(name: &One<Name>) -> Spanned<Box<str>> {
    name.get().map_or_else(|| Spanned::new(Box::from(""), name.span()), |name| boxed(name, Name::as_str))
}

/// A text of the language as a plain one, at the same place.
pub(crate) fn boxed<W>(written: &Spanned<W>, text: impl Fn(&W) -> &str) -> Spanned<Box<str>> {
    Spanned::new(text(&written.value).into(), written.span)
}

/// An optional part with another value; one without a value is broken.
pub(crate) fn map_opt<A, B>(part: &Opt<A>, change: impl FnOnce(&Spanned<A>) -> Option<B>) -> Opt<B> {
    match part {
        Opt::Absent => Opt::Absent,
        Opt::Broken(span) => Opt::Broken(*span),
        Opt::Given(given) => match change(given) {
            Some(value) => Opt::Given(Spanned::new(value, given.span)),
            None => Opt::Broken(given.span),
        },
    }
}
