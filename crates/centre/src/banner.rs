//! A script that asks for consent on somebody's site, made of the plan that runs.

use crate::names::spelled;
use crate::{Language, text_of};
use filrouge_plan::{Basis, Bundle, Plan, Purpose, Signal, sha256_hex};
use serde_json::{Map, Value as Json, json};

const SCRIPT: &str = include_str!("banner.js");
const STYLE: &str = include_str!("banner.css");

/// After so many days people are asked again.
const DAYS: u32 = 180;

/// Google's four signals of consent mode v2.
const SIGNALS: [&str; 4] = ["ad_storage", "ad_user_data", "ad_personalization", "analytics_storage"];

/// The script.
#[must_use]
pub fn banner(bundle: &Bundle) -> String {
    let plan = &bundle.plan;
    let purposes: Vec<Json> = asked(plan).map(|own| purpose(bundle, own)).collect();
    // Whoever has answered is asked again when what they were asked has changed.
    let version: String = sha256_hex(json!(purposes).to_string().as_bytes()).chars().take(12).collect();
    let plan = json!({
        "version": version,
        "days": DAYS,
        "signals": SIGNALS,
        "style": colours(plan) + STYLE,
        "texts": { "fr": texts(Language::French), "en": texts(Language::English) },
        "purposes": purposes,
    });
    SCRIPT.replacen("/*PLAN*/", &literal(&plan), 1)
}

/// JSON that is safe inside of a script.
fn literal(json: &Json) -> String {
    json.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// Only what needs a yes is asked for.
fn asked(plan: &Plan) -> impl Iterator<Item = &Purpose> {
    plan.purposes.iter().filter(|purpose| purpose.basis == Basis::Consent)
}

fn purpose(bundle: &Bundle, purpose: &Purpose) -> Json {
    let plan = &bundle.plan;
    let own = plan.centre.locales.first().map_or("en", String::as_str);
    let mut texts = Map::new();
    for tag in [Language::French.tag(), Language::English.tag()] {
        texts.insert(tag.to_owned(), named(plan, &purpose.name, tag));
    }
    texts.insert("own".to_owned(), named(plan, &purpose.name, own));
    let notice = purpose.notice.as_ref().map(|notice| {
        json!({ "id": notice.file, "version": notice.version(), "sha256": notice.sha256, "text": text_of(notice, &bundle.origins.files) })
    });
    json!({ "name": purpose.name, "texts": texts, "notice": notice, "signals": signals(purpose), "gpc": is_tracking(purpose) })
}

fn named(plan: &Plan, name: &str, locale: &str) -> Json {
    let title = plan.centre.said(locale, |texts| texts.purposes.get(name)?.title.clone());
    let description = plan.centre.said(locale, |texts| texts.purposes.get(name)?.description.clone());
    json!({ "title": title.unwrap_or_else(|| spelled(name)), "description": description })
}

/// Which of Google's signals a purpose is, by its use of data (a fideslang key).
fn signals(purpose: &Purpose) -> Vec<&'static str> {
    let used = purpose.data_use.as_deref().unwrap_or_default();
    let under = |key: &str| used == key || used.strip_prefix(key).is_some_and(|rest| rest.starts_with('.'));
    let signals = [
        (under("marketing.advertising"), "ad_storage"),
        (under("marketing.advertising"), "ad_user_data"),
        (under("marketing.advertising") && !used.ends_with("contextual"), "ad_personalization"),
        (under("analytics"), "analytics_storage"),
    ];
    signals.into_iter().filter(|(holds, _)| *holds).map(|(_, signal)| signal).collect()
}

/// Whether Global Privacy Control speaks of the purpose: where the author says so, and always of what follows people. A letter
/// that somebody agreed to follows nobody.
fn is_tracking(purpose: &Purpose) -> bool {
    purpose.signals.contains(&Signal::Gpc) || !signals(purpose).is_empty()
}

fn colours(plan: &Plan) -> String {
    let theme = plan.centre.theme.as_ref();
    let day = theme.map_or(("#a4161a", "#ffffff"), |own| (&own.light.ground, &own.light.text));
    let night = theme.map_or(("#ff8a80", "#101114"), |own| (&own.dark.ground, &own.dark.text));
    let set = |(ground, text): (&str, &str)| format!("--b:{ground};--t:{text}");
    format!(":host{{{}}}@media(prefers-color-scheme:dark){{:host{{{}}}}}", set(day), set(night))
}

fn texts(language: Language) -> Json {
    json!({
        "title": language.pick("Votre choix", "Your choice"),
        "text": language.pick(
            "Nous aimerions utiliser vos données pour ce qui suit. Rien n’est fait sans votre accord, et vous pouvez le retirer.",
            "We would like to use your data for the following. Nothing is done without your consent, and you can withdraw it.",
        ),
        "choose": language.pick("Choisir en détail", "Choose one by one"),
        "notice": language.pick("Ce que vous acceptez", "What you agree to"),
        "save": language.pick("Enregistrer ces choix", "Save these choices"),
        "no": language.pick("Tout refuser", "Refuse all"),
        "yes": language.pick("Tout accepter", "Accept all"),
    })
}
