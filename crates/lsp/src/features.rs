//! What may be asked of a document or of the projects, one file for each.

mod actions;
mod completion;
mod folding;
mod formatting;
mod hints;
mod hover;
mod lenses;
mod navigation;
mod rename;
mod signature;
mod symbols;
pub(crate) mod tokens;

use crate::page::Page;
use crate::protocol::{
    ActionQuery, Document, DocumentPosition, DocumentRange, ReferenceQuery, RenameQuery, SymbolQuery,
};
use crate::server::{Refusal, Server, parameters, refuse, told};
use lsp_server::ErrorCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Parameters that name a document.
trait AboutDocument: DeserializeOwned {
    fn uri(&self) -> &str;
}

macro_rules! about_documents {
    ($($name:ident),+) => {$(
        impl AboutDocument for $name {
            fn uri(&self) -> &str {
                &self.text_document.uri
            }
        }
    )+};
}

about_documents!(Document, DocumentPosition, DocumentRange, ActionQuery, ReferenceQuery, RenameQuery);

/// Answers a request.
pub(crate) fn answer(server: &Server, method: &str, params: Value) -> Result<Value, Refusal> {
    match method {
        "textDocument/hover" => about(server, params, hover::hover),
        "textDocument/completion" => about(server, params, completion::completion),
        "textDocument/signatureHelp" => about(server, params, signature::help),
        "textDocument/definition" => about(server, params, navigation::definition),
        "textDocument/references" => about(server, params, navigation::references),
        "textDocument/documentHighlight" => about(server, params, navigation::highlights),
        "textDocument/documentSymbol" => about(server, params, symbols::of_document),
        "textDocument/codeAction" => {
            let pages = server.pages.as_deref();
            about(server, params, |page, query| actions::actions(page, query, pages))
        }
        "textDocument/codeLens" => {
            let options = server.daemon.as_ref().map(|daemon| daemon.options());
            about(server, params, |page, _: Document| lenses::lenses(page, options.as_deref()))
        }
        "textDocument/formatting" => about(server, params, formatting::document),
        "textDocument/rangeFormatting" => about(server, params, formatting::range),
        "textDocument/foldingRange" => about(server, params, folding::folds),
        "textDocument/semanticTokens/full" => about(server, params, tokens::all),
        "textDocument/semanticTokens/range" => about(server, params, tokens::some),
        "textDocument/inlayHint" => {
            let sizes = server.sizes();
            about(server, params, |page, query| hints::hints(page, query, sizes.as_ref()))
        }
        "textDocument/prepareRename" => about(server, params, rename::prepare),
        "textDocument/rename" => rename(server, params),
        "workspace/symbol" => {
            let SymbolQuery { query } = parameters(params)?;
            told(symbols::of_workspace(server, &query))
        }
        _ => refuse(ErrorCode::MethodNotFound, format!("`{method}` is not offered")),
    }
}

/// Asks a feature about a document; nothing is known of one that is not open and lies in no known project.
fn about<P: AboutDocument, R: Serialize>(
    server: &Server,
    params: Value,
    feature: impl FnOnce(&Page<'_>, P) -> R,
) -> Result<Value, Refusal> {
    let params: P = parameters(params)?;
    let page = server.workspace.page(params.uri(), server.encoding);
    page.map_or(Ok(Value::Null), |page| told(feature(&page, params)))
}

/// A name that cannot be given is refused with the reason.
fn rename(server: &Server, params: Value) -> Result<Value, Refusal> {
    let query: RenameQuery = parameters(params)?;
    let page = server.workspace.page(query.uri(), server.encoding);
    let Some(page) = page else { return Ok(Value::Null) };
    match rename::rename(&page, &query) {
        Ok(edit) => told(edit),
        Err(why) => refuse(ErrorCode::RequestFailed, why),
    }
}
