//! What others read in the manifest of one small shop.

use super::*;
use filrouge_compile::{Analysis, analyse, lower, manifest};
use filrouge_plan::Commit;
use filrouge_plan::manifest::{Manifest, Shifted, Since};
use filrouge_source::Sources;
use serde_json::Value;
use std::collections::BTreeSet;

const SHOP: &str = include_str!("tests/shop.kdl");

fn shop() -> Manifest {
    manifest_of(SHOP)
}

fn manifest_of(project: &str) -> Manifest {
    let mut sources = Sources::new();
    sources.add("filrouge.kdl", project);
    sources
        .add("notice.md", "What the shop writes about, by way of Texts Inc. You may withdraw at any time.");
    let Analysis { sources, findings, checked } = analyse(sources);
    let Some(checked) = checked else {
        panic!("{:#?}", findings.iter().map(|finding| &finding.message).collect::<Vec<_>>())
    };
    let commit = Commit { id: "5094fc2a206dd7a0f0d7c0ffee0000000000beef".to_owned(), dirty: false };
    let bundle = lower(&checked, &sources, Some(commit));
    let built_at = Some("2026-12-01T08:00:00Z".to_owned());
    Manifest { built_at, ..manifest(&checked, &sources, &bundle) }
}

fn changed(statement: &str, widens: bool) -> Shifted {
    Shifted { widens, about: "connector/texts".to_owned(), statement: statement.to_owned() }
}

/// The shop, a month later.
fn later() -> Manifest {
    let since = Since {
        manifest: "0".repeat(64),
        commit: Some("c0736e3ad7220000".to_owned()),
        built_at: Some("2026-11-01T08:00:00Z".to_owned()),
        changes: vec![
            changed("the country of `texts` was FR and is US", true),
            changed("`profile/birthday` (user.demographic.date_of_birth) is no longer collected", false),
        ],
    };
    Manifest { since: Some(since), ..shop() }
}

/// The words of the page, part by part: what stands between one heading and the next.
fn part(page: &str, id: &str) -> String {
    let start = page.find(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("no part `{id}`"));
    let rest = page.get(start..).unwrap_or_default();
    let end = rest.find("</section>").unwrap_or(rest.len());
    words(&format!("<{}", rest.get(..end).unwrap_or_default()))
}

fn words(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                text.push(' ');
            }
            letter if !inside => text.push(letter),
            _ => {}
        }
    }
    let text = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&#x2f;", "/");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Each question of a data protection officer, and what the page must say to it.
fn answers(page: &str, questions: &[(&str, &[&str])]) {
    for (id, wanted) in questions {
        let told = part(page, id);
        let missing: Vec<_> = wanted.iter().filter(|own| !told.contains(**own)).collect();
        assert!(missing.is_empty(), "`{id}` does not say {missing:?}: {told}");
    }
}

/// What do we do with which data, why, on which basis, for how long, who receives it, where, what changed since last month.
const QUESTIONS: &[(&str, &[&str])] = &[
    (
        "who",
        &[
            "Shop SAS, Lyon",
            "dpo@shop.example",
            "CNIL",
            "growth (growth@shop.example)",
            "eu-gdpr (2026-11-23)",
            "no lock: the newest version counts",
        ],
    ),
    (
        "purposes",
        &[
            "consent, Article 6(1)(a) GDPR",
            "contract, Article 6(1)(b) GDPR",
            "email address user.contact.email : profile.email",
            "health sensitive",
            "Offers by email, <b>with</b> consent",
            "Whose data customers, prospects",
            "Reminds people of their basket",
            "cart (growth)",
            "3 years from the last activity, then erased",
            "6 months from the last activity, then erased",
            "mail, France",
            "texts, United States outside the EEA",
            "withdrawal (7(3))",
            "Sensitive data, Article 9(2) explicit-consent",
            "cart · remind",
        ],
    ),
    (
        "collected",
        &[
            "profile.allergic health user.health sensitive 6 months from the last activity",
            "Order Completed · cart_id no category of personal data 10 years from collection, then erased",
        ],
    ),
    (
        "recipients",
        &[
            "United States outside the EEA",
            "Company Texts Inc.",
            "SCC 2021/914",
            "Mechanism of transfer scc",
            "Cloud SAS, France",
            "export, erase",
            "processor, on our instructions",
            "DPA 2026-01",
        ],
    ),
    ("labels", &["cart · remind", "profile.allergic sensitive : health, decides whether it is sent"]),
    ("origins", &["site http whatever is declared"]),
    ("consents", &["marketing", "notice.md", "2 years", "one click in the mail program (RFC 8058)"]),
    ("decisions", &["cart · who", "gentle profile.allergic.orValue(false)", "in all other cases"]),
    ("computed", &["carts", "count", "Cart Updated", "30 days"]),
    (
        "stores",
        &[
            "profiles store",
            "profile.email, profile.user_id",
            "mail recipient",
            "by asking the recipient",
            "quarantine store",
            "one person’s part cannot be told apart",
            "messages store",
            "1 year and 1 month",
        ],
    ),
    (
        "changes",
        &[
            "From c0736e3ad722, 2026-11-01T08:00:00Z",
            "more the country of `texts` was FR and is US",
            "less `profile/birthday`",
        ],
    ),
    ("unprovable", &["the agreement `DPA 2026-01` is in force and covers this use"]),
    ("waivers", &["none"]),
    ("access", &["No role is declared"]),
];

#[test]
fn a_data_protection_officer_can_answer_from_the_page_alone() {
    answers(&html(&later(), Language::English).unwrap(), QUESTIONS);
}

#[test]
fn the_page_tells_what_is_declared_to_say_less() {
    let wide = SHOP.replace("profile.allergic.orValue(false)", "profile.in('gentle-ones')")
        + "segment gentle-ones when=\"profile.allergic.orValue(false)\" {
    declassify k-anonymous k=50 reason=\"Fewer than fifty are merged by the nightly job\" approver=dpo { for marketing; }
}
";
    let page = html(&manifest_of(&wide), Language::English).unwrap();
    let said = ["gentle-ones", "k-anonymous, k = 50", "merged by the nightly job", "marketing", "dpo"];
    answers(&page, &[("declassified", &said), ("labels", &["profile.allergic by gentle-ones"])]);
    assert!(!html(&shop(), Language::English).unwrap().contains("id=\"declassified\""));
}

#[test]
fn the_page_answers_in_french_too() {
    let page = html(&later(), Language::French).unwrap();
    assert!(page.contains("<html lang=\"fr\">"));
    answers(
        &page,
        &[
            ("who", &["Responsable de traitement Shop SAS, Lyon", "Autorité de contrôle CNIL"]),
            (
                "purposes",
                &[
                    "consentement, article 6(1)(a) du RGPD",
                    "l’adresse électronique user.contact.email : profile.email",
                    "la santé sensible",
                    "3 ans à compter de la dernière activité, puis effacement",
                    "texts, États-Unis hors de l’EEE",
                ],
            ),
            ("changes", &["Depuis c0736e3ad722", "plus the country of", "moins"]),
            ("stores", &["en le demandant au destinataire"]),
        ],
    );
}

#[test]
fn the_page_is_whole_in_one_file_and_runs_nothing() {
    let page = html(&later(), Language::English).unwrap();
    assert!(page.contains("default-src 'none'"));
    for foreign in ["<script", " src=", "<link", "@import", "onclick"] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    assert_eq!(page.matches("url(").count(), page.matches("url(#").count(), "arrows of the picture alone");
    let links = page.split("href=\"").skip(1).map(|rest| rest.chars().next().unwrap());
    assert!(links.into_iter().all(|first| first == '#'));
    assert!(page.contains("&lt;b&gt;with&lt;"), "the words of an author are text");
    let ids: Vec<_> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let unique: BTreeSet<_> = ids.iter().collect();
    assert_eq!(ids.len(), unique.len(), "{ids:?}");
    let targets = page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next());
    let lost: Vec<_> = targets.filter(|target| !ids.contains(target)).collect();
    assert_eq!(lost, Vec::<&str>::new());
}

#[test]
fn a_page_that_was_compared_with_nothing_says_so() {
    let page = html(&shop(), Language::English).unwrap();
    assert!(part(&page, "changes").contains("was not compared with an earlier one"));
    let same = Since { changes: Vec::new(), ..later().since.unwrap() };
    let page = html(&Manifest { since: Some(same), ..shop() }, Language::English).unwrap();
    assert!(part(&page, "changes").contains("Nothing has changed"));
}

#[test]
fn equal_manifests_give_equal_bytes() {
    let (one, other) = (later(), later());
    assert_eq!(html(&one, Language::French), html(&other, Language::French));
    assert_eq!((csv(&one), ods(&one)), (csv(&other), ods(&other)));
    assert_eq!((fideslang(&one), dpv(&one)), (fideslang(&other), dpv(&other)));
}

/// The cells of a line; none of the fields of the shop has a quote in it.
fn cells(line: &str) -> Vec<String> {
    line.trim_matches('"').split("\",\"").map(str::to_owned).collect()
}

#[test]
fn the_register_has_a_line_for_each_activity_and_every_column() {
    let csv = csv(&shop());
    let lines: Vec<_> = csv.trim_start_matches('\u{feff}').split_terminator("\r\n").map(cells).collect();
    assert!(lines.iter().all(|line| line.len() == 21), "{lines:#?}");
    let [columns, marketing, orders] = lines.as_slice() else { panic!("{lines:#?}") };
    let of = |line: &[String], column: &str| {
        let at = columns.iter().position(|own| own == column).unwrap_or_else(|| panic!("no column {column}"));
        line[at].clone()
    };
    assert_eq!(of(marketing, "Base légale"), "consentement, article 6(1)(a) du RGPD");
    assert_eq!(
        of(marketing, "Données sensibles (articles 9 et 10)"),
        "la santé (article 9(2) : explicit-consent)"
    );
    assert_eq!(of(marketing, "Transferts hors de l’Union européenne"), "aucun");
    assert_eq!(of(orders, "Transferts hors de l’Union européenne"), "texts : États-Unis, SCC 2021/914");
    assert_eq!(of(orders, "Sous-traitants"), "texts, États-Unis, contrat « DPA 2026-02 »");
    let kept = of(marketing, "Durées de conservation par catégorie");
    assert!(kept.contains("la santé : 6 mois à compter de la dernière activité, puis effacement"), "{kept}");
}

#[test]
fn a_name_is_no_formula() {
    let mut manifest = shop();
    manifest.processing[0].purpose = "=HYPERLINK(\"x\")".to_owned();
    let csv = csv(&manifest);
    assert!(csv.contains("\"'=HYPERLINK(\"\"x\"\")\""), "{csv}");
}

/// Terms of DPV 2.3 and of its GDPR extension that an export may use, as their specifications list them.
const TERMS: &str = include_str!("tests/dpv-terms.txt");

#[test]
fn linked_data_uses_terms_of_the_vocabulary_and_no_others() {
    let document: Value = serde_json::from_str(&dpv(&shop())).unwrap();
    let mut used = BTreeSet::new();
    terms(&document["@graph"], &mut used);
    let known: BTreeSet<&str> = TERMS.lines().collect();
    let invented: Vec<_> = used.iter().filter(|term| !known.contains(term.as_str())).collect();
    assert_eq!(invented, Vec::<&String>::new());
    assert!(used.len() > 25, "{used:?}");
}

/// What is written with a prefix of the vocabulary, as a key or as a value.
fn terms(value: &Value, used: &mut BTreeSet<String>) {
    let is_term = |text: &str| text.starts_with("dpv:") || text.starts_with("eu-gdpr:");
    match value {
        Value::String(text) if is_term(text) => drop(used.insert(text.clone())),
        Value::Array(items) => items.iter().for_each(|item| terms(item, used)),
        Value::Object(members) => {
            used.extend(members.keys().filter(|key| is_term(key)).cloned());
            members.values().for_each(|member| terms(member, used));
        }
        _ => {}
    }
}

#[test]
fn a_purpose_is_told_in_linked_data() {
    let document: Value = serde_json::from_str(&dpv(&shop())).unwrap();
    let graph = document["@graph"].as_array().unwrap();
    let marketing = graph.iter().find(|node| node["@id"] == "urn:filrouge:purpose:marketing").unwrap();
    assert_eq!(marketing["dpv:hasLegalBasis"][1]["@id"], "eu-gdpr:A6-1-a");
    assert_eq!(marketing["dpv:hasNotice"]["@type"], "dpv:ConsentNotice");
    let lengths = marketing["dpv:hasStorageCondition"].as_array().unwrap();
    let lengths: Vec<_> =
        lengths.iter().map(|own| own["dpv:hasDuration"]["@value"].as_str().unwrap()).collect();
    assert_eq!(lengths, ["P3Y", "P6M"]);
    let texts = graph.iter().find(|node| node["@id"] == "urn:filrouge:connector:texts").unwrap();
    assert_eq!(texts["dpv:hasThirdCountry"]["dcterms:identifier"], "US");
}

#[test]
fn the_taxonomy_names_systems_datasets_and_what_is_allowed() {
    let yaml = fideslang(&shop());
    for wanted in [
        "fides_key: \"shop.mail\"",
        "legal_basis_for_processing: \"Consent\"",
        "processes_special_category_data: true",
        "name: \"Cart Updated\"",
        "does_international_transfers: true",
        "retention_period: \"3 years from the last activity, then erased, 6 months from the last activity, then erased\"",
    ] {
        assert!(yaml.contains(wanted), "{wanted}\n{yaml}");
    }
}
