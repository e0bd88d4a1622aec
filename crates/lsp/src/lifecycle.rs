//! The start of the conversation: what the client can do, and what the server offers.

use crate::features::tokens;
use crate::server::{Phase, Refusal, Server, parameters};
use crate::{Encoding, uri};
use lsp_server::{Message, Request, RequestId};
use serde::Deserialize;
use serde_json::{Value, json};

/// What a client says of itself, as far as it matters here.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Client {
    root_uri: Option<String>,
    workspace_folders: Option<Vec<Folder>>,
    #[serde(default)]
    capabilities: Value,
    #[serde(default)]
    initialization_options: Value,
}

#[derive(Debug, Deserialize)]
struct Folder {
    uri: String,
}

/// Agrees on the columns, takes in the projects of the folders, and says what is offered.
pub(crate) fn initialize(server: &mut Server, params: Value) -> Result<Value, Refusal> {
    let client: Client = parameters(params)?;
    let capability = |path: &str| client.capabilities.pointer(path);
    let encodings = capability("/general/positionEncodings").cloned().unwrap_or_default();
    server.encoding = Encoding::of(&serde_json::from_value::<Vec<String>>(encodings).unwrap_or_default());
    server.may_watch =
        capability("/workspace/didChangeWatchedFiles/dynamicRegistration") == Some(&Value::Bool(true));
    server.may_refresh = capability("/workspace/inlayHint/refreshSupport") == Some(&Value::Bool(true));
    let pages = client.initialization_options.get("pages").and_then(Value::as_str);
    server.pages = pages.map(|pages| pages.trim_end_matches('/').to_owned());
    let folders = client.workspace_folders.unwrap_or_default().into_iter().map(|folder| folder.uri);
    for folder in folders.chain(client.root_uri).filter_map(|uri| uri::path(&uri)) {
        server.workspace.enter(&folder);
    }
    server.phase = Phase::Running;
    Ok(json!({
        "capabilities": offered(server.encoding),
        "serverInfo": { "name": "filrouge", "version": env!("CARGO_PKG_VERSION") },
    }))
}

fn offered(encoding: Encoding) -> Value {
    json!({
        "positionEncoding": encoding.word(),
        "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
        "hoverProvider": true,
        "completionProvider": { "triggerCharacters": ["=", " ", ".", "\"", "'", "{", "|", "/"] },
        "signatureHelpProvider": { "triggerCharacters": ["(", ","] },
        "definitionProvider": true,
        "referencesProvider": true,
        "documentHighlightProvider": true,
        "documentSymbolProvider": true,
        "workspaceSymbolProvider": true,
        "codeActionProvider": { "codeActionKinds": ["quickfix", "source.fixAll"] },
        "codeLensProvider": { "resolveProvider": false },
        "documentFormattingProvider": true,
        "documentRangeFormattingProvider": true,
        "renameProvider": { "prepareProvider": true },
        "foldingRangeProvider": true,
        "semanticTokensProvider": {
            "legend": { "tokenTypes": tokens::TYPES, "tokenModifiers": tokens::MODIFIERS },
            "full": true,
            "range": true,
        },
        "inlayHintProvider": true,
    })
}

/// Asks the client to tell of files that change beside the editor.
pub(crate) fn registrations(server: &Server) -> Vec<Message> {
    if !server.may_watch {
        return Vec::new();
    }
    let watchers = json!([{ "globPattern": "**/*.{kdl,mjml,html,txt,md,json,svg}" }]);
    let registration = json!({
        "id": "files",
        "method": "workspace/didChangeWatchedFiles",
        "registerOptions": { "watchers": watchers },
    });
    let params = json!({ "registrations": [registration] });
    let id = RequestId::from("files".to_owned());
    vec![Message::Request(Request { id, method: "client/registerCapability".to_owned(), params })]
}

/// Asks the client to ask for its hints anew, for the `number`th time.
pub(crate) fn refresh(number: i32) -> Message {
    let id = RequestId::from(format!("hints-{number}"));
    Message::Request(Request { id, method: "workspace/inlayHint/refresh".to_owned(), params: Value::Null })
}
