//! `preference-centre`, lowered, with what purposes say of themselves.

use super::governance;
use super::origins::Thread;
use filrouge_model::{Centre, CentrePage, Model, Project, readable_on};
use filrouge_plan as plan;
use filrouge_plan::{Cap, CentreTexts, PurposeTexts, Shade, Theme, address};
use filrouge_source::{FileId, Sources};
use std::collections::BTreeMap;

pub(super) fn centre(model: &Model, sources: &Sources, thread: &mut Thread<'_>) -> plan::Centre {
    let project = model.project.as_ref();
    let own = model.centre.as_ref();
    let locales: Vec<String> = project.map(locales).unwrap_or_default();
    let first = locales.first().cloned().unwrap_or_else(|| "en".to_owned());
    if let Some(own) = own {
        thread.mark("preference-centre".to_owned(), own.at);
    }
    let page = own.and_then(|own| own.pages.first());
    plan::Centre {
        controller: controller(project),
        contact: project.and_then(|project| project.dpo.value()).map(ToString::to_string),
        theme: own.and_then(theme),
        logo: own.and_then(|own| own.logo.value()).and_then(|file| text_of(sources, *file)),
        topics: page.map(topics).unwrap_or_default(),
        frequency: page.and_then(|page| page.frequency.as_ref()).map(|own| own.field.value.to_string()),
        caps: page.map(|page| caps(page, thread)).unwrap_or_default(),
        texts: texts(model, own, &first),
        locales,
    }
}

fn controller(project: Option<&Project>) -> String {
    let name = project.and_then(|project| project.controller.as_ref());
    name.map(|name| name.value.to_string()).unwrap_or_default()
}

fn locales(project: &Project) -> Vec<String> {
    project.locales.iter().map(|locale| locale.value.to_string()).collect()
}

fn topics(page: &CentrePage) -> Vec<String> {
    page.topics.iter().map(|topic| topic.field.value.to_string()).collect()
}

fn caps(page: &CentrePage, thread: &mut Thread<'_>) -> BTreeMap<String, Vec<Cap>> {
    let one = |(word, caps): &(Box<str>, Vec<filrouge_model::Cap>)| {
        (word.to_string(), governance::caps(&address::frequency(word), caps, thread))
    };
    page.caps.iter().map(one).collect()
}

fn theme(centre: &Centre) -> Option<Theme> {
    let light = centre.light.as_ref()?.value.to_string();
    let dark = centre.dark.value().map_or_else(|| light.clone(), ToString::to_string);
    Some(Theme { light: shade(light), dark: shade(dark) })
}

fn shade(ground: String) -> Shade {
    Shade { text: readable_on(&ground).to_owned(), ground }
}

/// Descriptions of purposes are in the project's own language, unless the page says it better.
fn texts(model: &Model, centre: Option<&Centre>, first: &str) -> BTreeMap<String, CentreTexts> {
    let mut texts: BTreeMap<String, CentreTexts> = BTreeMap::new();
    for purpose in model.purposes.values() {
        if let Some(description) = purpose.description.value() {
            let own = texts.entry(first.to_owned()).or_default();
            let shown = own.purposes.entry(purpose.name.value.to_string()).or_default();
            shown.description = Some(description.to_string());
        }
    }
    for page in centre.iter().flat_map(|centre| &centre.pages) {
        let locale = page.locale.as_deref().unwrap_or(first).to_owned();
        say(texts.entry(locale).or_default(), page);
    }
    texts.retain(|_, texts| *texts != CentreTexts::default());
    texts
}

fn say(texts: &mut CentreTexts, page: &CentrePage) {
    texts.intro = page.intro.value().map(ToString::to_string);
    for shown in &page.purposes {
        let own: &mut PurposeTexts = texts.purposes.entry(shown.purpose.name.value.to_string()).or_default();
        own.title = shown.title.value().map(ToString::to_string);
        let description = shown.description.value().map(ToString::to_string);
        own.description = description.or(own.description.take());
    }
    for field in page.topics.iter().chain(&page.frequency) {
        let title = field.title.value().map(ToString::to_string);
        texts.fields.extend(title.map(|title| (field.field.value.to_string(), title)));
    }
    let field = page.frequency.as_ref().map_or("", |own| &own.field.value);
    for (word, title) in &page.choices {
        texts.fields.insert(format!("{field}/{}", word.value), title.to_string());
    }
}

fn text_of(sources: &Sources, file: FileId) -> Option<String> {
    sources.get(file).map(|source| source.text.to_string())
}
