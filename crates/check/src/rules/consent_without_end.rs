//! A consent that holds for ever: one that was given, or one that follows from a purchase.

use crate::patience::millis;
use crate::served::is_marketing;
use crate::statutes::Statutes;
use filrouge_law::Pack;
use filrouge_model::{Basis, Model, Purpose, Since, Suppression};
use filrouge_plan::Period;
use filrouge_report::{Findings, rule};
use filrouge_source::{Span, Spanned};

/// What never ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Endless {
    /// A consent.
    Given,
    /// A purchase that stands for one, and for how many months the law lets it.
    Implied(u32),
}

rule! {
    /// A consent that holds for ever.
    pub struct ConsentWithoutEnd { purpose: String, endless: Endless, place: Span }
    slug: "consent-without-end", severity: Warning, since: "0.1",
    shown: Never("that a consent never ends shows after years"),
    message: match endless {
        Endless::Given => format!("a consent to `{purpose}` holds for ever"),
        Endless::Implied(_) => format!("a purchase stands for a consent to `{purpose}` for ever"),
    },
    at: place => "until when?".to_owned(),
    help: Some(match endless {
        Endless::Given => "add `expires \"3y\"`: people are asked again, or hear nothing more".to_owned(),
        Endless::Implied(months) => format!(
            "hold messages back from those who bought nothing for {months} months, with a `suppress` whose condition reads `now`, \
             or let the profile end then: `retain \"{months}mo\" since=last-purchase`"
        ),
    }),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    for purpose in law.model.purposes.values() {
        let Some(basis) = purpose.basis.get() else { continue };
        if let Some((endless, place)) = endless(purpose, basis, law) {
            findings.push(ConsentWithoutEnd { purpose: purpose.name.value.to_string(), endless, place });
        }
    }
}

fn endless(purpose: &Purpose, basis: &Spanned<Basis>, law: &Statutes<'_>) -> Option<(Endless, Span)> {
    if basis.value == Basis::Consent {
        return purpose.expires.is_absent().then_some((Endless::Given, basis.span));
    }
    let fact = purpose.soft_opt_in.first().filter(|_| is_marketing(purpose))?;
    let implied = |pack: &Pack| pack.period("implied-consent");
    let most = law.packs("C14").filter_map(implied).min_by_key(|period| millis(*period))?;
    let ends = ends_with_the_profile(law.model, most)
        || law.model.suppressions.values().any(|own| ends(own, purpose, law));
    (!ends).then_some((Endless::Implied(most.months), fact.span))
}

fn ends_with_the_profile(model: &Model, most: Period) -> bool {
    let retain = model.profile.as_ref().and_then(|profile| profile.retain.value());
    let Some(retain) = retain.filter(|retain| retain.since.value() == Some(&Since::LastPurchase)) else {
        return false;
    };
    retain.keep.value().is_some_and(|keep| millis(*keep) <= millis(most))
}

/// Whether people are left alone after a time: how long it is stands in the condition of the author.
fn ends(own: &Suppression, purpose: &Purpose, law: &Statutes<'_>) -> bool {
    let covers =
        own.purposes.is_empty() || own.purposes.iter().any(|named| named.name.value == purpose.name.value);
    let condition = own.when.as_ref().map_or("", |when| law.sources.text(when.at));
    covers && condition.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "now")
}
