//! Consent, messages and their hours.

use super::Held::{Absent, Elsewhere, Impossible, Rules};
use super::Weight::{Error, Warning};
use super::{Check, check};

pub(super) const CHECKS: &[Check] = &[
    check(
        "C01",
        Error,
        "consent is read in the step that sends",
        "GDPR 6(1)(a), 7(3)",
        Impossible(
            "a condition cannot read a consent: the step that sends asks for it, after the last wait, and the right to send cannot be stored",
        ),
    ),
    check(
        "C02",
        Error,
        "unset is no",
        "GDPR 4(11), C-673/17",
        Impossible("a consent has no default that could be written: what is not on record is a no"),
    ),
    check(
        "C03",
        Error,
        "one consent, one purpose",
        "GDPR 7(2), 7(4)",
        Impossible("a consent is given to one purpose, and no word names several at once"),
    ),
    check(
        "C04",
        Error,
        "opens are not followed without a consent of their own",
        "ePrivacy 5(3), CNIL 2026-042",
        Rules(&["tracking-pixel"]),
    ),
    check("C05", Error, "nothing goes by opens", "ePrivacy 5(3), CNIL 2026-042", Rules(&["open-as-signal"])),
    check(
        "C06",
        Error,
        "each message says how to end such messages",
        "GDPR 7(3), ePrivacy 13(4)",
        Rules(&["message-without-way-out"]),
    ),
    check(
        "C07",
        Error,
        "bulk mail carries the headers for one click",
        "RFC 8058",
        Rules(&["mail-without-one-click"]),
    ),
    check(
        "C08",
        Error,
        "only POST withdraws",
        "RFC 8058",
        Impossible("a project declares no routes: those of the daemon change nothing on GET and HEAD"),
    ),
    check(
        "C09",
        Error,
        "a withdrawal is not about a list",
        "GDPR 21(3), ePrivacy 13(2)",
        Impossible(
            "there are no lists to leave: a withdrawal is about a purpose, or about a purpose and a channel",
        ),
    ),
    check(
        "C10",
        Error,
        "commercial mail shows the address of its sender",
        "CAN-SPAM 7704(a)(5), CASL 6(2)",
        Rules(&["mail-without-address"]),
    ),
    check(
        "C11",
        Error,
        "words such as STOP in an answer withdraw",
        "47 CFR 64.1200(a)(10)",
        Rules(&["texts-without-reply"]),
    ),
    check(
        "C12",
        Error,
        "consumers in France are called when they agreed",
        "C. conso L223-1",
        Rules(&["call-without-opt-in"]),
    ),
    check(
        "C13",
        Error,
        "texts and calls have hours, by the clock of the person, and a measure",
        "47 CFR 64.1200(c)(1), D223-9",
        Rules(&["marketing-at-any-hour", "hours-too-wide", "hours-of-nobody", "called-too-often"]),
    ),
    check("C14", Warning, "a consent ends", "GDPR 5(2), CASL 10", Rules(&["consent-without-end"])),
    check(
        "C15",
        Error,
        "signals of browsers and banners are mapped totally",
        "TCF 2.3, 11 CCR 7025",
        Rules(&["signal-not-mapped", "signal-field-misplaced"]),
    ),
    check(
        "C16",
        Error,
        "an audience at Google is sent with its consents",
        "Google EU user consent policy",
        Absent("the language has no audiences: nobody is put on a list of an advertiser"),
    ),
    check(
        "C17",
        Error,
        "imported contacts come with their proof",
        "GDPR 7(1), 14",
        Elsewhere("`filrouge import` enters a yes without its proof as no consent, and tells it"),
    ),
    check(
        "C18",
        Warning,
        "profiling leaves out minors",
        "GDPR 8, DSA 28",
        Absent("the language has no audiences, and no source tells reliably who is a minor"),
    ),
    check(
        "C19",
        Error,
        "an inferred yes is no consent",
        "GDPR 4(11), 7(1)",
        Absent("the language has no chatbots and no classifiers"),
    ),
];
