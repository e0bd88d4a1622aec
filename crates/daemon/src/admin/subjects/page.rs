//! The copy as a page to read and to print, in English and in French. No script, nothing from elsewhere.

use super::happened::happened;
use super::words::{Language, based, kind, quoted, state};
use crate::answer::page;
use crate::api::{Explained, Happened, SubjectExport};
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_page::escape;
use jiff::Timestamp;
use serde_json::{Map, Value as Json};

const STYLE: &str = "
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; color: #1a1a1a; background: #fff; }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #161616; } a { color: #8ab4ff; } }
h2 { border-bottom: 1px solid currentColor; margin-top: 2.5rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; overflow-wrap: break-word; }
td:last-child { overflow-wrap: anywhere; }
thead th { border-bottom: 1px solid currentColor; }
.wide th, .wide td:first-child { overflow-wrap: normal; white-space: nowrap; }
.wide { overflow-x: auto; }
@media print { body { max-width: none; color: #000; background: #fff; } nav { display: none; } tr { break-inside: avoid; } }
";

/// The page as an answer.
pub(super) fn answer(copy: &SubjectExport, language: Language) -> Response {
    page(StatusCode::OK, html(copy, language))
}

/// A part of the page: its anchor, its title, and what stands in it.
struct Part {
    anchor: &'static str,
    title: &'static str,
    body: String,
}

/// The page.
pub(super) fn html(copy: &SubjectExport, language: Language) -> String {
    let title = language.pick("Your data", "Vos données");
    let parts = parts(copy, language);
    let links = parts
        .iter()
        .map(|Part { anchor, title, .. }| format!("<li><a href=\"#{anchor}\">{title}</a></li>\n"));
    let links: String = links.collect();
    let bodies = parts.iter().map(|Part { anchor, title, body }| {
        format!(
            "<section aria-labelledby=\"{anchor}\">\n<h2 id=\"{anchor}\">{title}</h2>\n{body}</section>\n"
        )
    });
    let bodies: String = bodies.collect();
    let contents = language.pick("Contents", "Sommaire");
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} – {project}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         <p>{project}, {moment}</p>\n<nav aria-label=\"{contents}\">\n<ul>\n{links}</ul>\n</nav>\n{bodies}</main>\n\
         </body>\n</html>\n",
        language.tag(),
        project = escape(&copy.project),
        moment = moment(Some(copy.made_at)),
    )
}

fn parts(copy: &SubjectExport, language: Language) -> Vec<Part> {
    let part = |anchor, english, french, body| Part { anchor, title: language.pick(english, french), body };
    vec![
        part("who", "Who you are to us", "Qui vous êtes pour nous", who(copy, language)),
        part("profile", "What we know of you", "Ce que nous savons de vous", profile(copy, language)),
        part("choices", "What you agreed to", "Ce que vous avez accepté", choices(copy, language)),
        part(
            "purposes",
            "What your data is used for",
            "À quoi servent vos données",
            purposes(copy, language),
        ),
        part("recipients", "Who receives it", "Qui les reçoit", recipients(copy, language)),
        part("sources", "Where it comes from", "D’où elles viennent", sources(copy, language)),
        part("messages", "Messages to you", "Messages à votre intention", messages(copy, language)),
        part("events", "What happened", "Ce qui s’est passé", events(&copy.events, language)),
        part(
            "decisions",
            "What was decided, and why",
            "Ce qui a été décidé, et pourquoi",
            decisions(copy, language),
        ),
        part("requests", "Your requests", "Vos demandes", requests(copy, language)),
    ]
}

fn who(copy: &SubjectExport, language: Language) -> String {
    let profile = &copy.profile;
    let names = profile.identifiers.iter().map(|(name, values)| (name.clone(), values.join(", ")));
    let when = |english, french, at: Option<i64>| {
        at.map(|at| (language.pick(english, french).to_owned(), moment(Some(at))))
    };
    let limits = &copy.limits;
    let more = [
        when("known since", "connu depuis", profile.since),
        when("last act", "dernière activité", profile.last_activity),
        when("kept until", "conservé jusqu’au", copy.kept_until),
        when("stored and not used since", "conservé sans usage depuis", limits.restricted),
        when("under a legal hold since", "sous obligation de conservation depuis", limits.held),
        when("contact point blocked since", "point de contact bloqué depuis", limits.suppressed),
    ];
    pairs(names.chain(more.into_iter().flatten()), language)
}

fn profile(copy: &SubjectExport, language: Language) -> String {
    let profile = &copy.profile;
    let segments: Vec<String> = profile.segments.iter().cloned().collect();
    let journeys = profile.journeys.iter().map(|walk| {
        (
            language.pick("inside the journey", "dans le parcours").to_owned(),
            format!("{} › {}", walk.journey, walk.step),
        )
    });
    let groups =
        (!segments.is_empty()).then(|| (language.pick("groups", "groupes").to_owned(), segments.join(", ")));
    let fields = known(&profile.fields).chain(known(&profile.traits)).chain(groups).chain(journeys);
    pairs(fields, language)
}

fn known(fields: &Map<String, Json>) -> impl Iterator<Item = (String, String)> + '_ {
    fields.iter().map(|(name, value)| (name.clone(), shown(value)))
}

fn choices(copy: &SubjectExport, language: Language) -> String {
    let rows = copy.profile.consents.iter().map(|choice| {
        let said = if choice.granted { language.pick("yes", "oui") } else { language.pick("no", "non") };
        let channel = if choice.channel.is_empty() {
            language.pick("every channel", "tous les canaux")
        } else {
            &choice.channel
        };
        [
            choice.purpose.clone(),
            channel.to_owned(),
            said.to_owned(),
            moment(Some(choice.at)),
            choice.evidence.clone(),
        ]
    });
    let heads = [
        language.pick("purpose", "finalité"),
        language.pick("channel", "canal"),
        language.pick("answer", "réponse"),
        language.pick("when", "quand"),
        language.pick("evidence", "preuve"),
    ];
    table(heads, rows, language)
}

fn purposes(copy: &SubjectExport, language: Language) -> String {
    let rows = copy.purposes.iter().map(|ground| {
        let basis = based(ground.basis, language).to_owned();
        [ground.purpose.clone(), ground.data_use.clone().unwrap_or_default(), basis]
    });
    let heads = [
        language.pick("purpose", "finalité"),
        language.pick("use", "usage"),
        language.pick("lawful basis", "base légale"),
    ];
    table(heads, rows, language)
}

fn recipients(copy: &SubjectExport, language: Language) -> String {
    let rows = copy.recipients.iter().map(|recipient| {
        [recipient.name.clone(), recipient.messages.to_string(), recipient.questions.to_string()]
    });
    let heads = [
        language.pick("service", "service"),
        language.pick("messages", "messages"),
        language.pick("questions", "questions"),
    ];
    table(heads, rows, language)
}

fn sources(copy: &SubjectExport, language: Language) -> String {
    let rows = copy.sources.iter().map(|source| [source.name.clone(), source.inputs.to_string()]);
    table([language.pick("source", "source"), language.pick("entries", "entrées")], rows, language)
}

fn messages(copy: &SubjectExport, language: Language) -> String {
    let rows = copy.messages.iter().map(|sent| {
        let step = sent.step.clone().unwrap_or_default();
        [
            moment(Some(sent.at)),
            sent.channel.clone(),
            sent.purpose.clone(),
            format!("{} › {step}", sent.journey),
        ]
    });
    let heads = [
        language.pick("when", "quand"),
        language.pick("channel", "canal"),
        language.pick("purpose", "finalité"),
        language.pick("journey", "parcours"),
    ];
    table(heads, rows, language)
}

fn events(events: &[Happened], language: Language) -> String {
    let rows =
        events.iter().map(|event| [moment(Some(event.at)), event.source.clone(), happened(event, language)]);
    let heads =
        [language.pick("when", "quand"), language.pick("source", "source"), language.pick("what", "quoi")];
    table(heads, rows, language)
}

/// A value as people write it, texts without quotes.
pub(super) fn plain(value: &filrouge_plan::Value) -> String {
    value.as_text().map_or_else(|| filrouge_explain::shown_value(value), str::to_owned)
}

fn decisions(copy: &SubjectExport, language: Language) -> String {
    let rows = copy.decisions.iter().map(|Explained { sentence, decision }| {
        let step = decision.step.as_ref().map_or_else(String::new, |step| format!(" › {step}"));
        let sentence = quoted(&language.tell(sentence), language);
        [moment(Some(decision.at)), format!("{}{step}", decision.journey), sentence, why(decision)]
    });
    let heads = [
        language.pick("when", "quand"),
        language.pick("journey", "parcours"),
        language.pick("decision", "décision"),
        language.pick("conditions", "conditions"),
    ];
    table(heads, rows, language)
}

/// The conditions with the value of each part.
fn why(decision: &crate::api::Decision) -> String {
    let operands = decision.conditions.iter().flat_map(|condition| &condition.operands);
    let told = operands
        .filter_map(|operand| Some(format!("{} = {}", operand.text.as_ref()?, plain(&operand.value))));
    told.collect::<Vec<_>>().join("; ")
}

fn requests(copy: &SubjectExport, language: Language) -> String {
    let rows = copy.requests.iter().map(|request| {
        let (kind, state) = (kind(request.kind, language), state(request.state, language));
        let until = request.deadline().map_or_else(|| "–".to_owned(), |due| moment(Some(due)));
        [kind.to_owned(), moment(Some(request.received)), state.to_owned(), until]
    });
    let heads = [
        language.pick("request", "demande"),
        language.pick("received", "reçue"),
        language.pick("state", "état"),
        language.pick("answer until", "réponse avant le"),
    ];
    table(heads, rows, language)
}

fn pairs(rows: impl Iterator<Item = (String, String)>, language: Language) -> String {
    let rows: String = rows
        .map(|(name, value)| {
            format!("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", escape(&name), escape(&value))
        })
        .collect();
    if rows.is_empty() { nothing(language) } else { format!("<table>\n<tbody>\n{rows}</tbody>\n</table>\n") }
}

fn table<const N: usize>(
    heads: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
    language: Language,
) -> String {
    let row = |cells: [String; N]| {
        let cells: String = cells.iter().map(|cell| format!("<td>{}</td>", escape(cell))).collect();
        format!("<tr>{cells}</tr>\n")
    };
    let rows: String = rows.map(row).collect();
    if rows.is_empty() {
        return nothing(language);
    }
    let heads: String = heads.iter().map(|head| format!("<th scope=\"col\">{head}</th>")).collect();
    format!(
        "<div class=\"wide\">\n<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
    )
}

fn nothing(language: Language) -> String {
    format!("<p>{}</p>\n", language.pick("nothing", "rien"))
}

/// A text without its quotes; anything else as JSON.
pub(super) fn shown(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn moment(at: Option<i64>) -> String {
    let at = at.and_then(|at| Timestamp::from_millisecond(at).ok());
    at.map_or_else(|| "–".to_owned(), |at| at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
}
