//! Commercial mail that does not show where the sender is.

use crate::bodies::bodies;
use crate::served::{Served, is_marketing};
use crate::statutes::Statutes;
use filrouge_model::Medium;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeSet;

rule! {
    /// Commercial mail that does not show where the sender is.
    pub struct MailWithoutAddress {
        /// The address and the template without it; nothing when the project names no address.
        missing: Option<(String, String)>,
        place: Span,
        send: Span,
    }
    slug: "mail-without-address", severity: Error, since: "0.1",
    message: match missing {
        Some((_, template)) => format!("the template `{template}` does not show the postal address of the sender"),
        None => "the project does not say the postal address of its controller".to_owned(),
    },
    at: place => "commercial mail shows it".to_owned(),
    also: [send => "sent here".to_owned()],
    help: Some(match missing {
        Some((address, _)) => format!("write `{address}` at its end"),
        None => "add `address=\"1 rue du Port, 29200 Brest, France\"` to the controller".to_owned(),
    }),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let Some(project) = &law.model.project else { return };
    let mut told = BTreeSet::new();
    for own in law.served.iter().filter(|own| is_commercial_mail(own)) {
        let found = match project.address.value() {
            None if project.address.is_absent() => vec![(None, project.at)],
            None => Vec::new(),
            Some(address) => without(own, address, law),
        };
        for (missing, place) in found.into_iter().filter(|(_, place)| told.insert(*place)) {
            findings.push(MailWithoutAddress { missing, place, send: own.step.at });
        }
    }
}

fn is_commercial_mail(own: &Served<'_>) -> bool {
    let mail = own.channels.iter().any(|channel| channel.medium.value() == Some(&Medium::Email));
    mail && is_marketing(own.purpose)
}

/// What the address and the template are called, and the languages that do not show it.
fn without(own: &Served<'_>, address: &str, law: &Statutes<'_>) -> Vec<(Option<(String, String)>, Span)> {
    let Some(template) = own.template else { return Vec::new() };
    let wanted = plain(address);
    let shows = |text: &str| plain(text).contains(&wanted);
    let lost = template.contents.iter().filter(|content| {
        let texts = bodies(content, law.sources);
        !texts.is_empty() && !texts.iter().any(|text| shows(text.text))
    });
    lost.map(|content| (Some((address.to_owned(), template.name.value.to_string())), content.at)).collect()
}

/// The letters of a text: without its layout and its tags, which may stand inside of a line.
fn plain(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('<') {
        letters.push_str(before);
        rest = behind.split_once('>').map_or("", |(_, behind)| behind);
    }
    letters.push_str(rest);
    letters.split_whitespace().collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_and_tags_do_not_hide_an_address() {
        assert_eq!(plain("<p>1 rue\n du <b>Port</b>,<br>Brest</p>"), plain("1 rue du Port, Brest"));
        assert_eq!(plain("a > b"), "a>b");
        assert_ne!(plain("<p title='1 rue du Port'>"), plain("1 rue du Port"));
    }
}
