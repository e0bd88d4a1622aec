//! The first text of a journey: who comes in, one message, and its template.

use super::names::{kebab, sentence, title};
use super::{Draft, Lack, event, laid_out};
use crate::written::{bare, quoted};
use filrouge_check::Checked;
use filrouge_model::{Basis, Channel, Medium, Model, Purpose, nearest};

/// What a new journey is to be. What is not said is chosen.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'w> {
    /// Its name, as somebody typed it.
    pub name: &'w str,
    /// Who comes in.
    pub entry: Entry<'w>,
    /// The purpose of its message.
    pub purpose: Option<&'w str>,
    /// The channel of its message.
    pub via: Option<&'w str>,
}

/// Who comes into a new journey.
#[derive(Debug, Clone, Copy)]
pub enum Entry<'w> {
    /// Who does this; an event that the project does not have is declared. Without one it is called like the journey.
    Event(Option<&'w str>),
    /// Who comes into this segment, which is declared beside the journey.
    Segment(&'w str),
}

/// A journey with one message, its template, and its event if the project does not have it.
///
/// # Errors
/// When its name is taken, a name that it asks for is not declared, or the project has nothing to send with.
pub fn journey(checked: &Checked, wish: &Wish<'_>) -> Result<Draft, Lack> {
    let model = checked.model();
    let name = kebab(wish.name).ok_or_else(|| Lack::NoName(wish.name.to_owned()))?;
    if model.journeys.values().any(|journey| *journey.name.value == *name) {
        return Err(Lack::Taken("journey", name));
    }
    let purpose = purpose(model, wish.purpose)?;
    let channel = channel(model, purpose, wish.via)?;
    let (before, enter, entry) = enter(checked, &name, wish.entry);
    let template = template_name(model, &name);
    let text = format!(
        "{before}journey {} {{\n    description {}\n    purpose {}\n{}    {enter}\n\n    send message via={} template={}\n}}\n\n{}",
        bare(&name),
        quoted(&sentence(&name)),
        bare(&purpose.name.value),
        owner(model),
        bare(&channel.name.value),
        bare(&template),
        message(&template, &name, purpose, channel),
    );
    let sends = format!("`{}` for `{}`", channel.name.value, purpose.name.value);
    Ok(Draft { name, text: laid_out(text), chosen: vec![("enters on", entry), ("sends over", sends)] })
}

/// A consent is what most journeys need; `--purpose` asks for another one.
fn purpose<'m>(model: &'m Model, wanted: Option<&str>) -> Result<&'m Purpose, Lack> {
    let all = || model.purposes.values();
    if let Some(wanted) = wanted {
        let found = all().find(|purpose| &*purpose.name.value == wanted);
        return found.ok_or_else(|| unknown("purpose", wanted, all().map(|purpose| &*purpose.name.value)));
    }
    let consent = |purpose: &&Purpose| purpose.basis.value() == Some(&Basis::Consent);
    all().find(consent).or_else(|| all().next()).ok_or(Lack::Nothing("purpose"))
}

/// An email, where the purpose allows one.
fn channel<'m>(model: &'m Model, purpose: &Purpose, wanted: Option<&str>) -> Result<&'m Channel, Lack> {
    let named = |channel: &&Channel| purpose.channels.iter().any(|own| own.name.value == channel.name.value);
    let all = || model.channels.values();
    if let Some(wanted) = wanted {
        let found = all().find(|channel| &*channel.name.value == wanted);
        return found.ok_or_else(|| unknown("channel", wanted, all().map(|channel| &*channel.name.value)));
    }
    let allowed = || all().filter(|channel| !purpose.limits_channels || named(channel));
    allowed().find(is_email).or_else(|| allowed().next()).ok_or(Lack::Nothing("channel"))
}

fn is_email(channel: &&Channel) -> bool {
    channel.medium.value() == Some(&Medium::Email)
}

fn unknown<'n>(kind: &'static str, wanted: &str, names: impl Iterator<Item = &'n str>) -> Lack {
    Lack::Unknown(kind, wanted.to_owned(), nearest(wanted, names).map(str::to_owned))
}

/// What stands before the journey, its `enter`, and what is told of it.
fn enter(checked: &Checked, name: &str, entry: Entry<'_>) -> (String, String, String) {
    let again = "{ re-entry after=\"7d\" }";
    match entry {
        Entry::Segment(segment) => (
            String::new(),
            format!("enter segment={} {again}", bare(segment)),
            format!("the segment `{segment}`"),
        ),
        Entry::Event(on) => {
            let on = on.map_or_else(|| title(name), str::to_owned);
            let enter = format!("enter on={} {again}", quoted(&on));
            if event::has(checked, &on) {
                return (String::new(), enter, format!("`{on}`"));
            }
            let before = format!("{}\n", event::block(&quoted(&on), ""));
            (before, enter, format!("`{on}`, which the file declares"))
        }
    }
}

fn owner(model: &Model) -> String {
    let owner = model.project.as_ref().and_then(|project| project.owners.first());
    owner.map_or_else(String::new, |owner| format!("    owner {}\n", bare(&owner.name.value)))
}

fn template_name(model: &Model, journey: &str) -> String {
    let taken = model.templates.values().any(|template| &*template.name.value == journey);
    if taken { format!("{journey}-message") } else { journey.to_owned() }
}

/// Words that do no harm when they are sent as they are.
fn message(template: &str, journey: &str, purpose: &Purpose, channel: &Channel) -> String {
    let says = sentence(journey);
    let leave = purpose.may_be_refused() && is_email(&channel);
    let text = if leave { format!("{says}. {{{{ unsubscribe_url }}}}") } else { format!("{says}.") };
    let subject = match channel.medium.value() {
        Some(Medium::Email | Medium::Push | Medium::WebPush) => format!("    subject {}\n", quoted(&says)),
        _ => String::new(),
    };
    format!("template {} {{\n{subject}    text {}\n}}\n", bare(template), quoted(&text))
}
