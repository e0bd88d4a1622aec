//! Countries by their codes.

use crate::words::choose;
use filrouge_picture::Language;

/// Members of the European Economic Area, where the GDPR itself holds: code, name in English, name in French.
const EEA: &[(&str, &str, &str)] = &[
    ("AT", "Austria", "Autriche"),
    ("BE", "Belgium", "Belgique"),
    ("BG", "Bulgaria", "Bulgarie"),
    ("CY", "Cyprus", "Chypre"),
    ("CZ", "Czechia", "Tchéquie"),
    ("DE", "Germany", "Allemagne"),
    ("DK", "Denmark", "Danemark"),
    ("EE", "Estonia", "Estonie"),
    ("ES", "Spain", "Espagne"),
    ("FI", "Finland", "Finlande"),
    ("FR", "France", "France"),
    ("GR", "Greece", "Grèce"),
    ("HR", "Croatia", "Croatie"),
    ("HU", "Hungary", "Hongrie"),
    ("IE", "Ireland", "Irlande"),
    ("IS", "Iceland", "Islande"),
    ("IT", "Italy", "Italie"),
    ("LI", "Liechtenstein", "Liechtenstein"),
    ("LT", "Lithuania", "Lituanie"),
    ("LU", "Luxembourg", "Luxembourg"),
    ("LV", "Latvia", "Lettonie"),
    ("MT", "Malta", "Malte"),
    ("NL", "Netherlands", "Pays-Bas"),
    ("NO", "Norway", "Norvège"),
    ("PL", "Poland", "Pologne"),
    ("PT", "Portugal", "Portugal"),
    ("RO", "Romania", "Roumanie"),
    ("SE", "Sweden", "Suède"),
    ("SI", "Slovenia", "Slovénie"),
    ("SK", "Slovakia", "Slovaquie"),
];

/// Others that services are often in.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    ("AU", "Australia", "Australie"),
    ("BR", "Brazil", "Brésil"),
    ("CA", "Canada", "Canada"),
    ("CH", "Switzerland", "Suisse"),
    ("CN", "China", "Chine"),
    ("GB", "United Kingdom", "Royaume-Uni"),
    ("IL", "Israel", "Israël"),
    ("IN", "India", "Inde"),
    ("JP", "Japan", "Japon"),
    ("KR", "South Korea", "Corée du Sud"),
    ("MA", "Morocco", "Maroc"),
    ("SG", "Singapore", "Singapour"),
    ("TN", "Tunisia", "Tunisie"),
    ("US", "United States", "États-Unis"),
];

/// Whether the GDPR itself holds there.
pub(crate) fn is_in_eea(code: &str) -> bool {
    EEA.iter().any(|(own, ..)| *own == code)
}

/// The name of a country, or its code when it has none here.
pub(crate) fn country(code: &str, language: Language) -> String {
    let known = EEA.iter().chain(ELSEWHERE).find(|(own, ..)| *own == code);
    known.map_or_else(|| code.to_owned(), |(_, english, french)| choose(language, english, french).to_owned())
}
