//! The part of the Language Server Protocol (3.17) that is spoken here, as plain data.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// A place in a text. Lines count from 0; what a column counts is agreed on at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub character: u32,
}

/// A half-open range of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Range {
    /// The first place.
    pub start: Position,
    /// The place behind the last one.
    pub end: Position,
}

/// Declares structures of the protocol: every field has the name of the protocol.
macro_rules! structures {
    ($( $(#[doc = $doc:literal])* $name:ident { $( $(#[$attribute:meta])* $field:ident : $type:ty ),* $(,)? } )*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[allow(missing_docs, reason = "the protocol says what its fields are")]
        pub struct $name { $( $(#[$attribute])* pub $field : $type ),* }
    )*};
}

structures! {
    /// A range of a document.
    Location { uri: String, range: Range }
    /// The replacement of a range.
    TextEdit { range: Range, new_text: String }
    /// The name of a document.
    DocumentId { uri: String }
    /// A document and a place in it.
    DocumentPosition { text_document: DocumentId, position: Position }
    /// A document.
    Document { text_document: DocumentId }
    /// A document and a range of it.
    DocumentRange { text_document: DocumentId, range: Range }
    /// A document that is open now.
    Opened { text_document: OpenedDocument }
    /// What is in a document that is open now.
    OpenedDocument { uri: String, version: i32, text: String }
    /// A document that has changed.
    Changed { text_document: VersionedId, content_changes: Vec<Change> }
    /// The name of a document with the number of its state.
    VersionedId { uri: String, version: i32 }
    /// A change: of a range, or of the whole text.
    Change { range: Option<Range>, text: String }
    /// What is found in a document.
    Diagnostics {
        uri: String,
        #[serde(skip_serializing_if = "Option::is_none")] version: Option<i32>,
        diagnostics: Vec<Diagnostic>,
    }
    /// One thing that is found.
    Diagnostic {
        range: Range,
        severity: u8,
        code: String,
        #[serde(skip_serializing_if = "Option::is_none")] code_description: Option<CodeDescription>,
        source: String,
        message: String,
        #[serde(skip_serializing_if = "Vec::is_empty", default)] tags: Vec<u8>,
        #[serde(skip_serializing_if = "Vec::is_empty", default)] related_information: Vec<Related>,
        #[serde(skip_serializing_if = "Option::is_none")] data: Option<Value>,
    }
    /// Where a rule is described.
    CodeDescription { href: String }
    /// A sentence about another place.
    Related { location: Location, message: String }
    /// What is shown about a place.
    Hover { contents: Markup, range: Range }
    /// A text in Markdown.
    Markup { kind: String, value: String }
    /// What may stand at a place.
    CompletionList { is_incomplete: bool, items: Vec<CompletionItem> }
    /// One thing that may stand at a place.
    CompletionItem {
        label: String,
        kind: u8,
        #[serde(skip_serializing_if = "Option::is_none")] detail: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] documentation: Option<Markup>,
        sort_text: String,
        filter_text: String,
        text_edit: TextEdit,
        #[serde(skip_serializing_if = "Option::is_none")] command: Option<Command>,
    }
    /// Something that the client is asked to do.
    Command {
        title: String,
        command: String,
        #[serde(skip_serializing_if = "Vec::is_empty", default)] arguments: Vec<Value>,
    }
    /// A part of a document with a name.
    DocumentSymbol {
        name: String,
        #[serde(skip_serializing_if = "Option::is_none")] detail: Option<String>,
        kind: u8,
        range: Range,
        selection_range: Range,
        #[serde(skip_serializing_if = "Vec::is_empty", default)] children: Vec<DocumentSymbol>,
    }
    /// A named part of the project.
    WorkspaceSymbol {
        name: String,
        kind: u8,
        location: Location,
        #[serde(skip_serializing_if = "Option::is_none")] container_name: Option<String>,
    }
    /// What is looked for among the symbols.
    SymbolQuery { query: String }
    /// Lines that can be folded.
    Fold {
        start_line: u32,
        end_line: u32,
        #[serde(skip_serializing_if = "Option::is_none")] kind: Option<String>,
    }
    /// What may be done about a range.
    ActionQuery { text_document: DocumentId, range: Range, context: ActionContext }
    /// What the client wants to know of.
    ActionContext { only: Option<Vec<String>> }
    /// Something that may be done.
    CodeAction {
        title: String,
        kind: String,
        #[serde(skip_serializing_if = "Vec::is_empty", default)] diagnostics: Vec<Diagnostic>,
        #[serde(skip_serializing_if = "Option::is_none")] is_preferred: Option<bool>,
        edit: WorkspaceEdit,
    }
    /// Replacements in several documents.
    WorkspaceEdit { changes: BTreeMap<String, Vec<TextEdit>> }
    /// Where the places are that use something.
    ReferenceQuery { text_document: DocumentId, position: Position, context: ReferenceContext }
    /// Whether the declaration is one of them.
    ReferenceContext { include_declaration: bool }
    /// A place and the name that it shall have.
    RenameQuery { text_document: DocumentId, position: Position, new_name: String }
    /// What would be renamed.
    Renamable { range: Range, placeholder: String }
    /// A use of a name in the document.
    Highlight { range: Range, kind: u8 }
    /// Tokens of a document, as differences between neighbours.
    Tokens { data: Vec<u32> }
    /// Something that is shown between the words of a text.
    InlayHint {
        position: Position,
        label: String,
        #[serde(skip_serializing_if = "Option::is_none")] kind: Option<u8>,
        #[serde(skip_serializing_if = "Option::is_none")] tooltip: Option<String>,
        padding_left: bool,
    }
    /// How a function is called.
    SignatureHelp { signatures: Vec<Signature>, active_signature: u32, active_parameter: u32 }
    /// One way of calling it.
    Signature { label: String, documentation: Markup, parameters: Vec<Parameter> }
    /// What is handed over.
    Parameter { label: [u32; 2] }
    /// A command above a line.
    CodeLens { range: Range, command: Command }
}

impl Markup {
    /// A text in Markdown.
    #[must_use]
    pub fn new(value: impl Into<String>) -> Self {
        Self { kind: "markdown".to_owned(), value: value.into() }
    }
}
