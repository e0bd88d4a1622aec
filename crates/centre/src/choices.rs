//! The page: what there is to decide, and how it stands.

use crate::html::{paragraphs, shell};
use crate::names::{channel, ground};
use crate::rows::{Row, may_refuse, rows};
use crate::{Language, Visit, dates, text_of};
use filrouge_machine::ConsentState;
use filrouge_page::escape;
use filrouge_plan::{Field, Purpose, Type, Value};
use std::fmt::Write as _;

/// What is told at the top, after something was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// It was saved.
    Saved,
    /// Everything was refused.
    Refused,
    /// A text has changed in between: what was agreed to was not saved.
    Changed,
    /// The page was too old: only refusals were saved.
    Old,
}

/// The page of a person. `proof` shows that a form was taken from it, and when.
#[must_use]
pub fn page(visit: &Visit<'_>, proof: &str, note: Option<Note>) -> String {
    let language = visit.language();
    let mut body = languages(visit);
    body.push_str(&note.map(|note| told(note, language)).unwrap_or_default());
    let usual = language.pick(
        "Choisissez ce que vous recevez de nous. Vous pouvez changer d’avis à tout moment.",
        "Choose what you hear from us. You can change your mind at any time.",
    );
    let intro = visit.intro().unwrap_or_else(|| usual.to_owned());
    let _ = write!(
        body,
        "<p>{}</p>\n<form method=\"post\" action=\"{}\">\n<input type=\"hidden\" name=\"form\" value=\"{}\">\n\
         <input type=\"hidden\" name=\"lang\" value=\"{}\">\n{}{}{}{}</form>\n{}{}",
        escape(&intro),
        escape(&visit.path),
        escape(proof),
        escape(&visit.locale),
        purposes(visit),
        topics(visit),
        frequency(visit),
        own_language(visit) + &buttons(language),
        always(visit),
        receipts(visit),
    );
    shell(&visit.plan.centre, language, language.pick("Vos choix", "Your choices"), &body)
}

fn told(note: Note, language: Language) -> String {
    let (role, text) = match note {
        Note::Saved => ("status", language.pick("Vos choix sont enregistrés.", "Your choices are saved.")),
        Note::Refused => (
            "status",
            language.pick("Tout ce que vous pouvez refuser est refusé.", "Everything that you can refuse is refused."),
        ),
        Note::Changed => (
            "alert",
            language.pick(
                "Un texte a changé entre-temps. Relisez-le et enregistrez encore une fois ; vos refus sont enregistrés.",
                "A text has changed in the meantime. Read it and save again; your refusals are saved.",
            ),
        ),
        Note::Old => (
            "alert",
            language.pick(
                "La page était ouverte depuis trop longtemps. Vérifiez vos choix et enregistrez encore une fois ; vos refus sont enregistrés.",
                "The page was open for too long. Check your choices and save again; your refusals are saved.",
            ),
        ),
    };
    format!("<div class=\"told\" role=\"{role}\"><p>{text}</p></div>\n")
}

/// Links to the page in other languages.
fn languages(visit: &Visit<'_>) -> String {
    let own = visit.language();
    let link = |language: Language, name: &str| {
        let current = if language == own { " aria-current=\"true\"" } else { "" };
        let (path, tag) = (escape(&visit.path), language.tag());
        format!(
            "<li><a href=\"{path}?lang={tag}\" lang=\"{tag}\" hreflang=\"{tag}\"{current}>{name}</a></li>"
        )
    };
    let label = own.pick("Langue de la page", "Language of the page");
    let links = link(Language::French, "Français") + &link(Language::English, "English");
    format!("<nav aria-label=\"{label}\"><ul class=\"languages\">{links}</ul></nav>\n")
}

fn purposes(visit: &Visit<'_>) -> String {
    let rows = rows(visit);
    let chosen = visit.plan.purposes.iter().filter(|purpose| may_refuse(purpose));
    chosen.map(|purpose| card(visit, purpose, &rows)).collect()
}

/// One purpose with its channels.
fn card(visit: &Visit<'_>, purpose: &Purpose, rows: &[Row<'_>]) -> String {
    let language = visit.language();
    let mut html = format!("<fieldset><legend>{}</legend>\n", escape(&visit.title(&purpose.name)));
    if let Some(description) = visit.description(&purpose.name) {
        let _ = writeln!(html, "<p>{}</p>", escape(&description));
    }
    let _ = writeln!(html, "<p class=\"note\">{}</p>", capital(ground(purpose, language)));
    html.push_str(&notice(visit, purpose));
    let own = rows.iter().filter(|row| row.purpose.name == purpose.name);
    html.extend(own.map(|row| line(visit, row)));
    html.push_str("</fieldset>\n");
    html
}

fn capital(text: &str) -> String {
    crate::names::spelled(text)
}

/// The text that the person agrees to, and its version.
fn notice(visit: &Visit<'_>, purpose: &Purpose) -> String {
    let Some(notice) = &purpose.notice else { return String::new() };
    let title = visit.language().pick("Ce que vous acceptez", "What you agree to");
    format!(
        "<input type=\"hidden\" name=\"notice:{}\" value=\"{}\">\n<details><summary>{title} \
         <small class=\"note\">(version {})</small></summary><div>{}</div></details>\n",
        escape(&purpose.name),
        escape(&notice.sha256),
        escape(&notice.version()),
        paragraphs(text_of(notice, visit.texts).unwrap_or_default()),
    )
}

/// One channel of a purpose: a box, and since when it stands as it does.
fn line(visit: &Visit<'_>, row: &Row<'_>) -> String {
    let language = visit.language();
    let key = format!("{}:{}", escape(&row.purpose.name), escape(row.channel));
    let (on, was) = if row.on { (" checked", "1") } else { ("", "0") };
    let by = match row.channel {
        "" => language.pick("Autoriser", "Allow").to_owned(),
        name => format!("{} {}", language.pick("Par", "By"), channel(name, language)),
    };
    format!(
        "<div class=\"row\"><input type=\"hidden\" name=\"was:{key}\" value=\"{was}\">\
         <input type=\"checkbox\" id=\"on:{key}\" name=\"on:{key}\" value=\"1\" aria-describedby=\"at:{key}\"{on}>\
         <div><label for=\"on:{key}\">{}</label><small id=\"at:{key}\">{}</small></div></div>\n",
        escape(&by),
        escape(&standing(visit, row)),
    )
}

/// How a row stands, in words: the box alone would not say since when, or why.
fn standing(visit: &Visit<'_>, row: &Row<'_>) -> String {
    let language = visit.language();
    let day = row.since.map(|at| dates::day(at, &visit.zone(), language)).unwrap_or_default();
    let dated =
        |french: &'static str, english: &'static str| format!("{} {day}", language.pick(french, english));
    match row.state {
        ConsentState::Granted => dated("Accepté le", "Agreed on"),
        ConsentState::Refused => dated("Refusé le", "Refused on"),
        ConsentState::Pending => language
            .pick(
                "En attente : confirmez par le lien que nous vous avons envoyé",
                "Waiting: confirm by the link that we sent you",
            )
            .to_owned(),
        ConsentState::Unset if row.lapsed => {
            dated("Votre accord a expiré ; il datait du", "Your agreement has ended; it was of")
        }
        ConsentState::Unset if row.on => {
            language.pick("Vous ne vous y êtes pas opposé", "You have not objected").to_owned()
        }
        ConsentState::Unset => {
            language.pick("Vous n’avez pas encore répondu", "You have not answered yet").to_owned()
        }
    }
}

/// What the person's field holds.
fn held<'v>(visit: &Visit<'v>, field: &str) -> Option<&'v Value> {
    visit.person.profile.get(visit.plan.slot(field)?)
}

fn topics(visit: &Visit<'_>) -> String {
    if visit.plan.centre.topics.is_empty() {
        return String::new();
    }
    let title = visit.language().pick("Ce qui vous intéresse", "What interests you");
    let rows: String = visit.plan.centre.topics.iter().map(|field| topic(visit, field)).collect();
    format!("<fieldset><legend>{title}</legend>\n{rows}</fieldset>\n")
}

fn topic(visit: &Visit<'_>, field: &str) -> String {
    let on = held(visit, field) == Some(&Value::Bool(true));
    let (checked, had) = if on { (" checked", "1") } else { ("", "0") };
    let (key, title) = (escape(field), escape(&visit.field_title(field)));
    format!(
        "<div class=\"row\"><input type=\"hidden\" name=\"had:{key}\" value=\"{had}\">\
         <input type=\"checkbox\" id=\"field:{key}\" name=\"field:{key}\" value=\"1\"{checked}>\
         <div><label for=\"field:{key}\">{title}</label></div></div>\n"
    )
}

/// The words that a field may hold.
pub(crate) fn words(field: &Field) -> &[String] {
    match field.ty.required() {
        Type::Enum(words) => words,
        _ => &[],
    }
}

fn frequency(visit: &Visit<'_>) -> String {
    let Some(name) = &visit.plan.centre.frequency else { return String::new() };
    let Some(field) = visit.plan.slots().find(|field| field.name == *name) else { return String::new() };
    let current = held(visit, name).and_then(Value::as_text).unwrap_or_default();
    let asked = visit.plan.centre.said(&visit.locale, |texts| texts.fields.get(name).cloned());
    let usual = visit.language().pick("À quel rythme ?", "How often?");
    let title = escape(asked.as_deref().unwrap_or(usual));
    let key = escape(name);
    let choice = |word: &String| {
        let checked = if word == current { " checked" } else { "" };
        let (word, title) = (escape(word), escape(&visit.field_title(&format!("{name}/{word}"))));
        format!(
            "<div class=\"row\"><input type=\"radio\" id=\"field:{key}:{word}\" name=\"field:{key}\" value=\"{word}\"{checked}>\
             <div><label for=\"field:{key}:{word}\">{title}</label></div></div>\n"
        )
    };
    let choices: String = words(field).iter().map(choice).collect();
    format!(
        "<fieldset><legend>{title}</legend>\n<input type=\"hidden\" name=\"had:{key}\" value=\"{}\">\n{choices}</fieldset>\n",
        escape(current)
    )
}

/// The language of messages, where the profile holds one and there are several.
fn own_language(visit: &Visit<'_>) -> String {
    let locales = &visit.plan.centre.locales;
    let field = visit.plan.profile.fields.iter().find(|field| *field.ty.required() == Type::Locale);
    let Some(field) = field.filter(|_| locales.len() > 1) else { return String::new() };
    let own = locales.first().map_or("", String::as_str);
    let current = held(visit, &field.name).and_then(Value::as_text).unwrap_or(own);
    let others = locales
        .iter()
        .map(String::as_str)
        .chain((!locales.iter().any(|tag| tag == current)).then_some(current));
    let option = |tag: &str| {
        let selected = if tag == current { " selected" } else { "" };
        format!("<option value=\"{0}\"{selected}>{1}</option>", escape(tag), escape(&tongue(tag)))
    };
    let options: String = others.map(option).collect();
    let (key, title) = (escape(&field.name), visit.language().pick("Langue", "Language"));
    format!(
        "<fieldset><legend>{title}</legend>\n<input type=\"hidden\" name=\"had:{key}\" value=\"{}\">\
         <label for=\"field:{key}\">{}</label> <select id=\"field:{key}\" name=\"field:{key}\">{options}</select></fieldset>\n",
        escape(current),
        visit.language().pick("Écrivez-moi en", "Write to me in"),
    )
}

/// A language by its own name, where we know it.
fn tongue(tag: &str) -> String {
    let name = match tag.split('-').next().unwrap_or_default() {
        "fr" => "français",
        "en" => "English",
        "de" => "Deutsch",
        "es" => "español",
        "it" => "italiano",
        "nl" => "Nederlands",
        "pt" => "português",
        "pl" => "polski",
        other => other,
    };
    if tag.contains('-') { format!("{name} ({tag})") } else { name.to_owned() }
}

/// Saying no to everything is as near as saving.
fn buttons(language: Language) -> String {
    format!(
        "<div class=\"buttons\"><button name=\"do\" value=\"save\">{}</button>\
         <button class=\"plain\" name=\"do\" value=\"none\">{}</button></div>\n",
        language.pick("Enregistrer mes choix", "Save my choices"),
        language.pick("Tout refuser", "Refuse everything"),
    )
}

/// What nobody can choose, and why.
fn always(visit: &Visit<'_>) -> String {
    let language = visit.language();
    let kept = visit.plan.purposes.iter().filter(|purpose| !may_refuse(purpose));
    let mut html = String::new();
    for purpose in kept {
        let (title, why) = (escape(&visit.title(&purpose.name)), ground(purpose, language));
        let description = visit.description(&purpose.name).map(|text| format!("<br>{}", escape(&text)));
        let _ =
            writeln!(html, "<li><strong>{title}</strong> ({why}){}</li>", description.unwrap_or_default());
    }
    if html.is_empty() {
        return html;
    }
    let title = language.pick("Ce que vous recevez de toute façon", "What you get in any case");
    format!("<h2>{title}</h2>\n<ul class=\"plain\">{html}</ul>\n")
}

fn receipts(visit: &Visit<'_>) -> String {
    let title =
        visit.language().pick("Vos décisions, avec leurs reçus", "Your decisions, with their receipts");
    format!(
        "<p><a href=\"{}/receipts?lang={}\">{title}</a></p>\n",
        escape(&visit.path),
        escape(&visit.locale)
    )
}
