//! The pages behind a link, in French and in English. No script, no picture, nothing from elsewhere.

use crate::answer::escape;

/// Languages of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    French,
    English,
}

impl Language {
    /// The first of our languages that `Accept-Language` names.
    pub(super) fn preferred(accepted: &str) -> Self {
        let mut tags = accepted.split(',').map(|tag| tag.trim().to_ascii_lowercase());
        let named = tags.find_map(|tag| match tag.get(..2) {
            Some("fr") => Some(Self::French),
            Some("en") => Some(Self::English),
            _ => None,
        });
        named.unwrap_or(Self::English)
    }

    const fn pick(self, french: &'static str, english: &'static str) -> &'static str {
        match self {
            Self::French => french,
            Self::English => english,
        }
    }
}

/// Asks whether the person means it.
pub(super) fn ask(language: Language, purpose: &str, channel: &str) -> String {
    let title = language.pick("Se désabonner", "Unsubscribe");
    let text = language.pick("Vous ne recevrez plus de", "You will get no more");
    let note = language.pick(
        "Rien ne change tant que vous n’avez pas appuyé sur le bouton.",
        "Nothing changes until you press the button.",
    );
    let body = format!(
        "<p>{text} {}.</p>\n<form method=\"post\"><button type=\"submit\">{title}</button></form>\n\
         <p class=\"note\">{note}</p>",
        kind(language, purpose, channel)
    );
    page(language, title, &body)
}

/// Says that it is done.
pub(super) fn done(language: Language, purpose: &str, channel: &str) -> String {
    let title = language.pick("C’est fait", "Done");
    let text = language.pick("Vous ne recevrez plus de", "You are unsubscribed: you will get no more");
    let note = language.pick("Vous pouvez fermer cette page.", "You can close this page.");
    let kind = kind(language, purpose, channel);
    page(language, title, &format!("<p role=\"status\">{text} {kind}.</p>\n<p class=\"note\">{note}</p>"))
}

/// The kind of messages, by the names that the project gives to it.
fn kind(language: Language, purpose: &str, channel: &str) -> String {
    let (purpose, channel) = (escape(purpose), escape(channel));
    match language {
        Language::French => format!("messages « <strong>{purpose}</strong> » par <strong>{channel}</strong>"),
        Language::English => format!("“<strong>{purpose}</strong>” messages by <strong>{channel}</strong>"),
    }
}

/// Says that the link means nothing.
pub(super) fn unknown(language: Language) -> String {
    let title = language.pick("Lien inconnu", "Unknown link");
    let text = language.pick(
        "Ce lien n’est pas complet ou n’est plus valable. Utilisez celui d’un message récent.",
        "This link is not complete or no longer valid. Use the one in a recent message.",
    );
    page(language, title, &format!("<p>{text}</p>"))
}

/// Says that it could not be recorded.
pub(super) fn later(language: Language) -> String {
    let title = language.pick("Un instant", "One moment");
    let text = language.pick(
        "Votre demande n’a pas pu être enregistrée. Réessayez dans une minute.",
        "Your request could not be recorded. Try again in a minute.",
    );
    page(language, title, &format!("<p role=\"alert\">{text}</p>"))
}

fn page(language: Language, title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n",
        language.pick("fr", "en"),
    )
}

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:1.125rem/1.6 system-ui,sans-serif;margin:0;padding:2rem 1rem;overflow-wrap:anywhere}\
main{max-width:32rem;margin:min(10vh,6rem) auto 0}\
h1{font-size:1.75rem;line-height:1.25;border-left:4px solid #c1121f;padding-left:.75rem}\
button{font:inherit;font-weight:600;min-height:3rem;padding:.75rem 1.5rem;border:0;border-radius:.5rem;\
background:#a4161a;color:#fff;cursor:pointer}\
button:hover{background:#7f1015}\
button:focus-visible{outline:3px solid CanvasText;outline-offset:3px}\
.note{font-size:1rem;color:color-mix(in srgb,CanvasText 72%,Canvas)}\
@media(max-width:28rem){button{width:100%}}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_follows_the_browser() {
        assert_eq!(Language::preferred("fr-FR,fr;q=0.9,en;q=0.8"), Language::French);
        assert_eq!(Language::preferred("de, en;q=0.5"), Language::English);
        assert_eq!(Language::preferred(""), Language::English);
    }

    #[test]
    fn a_name_is_text_and_never_markup() {
        assert!(ask(Language::English, "<script>", "email").contains("&lt;script&gt;"));
    }
}
