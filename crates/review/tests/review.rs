//! Each kind of change once: how grave it is, and in which words it is told.

#![expect(clippy::unwrap_used, reason = "a test whose project does not compile fails")]

use filrouge_compile::{analyse, lower, manifest};
use filrouge_plan::manifest::{LawOf, Manifest};
use filrouge_plan::{Bundle, Standing};
use filrouge_review::{Class, Inside, LONGEST, Look, Review, Side, markdown, review, told};
use filrouge_source::Sources;

const PROJECT: &str = r#"
project shop {
    controller "Shop SAS, Lyon"
    timezone "Europe/Paris"
    locale fr
}
profile {
    id user_id string category="user.unique_id"
    id email email category="user.contact.email"
    phone phone? category="user.contact.phone_number"
    points int
    retain "3y" since=last-activity then=erase
}
event "Cart Updated" {
    cart_id string
    value decimal min=0
    retain "13mo"
}
segment rich when="profile.points > 10"
purpose marketing use="marketing.advertising.first_party.targeted" {
    basis consent
    channels email
    notice "notice.md"
    expires "3y"
}
retention messages of=messages keep="13mo" { reason "questions come within a year" }
connector mail kind=smtp {
    url env=SMTP_URL
    role processor
    agreement "DPA 2026-01"
    country FR
}
channel email connector=mail from="Shop <shop@example.com>" { cap 3 per="7d"; }
template hello {
    subject "Hello"
    text "Hello. {{ unsubscribe_url }}"
}
journey cart {
    purpose marketing
    enter on="Cart Updated" where="event.value >= 20.0" key="event.cart_id"
    wait pause for="1h"
    split how {
        when big "profile.in('rich')" { send reminder via=email template=hello }
        otherwise { end none; }
    }
}
"#;

struct Compiled {
    bundle: Bundle,
    manifest: Manifest,
}

fn compiled(text: &str) -> Compiled {
    let mut sources = Sources::new();
    sources.add("filrouge.kdl", text);
    sources.add("notice.md", "We write to you about your basket.\n");
    let analysis = analyse(sources);
    let errors: Vec<_> = analysis.findings.iter().map(|finding| finding.message.clone()).collect();
    assert!(!analysis.findings.has_errors(), "{errors:?}");
    let checked = analysis.checked.unwrap();
    let bundle = lower(&checked, &analysis.sources, None);
    let manifest = manifest(&checked, &analysis.sources, &bundle);
    Compiled { bundle, manifest }
}

impl Compiled {
    fn side<'a>(&'a self, name: &'a str) -> Side<'a> {
        Side { name, bundle: &self.bundle, manifest: Some(&self.manifest), approvals: &[] }
    }
}

/// The project with each first text replaced by the second.
fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(PROJECT.to_owned(), |text, (old, new)| {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        text.replace(old, new)
    })
}

fn reviewed(edits: &[(&str, &str)], inside: Option<&Inside>) -> Review {
    let (old, new) = (compiled(PROJECT), compiled(&edited(edits)));
    review(&old.side("main"), &new.side("here"), inside)
}

/// The classes with their counts, then each sentence that widens.
fn verdict(edits: &[(&str, &str)]) -> String {
    let review = reviewed(edits, None);
    let counts: Vec<_> =
        review.counts.iter().rev().map(|(class, count)| format!("{count} {}", class.word())).collect();
    counts.join(", ")
}

#[test]
fn every_kind_of_change_has_its_class() {
    let of = |old: &str, new: &str| verdict(&[(old, new)]);
    assert_eq!(of("project shop {", "// a remark\nproject shop {"), "");
    assert_eq!(
        of("wait pause for=\"1h\"", "wait breather for=\"1h\" was=pause"),
        "1 forward-only, 1 cosmetic"
    );
    assert_eq!(of("    points int\n", "    points int\n    city string?\n"), "1 additive");
    assert_eq!(of("for=\"1h\"", "for=\"2h\""), "1 forward-only");
    assert_eq!(of("cap 3 per", "cap 2 per"), "1 forward-only");
    assert_eq!(of("    value decimal min=0\n", "    value decimal min=0\n    coupon string\n"), "1 breaking");
    assert_eq!(of("keep=\"13mo\"", "keep=\"6mo\""), "1 destructive");
    assert_eq!(of("keep=\"13mo\"", "keep=\"2y\""), "1 privacy-widening, 1 forward-only");
    assert_eq!(of("country FR", "country US"), "1 privacy-widening");
    assert_eq!(of("expires \"3y\"", "expires \"1y\""), "1 forward-only");
}

#[test]
fn a_field_at_the_front_changes_no_condition() {
    let review = reviewed(
        &[("    phone phone?", "    city string? category=\"user.contact.address.city\"\n    phone phone?")],
        None,
    );
    let sentences: Vec<_> = review.changes.iter().map(|one| one.change.sentence.as_str()).collect();
    assert_eq!(sentences, ["profile field `city` is new: nobody inside is concerned"]);
    assert_eq!(review.class, Some(Class::PrivacyWidening));
}

#[test]
fn a_message_that_says_more_widens_and_one_that_says_less_narrows() {
    let more = "Hello {{ profile.phone | default('') }}. {{ unsubscribe_url }}";
    let (plain, rich) = (compiled(PROJECT), compiled(&edited(&[("Hello. {{ unsubscribe_url }}", more)])));
    let told = |old: &Compiled, new: &Compiled| -> Vec<_> {
        let review = review(&old.side("main"), &new.side("here"), None);
        review.privacy.into_iter().map(|shift| (shift.widens, shift.sentence)).collect()
    };
    insta::assert_debug_snapshot!(told(&plain, &rich), @r#"
    [
        (
            true,
            "`marketing` uses `profile/phone` (user.contact.phone_number)",
        ),
        (
            true,
            "`profile/phone` (user.contact.phone_number) goes to `mail` for `marketing`",
        ),
    ]
    "#);
    insta::assert_debug_snapshot!(told(&rich, &plain), @r#"
    [
        (
            false,
            "`marketing` no longer uses `profile/phone` (user.contact.phone_number)",
        ),
        (
            false,
            "`profile/phone` (user.contact.phone_number) no longer goes to `mail` for `marketing`",
        ),
    ]
    "#);
}

#[test]
fn who_may_see_what_is_compared() {
    let project = |more: &str| compiled(&format!("{PROJECT}{more}"));
    let told = |old: &str, new: &str| -> Vec<String> {
        let review = review(&project(old).side("main"), &project(new).side("here"), None);
        let sign = |widens: bool| if widens { "more" } else { "less" };
        review.privacy.iter().map(|shift| format!("{}: {}", sign(shift.widens), shift.sentence)).collect()
    };
    let desk = "role desk {\n    may look\n    see \"user.name\"\n}\n";
    let wide =
        "role desk {\n    may look export\n    see \"user.contact\" for=marketing\n    reveal email\n}\n";
    assert_eq!(
        told("", desk),
        [
            "less: there are roles: whoever has a token may see and do what its role says",
            "less: `desk` may do `look`",
            "less: `desk` may see `user.name`",
        ]
    );
    assert_eq!(
        told(desk, wide),
        [
            "more: `desk` may do `export`",
            "more: `desk` may reveal `email`",
            "more: `desk` may see `user.contact` for `marketing`",
            "less: `desk` may no longer see `user.name`",
        ]
    );
    assert_eq!(
        told(desk, ""),
        [
            "more: there are no roles any more: whoever has a token may see and do everything",
            "less: the role `desk` is gone",
        ]
    );
}

/// The same project by another version of the law, and without a lock.
#[test]
fn the_law_that_counts_is_compared() {
    let by = |version: &str, lock: bool| {
        let mut own = compiled(PROJECT);
        let law =
            LawOf { pack: "fr-cnil".to_owned(), version: version.to_owned(), sha256: version.to_owned() };
        own.manifest.organisation.law = vec![law];
        own.manifest.organisation.lock = own.manifest.sources.first().filter(|_| lock).cloned();
        own
    };
    let told = |old: &Compiled, new: &Compiled| -> Vec<bool> {
        let review = review(&old.side("main"), &new.side("here"), None);
        review.privacy.iter().map(|shift| shift.widens).collect()
    };
    let (old, new, free) = (by("2026-08-11", true), by("2026-12-01", true), by("2026-12-01", false));
    assert_eq!(told(&old, &new), [false], "newer law asks for what there is to ask today");
    assert_eq!(told(&new, &old), [true]);
    assert_eq!((told(&new, &free), told(&free, &new)), (vec![true], vec![false]));
}

#[test]
fn people_inside_and_what_hangs_on_a_change_are_told() {
    let at = Standing { journey: "cart".to_owned(), step: "pause".to_owned(), drained: None };
    let inside = Inside { standing: [(at, 12)].into(), drained: Vec::new() };
    let edits = [("for=\"1h\"", "for=\"36h\""), ("profile.points > 10", "profile.points > 20")];
    let review = reviewed(&edits, Some(&inside));
    let look = Look { color: false, unicode: true, width: 100, tell: str::to_owned };
    insta::assert_snapshot!(told(&review, look), @r#"
    plan  main (c2b93c9a6592) → here (426352d60528)
          12 people are inside now

    segment rich
      forward-only      segment `rich` has another `when`: live for everybody at once
                        "profile.points > 10" → "profile.points > 20"
                        filrouge.kdl:19:1
    journey cart
      forward-only      step `pause` of journey `cart` has another `due`: due times are derived anew for
                        12 people
                        for 1h → for 36h
                        filrouge.kdl:41:5

    2 changes: 2 forward-only
    "#);
}

#[test]
fn a_comment_keeps_to_its_limit_and_says_what_it_left_out() {
    let events: String =
        (0..2000).map(|n| format!("event \"Made {n}\" {{\n    a string\n    retain \"1mo\"\n}}\n")).collect();
    let review = reviewed(&[("segment rich", &format!("{events}segment rich"))], None);
    let comment = markdown(&review);
    assert!(comment.chars().count() <= LONGEST, "{}", comment.chars().count());
    let told = comment.matches("\n| additive |").count();
    assert!(
        comment.contains(&format!("**{} more changes are not shown here**", review.changes.len() - told))
    );
}

#[test]
fn an_author_s_words_break_no_table() {
    let edits = [("\"profile.points > 10\"", "\"profile.points > 10 || profile.points < -2\"")];
    insta::assert_snapshot!(markdown(&reviewed(&edits, None)), @r#"
    ### Filrouge plan

    main (c2b93c9a6592) → here (fac3ade3b67f)

    **1 forward-only**

    | class | change | where |
    |---|---|---|
    | forward-only | segment `rich` has another `when`: live for everybody at once<br>`"profile.points > 10"` → `"profile.points > 10 \|\| profile.points < -2"` | `filrouge.kdl:19` |

    <details><summary>Touched through others: 1</summary>

    - journey cart by segment rich

    </details>
    "#);
}

#[test]
fn a_plan_whose_manifest_is_not_known_needs_a_yes() {
    let (old, new) = (compiled(PROJECT), compiled(&edited(&[("for=\"1h\"", "for=\"2h\"")])));
    let unknown = Side { manifest: None, ..old.side("main") };
    let review = review(&unknown, &new.side("here"), None);
    assert_eq!(review.approval, [Class::PrivacyWidening]);
}
