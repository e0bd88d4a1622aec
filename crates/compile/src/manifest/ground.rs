//! What every statement stands on: the model, the plan, and the texts.

use super::fields::Fields;
use filrouge_law::LOCK_FILE;
use filrouge_model::Body;
use filrouge_model::{Model, Table};
use filrouge_plan::manifest::{SourceText, Stands};
use filrouge_plan::{Plan, Type, address, sha256_hex};
use filrouge_source::{FileId, SourceFile, Sources, Span, Spanned};
use std::borrow::Borrow;
use std::collections::BTreeSet;

/// The model, its plan, and the texts of both.
pub(super) struct Ground<'a> {
    pub model: &'a Model,
    pub plan: &'a Plan,
    pub fields: Fields,
    sources: &'a Sources,
}

impl<'a> Ground<'a> {
    pub fn new(model: &'a Model, sources: &'a Sources, plan: &'a Plan) -> Self {
        Self { model, plan, fields: Fields::of(plan), sources }
    }

    /// Where `span` is, as people look it up.
    pub fn stands(&self, span: Span) -> Stands {
        let (line, column) =
            self.sources.positions(span).map_or((1, 1), |(start, _)| (start.line, start.column));
        let file = self.sources.path(span).to_owned();
        Stands { file, start: span.start, end: span.end, line, column }
    }

    /// The texts that were compiled: those of the language, and those that it refers to.
    pub fn source_texts(&self) -> Vec<SourceText> {
        let referred = self.referred();
        let compiled = self.sources.iter().filter(|(id, file)| file.is_kdl() || referred.contains(id));
        let mut texts: Vec<_> = compiled.map(|(_, file)| source_text(file)).collect();
        texts.sort();
        texts
    }

    /// The text of the file at this path.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.sources.find(path).map(|(_, file)| &*file.text)
    }

    /// The text that locks the project to versions of law.
    pub fn lock(&self) -> Option<SourceText> {
        self.sources.find(LOCK_FILE).map(|(_, file)| source_text(file))
    }

    pub fn source_text(&self, file: FileId) -> Option<SourceText> {
        self.sources.get(file).map(source_text)
    }

    /// What the literal at `span` means, without the quotes and escapes that it is written with.
    pub fn meaning(&self, span: Span) -> String {
        let written = self.sources.text(span);
        let (tree, _) = filrouge_syntax::parse(span.file, &format!("when {written}"));
        let value = tree.roots().next().and_then(|node| node.args().next());
        value.and_then(|value| value.value().as_text()).unwrap_or(written).to_owned()
    }

    /// Addresses of the fields that every message depends on: the person's zone and language.
    pub fn everywhere(&self) -> BTreeSet<String> {
        let first = |wanted: &Type| self.plan.profile.slots().find(|field| field.ty.required() == wanted);
        let fields = [Type::Timezone, Type::Locale];
        fields.iter().filter_map(first).map(|field| address::declared("profile", &field.name)).collect()
    }

    fn referred(&self) -> BTreeSet<FileId> {
        let contents = self.model.templates.values().flat_map(|template| &template.contents);
        let bodies =
            contents.flat_map(|content| [&content.subject, &content.text, &content.html, &content.mjml]);
        let files = bodies.filter_map(|body| match body.value() {
            Some(Body::File { file, .. }) => Some(*file),
            _ => None,
        });
        let notices = self.model.purposes.values().filter_map(|purpose| purpose.notice.value().copied());
        let schemas = self.model.events.values().filter_map(|event| event.from);
        files.chain(notices).chain(schemas).collect()
    }
}

fn source_text(file: &SourceFile) -> SourceText {
    SourceText {
        path: file.path.clone(),
        sha256: sha256_hex(file.text.as_bytes()),
        lines: file.lines().line_count(),
    }
}

/// Declarations by name, so that their order in the text does not matter.
pub(super) fn sorted<T, H: Borrow<T>>(
    table: &Table<T, H>,
    name: impl Fn(&T) -> &Spanned<Box<str>>,
) -> Vec<&T> {
    let mut all: Vec<&T> = table.values().collect();
    all.sort_by(|one, other| name(one).value.cmp(&name(other).value));
    all
}
