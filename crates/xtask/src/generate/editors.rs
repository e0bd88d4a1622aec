//! What editors need of the vocabulary: the grammar of the VS Code extension, and the queries for tree-sitter.
//!
//! Which strings hold conditions, expressions or placeholders is told by the declarations of the words alone, so a new
//! word is coloured without anybody thinking of it.

mod flat;
mod queries;
mod textmate;
mod vocabulary;

use vocabulary::Vocabulary;

/// Everything that is generated for editors, by path.
pub fn files() -> Vec<(String, String)> {
    let vocabulary = Vocabulary::of_the_language();
    let grammar = (
        "editor-support/vscode/syntaxes/filrouge.tmLanguage.json".to_owned(),
        textmate::grammar(&vocabulary),
    );
    let mut files = queries::files(&vocabulary);
    files.push(grammar);
    files
}
