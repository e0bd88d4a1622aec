//! People, or data of some sort, that are kept for longer than the authority recommends.

use crate::patience::millis;
use crate::statutes::Statutes;
use filrouge_law::Pack;
use filrouge_model::{Field, Opt, Retain};
use filrouge_plan::Period;
use filrouge_report::{Findings, rule};
use filrouge_source::{Span, Spanned};

/// What is kept too long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// Everybody's profile.
    Profiles,
    /// One field, for the sake of its category.
    Field {
        /// Its name.
        name: String,
        /// The category that the law speaks of.
        category: &'static str,
    },
}

rule! {
    /// People, or data of some sort, that are kept for longer than the authority recommends.
    pub struct KeptLongerThanUsual { what: Kept, pack: &'static str, most: String, place: Span, field: Option<Span> }
    slug: "kept-longer-than-usual", severity: Warning, since: "0.1",
    shown: Never("that somebody is kept too long shows after years"),
    message: match what {
        Kept::Profiles => format!("profiles are kept for longer than `{pack}` recommends"),
        Kept::Field { name, category } => {
            format!("`{name}` is kept for longer than `{pack}` recommends for `{category}`")
        }
    },
    at: place => format!("more than `{most}`"),
    also: [field => "this field".to_owned()],
    help: Some(match what {
        Kept::Profiles => {
            format!("keep them for `{most}` at most, or say why not: `waive kept-longer-than-usual reason=\"…\"`")
        }
        Kept::Field { .. } => {
            format!("add `retain=\"{most}\"` to the field, or say why not: `waive kept-longer-than-usual reason=\"…\"`")
        }
    }),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    profiles(law, findings);
    for pack in law.packs("R03") {
        for (category, most) in pack.keeps() {
            let too_long = kept(law).filter(|(field, _)| is_within(field, category));
            let too_long = too_long.filter(|(_, keep)| millis(keep.value) > millis(most));
            too_long.for_each(|(field, keep)| findings.push(of_field(field, keep, category, most, pack)));
        }
    }
}

fn profiles(law: &Statutes<'_>, findings: &mut Findings) {
    let retain = law.model.profile.as_ref().and_then(|profile| profile.retain.value());
    let Some(keep) = retain.and_then(|retain| retain.keep.get()) else { return };
    let Some((most, pack)) = law.shortest("R03", "keep-profiles") else { return };
    if millis(keep.value) > millis(most) {
        let (most, place) = (pack.list("keep-profiles").concat(), keep.span);
        findings.push(KeptLongerThanUsual {
            what: Kept::Profiles,
            pack: &pack.name,
            most,
            place,
            field: None,
        });
    }
}

fn of_field(
    field: &Field,
    keep: Spanned<Period>,
    category: &'static str,
    most: Period,
    pack: &'static Pack,
) -> KeptLongerThanUsual {
    KeptLongerThanUsual {
        what: Kept::Field { name: field.name.value.to_string(), category },
        pack: &pack.name,
        most: format!("{}mo", most.months),
        place: keep.span,
        field: Some(field.name.span),
    }
}

/// Every field of the profile and of events, with the time for which it is kept.
fn kept<'l>(law: &'l Statutes<'_>) -> impl Iterator<Item = (&'l Field, Spanned<Period>)> {
    let profile = law.model.profile.iter().flat_map(|own| own.all_fields().map(move |field| (field, &own.retain)));
    let events =
        law.model.events.values().flat_map(|own| own.fields.iter().map(move |field| (field, &own.retain)));
    profile.chain(events).filter_map(|(field, whole)| Some((field, time(field, whole)?)))
}

fn time(field: &Field, whole: &Opt<Retain>) -> Option<Spanned<Period>> {
    let own = field.retain.get().map(|own| Spanned::new(own.value, own.span));
    own.or_else(|| whole.value()?.keep.get().map(|keep| Spanned::new(keep.value, keep.span)))
}

/// Whether a field is of the category, or of one below it.
fn is_within(field: &Field, category: &str) -> bool {
    let own = field.category.value().and_then(|own| own.strip_prefix(category));
    own.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
