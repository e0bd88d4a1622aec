//! The register that Article 30 asks for, in the columns of the model of the CNIL. It is in French: so is its reader.

use crate::categories::{is_special, named};
use crate::places::{country, is_in_eea};
use crate::said::{basis, kept_for, listed, place, right, route, signal, subject};
use crate::words::choose;
use filrouge_picture::Language::French;
use filrouge_picture::period;
use filrouge_plan::manifest::{CategoryRead, Manifest, Processing, Recipient};
use std::collections::BTreeSet;

/// The columns, one activity a line.
pub(crate) const COLUMNS: [&str; 21] = [
    "Nom de l’activité",
    "Référence",
    "Responsable de traitement",
    "Délégué à la protection des données",
    "Gestionnaire opérationnel",
    "Logiciel utilisé",
    "Objectifs poursuivis",
    "Usage des données (fideslang)",
    "Base légale",
    "Catégories de personnes concernées",
    "Catégories de données collectées",
    "Durées de conservation par catégorie",
    "Données sensibles (articles 9 et 10)",
    "Origine des données",
    "Destinataires internes",
    "Sous-traitants",
    "Destinataires externes",
    "Transferts hors de l’Union européenne",
    "Décisions automatisées et profilage",
    "Information et droits des personnes",
    "Mesures de sécurité",
];

/// One line for each purpose.
pub(crate) fn register(manifest: &Manifest) -> Vec<Vec<String>> {
    manifest.processing.iter().map(|own| activity(own, manifest)).collect()
}

/// What holds for all activities.
pub(crate) fn organisation(manifest: &Manifest) -> Vec<Vec<String>> {
    let own = &manifest.organisation;
    let commit = manifest.commit.as_ref().map(|commit| commit.id.clone());
    let rows = [
        ("Responsable de traitement", Some(own.controller.clone())),
        ("Responsables conjoints", Some(own.joint_controllers.join(", "))),
        ("Analyse d’impact", own.dpia.clone()),
        ("Projet", Some(own.project.clone())),
        ("Délégué à la protection des données", own.dpo.clone()),
        ("Autorité de contrôle", own.authority.clone()),
        ("Jeux de règles appliqués", Some(own.rule_packs.join(", "))),
        ("Date de la source", manifest.built_at.clone()),
        ("Commit", commit),
        ("Empreinte du plan (SHA-256)", Some(manifest.plan.clone())),
        ("Empreinte de ce manifeste (SHA-256)", Some(manifest.hash())),
        ("Version du compilateur", Some(manifest.compiler.clone())),
    ];
    let row = |(name, value): (&str, Option<String>)| {
        vec![name.to_owned(), value.unwrap_or_else(|| "non précisé".to_owned())]
    };
    rows.into_iter().map(row).collect()
}

fn activity(own: &Processing, manifest: &Manifest) -> Vec<String> {
    let organisation = &manifest.organisation;
    let recipients = |wanted: &dyn Fn(&Recipient) -> bool| told(own, manifest, wanted);
    let owners: BTreeSet<_> = own.journeys.iter().filter_map(|journey| journey.owner.clone()).collect();
    let of_role = |role: &'static str| move |recipient: &Recipient| recipient.role.as_deref() == Some(role);
    vec![
        own.purpose.clone(),
        format!("{}:{}", own.stands.file, own.stands.line),
        organisation.controller.clone(),
        organisation.dpo.clone().unwrap_or_default(),
        listed(owners),
        format!("Filrouge {}", manifest.compiler),
        objectives(own),
        own.data_use.clone().unwrap_or_default(),
        basis(own.basis, French).to_owned(),
        people(own),
        lines(own.categories.iter().map(|read| category(read, manifest))),
        lines(own.categories.iter().flat_map(|read| durations(read, manifest))),
        special(own),
        lines(manifest.origins.iter().map(|origin| format!("{} ({})", origin.source, origin.kind))),
        listed(owners_of(own)),
        recipients(&of_role("processor")),
        recipients(&|recipient| recipient.role.as_deref() != Some("processor")),
        transfers(own, manifest),
        decisions(own, manifest),
        rights(own, manifest),
        SECURITY.to_owned(),
    ]
}

fn lines(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join("\n")
}

/// What the daemon does for every project. What an organisation does besides is not in the source, and so not here.
const SECURITY: &str = "Contrôle d’accès : API d’administration par jeton\n\
    Traçabilité : chaque décision est journalisée avec la ligne de source qui l’a prise\n\
    Protection des logiciels : aucun secret dans la source\n\
    À compléter par l’organisme : chiffrement, sauvegarde, contrôle des sous-traitants";

fn objectives(own: &Processing) -> String {
    let journeys = own.journeys.iter().filter_map(|journey| journey.description.clone());
    lines(own.description.iter().cloned().chain(journeys))
}

/// Whose data it is; a project that does not say so keeps profiles of somebody all the same.
fn people(own: &Processing) -> String {
    match own.subjects.as_slice() {
        [] => "Personnes dont le projet tient un profil".to_owned(),
        subjects => listed(subjects.iter().map(|own| subject(own, French).to_owned())),
    }
}

fn category(read: &CategoryRead, manifest: &Manifest) -> String {
    let fields = listed(read.fields.iter().map(|field| place(field, manifest)));
    format!("{} [{}] : {fields}", named(&read.category, French), read.category)
}

fn durations(read: &CategoryRead, manifest: &Manifest) -> Vec<String> {
    let kept: BTreeSet<_> = read.fields.iter().map(|field| kept_for(manifest, field, French)).collect();
    kept.into_iter().map(|kept| format!("{} : {kept}", named(&read.category, French))).collect()
}

fn special(own: &Processing) -> String {
    let special = own.categories.iter().filter(|read| is_special(&read.category));
    let named: Vec<_> = special.map(|read| named(&read.category, French)).collect();
    let condition = own.special_categories.as_ref().map(|word| format!(" (article 9(2) : {word})"));
    if named.is_empty() { "aucune".to_owned() } else { named.join(", ") + &condition.unwrap_or_default() }
}

fn owners_of(own: &Processing) -> BTreeSet<String> {
    own.journeys.iter().filter_map(|journey| journey.owner.clone()).collect()
}

fn told(own: &Processing, manifest: &Manifest, wanted: &dyn Fn(&Recipient) -> bool) -> String {
    let all = manifest.recipients.iter().filter(|recipient| own.recipients.contains(&recipient.connector));
    lines(all.filter(|recipient| wanted(recipient)).map(|recipient| {
        let agreement = recipient.agreement.as_ref().map(|agreement| format!(", contrat « {agreement} »"));
        let place = recipient.country.as_deref().map(|code| format!(", {}", country(code, French)));
        format!("{}{}{}", recipient.connector, place.unwrap_or_default(), agreement.unwrap_or_default())
    }))
}

fn transfers(own: &Processing, manifest: &Manifest) -> String {
    let all = manifest.recipients.iter().filter(|recipient| own.recipients.contains(&recipient.connector));
    let told: Vec<_> = all
        .filter_map(|recipient| match recipient.country.as_deref() {
            Some(code) if is_in_eea(code) => None,
            Some(code) => {
                let mechanism = recipient.transfer.as_ref().map(|own| own.mechanism.as_str());
                let safeguards =
                    recipient.safeguards.as_deref().or(mechanism).unwrap_or("aucune garantie déclarée");
                Some(format!("{} : {}, {safeguards}", recipient.connector, country(code, French)))
            }
            None => Some(format!("{} : pays non précisé", recipient.connector)),
        })
        .collect();
    if told.is_empty() { "aucun".to_owned() } else { told.join("\n") }
}

fn decisions(own: &Processing, manifest: &Manifest) -> String {
    let of_purpose = |step: &str| {
        let journey = step.split('/').nth(1).unwrap_or_default();
        own.journeys.iter().any(|own| own.journey == journey)
    };
    let decisions = manifest.automated_decisions.iter().filter(|decision| of_purpose(&decision.step));
    let decisions = decisions.map(|decision| {
        let logic = decision.logic.iter().map(|rule| match &rule.when {
            Some(when) => format!("{} si {when}", rule.way),
            None => "sinon".to_owned(),
        });
        format!("{} : {}", place(&decision.step, manifest), listed(logic))
    });
    let computed = manifest.traits.iter().filter(|own_trait| own_trait.purposes.contains(&own.purpose));
    let computed = computed.map(|own| format!("profilage : {} ({})", own.name, own.by));
    let told: Vec<_> = decisions.chain(computed).collect();
    if told.is_empty() { "aucune".to_owned() } else { told.join("\n") }
}

fn rights(own: &Processing, manifest: &Manifest) -> String {
    let notice = own.notice.as_ref().map(|notice| format!("information : {}", notice.path));
    let rights = format!("droits : {}", listed(own.rights.iter().map(|own| right(*own, French).to_owned())));
    let consent = manifest.consents.iter().find(|asked| asked.purpose == own.purpose);
    let expires = consent.and_then(|asked| asked.expires);
    let expires = expires.map(|expires| format!("consentement redemandé après {}", period(expires, French)));
    let routes = consent.iter().flat_map(|asked| &asked.withdrawal).map(|on| {
        let routes = listed(on.routes.iter().map(|own| route(*own, French).to_owned()));
        format!("retrait par {} : {routes}", on.channel)
    });
    let signals = manifest.signals.iter().filter_map(|read| {
        let about = read.map.purposes.iter().filter(|(_, to)| to.contains(&own.purpose));
        let fields = listed(about.map(|(field, _)| field.clone()));
        (!fields.is_empty()).then(|| format!("signal {} : {fields}", signal(read.map.kind)))
    });
    let none = choose(French, "no notice", "information : non précisée").to_owned();
    let first = notice.unwrap_or(none);
    lines([first, rights].into_iter().chain(expires).chain(routes.collect::<Vec<_>>()).chain(signals))
}
