//! How much is kept, and how long.

use super::Held::{Absent, Impossible, Rules};
use super::Weight::{Error, Note, Warning};
use super::{Check, check};

pub(super) const CHECKS: &[Check] = &[
    check("M01", Note, "what is collected is read", "GDPR 5(1)(c)", Rules(&["unread-field"])),
    check(
        "M02",
        Error,
        "a payload is an allow-list",
        "GDPR 5(1)(c), 25(2)",
        Impossible("`with` and templates name each value: there is no form for all of them"),
    ),
    check(
        "M03",
        Error,
        "a payload holds what its purpose needs",
        "GDPR 5(1)(c), 25(2)",
        Rules(&["more-than-needed"]),
    ),
    check(
        "M04",
        Error,
        "prompts hold no identifiers",
        "GDPR 5(1)(c), 28, 32",
        Absent("the language has no prompts"),
    ),
    check(
        "M05",
        Error,
        "training data holds no identifiers",
        "GDPR 25, 32",
        Absent("the language trains no models"),
    ),
    check(
        "M06",
        Error,
        "reports have a smallest group",
        "GDPR 5(1)(f), recital 26",
        Rules(&["declassify-without-group"]),
    ),
    check(
        "M07",
        Error,
        "logs hold no personal data",
        "GDPR 5(1)(f), 32",
        Rules(&["personal-data-in-address"]),
    ),
    check(
        "R01",
        Error,
        "everything has a finite retention",
        "GDPR 5(1)(e), 30(1)(f)",
        Rules(&["personal-data-without-retention", "store-without-retention"]),
    ),
    check(
        "R02",
        Error,
        "retention begins with an act of the person",
        "GDPR 5(1)(e), CNIL",
        Rules(&["open-as-activity"]),
    ),
    check(
        "R03",
        Warning,
        "retention is as the authority recommends",
        "CNIL reference",
        Rules(&["kept-longer-than-usual"]),
    ),
    check(
        "R04",
        Error,
        "a journey does not outlive its data",
        "GDPR 5(1)(e)",
        Rules(&["wait-outlives-retention", "window-outlives-retention", "answer-kept-too-long"]),
    ),
    check(
        "R05",
        Error,
        "derived data does not outlive its sources",
        "GDPR 5(1)(e)",
        Rules(&["derived-outlives-source"]),
    ),
    check(
        "R06",
        Error,
        "the copy of a recipient ends with ours",
        "GDPR 19, 28(3)(g)",
        Rules(&["copy-outlives-ours"]),
    ),
    check(
        "R07",
        Error,
        "an archive is out of reach of marketing",
        "GDPR 5(1)(e), 18",
        Impossible("no condition, template or segment can read what `then=archive` put away"),
    ),
    check(
        "R08",
        Warning,
        "a model says what an erasure does to it",
        "GDPR 17, EDPB 28/2024",
        Absent("the language has no models"),
    ),
    check(
        "R09",
        Error,
        "a list of refusals holds hashes alone",
        "GDPR 5(1)(c), CNIL MED-2023-040",
        Impossible(
            "a project declares no such list: the daemon keeps refusals with the person, and after an erasure a keyed hash",
        ),
    ),
];
