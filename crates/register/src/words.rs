//! The words of pages and tables, each once in each language.

use filrouge_picture::Language;
use std::collections::BTreeMap;

/// `english` or `french`.
pub(crate) const fn choose<'t>(language: Language, english: &'t str, french: &'t str) -> &'t str {
    match language {
        Language::English => english,
        Language::French => french,
    }
}

macro_rules! words {
    ($( $word:ident = $english:literal / $french:literal ),* $(,)?) => {
        /// The words of a language, by their keys.
        pub(crate) fn words(language: Language) -> BTreeMap<&'static str, &'static str> {
            [ $( (stringify!($word), choose(language, $english, $french)) ),* ].into()
        }
    };
}

words! {
    about = "What it is about" / "Objet",
    agreement = "Agreement" / "Contrat",
    approvers = "Must agree before more is done" / "Doit donner son accord à toute extension",
    authority = "Supervisory authority" / "Autorité de contrôle",
    basis = "Lawful basis" / "Base légale",
    by_itself = "the daemon itself" / "le service lui-même",
    changes = "What has changed since the manifest before?" / "Qu’est-ce qui a changé depuis le manifeste précédent ?",
    changes_none = "Nothing has changed in the use of personal data." / "Rien n’a changé dans l’usage des données personnelles.",
    changes_unknown = "This manifest was not compared with an earlier one: give `--since`, `--against` or `--previous`." / "Ce manifeste n’a pas été comparé à un précédent : indiquez `--since`, `--against` ou `--previous`.",
    channels = "Over which channels" / "Par quels canaux",
    collected = "Which data is there, and how long is it kept?" / "Quelles données existent, et combien de temps sont-elles conservées ?",
    commit = "Commit" / "Commit",
    computed = "What is computed about people?" / "Que calcule-t-on sur les personnes ?",
    computed_by = "How" / "Comment",
    condition = "Sensitive data, Article 9(2)" / "Données sensibles, article 9(2)",
    consents = "What do people agree to, and how do they withdraw?" / "À quoi les personnes consentent-elles, et comment se rétractent-elles ?",
    contents = "Contents" / "Sommaire",
    controller = "Controller" / "Responsable de traitement",
    country = "Where" / "Où",
    data = "Data" / "Données",
    data_use = "Use of data" / "Usage des données",
    decisions = "What is decided without a human?" / "Que décide-t-on sans intervention humaine ?",
    decides = "What it reads" / "Ce qu’elle lit",
    dpo = "Data protection officer" / "Délégué à la protection des données",
    each_own = "each event for its own time" / "chaque événement pour sa propre durée",
    events = "Uses that these events happened" / "Utilise le fait que ces événements ont eu lieu",
    expires = "Asked again after" / "À redemander après",
    field = "Field" / "Champ",
    fingerprint = "SHA-256 of this manifest" / "SHA-256 de ce manifeste",
    flows = "Where does the data go?" / "Où vont les données ?",
    found_by = "A person is found by" / "Une personne y est retrouvée par",
    from = "From" / "Depuis",
    how_long = "Kept" / "Conservation",
    journeys = "By which journeys, and who answers for them" / "Par quels parcours, et qui en répond",
    less = "less" / "moins",
    logic = "Rule" / "Règle",
    made = "Made of" / "Établi à partir de",
    more = "more" / "plus",
    no_category = "no category of personal data" / "sans catégorie de données personnelles",
    no_end = "no end is declared" / "aucune durée n’est déclarée",
    none = "none" / "aucun",
    not_found = "one person’s part cannot be told apart" / "la part d’une personne ne peut être isolée",
    not_said = "not said" / "non précisé",
    notice = "Notice" / "Information donnée",
    on_request = "by asking the recipient" / "en le demandant au destinataire",
    origins = "Where does the data come from?" / "D’où viennent les données ?",
    outside = "outside the EEA" / "hors de l’EEE",
    owners = "Answer for journeys" / "Répondent des parcours",
    part = "Part" / "Élément",
    picture_lead = "From each field, by way of its purposes, to whoever receives it." / "De chaque champ, par ses finalités, jusqu’à qui le reçoit.",
    plan = "Plan" / "Plan",
    purpose = "Purpose" / "Finalité",
    purposes = "What do we do with which data, why, and by what right?" / "Que fait-on, avec quelles données, pourquoi et à quel titre ?",
    reached_by = "Exported, corrected and erased" / "Exporté, rectifié et effacé",
    reason = "Reason" / "Motif",
    receives = "Receives" / "Reçoit",
    recipient = "Recipient" / "Destinataire",
    recipients = "Who receives data, and where?" / "Qui reçoit des données, et où ?",
    reveals = "It may be read from the message that" / "Le message peut laisser deviner",
    rights = "Rights of people" / "Droits des personnes",
    role = "Role" / "Rôle",
    rule = "Rule" / "Règle",
    rule_packs = "Packs of rules" / "Jeux de règles",
    safeguards = "Safeguards" / "Garanties",
    sensitive = "sensitive" / "sensible",
    source = "Source" / "Source",
    stands = "In the source" / "Dans la source",
    statement = "What somebody vouches for" / "Ce dont quelqu’un se porte garant",
    step = "Step" / "Étape",
    stores = "Where does the data of one person lie?" / "Où se trouvent les données d’une personne ?",
    summary = "In short" / "En bref",
    tells = "May tell" / "Peut transmettre",
    tells_any = "whatever is declared" / "tout ce qui est déclaré",
    title = "Record of processing" / "Registre des traitements",
    unprovable = "What can the compiler not check?" / "Qu’est-ce que le compilateur ne peut pas vérifier ?",
    until = "Until" / "Jusqu’au",
    waivers = "Which exceptions to the rules are allowed?" / "Quelles exceptions aux règles sont admises ?",
    what = "What is known" / "Ce qui est su",
    when_withdrawn = "What a withdrawal or an objection stops" / "Ce qu’arrête un retrait ou une opposition",
    who = "Who is responsible?" / "Qui est responsable ?",
    withdrawal = "Withdrawn by" / "Retrait par",
    within = "Looks back" / "Recul",
}
