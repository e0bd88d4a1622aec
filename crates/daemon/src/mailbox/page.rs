//! What the mailbox looks like.

use crate::admin::Explained;
use crate::answer::escape;
use filrouge_connect::Delivery;
use std::fmt::Write as _;

/// Every message, the latest first. Asks again by itself while it is empty.
pub(super) fn list(caught: &[Delivery]) -> String {
    let mut body = String::new();
    if caught.is_empty() {
        body.push_str("<p class=\"empty\">No message yet. Send an event, and what leaves will be here.</p>");
    } else {
        body.push_str("<ul class=\"messages\">");
        for delivery in caught {
            item(&mut body, delivery);
        }
        body.push_str("</ul>");
    }
    page("Mailbox", true, &body)
}

fn item(body: &mut String, delivery: &Delivery) {
    let message = &delivery.message;
    let title = message.subject.as_deref().or(message.text.as_deref()).unwrap_or("(no subject)");
    let _ = write!(
        body,
        "<li><a href=\"/dev/mailbox/{}\"><strong>{}</strong><span>to {}</span>\
         <small>{} · {} · {} · {}</small></a></li>",
        message.effect,
        escape(title),
        escape(&message.to),
        escape(&message.channel),
        escape(&message.journey),
        escape(&message.step),
        escape(&message.locale),
    );
}

/// One message: its head, its body as a mail program shows it, its plain text, and why it left.
pub(super) fn one(delivery: &Delivery, why: &[Explained]) -> String {
    let message = &delivery.message;
    let title = message.subject.as_deref().unwrap_or("(no subject)");
    let mut body = String::from("<p><a href=\"/dev/mailbox\">← All messages</a></p>");
    let _ = write!(body, "<h1>{}</h1><dl>", escape(title));
    let absent = String::new();
    for (name, value) in [
        ("From", message.from.as_ref().unwrap_or(&absent)),
        ("To", &message.to),
        ("Channel", &message.channel),
        ("Purpose", &message.purpose),
        ("Journey", &message.journey),
        ("Step", &message.step),
        ("Template", &message.template),
        ("Language", &message.locale),
    ] {
        let _ = write!(body, "<dt>{name}</dt><dd>{}</dd>", escape(value));
    }
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
        let _ = write!(body, "<h2>Plain text</h2><pre>{}</pre>", escape(text));
    }
}

fn reasons(body: &mut String, why: &[Explained]) {
    body.push_str("<h2>Why it left</h2>");
    for explained in why {
        if let Some(passage) = &explained.origin.text {
            let _ = write!(body, "<p><code>{}</code></p><pre>", escape(&passage.file));
            for line in &passage.lines {
                let _ = writeln!(body, "<i>{:>4}</i>  {}", line.line, escape(&line.text));
            }
            body.push_str("</pre>");
        }
    }
    let person = why.first().map(|explained| explained.person.to_string()).unwrap_or_default();
    let _ = write!(body, "<p>All that was decided: <code>filrouge why {person}</code></p>");
}

fn page(title: &str, fresh: bool, body: &str) -> String {
    let refresh = if fresh { "<meta http-equiv=\"refresh\" content=\"3\">" } else { "" };
    let head = if fresh { "<h1>Mailbox</h1>" } else { "" };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">{refresh}\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{} · Filrouge</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<main>\n{head}\n{body}\n</main>\n</body>\n</html>\n",
        escape(title)
    )
}

const STYLE: &str = "\
:root{color-scheme:light dark;--line:color-mix(in srgb,CanvasText 18%,Canvas);--red:#c1121f}\
body{font:1rem/1.5 system-ui,sans-serif;margin:0;padding:2rem 1rem}\
main{max-width:48rem;margin:0 auto}\
h1{font-size:1.6rem;border-left:4px solid var(--red);padding-left:.75rem}\
h2{font-size:1.1rem;margin-top:2rem}\
ul.messages{list-style:none;padding:0;border:1px solid var(--line);border-radius:.5rem;overflow:hidden}\
ul.messages li+li{border-top:1px solid var(--line)}\
ul.messages a{display:grid;padding:.75rem 1rem;color:inherit;text-decoration:none}\
ul.messages a:hover,ul.messages a:focus-visible{background:color-mix(in srgb,var(--red) 12%,Canvas)}\
small,.empty{opacity:.7}\
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}\
dt{opacity:.7}dd{margin:0}\
iframe{width:100%;height:32rem;border:1px solid var(--line);border-radius:.5rem;background:#fff}\
pre{overflow:auto;padding:1rem;border:1px solid var(--line);border-radius:.5rem;white-space:pre-wrap}\
pre i{opacity:.5;font-style:normal}";
