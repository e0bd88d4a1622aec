//! Facts of a manifest in sentences.

use crate::words::choose;
use filrouge_picture::{Language, period};
use filrouge_plan::manifest::{Kept, Manifest, Right, WithdrawalRoute};
use filrouge_plan::{Basis, Retention, RetentionAction, RetentionClock, SignalKind};

/// The ground as a lawyer names it.
pub(crate) const fn basis(basis: Basis, language: Language) -> &'static str {
    let (english, french) = match basis {
        Basis::Consent => ("consent, Article 6(1)(a) GDPR", "consentement, article 6(1)(a) du RGPD"),
        Basis::Contract => ("contract, Article 6(1)(b) GDPR", "contrat, article 6(1)(b) du RGPD"),
        Basis::LegalObligation => {
            ("legal obligation, Article 6(1)(c) GDPR", "obligation légale, article 6(1)(c) du RGPD")
        }
        Basis::VitalInterests => {
            ("vital interests, Article 6(1)(d) GDPR", "sauvegarde d’intérêts vitaux, article 6(1)(d) du RGPD")
        }
        Basis::PublicTask => {
            ("public task, Article 6(1)(e) GDPR", "mission d’intérêt public, article 6(1)(e) du RGPD")
        }
        Basis::LegitimateInterests => {
            ("legitimate interests, Article 6(1)(f) GDPR", "intérêts légitimes, article 6(1)(f) du RGPD")
        }
    };
    choose(language, english, french)
}

/// A right of people, with its article.
pub(crate) const fn right(right: Right, language: Language) -> &'static str {
    let (english, french) = match right {
        Right::Withdrawal => ("withdrawal (7(3))", "retrait du consentement (7(3))"),
        Right::Access => ("access (15)", "accès (15)"),
        Right::Rectification => ("rectification (16)", "rectification (16)"),
        Right::Erasure => ("erasure (17)", "effacement (17)"),
        Right::Restriction => ("restriction (18)", "limitation (18)"),
        Right::Portability => ("portability (20)", "portabilité (20)"),
        Right::Objection => ("objection (21)", "opposition (21)"),
    };
    choose(language, english, french)
}

/// A way to withdraw.
pub(crate) const fn route(route: WithdrawalRoute, language: Language) -> &'static str {
    let (english, french) = match route {
        WithdrawalRoute::OneClick => {
            ("one click in the mail program (RFC 8058)", "un clic dans le logiciel de messagerie (RFC 8058)")
        }
        WithdrawalRoute::Link => ("a link in each message", "un lien dans chaque message"),
        WithdrawalRoute::Api => (
            "the consent API, as a preference centre calls it",
            "l’API des consentements, qu’appelle un centre de préférences",
        ),
    };
    choose(language, english, french)
}

/// A signal of consent tools, by the name of its standard.
pub(crate) const fn signal(kind: SignalKind) -> &'static str {
    match kind {
        SignalKind::Tcf => "IAB TCF 2.2 / 2.3",
        SignalKind::Gpp => "IAB GPP (usnat)",
        SignalKind::ConsentMode => "Google Consent Mode v2",
    }
}

/// How long something is kept, from when, and what happens then.
pub(crate) fn retention(retention: Option<&Retention>, language: Language) -> String {
    let Some(Retention { keep, since, then }) = retention else {
        return choose(language, "no end is declared", "aucune durée n’est déclarée").to_owned();
    };
    let (since, since_french) = match since {
        RetentionClock::Collection => ("from collection", "à compter de la collecte"),
        RetentionClock::LastActivity => ("from the last activity", "à compter de la dernière activité"),
        RetentionClock::LastPurchase => ("from the last purchase", "à compter du dernier achat"),
        RetentionClock::Withdrawal => ("from the withdrawal", "à compter du retrait"),
    };
    let (then, then_french) = match then {
        RetentionAction::Erase => ("then erased", "puis effacement"),
        RetentionAction::Anonymise => ("then anonymised", "puis anonymisation"),
        RetentionAction::Archive => ("then archived", "puis archivage"),
    };
    let (since, then) = (choose(language, since, since_french), choose(language, then, then_french));
    format!("{} {since}, {then}", period(*keep, language))
}

/// What says how long the field at this address is kept: its own period, or that of the nearest part around it.
pub(crate) fn kept<'m>(manifest: &'m Manifest, field: &str) -> Option<&'m Kept> {
    let around =
        manifest.retention.iter().filter(|kept| kept.retention.is_some() && holds(&kept.object, field));
    let nearest = around.max_by_key(|kept| kept.object.len());
    nearest.or_else(|| {
        let store = if field.starts_with("event/") { "store/events" } else { "store/profiles" };
        manifest.retention.iter().find(|kept| kept.object == store)
    })
}

fn holds(object: &str, field: &str) -> bool {
    field.strip_prefix(object).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// How long the field at this address is kept.
pub(crate) fn kept_for(manifest: &Manifest, field: &str, language: Language) -> String {
    retention(kept(manifest, field).and_then(|kept| kept.retention.as_ref()), language)
}

/// An address as people read it: `profile/email` as `profile.email`, `event/Cart Updated/items` as `Cart Updated · items`,
/// `journey/welcome/step/hello` as `welcome · hello`.
pub(crate) fn place(address: &str, manifest: &Manifest) -> String {
    let event = |event: &str| {
        let path = address.strip_prefix("event/")?.strip_prefix(event)?;
        Some(if path.is_empty() {
            event.to_owned()
        } else {
            format!("{event} · {}", path.get(1..)?.replace('/', "."))
        })
    };
    let events = manifest.retention.iter().filter_map(|kept| kept.object.strip_prefix("event/"));
    if let Some(told) = events.filter(|own| holds(&format!("event/{own}"), address)).find_map(event) {
        return told;
    }
    match address.split('/').collect::<Vec<_>>().as_slice() {
        ["journey", journey, "step", step] => format!("{journey} · {step}"),
        ["profile", path @ ..] if !path.is_empty() => format!("profile.{}", path.join(".")),
        [_, name] => (*name).to_owned(),
        _ => address.to_owned(),
    }
}

/// Several things in a line.
pub(crate) fn listed(items: impl IntoIterator<Item = String>) -> String {
    items.into_iter().collect::<Vec<_>>().join(", ")
}

/// A kind of people, as a word of the language names it.
pub(crate) fn subject(word: &str, language: Language) -> &str {
    let (english, french) = match word {
        "customer" => ("customers", "clients"),
        "prospect" => ("prospects", "prospects"),
        "visitor" => ("visitors", "visiteurs"),
        "anonymous-user" => ("anonymous users", "utilisateurs anonymes"),
        "patient" => ("patients", "patients"),
        "passenger" => ("passengers", "passagers"),
        "commuter" => ("commuters", "usagers quotidiens des transports"),
        "employee" => ("employees", "salariés"),
        "job-applicant" => ("job applicants", "candidats à un emploi"),
        "trainee" => ("trainees", "stagiaires"),
        "consultant" => ("consultants", "consultants"),
        "supplier-vendor" => ("suppliers", "fournisseurs"),
        "shareholder" => ("shareholders", "actionnaires"),
        "citizen-voter" => ("voters", "électeurs"),
        "next-of-kin" => ("next of kin", "proches"),
        other => (other, other),
    };
    choose(language, english, french)
}
