//! What data is used for.

use super::Held::Rules;
use super::Weight::{Error, Warning};
use super::{Check, check};

pub(super) const CHECKS: &[Check] = &[
    check(
        "P01",
        Error,
        "each effect has one purpose",
        "GDPR 5(1)(b), 30(1)(b)",
        Rules(&["send-without-purpose", "fetch-without-purpose"]),
    ),
    check(
        "P02",
        Warning,
        "a purpose is narrow and described",
        "GDPR 5(1)(b), 13(1)(c)",
        Rules(&["vague-purpose"]),
    ),
    check("P03", Error, "a purpose has one basis", "GDPR 6(1), 13(1)(c)", Rules(&["purpose-without-basis"])),
    check(
        "P04",
        Error,
        "a legitimate interest is named and weighed",
        "GDPR 6(1)(f), 13(1)(d), 21",
        Rules(&["interest-not-weighed"]),
    ),
    check(
        "P05",
        Error,
        "marketing without consent is for customers who could refuse",
        "ePrivacy 13(2), CPCE L34-5",
        Rules(&["soft-opt-in-incomplete"]),
    ),
    check(
        "P06",
        Error,
        "a field is used for what it was collected for",
        "GDPR 5(1)(b), 6(4)",
        Rules(&["used-for-another-purpose"]),
    ),
    check(
        "P07",
        Error,
        "what decides that a message leaves is revealed by it",
        "GDPR 5(1)(b), 9, C-184/20",
        Rules(&["revealed-for-another-purpose"]),
    ),
    check(
        "P08",
        Error,
        "a template shows what its purpose allows",
        "GDPR 5(1)(b), 5(1)(c)",
        Rules(&["shown-for-another-purpose"]),
    ),
    check(
        "P09",
        Error,
        "special categories have a condition of article 9(2)",
        "GDPR 9(1), 9(2)",
        Rules(&["special-data-without-condition", "explicit-consent-not-asked"]),
    ),
    check(
        "P10",
        Warning,
        "marketing does not rest on a contract",
        "GDPR 6(1)(b), EDPB 2/2019",
        Rules(&["marketing-on-contract"]),
    ),
    check("P11", Warning, "what is asked for is used", "GDPR 5(1)(c)", Rules(&["unused-consent"])),
];
