//! Who receives it, what is decided with it, and who answers for it.

use super::Held::{Absent, Elsewhere, Impossible, Rules};
use super::Weight::{Error, Warning};
use super::{Check, check};

pub(super) const CHECKS: &[Check] = &[
    check(
        "T01",
        Error,
        "a recipient has a role and a contract",
        "GDPR 28(3), 30(1)(d)",
        Rules(&["recipient-without-agreement"]),
    ),
    check("T02", Error, "data abroad is protected", "GDPR 44–49", Rules(&["transfer-without-safeguard"])),
    check(
        "T03",
        Warning,
        "a mechanism has a date and a fallback",
        "GDPR 45, C-703/25 P",
        Rules(&["mechanism-may-fall"]),
    ),
    check(
        "T04",
        Error,
        "failover and sub-processors stay where data may be",
        "GDPR 28(2), 44",
        Rules(&["failover-without-safeguard"]),
    ),
    check(
        "T05",
        Error,
        "who shares data stops when told",
        "CCPA, 11 CCR 7025",
        Rules(&["share-without-opt-out"]),
    ),
    check(
        "T06",
        Error,
        "data leaves to declared connectors alone",
        "GDPR 32",
        Impossible("no step has an address of its own: `via` and `from` name a channel or a connector"),
    ),
    check("A01", Error, "a decision says its class", "GDPR 13(2)(f), 22", Rules(&["decision-class-too-low"])),
    check(
        "A02",
        Error,
        "a decision that weighs has a ground, a human and a way to contest it",
        "GDPR 22(2), 22(3), C-634/21",
        Rules(&["decision-without-review"]),
    ),
    check(
        "A03",
        Error,
        "such a decision does not go by special categories",
        "GDPR 22(4)",
        Rules(&["decision-on-special-data"]),
    ),
    check(
        "A04",
        Error,
        "a model explains itself",
        "GDPR 15(1)(h), C-203/22",
        Absent("the language has no models; each branch is explained by its condition and the values in it"),
    ),
    check("A05", Error, "a bot says that it is one", "AI Act 50(1)", Absent("the language has no chatbots")),
    check(
        "A06",
        Warning,
        "no bandits on prices, no emotions",
        "AI Act 50(3), GDPR 22",
        Absent("an experiment shares people out by fixed weights, and the language reads no emotions"),
    ),
    check(
        "A07",
        Error,
        "profiling for marketing can be refused",
        "GDPR 21(2), 21(3)",
        Impossible(
            "a refusal of a purpose ends its journeys with their branches, and every trait and segment that serves nothing but what is refused",
        ),
    ),
    check(
        "D01",
        Error,
        "every store is reached from an identity",
        "GDPR 15, 17, 20",
        Impossible("events, messages, consents and decisions are kept by person: no store has another key"),
    ),
    check(
        "D02",
        Error,
        "the rights of a person reach each recipient",
        "GDPR 16–19",
        Rules(&["right-without-way"]),
    ),
    check(
        "D03",
        Error,
        "what is put outside can be taken back",
        "GDPR 7(3), 17(1)(b), 19",
        Absent("the language puts nobody on a list of another system"),
    ),
    check(
        "D04",
        Error,
        "the notice names who receives the data",
        "GDPR 13, 14",
        Rules(&["notice-omits-recipient"]),
    ),
    check("D05", Error, "a high risk is assessed", "GDPR 35, WP248", Rules(&["impact-not-assessed"])),
    check("D06", Error, "everything has an owner", "GDPR 5(2), 24", Rules(&["without-owner"])),
    check(
        "D07",
        Error,
        "a change that widens needs an approval",
        "GDPR 24, 25",
        Elsewhere("`filrouge plan` compares two versions, tells what widens, and asks for a yes"),
    ),
];
