//! What the mailbox looks like. No script runs on it.

use super::Caught;
use crate::api::{Decision, Origin};
use filrouge_connect::Delivery;
use filrouge_machine::{Choice, Ground, Verdict};
use filrouge_page::escape;
use jiff::Timestamp;
use std::fmt::Write as _;

/// Every message, the latest first. Looks again by itself while there is none: later that would take away the
/// reader's place.
pub(super) fn list(caught: &[Caught]) -> String {
    let mut body = String::from("<h1>Mailbox</h1>");
    if caught.is_empty() {
        body.push_str(
            "<p class=\"quiet\">No message yet. Send an event, and what leaves will be here; this page looks every \
             three seconds.</p>",
        );
    } else {
        let count =
            if caught.len() == 1 { "1 message".to_owned() } else { format!("{} messages", caught.len()) };
        let _ = write!(
            body,
            "<p class=\"bar\"><span class=\"quiet\">{count}, the latest first</span> \
             <a href=\"/dev/mailbox\">Look again</a></p><ul class=\"messages\">"
        );
        for caught in caught {
            item(&mut body, caught);
        }
        body.push_str("</ul>");
    }
    page("Mailbox", caught.is_empty(), &body)
}

fn item(body: &mut String, caught: &Caught) {
    let message = &caught.delivery.message;
    let _ = write!(
        body,
        "<li><a href=\"/dev/mailbox/{}\"><strong lang=\"{}\">{}</strong><span>to {}</span>\
         <small>{} · {} › {} · {}</small>{}</a></li>",
        message.effect,
        escape(&message.locale),
        escape(title(&caught.delivery)),
        escape(&message.to),
        escape(&message.channel),
        escape(&message.journey),
        escape(&message.step),
        escape(&message.locale),
        time(caught.at),
    );
}

fn title(delivery: &Delivery) -> &str {
    let message = &delivery.message;
    message.subject.as_deref().or(message.text.as_deref()).unwrap_or("(no subject)")
}

/// One message: its head, its body as a mail program shows it, its plain text, and why it left.
pub(super) fn one(caught: &Caught, why: &[Decision]) -> String {
    let Caught { at, delivery } = caught;
    let message = &delivery.message;
    let title = title(delivery);
    let mut body = String::from("<nav><a href=\"/dev/mailbox\">← All messages</a></nav>");
    let _ = write!(body, "<h1 lang=\"{}\">{}</h1><dl>", escape(&message.locale), escape(title));
    let step = format!("{} › {}", message.journey, message.step);
    for (name, value) in [
        ("From", message.from.as_deref().unwrap_or("–")),
        ("To", &message.to),
        ("Channel", &message.channel),
        ("Purpose", &message.purpose),
        ("Step", &step),
        ("Template", &message.template),
        ("Language", &message.locale),
    ] {
        let _ = write!(body, "<dt>{name}</dt><dd>{}</dd>", escape(value));
    }
    let _ = write!(body, "<dt>Caught</dt><dd>{}</dd>", time(*at));
    if let Some(link) = &delivery.unsubscribe {
        let _ = write!(body, "<dt>Unsubscribe</dt><dd><a href=\"{0}\">one-click link</a></dd>", escape(link));
    }
    body.push_str("</dl>");
    bodies(&mut body, delivery);
    reasons(&mut body, why);
    page(title, false, &body)
}

fn bodies(body: &mut String, delivery: &Delivery) {
    let message = &delivery.message;
    if message.html.is_some() {
        let _ = write!(
            body,
            "<h2>As it is shown</h2><iframe sandbox title=\"The message\" src=\"/dev/mailbox/{}/html\"></iframe>",
            message.effect
        );
    }
    if let Some(text) = &message.text {
        let _ = write!(
            body,
            "<h2>Plain text</h2><pre lang=\"{}\" tabindex=\"0\">{}</pre>",
            escape(&message.locale),
            escape(text)
        );
    }
}

fn reasons(body: &mut String, why: &[Decision]) {
    body.push_str("<h2>Why it left</h2>");
    for decision in why {
        passage(body, &decision.origin);
        body.push_str("<dl>");
        if let Verdict::Queued { ground, .. } | Verdict::Resent { ground, .. } = &decision.verdict {
            grounds(body, ground);
        }
        let _ = write!(body, "<dt>Decided</dt><dd>{}</dd>", time(decision.at));
        let _ = write!(body, "<dt>Plan</dt><dd><code>{}</code></dd>", escape(&decision.plan));
        if let Some(commit) = &decision.commit {
            let dirty = if commit.dirty { " and changes" } else { "" };
            let _ = write!(body, "<dt>Commit</dt><dd><code>{}</code>{dirty}</dd>", escape(&commit.id));
        }
        body.push_str("</dl>");
    }
    let person = why.first().map(|decision| decision.person.to_string()).unwrap_or_default();
    let _ = write!(body, "<p>All that was decided: <code>filrouge why {person}</code></p>");
}

fn passage(body: &mut String, origin: &Origin) {
    let Some(passage) = &origin.text else { return };
    let _ = write!(
        body,
        "<p><code>{}:{}</code></p><pre tabindex=\"0\">",
        escape(&passage.file),
        passage.span.line
    );
    for line in &passage.lines {
        let _ = writeln!(body, "<i>{:>4}</i>  {}", line.line, escape(&line.text));
    }
    body.push_str("</pre>");
}

fn grounds(body: &mut String, ground: &Ground) {
    let purpose = escape(&ground.purpose);
    let _ = match &ground.choice {
        Some(Choice { at, evidence, .. }) => write!(
            body,
            "<dt>Relies on</dt><dd>the consent to <code>{purpose}</code> of {} ({})</dd>",
            time(*at),
            escape(evidence)
        ),
        None => write!(body, "<dt>Purpose</dt><dd><code>{purpose}</code>, which needs no consent</dd>"),
    };
}

/// An instant for people and programs.
fn time(millis: i64) -> String {
    let Ok(instant) = Timestamp::from_millisecond(millis) else { return String::new() };
    format!("<time datetime=\"{instant}\">{}</time>", instant.strftime("%Y-%m-%d %H:%M:%S UTC"))
}

fn page(title: &str, fresh: bool, body: &str) -> String {
    let refresh = if fresh { "<meta http-equiv=\"refresh\" content=\"3\">" } else { "" };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">{refresh}\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{} · Filrouge</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<main>\n{body}\n</main>\n</body>\n</html>\n",
        escape(title)
    )
}

const STYLE: &str = "\
:root{color-scheme:light dark;--line:color-mix(in srgb,CanvasText 20%,Canvas);\
--quiet:color-mix(in srgb,CanvasText 72%,Canvas);--link:light-dark(#a4161a,#ff9a96);--red:#c1121f}\
body{font:1rem/1.5 system-ui,sans-serif;margin:0;padding:1.5rem 1rem 3rem;overflow-wrap:anywhere}\
main{max-width:48rem;margin:0 auto}\
a{color:var(--link)}\
a:focus-visible,pre:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:.25rem}\
h1{font-size:1.6rem;line-height:1.25;border-left:4px solid var(--red);padding-left:.75rem;margin:1.25rem 0}\
h2{font-size:1.1rem;margin:2rem 0 .75rem}\
.bar{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.5rem}\
.quiet,small,time,dt{color:var(--quiet)}dd time{color:inherit}\
ul.messages{list-style:none;padding:0;margin:0;border:1px solid var(--line);border-radius:.5rem;overflow:hidden}\
ul.messages li+li{border-top:1px solid var(--line)}\
ul.messages a{display:grid;grid-template-columns:1fr auto;gap:0 1rem;padding:.75rem 1rem;color:inherit;text-decoration:none}\
ul.messages strong,ul.messages span{grid-column:1/-1}\
ul.messages strong{text-decoration:underline;text-decoration-color:var(--line);text-underline-offset:.2em}\
ul.messages a:focus-visible{outline-offset:-3px}\
ul.messages a:hover{background:color-mix(in srgb,var(--red) 10%,Canvas)}\
ul.messages time{font-size:smaller}\
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.25rem 1rem;margin:0}\
dd{margin:0}\
iframe{box-sizing:border-box;width:100%;height:32rem;border:1px solid var(--line);border-radius:.5rem;background:#fff}\
code,pre{font:.9rem/1.5 ui-monospace,monospace}\
pre{overflow:auto;margin:.5rem 0 1rem;padding:1rem;border:1px solid var(--line);border-radius:.5rem;white-space:pre-wrap}\
pre i{color:var(--quiet);font-style:normal;user-select:none}\
@media(max-width:32rem){ul.messages a{grid-template-columns:1fr}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}}";
