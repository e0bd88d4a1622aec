//! The page on which a person confirms what they asked for: double opt-in.

use crate::names::channel as channel_name;
use crate::{Language, Visit, shell, text_of};
use filrouge_machine::{Consent, Method, Proof};
use filrouge_page::escape;
use filrouge_plan::{Centre, Notice, Purpose};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What is said of a confirmation by a link.
const EVIDENCE: &str = "confirm-link";

/// What waits for a confirmation on a channel, with a button that confirms it.
#[must_use]
pub fn confirm_page(visit: &Visit<'_>, channel: &str) -> String {
    let language = visit.language();
    let title = language.pick("Confirmer votre demande", "Confirm your request");
    let waiting = waiting(visit, channel);
    if waiting.is_empty() {
        let none = language.pick("Rien n’attend votre confirmation.", "Nothing waits for your confirmation.");
        return shell(&visit.plan.centre, language, title, &format!("<p role=\"status\">{none}</p>\n"));
    }
    let mut body = format!("<form method=\"post\" action=\"{}\">\n", escape(&visit.path));
    let _ = writeln!(body, "<input type=\"hidden\" name=\"lang\" value=\"{}\">", escape(&visit.locale));
    for purpose in waiting {
        card(visit, purpose, channel, &mut body);
    }
    let note = language.pick(
        "Rien ne change tant que vous n’avez pas appuyé sur le bouton. Si vous n’avez rien demandé, fermez cette page.",
        "Nothing changes until you press the button. If you asked for nothing, close this page.",
    );
    let _ = writeln!(
        body,
        "<p class=\"buttons\"><button type=\"submit\">{}</button></p>\n</form>\n<p class=\"note\">{note}</p>",
        language.pick("Confirmer", "Confirm"),
    );
    shell(&visit.plan.centre, language, title, &body)
}

/// One purpose, the text that is agreed to, and what tells the form that it was shown.
fn card(visit: &Visit<'_>, purpose: &Purpose, channel: &str, body: &mut String) {
    let language = visit.language();
    let (name, title) = (escape(&purpose.name), escape(&visit.title(&purpose.name)));
    let version = version(purpose);
    let _ = writeln!(
        body,
        "<div class=\"card\"><h2>{title}, {}</h2>\n<input type=\"hidden\" name=\"purpose:{name}\" value=\"{version}\">",
        channel_name(channel, language)
    );
    if let Some(description) = visit.description(&purpose.name) {
        let _ = writeln!(body, "<p>{}</p>", escape(&description));
    }
    let text = purpose.notice.as_ref().and_then(|notice| text_of(notice, visit.texts));
    if let Some(text) = text {
        let asked = language.pick("Ce que vous acceptez", "What you agree to");
        let _ = writeln!(
            body,
            "<details><summary>{asked} ({version})</summary><div>{}</div></details>",
            escape(text)
        );
    }
    body.push_str("</div>\n");
}

/// The version of the text that is agreed to; nothing when there is none.
fn version(purpose: &Purpose) -> String {
    purpose.notice.as_ref().map(Notice::version).unwrap_or_default()
}

/// Says that it is confirmed.
#[must_use]
pub fn confirmed(centre: &Centre, language: Language) -> String {
    let title = language.pick("C’est confirmé", "Confirmed");
    let text = language.pick(
        "Merci, votre demande est confirmée. Vous pouvez fermer cette page.",
        "Thank you, your request is confirmed. You can close this page.",
    );
    shell(centre, language, title, &format!("<p role=\"status\">{text}</p>\n"))
}

/// The confirmations in a form: of what it showed, as far as that still waits and its text is still the same.
#[must_use]
pub fn confirming(
    visit: &Visit<'_>,
    channel: &str,
    pairs: &BTreeMap<String, String>,
    agent: Option<String>,
) -> Vec<Consent> {
    let shown =
        |purpose: &&Purpose| pairs.get(&format!("purpose:{}", purpose.name)) == Some(&version(purpose));
    let confirmed = waiting(visit, channel).into_iter().filter(shown);
    confirmed.map(|purpose| confirmation(visit, purpose, channel, agent.clone())).collect()
}

fn confirmation(visit: &Visit<'_>, purpose: &Purpose, channel: &str, agent: Option<String>) -> Consent {
    let proof = Proof {
        method: Method::DoubleOptIn,
        notice: visit.shown(purpose),
        screen: Some("/c".to_owned()),
        agent,
        received_at: Some(visit.now),
        acted_at: Some(visit.now),
        ..Proof::default()
    };
    Consent::said(&purpose.name, Some(channel), true, EVIDENCE).proved(proof)
}

/// The purposes that were asked for on the channel and can still be confirmed.
fn waiting<'v>(visit: &Visit<'v>, channel: &str) -> Vec<&'v Purpose> {
    let waits = |purpose: &&Purpose| {
        let key = (purpose.name.clone(), channel.to_owned());
        visit.person.unconfirmed.get(&key).is_some_and(|asked| asked.until > visit.now)
    };
    visit.plan.purposes.iter().filter(waits).collect()
}
