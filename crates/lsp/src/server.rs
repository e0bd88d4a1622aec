//! The server: messages in, messages out.

use crate::protocol::{Changed, Diagnostic, Document, Opened};
use crate::publish::publish;
use crate::workspace::Workspace;
use crate::{Daemon, Disk, Encoding, Sizes, features, lifecycle};
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How far the conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Nothing was agreed on.
    New,
    /// Everything may be asked.
    Running,
    /// Nothing may be asked any more.
    ShutDown,
    /// It is over; with this code the process ends.
    Over(u8),
}

/// A language server for one client.
pub struct Server {
    pub(crate) workspace: Workspace,
    pub(crate) encoding: Encoding,
    /// Where the pages of the documentation are, if the client has said it.
    pub(crate) pages: Option<String>,
    /// Whether the client tells of files that change, when it is asked to.
    pub(crate) may_watch: bool,
    /// Whether the client asks for its hints anew, when it is asked to.
    pub(crate) may_refresh: bool,
    /// The daemon that runs the project, if the server was told of one.
    pub(crate) daemon: Option<Box<dyn Daemon>>,
    /// What was known of the daemon when the client was last told of it, and how often it was.
    refreshed: (Option<Sizes>, i32),
    /// What the client was told last of each document, and in which state the document was.
    pub(crate) published: BTreeMap<String, Told>,
    /// Whether files have changed on the disk since it was looked at.
    is_stale: bool,
    pub(crate) phase: Phase,
}

/// The state of a document, and what was found in it.
pub(crate) type Told = (Option<i32>, Vec<Diagnostic>);

/// Why a request is not answered.
pub(crate) struct Refusal(ErrorCode, String);

type Answer = Result<Value, Refusal>;

impl Server {
    /// A server that has not heard of anybody.
    #[must_use]
    pub fn new(disk: Box<dyn Disk>) -> Self {
        Self {
            workspace: Workspace::new(disk),
            encoding: Encoding::default(),
            pages: None,
            may_watch: false,
            may_refresh: false,
            daemon: None,
            refreshed: (None, 0),
            published: BTreeMap::new(),
            is_stale: false,
            phase: Phase::New,
        }
    }

    /// The same, beside a daemon.
    #[must_use]
    pub fn beside(self, daemon: Box<dyn Daemon>) -> Self {
        Self { daemon: Some(daemon), ..self }
    }

    /// What the daemon told, unless that is too long ago.
    pub(crate) fn sizes(&self) -> Option<Sizes> {
        self.daemon.as_ref()?.sizes().filter(Sizes::is_fresh)
    }

    /// To be called when the daemon has told something, or has told nothing for a while: returns what the client is to be told.
    pub fn heard(&mut self) -> Vec<Message> {
        let sizes = self.sizes();
        if self.phase != Phase::Running || !self.may_refresh || sizes == self.refreshed.0 {
            return Vec::new();
        }
        self.refreshed = (sizes, self.refreshed.1.wrapping_add(1));
        vec![lifecycle::refresh(self.refreshed.1)]
    }

    /// The code with which the process ends, once the client has said that it is over.
    #[must_use]
    pub const fn exit_code(&self) -> Option<u8> {
        match self.phase {
            Phase::Over(code) => Some(code),
            _ => None,
        }
    }

    /// Takes in everything that has come by now, in order, and returns what the client is to be told. The projects are
    /// judged once, behind the last message: of several changes only the last is.
    pub fn receive(&mut self, messages: Vec<Message>) -> Vec<Message> {
        let cancelled: BTreeSet<String> = messages.iter().filter_map(cancelled).collect();
        let mut told = Vec::new();
        for message in messages {
            match message {
                Message::Request(request) => {
                    self.look_again();
                    told.push(self.reply(request, &cancelled).into());
                }
                Message::Notification(notification) => told.extend(self.notice(notification)),
                // Answers to our registrations say nothing that we need.
                Message::Response(_) => {}
            }
        }
        self.look_again();
        if self.phase == Phase::Running {
            told.extend(publish(self));
        }
        told
    }

    /// Reads projects again if anything has changed beside the editor: once, however many messages say so.
    fn look_again(&mut self) {
        if std::mem::take(&mut self.is_stale) {
            self.workspace.look_again();
        }
    }

    fn reply(&mut self, request: Request, cancelled: &BTreeSet<String>) -> Response {
        let Request { id, method, params } = request;
        let answer = if cancelled.contains(&name(&id)) {
            Err(Refusal(ErrorCode::RequestCanceled, "the request was cancelled".to_owned()))
        } else {
            self.answer(&method, params)
        };
        let response_result =
            answer.map_err(|Refusal(code, message)| ResponseError { code: code as i32, message, data: None });
        Response { id, response_result }
    }

    fn answer(&mut self, method: &str, params: Value) -> Answer {
        match (self.phase, method) {
            (Phase::New, "initialize") => lifecycle::initialize(self, params),
            (Phase::New, _) => refuse(ErrorCode::ServerNotInitialized, "`initialize` comes first"),
            (Phase::Running, "shutdown") => {
                self.phase = Phase::ShutDown;
                Ok(Value::Null)
            }
            (Phase::Running, "initialize") => refuse(ErrorCode::InvalidRequest, "`initialize` comes once"),
            (Phase::Running, _) => features::answer(self, method, params),
            (Phase::ShutDown | Phase::Over(_), _) => {
                refuse(ErrorCode::InvalidRequest, "the server is shut down")
            }
        }
    }

    fn notice(&mut self, notification: Notification) -> Vec<Message> {
        let Notification { method, params } = notification;
        match (self.phase, method.as_str()) {
            (phase, "exit") => self.phase = Phase::Over(u8::from(phase != Phase::ShutDown)),
            (Phase::Running, "initialized") => return lifecycle::registrations(self),
            (Phase::Running, _) => self.document(&method, params),
            _ => {}
        }
        Vec::new()
    }

    /// What the editor says of its documents. What cannot be understood is passed by: nobody waits for an answer.
    fn document(&mut self, method: &str, params: Value) {
        match method {
            "textDocument/didOpen" => {
                if let Some(Opened { text_document }) = read(params) {
                    self.workspace.open(text_document);
                }
            }
            "textDocument/didChange" => {
                if let Some(Changed { text_document, content_changes }) = read(params) {
                    let (uri, version) = (text_document.uri, text_document.version);
                    self.workspace.change(&uri, version, content_changes, self.encoding);
                }
            }
            "textDocument/didClose" => {
                if let Some(Document { text_document }) = read(params) {
                    self.workspace.close(&text_document.uri);
                }
            }
            // A client that watches files tells of this one, too.
            "textDocument/didSave" if !self.may_watch => self.is_stale = true,
            "workspace/didChangeWatchedFiles" if tells_of_files(&params) => self.is_stale = true,
            _ => {}
        }
    }
}

/// Whether a message names files that have changed.
fn tells_of_files(params: &Value) -> bool {
    params.get("changes").and_then(Value::as_array).is_some_and(|files| !files.is_empty())
}

/// The request that a message calls off.
fn cancelled(message: &Message) -> Option<String> {
    let Message::Notification(notification) = message else { return None };
    let id = notification.params.get("id").filter(|_| notification.method == "$/cancelRequest")?;
    serde_json::from_value::<RequestId>(id.clone()).ok().map(|id| name(&id))
}

fn name(id: &RequestId) -> String {
    id.to_string()
}

fn read<T: DeserializeOwned>(params: Value) -> Option<T> {
    serde_json::from_value(params).ok()
}

/// What a client must not ask, or not so.
pub(crate) fn refuse<T>(code: ErrorCode, message: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal(code, message.into()))
}

/// The parameters of a request.
pub(crate) fn parameters<T: DeserializeOwned>(params: Value) -> Result<T, Refusal> {
    serde_json::from_value(params).or_else(|error| refuse(ErrorCode::InvalidParams, error.to_string()))
}

/// The answer as JSON.
pub(crate) fn told(answer: impl Serialize) -> Answer {
    serde_json::to_value(answer).or_else(|error| refuse(ErrorCode::InternalError, error.to_string()))
}
