use super::*;
use filrouge_plan::{Bounds, Field, Type};
use filrouge_source::FileId;

fn field(name: &str, ty: Type) -> Field {
    Field { name: name.to_owned(), ty, bounds: Bounds::default(), category: None }
}

fn optional(ty: Type) -> Type {
    Type::Optional(Box::new(ty))
}

fn record(fields: &[(&str, Type)]) -> Type {
    Type::Record(fields.iter().map(|(name, ty)| field(name, ty.clone())).collect())
}

fn scope() -> Scope {
    let address = record(&[("city", Type::String), ("line", optional(Type::String))]);
    let item = record(&[("name", Type::String), ("price", Type::Money), ("note", optional(Type::String))]);
    let profile = record(&[
        ("email", Type::Email),
        ("first_name", optional(Type::String)),
        ("birthday", optional(Type::Date)),
        ("plan", Type::Enum(vec!["free".to_owned(), "pro".to_owned()])),
        ("address", optional(address)),
        ("vip", Type::Bool),
    ]);
    let event = record(&[
        ("value", Type::Decimal),
        ("count", Type::Int),
        ("total", Type::Money),
        ("at", Type::Datetime),
        ("items", Type::List(Box::new(item))),
        ("tags", Type::List(Box::new(Type::String))),
        ("extras", optional(Type::List(Box::new(Type::String)))),
    ]);
    let roots = [("profile", profile), ("event", event), ("unsubscribe_url", Type::Url)];
    roots.map(|(name, ty)| (name.to_owned(), ty)).into()
}

fn identity(range: Range<usize>) -> Span {
    Span::new(FileId(0), range.start as u32, range.end as u32)
}

fn check(kind: Kind, text: &str) -> (Compiled, Vec<String>) {
    let (compiled, findings) = compile(&Part { kind, text, place: &identity }, &scope());
    let lines = findings.sorted().into_iter().map(|finding| {
        let under = finding.span().map_or("", |span| text.get(span.range()).unwrap());
        format!("{} {under:?}: {}", finding.rule.slug, finding.message)
    });
    (compiled, lines.collect())
}

/// The one finding about `text`; the words between `«` and `»` are where it must be.
fn one(marked: &str) -> String {
    let start = marked.find('«').unwrap();
    let text = marked.replace('«', "");
    let end = text.find('»').unwrap();
    let text = text.replace('»', "");
    let (_, findings) = compile(&Part { kind: Kind::Text, text: &text, place: &identity }, &scope());
    let findings: Vec<_> = findings.into_iter().collect();
    assert_eq!(findings.len(), 1, "{text}: {findings:#?}");
    assert_eq!(findings[0].span().map(Span::range), Some(start..end), "{text}: {findings:#?}");
    format!("{}: {}", findings[0].rule.slug, findings[0].message)
}

fn clean(text: &str) -> Vec<String> {
    let (compiled, lines) = check(Kind::Text, text);
    assert_eq!(lines, Vec::<String>::new(), "{text}");
    compiled.reads.into_keys().collect()
}

#[test]
fn what_is_read_is_noted_through_loops_and_names() {
    assert_eq!(clean("Bonjour {{ profile.email }}"), ["profile.email"]);
    assert_eq!(clean("{% for item in event.items %}{{ item.name }}{% endfor %}"), ["event.items.name"]);
    assert_eq!(clean("{% for item in event.items %}*{% endfor %}"), ["event.items"]);
    assert_eq!(
        clean("{% for tag in event.tags if tag == 'x' %}{{ loop.index }}{{ tag }}{% endfor %}"),
        ["event.tags"]
    );
    assert_eq!(clean("{% set who = profile.email %}{{ who }}"), ["profile.email"]);
    assert_eq!(clean("{% with who = profile.email %}{{ who }}{% endwith %}"), ["profile.email"]);
    assert_eq!(clean("{{ event.total.amount }} {{ event['count'] }}"), ["event.count", "event.total"]);
}

#[test]
fn an_optional_value_is_guarded_by_a_default_or_a_condition() {
    for text in [
        "{{ profile.first_name | default('vous') }}",
        "{{ profile.first_name or 'vous' }}",
        "{% if profile.first_name %}{{ profile.first_name | upper }}{% endif %}",
        "{% if profile.first_name is defined and event.count > 1 %}{{ profile.first_name }}{% endif %}",
        "{% if profile.first_name is undefined %}x{% else %}{{ profile.first_name }}{% endif %}",
        "{% if not profile.first_name %}x{% else %}{{ profile.first_name }}{% endif %}",
        "{% if profile.first_name is not defined %}x{% elif event.count %}{{ profile.first_name }}{% endif %}",
        "{{ profile.first_name if profile.first_name else 'vous' }}",
        "{% if profile.address %}{{ profile.address.city }}{% endif %}",
        "{% if profile.address.line %}{{ profile.address.city }}{{ profile.address.line }}{% endif %}",
        "{{ profile.address.city | default('?') }}",
        "{% for item in event.items %}{% if item.note %}{{ item.note }}{% endif %}{% endfor %}",
        "{% for item in event.items if item.note %}{{ item.note }}{% endfor %}",
        "{% if profile.first_name == 'Léa' %}{{ profile.first_name }}{% endif %}",
        "{{ event.items[0].name | default('rien') }}{{ (event.items | first).name | default('rien') }}",
        "{% for extra in event.extras | default([]) %}{{ extra }}{% endfor %}",
    ] {
        clean(text);
    }
}

#[test]
fn an_unguarded_optional_is_found_at_its_words() {
    for text in [
        "é😀 {{ «profile.first_name» }}",
        "{{ «profile.first_name» | upper }}",
        "{{ 'a' ~ «profile.first_name» }}",
        "{% if profile.first_name %}x{% endif %}{{ «profile.first_name» }}",
        "{% if profile.first_name or event.count %}{{ «profile.first_name» }}{% endif %}",
        "{{ «profile.address.city» }}",
        "{% for extra in «event.extras» %}x{% endfor %}",
        "{% for item in event.items %}{% if item.note %}{% for item in event.items %}{{ «item.note» }}{% endfor %}{% endif %}{% endfor %}",
        "{{ «event.items[0].name» }}",
        "{{ «event.tags | first» }}",
        "{% set who = 'a' %}{% if event.count %}{% set who = «profile.first_name» %}{% endif %}{{ who }}",
    ] {
        assert!(one(text).starts_with("template-optional-without-default"), "{text}");
    }
}

#[test]
fn the_default_is_offered_at_the_exact_place() {
    let text = "é {{ profile.first_name | upper }}";
    let (_, findings) = compile(&Part { kind: Kind::Text, text, place: &identity }, &scope());
    let finding = findings.into_iter().next().unwrap();
    let edit = &finding.fixes[0].edits[0];
    let mut fixed = text.to_owned();
    fixed.replace_range(edit.span.range(), &edit.text);
    assert_eq!(fixed, "é {{ profile.first_name | default('…') | upper }}");
    clean(&fixed);
}

#[test]
fn unknown_names_are_found_where_they_stand() {
    for (text, message) in [
        ("{{ «profil».email }}", "template-unknown-variable: nothing is called `profil` here"),
        ("é {{ profile.«emial» }}", "template-unknown-variable: `profile` has no field `emial`"),
        (
            "{% for item in event.items %}{{ item.«nam» }}{% endfor %}",
            "template-unknown-variable: `item` has no field `nam`",
        ),
        (
            "{{ profile.email | «uper» }}",
            "template-unknown-filter: there is no filter called `uper` in templates",
        ),
        (
            "{{ profile.email | «safe» }}",
            "template-unknown-filter: there is no filter called `safe` in templates",
        ),
        (
            "{{ 1 if profile.email is «define» else 2 }}",
            "template-unknown-filter: there is no test called `define` in templates",
        ),
        ("{{ «range»(3) }}", "template-unknown-filter: there is no function called `range` in templates"),
        (
            "{{ profile.email.«upper»() }}",
            "template-unknown-filter: there is no function called `upper` in templates",
        ),
        (
            "{{ profile[«profile.email»] }}",
            "template-computed-path: `profile.email` is computed, so nobody can tell which field is read",
        ),
        (
            "{% set x = 1 %}{% if event.count %}{% set y = 1 %}{% endif %}{{ «y» }}",
            "template-unknown-variable: nothing is called `y` here",
        ),
    ] {
        assert_eq!(one(text), message);
    }
}

#[test]
fn a_slip_of_the_pen_gets_a_fix() {
    let text = "{{ profile.emial }}";
    let (_, findings) = compile(&Part { kind: Kind::Text, text, place: &identity }, &scope());
    let finding = findings.into_iter().next().unwrap();
    assert!(finding.help.unwrap().starts_with("did you mean `email`?"));
    assert_eq!(finding.fixes[0].edits[0].text, "email");
}

#[test]
fn values_without_a_form_for_people_are_not_printed() {
    assert_eq!(
        one("{{ «profile» }}"),
        "template-not-printable: `profile` is of type `record`, which cannot be printed"
    );
    for text in
        ["{{ «event.items» }}", "{{ «profile.vip» }}", "{{ 'a' ~ «event.tags» }}", "{{ «event.count > 1» }}"]
    {
        assert!(one(text).starts_with("template-not-printable"), "{text}");
    }
    assert_eq!(
        one("{% for x in «profile.email» %}{{ x.y }}{% endfor %}").split(':').next(),
        Some("template-not-a-list")
    );
}

#[test]
fn operations_fit_their_values() {
    for text in [
        "{% if «event.count > 'ten'» %}x{% endif %}",
        "{% if «event.total > 50» %}x{% endif %}",
        "{% if profile.plan == «'por'» %}x{% endif %}",
        "{{ «event.total» | number }}",
        "{{ «event.value | money» }}",
        "{{ profile.email | «truncate» }}",
        "{{ «profile.email» | date }}",
        "{{ event.count + «profile.email» }}",
        "{{ «event.items» | join(', ') }}",
        "{{ 'a' ~ «event.value» }}",
        "{{ event.at | date(«'lnog'») }}",
        "{{ event.value | money(«'€'») }}",
        "{{ profile.email | truncate(«'5'») }}",
        "{{ event.value | number(«'2'») }}",
        "{{ event.tags | join(«3») }}",
    ] {
        assert!(one(text).starts_with("template-type-mismatch"), "{text}");
    }
    clean(
        "{{ event.value | money('EUR') }} {{ event.total }} {{ event.at | date('long') }} {{ event.tags | join(', ') }}",
    );
    clean(
        "{% if event.total.amount >= 50 and event.value < 3 and 'x' in event.tags %}x{% endif %}{{ event.tags[:2] | join }}",
    );
}

#[test]
fn a_text_that_cannot_be_read_gives_one_finding() {
    for (text, message) in [
        ("é «{{» profile.email", "`{{` is not closed"),
        ("«{%» if x", "`{%` is not closed"),
        ("a «{#» x", "`{#` is not closed"),
        ("{{ «'»abc }}", "this quote is not closed"),
        ("«{% if event.count %}»a", "`if` is not closed"),
        ("{% for x in event.tags %}{% «endif» %}", "`endif` closes nothing"),
        ("a {% «endif» %}", "`endif` closes nothing"),
        ("{% «fi» event.count %}", "there is no tag `fi`"),
        ("{{ profile.email «x» }}", "unexpected identifier, expected end of variable block"),
        ("«{% raw %}» {{ x }}", "`{% raw %}` is not closed"),
    ] {
        assert_eq!(one(text), format!("template-syntax: this template cannot be read: {message}"));
    }
}

#[test]
fn what_reaches_outside_is_refused_by_name() {
    for text in [
        "é {% «include» 'x' %}",
        "{%- «macro» x() %}{% endmacro %}",
        "{% «import» 'x' as y %}",
        "{% «extends» 'x' %}",
        "{% «autoescape» false %}{{ event.count }}{% endautoescape %}",
    ] {
        assert!(one(text).starts_with("template-refused-tag"), "{text}");
    }
}

#[test]
fn each_mistake_is_found_once() {
    let (_, lines) = check(
        Kind::Text,
        "{{ profile.nme }}{{ profil.x }}{{ profile.first_name }}{{ event.items }}{{ profile.email | shout }}",
    );
    assert_eq!(lines.len(), 5, "{lines:#?}");
    let (_, lines) = check(
        Kind::Text,
        "{% for x in nowhere %}{{ x.y | upper }}{% if x > 3 %}{{ x + 1 }}{% endif %}{% endfor %}",
    );
    assert_eq!(lines.len(), 1, "{lines:#?}");
}

#[test]
fn spans_go_through_the_map_of_the_file() {
    let text = "Bonjour {{ profil.x }}";
    let place =
        |range: Range<usize>| Span::new(FileId(7), range.start as u32 * 2 + 100, range.end as u32 * 2 + 100);
    let (_, findings) = compile(&Part { kind: Kind::Subject, text, place: &place }, &scope());
    assert_eq!(findings.iter().next().unwrap().span(), Some(Span::new(FileId(7), 122, 134)));
}

#[test]
fn a_value_is_not_printed_where_it_could_become_code() {
    for (kind, text, words) in [
        (Kind::Html, "<a href={{ profile.email }}>é</a>", vec!["{{ profile.email }}"]),
        (Kind::Html, "<a {{ profile.email }}>é</a>", vec!["{{ profile.email }}"]),
        (
            Kind::Html,
            "<a href='{{ profile.email }}' title=\"{{ event.count }}\">{{ event.count }}</a>",
            vec![],
        ),
        (Kind::Html, "<script>x = '{{ profile.email }}'</script>", vec!["{{ profile.email }}"]),
        (Kind::Html, "<a onclick=\"x('{{ profile.email }}')\">é</a>", vec!["{{ profile.email }}"]),
        (Kind::Html, "<style>{% if event.count %}a{}{% endif %}</style><!-- {{ event.count }} -->", vec![]),
        (Kind::Text, "<script>{{ profile.email }}</script>", vec![]),
    ] {
        let (_, findings) = compile(&Part { kind, text, place: &identity }, &scope());
        let under: Vec<_> = findings
            .iter()
            .filter(|finding| finding.rule.slug == "template-unsafe-place")
            .filter_map(|finding| text.get(finding.span()?.range()))
            .collect();
        assert_eq!(under, words, "{text}: {findings:#?}");
        assert_eq!(findings.len(), words.len(), "{text}: {findings:#?}");
    }
}

#[test]
fn a_subject_becomes_one_line() {
    let (compiled, lines) = check(Kind::Subject, "Votre panier\r\nBcc: x@example.com\n");
    assert_eq!((compiled.source.as_str(), lines.len()), ("Votre panier Bcc: x@example.com", 0));
}

const WORDS: &[&str] = &[
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    " if ",
    " for x in ",
    " endif ",
    "profile",
    ".",
    "first_name",
    "|",
    "default",
    "(",
    ")",
    "'",
    "\"",
    "é",
    "😀",
    "<mj-text",
    ">",
    "</",
    "<mjml>",
    "</mjml>",
    "=",
    "event.items",
    "[",
    "0",
    "]",
    " raw ",
    " endraw ",
    "\\",
    "\u{1}",
    "\u{e000}",
    "\n",
    " set ",
    " else ",
    "elif",
    "not ",
    "-",
    ":",
    "<!--",
    "-->",
    "<a href=",
    "/>",
    "&amp;",
    "~",
    "+",
];

#[test]
fn random_text_never_panics() {
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed as usize
    };
    for _ in 0..3_000 {
        let text: String = (0..next() % 40).map(|_| WORDS[next() % WORDS.len()]).collect();
        for kind in [Kind::Subject, Kind::Text, Kind::Html, Kind::Mjml] {
            let (_, findings) = compile(&Part { kind, text: &text, place: &identity }, &scope());
            for finding in findings.iter().flat_map(|finding| &finding.labels) {
                assert!(text.get(finding.span.range()).is_some(), "{text:?} {finding:?}");
            }
        }
    }
}

#[test]
fn deep_nesting_is_refused_and_does_not_overflow() {
    for text in [
        format!("{{{{ a{} }}}}", ".b".repeat(100_000)),
        format!("{{{{ {}1{} }}}}", "(".repeat(50_000), ")".repeat(50_000)),
        format!("{{{{ event.count{} }}}}", "|round".repeat(150)),
        "{% if event.count %}".repeat(5_000),
        format!("{{% if event.count %}}{}{{% endif %}}", "{% elif event.count %}".repeat(5_000)),
    ] {
        let (_, findings) = compile(&Part { kind: Kind::Text, text: &text, place: &identity }, &scope());
        assert!(findings.has_errors());
    }
}
