//! The span of a call that came in.

use super::context::{Context, span_of};
use super::span::{Kind, Span, now, number, text};
use super::traces::Traces;
use crate::app::App;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;
use filrouge_machine::Id;
use std::sync::{Arc, OnceLock};

tokio::task_local! {
    /// The call that is answered.
    static CALL: Arc<Call>;
}

/// Paths of which a supervisor and a person's mailbox know more than anybody needs.
const WORTH: [&str; 3] = ["/v1/", "/admin/v1/", "/u/"];

/// A call under way.
pub(super) struct Call {
    /// The span of the caller.
    came: Option<Context>,
    id: u64,
    /// Its own span, as soon as something needs it: a call that nobody has traced takes the trace of its first input.
    own: OnceLock<Context>,
}

/// Answers a call, and tells how it went. The route is told, not the path, which may name somebody.
pub(crate) async fn traced(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let (Some(traces), Some(route)) = (&app.traces, route.filter(|route| is_worth_it(route))) else {
        return next.run(request).await;
    };
    let (method, began) = (request.method().clone(), now());
    let call = Arc::new(Call::new(traces, request.headers()));
    let response = CALL.scope(Arc::clone(&call), next.run(request)).await;
    traces.answered(&call, (&method, route), began, response.status().as_u16());
    response
}

fn is_worth_it(route: &str) -> bool {
    WORTH.iter().any(|start| route.starts_with(start))
}

impl Call {
    fn new(traces: &Traces, headers: &HeaderMap) -> Self {
        let came = Some(headers).filter(|_| traces.continues).and_then(caller);
        Self { came, id: chance(), own: OnceLock::new() }
    }

    /// The call that is answered here, if this is one.
    pub(super) fn current() -> Option<Arc<Self>> {
        CALL.try_with(Arc::clone).ok()
    }

    /// Its span. Where nobody has traced the call, the trace is that of `first`.
    pub(super) fn span(&self, traces: &Traces, first: Option<Id>) -> Context {
        *self.own.get_or_init(|| match self.came {
            Some(came) => Context { span: self.id, sampled: traces.sampler.follows(came), ..came },
            None => {
                let first = first.unwrap_or_else(|| Id(u128::from(chance()) << 64 | u128::from(chance())));
                Context { span: self.id, ..traces.own(first) }
            }
        })
    }
}

/// The span of the caller; two of them are none.
fn caller(headers: &HeaderMap) -> Option<Context> {
    let mut given = headers.get_all("traceparent").iter();
    let (first, second) = (given.next()?, given.next());
    if second.is_some() { None } else { Context::read(first.to_str().ok()?.trim()) }
}

impl Traces {
    fn answered(&self, call: &Call, (method, route): (&Method, String), began: u64, status: u16) {
        let own = call.span(self, None);
        if !own.sampled {
            return;
        }
        let name = format!("{method} {route}");
        let attributes = vec![
            text("http.request.method", method.to_string()),
            text("http.route", route),
            number("http.response.status_code", u64::from(status)),
        ];
        let failure = (status >= 500).then(|| format!("answered {status}"));
        let parent = call.came.map(|came| came.span);
        let span = Span::at(began, own.trace, own.span, name);
        self.tell(Span { parent, kind: Kind::Server, ended: now(), attributes, failure, ..span });
    }
}

/// A span that nothing names.
pub(super) fn chance() -> u64 {
    getrandom::u64().unwrap_or_else(|_| span_of(Id(u128::from(now())))).max(1)
}
