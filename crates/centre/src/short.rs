//! Short pages behind a link in a message: one question, or one answer.

use crate::names::{self, titled};
use crate::{Language, shell};
use filrouge_page::escape;
use filrouge_plan::Centre;

/// Asks whether the person means it.
#[must_use]
pub fn ask(centre: &Centre, language: Language, purpose: &str, channel: &str) -> String {
    let title = language.pick("Se désabonner", "Unsubscribe");
    let text = language.pick("Vous ne recevrez plus de", "You will get no more");
    let note = language.pick(
        "Rien ne change tant que vous n’avez pas appuyé sur le bouton.",
        "Nothing changes until you press the button.",
    );
    let body = format!(
        "<p>{text} {}.</p>\n<form method=\"post\" class=\"buttons\"><button type=\"submit\">{title}</button></form>\n\
         <p class=\"note\">{note}</p>\n",
        kind(centre, language, purpose, channel)
    );
    shell(centre, language, title, &body)
}

/// Says that it is done.
#[must_use]
pub fn done(centre: &Centre, language: Language, purpose: &str, channel: &str) -> String {
    let title = language.pick("C’est fait", "Done");
    let text = language.pick("Vous ne recevrez plus de", "You are unsubscribed: you will get no more");
    let kind = kind(centre, language, purpose, channel);
    shell(centre, language, title, &format!("<p role=\"status\">{text} {kind}.</p>\n{}", close(language)))
}

fn close(language: Language) -> String {
    let note = language.pick("Vous pouvez fermer cette page.", "You can close this page.");
    format!("<p class=\"note\">{note}</p>\n")
}

/// The kind of messages, by the names that the page of all choices has for it.
fn kind(centre: &Centre, language: Language, purpose: &str, channel: &str) -> String {
    let purpose = escape(&titled(centre, language.tag(), purpose));
    let channel = escape(&names::channel(channel, language));
    match language {
        Language::French => format!("messages « <strong>{purpose}</strong> » par <strong>{channel}</strong>"),
        Language::English => format!("“<strong>{purpose}</strong>” messages by <strong>{channel}</strong>"),
    }
}

/// Says that the link means nothing.
#[must_use]
pub fn unknown(centre: &Centre, language: Language) -> String {
    let title = language.pick("Lien inconnu", "Unknown link");
    let text = language.pick(
        "Ce lien n’est pas complet ou n’est plus valable. Utilisez celui d’un message récent.",
        "This link is not complete or no longer valid. Use the one in a recent message.",
    );
    shell(centre, language, title, &format!("<p>{text}</p>\n"))
}

/// Says that it could not be recorded.
#[must_use]
pub fn later(centre: &Centre, language: Language) -> String {
    let title = language.pick("Un instant", "One moment");
    let text = language.pick(
        "Votre demande n’a pas pu être enregistrée. Réessayez dans une minute.",
        "Your request could not be recorded. Try again in a minute.",
    );
    shell(centre, language, title, &format!("<p role=\"alert\">{text}</p>\n"))
}

/// An old link shows nothing of the person any more; it can still refuse everything.
#[must_use]
pub fn expired(centre: &Centre, language: Language) -> String {
    let title = language.pick("Ce lien a expiré", "This link has expired");
    let text = language.pick(
        "Pour voir et changer vos choix, utilisez le lien d’un message récent. Vous pouvez toujours tout refuser ici.",
        "To see and change your choices, use the link in a recent message. You can still refuse everything here.",
    );
    let button = language.pick("Tout refuser", "Refuse everything");
    let body = format!(
        "<p>{text}</p>\n<form method=\"post\" class=\"buttons\">\
         <button name=\"do\" value=\"none\">{button}</button></form>\n"
    );
    shell(centre, language, title, &body)
}

/// Says that everything is refused, to somebody whose link shows nothing else.
#[must_use]
pub fn withdrawn(centre: &Centre, language: Language) -> String {
    let title = language.pick("C’est fait", "Done");
    let text = language
        .pick("Tout ce que vous pouvez refuser est refusé.", "Everything that you can refuse is refused.");
    shell(centre, language, title, &format!("<p role=\"status\">{text}</p>\n{}", close(language)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purpose_and_a_channel_are_called_as_on_the_page() {
        let page = ask(&Centre::default(), Language::French, "price-drops", "sms");
        assert!(page.contains("« <strong>Price drops</strong> » par <strong>SMS</strong>"), "{page}");
    }

    #[test]
    fn a_name_is_text_and_never_markup() {
        let page = ask(&Centre::default(), Language::English, "<script>", "email");
        assert!(page.contains("&lt;script&gt;"));
    }
}
