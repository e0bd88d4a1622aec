//! Each mistake gives exactly one finding, at the exact place. `«` and `»` mark the place.

use filrouge_language::read_after;
use filrouge_report::{Finding, Findings};
use filrouge_source::Sources;

fn findings_of(text: &str) -> (Sources, Findings) {
    let mut sources = Sources::new();
    let file = sources.add("mistake.kdl", text);
    let (tree, mut findings) = filrouge_syntax::parse(file, text);
    let (_, others) = read_after(&[tree], &sources, &findings);
    findings.extend(others);
    (sources, findings)
}

/// What is wrong with what was found in `marked`, or nothing.
fn verdict(rule: &str, marked: &str) -> Option<String> {
    let text = marked.replace(['«', '»'], "");
    let start = marked.find('«')?;
    let end = marked.find('»')? - '«'.len_utf8();
    let (_, findings) = findings_of(&text);
    let found: Vec<&Finding> = findings.iter().collect();
    let right = match found.as_slice() {
        [one] => one.rule.slug == rule && one.span().is_some_and(|span| span.range() == (start..end)),
        _ => false,
    };
    let said = |finding: &&Finding| {
        let place = finding.span().and_then(|span| text.get(span.range())).unwrap_or("nowhere");
        format!("    {} at `{place}`: {}", finding.rule.slug, finding.message)
    };
    (!right).then(|| {
        format!("{marked}\n  wanted {rule}, found\n{}", found.iter().map(said).collect::<Vec<_>>().join("\n"))
    })
}

const MISTAKES: &[(&str, &str)] = &[
    // What is not a word.
    ("unknown-word", "«jurney» a { enter on=X; end }"),
    ("unknown-word", "«automation» a { enter on=X; end }"),
    ("unknown-word", "journey a { enter on=X; «sned» b via=email template=t }"),
    ("unknown-word", "journey a { enter on=X; «delay» b for=\"1h\" }"),
    ("unknown-word", "journey a { enter on=X; «purpsoe» marketing; end }"),
    ("unknown-word", "purpose a { basis consent { «strong» } }"),
    ("unknown-word", "event a { b string { «c» int } }"),
    ("unknown-word", "project p { controller \"C\"; timezone \"Europe/Paris\"; locale fr; «currancy» EUR }"),
    ("unknown-property", "segment a «wen»=\"true\""),
    ("unknown-property", "segment a when=\"true\" «priority»=3"),
    ("unknown-property", "purpose a { basis consent «since»=x }"),
    ("unknown-property", "journey a { enter on=X; send b «chanel»=email via=email template=t }"),
    ("unknown-word", "journey a { enter on=X; «else» { end } }"),
    ("unknown-word", "journey a { «trigger» on=X; end }"),
    ("type-annotation", "segment («name»)a when=\"true\""),
    ("type-annotation", "(«old»)segment a when=\"true\""),
    ("unknown-property", "journey a { enter on=X; send b via=email «templte»=t template=t }"),
    ("unknown-word", "purpose a { «basiss» consent; basis consent }"),
    ("unknown-word", "«send» a via=b template=c"),
    ("unknown-property", "test \"a\" journey=b { expect send=c «subjct»=\"d\" }"),
    // What is missing.
    ("missing-part", "«segment a»"),
    ("missing-part", "«segment when=\"true\"»"),
    ("missing-part", "«source a» { write-key env=K }"),
    ("missing-part", "«journey a» { end }"),
    ("missing-part", "journey a { enter on=X; «send b template=t» }"),
    ("missing-part", "journey a { enter on=X; «wait for=\"1h\"» }"),
    ("missing-part", "«profile» { a string }"),
    ("missing-part", "event a { «b» }"),
    ("missing-part", "journey a { enter on=X; «update b» }"),
    ("missing-choice", "journey a { enter on=X; «wait b» }"),
    ("missing-choice", "source s kind=http { «write-key» }"),
    ("missing-choice", "test \"a\" journey=b { «expect» }"),
    ("line-without-value", "purpose a { «basis» }"),
    ("line-without-value", "journey a { enter on=X; update b { «plan» } }"),
    // What is there twice, or beside what excludes it.
    ("duplicate-part", "purpose a { basis consent; «basis contract» }"),
    ("duplicate-part", "segment a when=\"true\" { description \"b\"; «description \"c\"» }"),
    ("duplicate-property", "segment a when=\"true\" «when=\"false\"»"),
    ("conflicting-parts", "journey a { enter on=X; wait b for=\"1h\" until=«\"08:00\"» }"),
    ("conflicting-parts", "test \"a\" journey=b { expect send=c held=«d» }"),
    // What stands in the wrong place.
    ("misplaced-part", "purpose a «basis=consent»"),
    ("misplaced-part", "journey a { enter on=X; send b via=email { «template c» } }"),
    ("misplaced-part", "channel a connector=c «cap=3»"),
    ("misplaced-part", "journey a { enter on=X; wait «name=b» for=\"1h\" }"),
    ("misplaced-part", "segment a «\"true\"»"),
    ("misplaced-part", "journey a { enter on=X; split b { when c «condition=\"true\"»; otherwise } }"),
    ("misplaced-part", "journey a { enter on=X; wait-until b { when c «\"true\"» } }"),
    ("extra-argument", "journey a { enter on=X; wait b «\"1h\"» for=\"1h\" }"),
    ("extra-argument", "journey a { enter on=X; wait b «\"1h\"» }"),
    ("extra-argument", "purpose a { basis consent «contract» }"),
    ("extra-argument", "event a { b string «max» }"),
    // What is of the wrong kind.
    ("wrong-kind-of-value", "journey a { enter on=X; wait b for=«60» }"),
    ("wrong-kind-of-value", "segment a when=«#true»"),
    ("wrong-kind-of-value", "segment a when=\"true\" { description «42» }"),
    ("wrong-kind-of-value", "channel a connector=c { cap «\"three\"» per=\"1d\" }"),
    ("wrong-kind-of-value", "channel a connector=c { cap «0» per=\"1d\" }"),
    ("wrong-kind-of-value", "journey a { enter on=X; send b via=email template=t transactional=«yes» }"),
    ("wrong-kind-of-value", "event a { b decimal min=«zero» }"),
    ("wrong-kind-of-value", "segment «#null» when=\"true\""),
    ("invalid-duration", "journey a { enter on=X; wait b for=«\"1 hour\"» }"),
    ("invalid-duration", "purpose a { basis consent; expires «\"soon\"» }"),
    ("invalid-time", "channel a connector=c { quiet-hours from=«\"9pm\"» to=\"08:00\" }"),
    ("invalid-time", "test \"a\" journey=b { at «\"2026-02-30T10:00\"» { expect no-more-sends } }"),
    ("unknown-choice", "purpose a { basis «consnet» }"),
    ("unknown-choice", "test \"a\" journey=b { expect «no-more-send» }"),
    ("unknown-choice", "test \"a\" journey=b { expect held=c reason=«bored» }"),
    ("unknown-property", "test \"a\" journey=b { expect «sent»=c }"),
    ("unknown-type", "event a { b «strng» }"),
    ("unknown-type", "event a { b «float?» }"),
    ("incomplete-type", "event a { b «enum» }"),
    ("incomplete-type", "event a { b «list» }"),
    ("invalid-name", "event a { «cart-id» string }"),
    ("invalid-name", "segment «\" a\"» when=\"true\""),
    ("invalid-path", "template a { subject \"b\"; text file=«\"../b.txt\"» }"),
    ("invalid-code", "connector a kind=smtp { url env=U; country «France» }"),
    ("invalid-code", "project p { controller \"C\"; timezone «\"Paris time\"»; locale fr }"),
    ("unquoted-text", "journey a { enter on=«Cart Updated»; end }"),
    ("unquoted-text", "journey a { enter on=X; wait b for=«1 hour» }"),
    ("unquoted-text", "segment a when=\"true\" { description «Two reminders» }"),
    ("unquoted-text", "event «Cart Updated» { b string }"),
    ("misplaced-part", "channel a connector=c { cap 3 «per» \"7d\" }"),
    ("misplaced-part", "journey a { enter on=X; send b «via=email sms» template=t }"),
    ("invalid-name", "journey a { enter on=X; send b via=«email,sms» template=t }"),
    ("secret-in-source", "source s kind=http { write-key «\"wk_1\"» }"),
    ("secret-in-source", "connector c kind=smtp { url env=U «\"smtp://a\"» }"),
    // Mistakes of the text: the words have nothing to add.
    ("missing-value", "segment a «when=»"),
    ("missing-value", "journey a { enter on=X; wait b «for=»; }"),
    ("unclosed-string", "segment a when=«\"»true"),
    ("unquoted-quantity", "journey a { enter on=X; wait «2d»; }"),
    ("unquoted-quantity", "journey a { enter on=X; wait b «2d»; }"),
    ("unquoted-quantity", "journey a { enter on=X; wait b for=«1h» }"),
    ("unquoted-quantity", "journey a { enter on=X; wait b for=«2d» }"),
    ("bare-keyword", "journey a { enter on=X; send b via=email template=t transactional=«true» }"),
    ("key-with-colon", "purpose a { basis«:» consent }"),
    ("equals-after-name", "purpose a { basis «=» consent }"),
    ("list-in-brackets", "purpose a { basis consent; channels «[email sms]» }"),
    ("comma-between-values", "purpose a { basis consent; channels email«,» sms }"),
    ("list-with-dash", "purpose a { basis consent; channels { «-» email; } }"),
];

#[test]
fn each_mistake_is_one_finding_at_its_place() {
    let wrong: Vec<String> = MISTAKES.iter().filter_map(|(rule, marked)| verdict(rule, marked)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn all_mistakes_together_are_as_many_findings() {
    let text: Vec<String> = MISTAKES.iter().map(|(_, marked)| marked.replace(['«', '»'], "")).collect();
    let (_, findings) = findings_of(&text.join("\n"));
    assert_eq!(findings.len(), MISTAKES.len());
}
