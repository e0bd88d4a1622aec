use super::*;
use crate::chunks::chunks;
use crate::part::Kind;
use filrouge_source::{FileId, Span};
use std::collections::BTreeMap;

fn identity(range: Range<usize>) -> Span {
    Span::new(FileId(0), range.start as u32, range.end as u32)
}

/// The HTML of `text`, and each finding with the words under it.
fn compiled(text: &str) -> (String, Vec<String>) {
    let part = Part { kind: Kind::Mjml, text, place: &identity };
    let mut findings = Findings::new();
    let html = compile(&part, &chunks(text), &mut findings);
    let lines = findings.sorted().into_iter().map(|finding| {
        let under = finding.span().map_or("", |span| text.get(span.range()).unwrap());
        format!("{} {under:?}: {}", finding.rule.slug, finding.message)
    });
    (html, lines.collect())
}

fn html(text: &str) -> String {
    let (html, findings) = compiled(text);
    assert_eq!(findings, Vec::<String>::new());
    html
}

fn column(inner: &str) -> String {
    format!("<mjml><mj-body><mj-section><mj-column>{inner}</mj-column></mj-section></mj-body></mjml>")
}

#[test]
fn placeholders_loops_and_conditions_come_through() {
    let html = html(
        r#"<mjml lang="fr"><mj-head><mj-title>{{ title }}</mj-title><mj-preview>Vu {{ a }}</mj-preview>
        <mj-attributes><mj-all font-family="Arial" /><mj-class name="big" font-size="20px" /><mj-text color="red" /></mj-attributes>
        <mj-style>.a { color: red }</mj-style></mj-head><mj-body>
        {% if profile.vip and 1 < 2 %}<mj-section><mj-column><mj-text mj-class="big">Salut {{ profile.first_name | default("l'ami") }} <br> &amp; <b>co</b></mj-text></mj-column></mj-section>{% endif %}
        {% for item in event.items %}<mj-section background-color="{{ colour }}"><mj-column>{% if item.note %}<mj-image src="{{ item.image }}" alt="{{ item.name }}" />{% endif %}
        <mj-button href="https://x.example/?c={{ item.id | urlencode }}&d=1">Voir</mj-button>
        <mj-table><tr><td>{% for t in item.tags %}{{ t }}{% endfor %}</td></tr></mj-table>
        <mj-raw><p>{{ raw }}</p></mj-raw></mj-column></mj-section>{% endfor %}{# said to nobody #}<!-- nor this -->
        </mj-body></mjml>"#,
    );
    for kept in [
        "{% if profile.vip and 1 < 2 %}",
        "{{ profile.first_name | default(\"l'ami\") }}",
        "href=\"https://x.example/?c={{ item.id | urlencode }}&",
        "background-color:{{ colour }}",
        "src=\"{{ item.image }}\"",
        "{% for t in item.tags %}{{ t }}{% endfor %}",
        "<p>{{ raw }}</p>",
        "lang=\"fr\"",
        "<!--[if mso",
    ] {
        assert!(html.contains(kept), "{kept}\n{html}");
    }
    let places = [
        "{% if profile",
        "{% endif",
        "{% for item",
        "{% if item.note",
        "{% for t",
        "{% endfor %}</td>",
        "{{ raw",
    ]
    .map(|chunk| html.find(chunk).unwrap());
    assert!(places.is_sorted());
    assert!(!html.contains("said to nobody") && !html.contains("nor this"), "{html}");
    assert!(!html.contains("fonts.googleapis.com"), "{html}");
}

#[test]
fn the_html_is_a_template_that_repeats_and_chooses() {
    let html = html(&column(
        "{% for item in items %}<mj-text>{{ item.name }}{% if item.note %} ({{ item.note }}){% endif %}</mj-text>\
         <mj-button href=\"https://x.example/{{ item.name }}\">Voir {{ loop.index }}</mj-button>{% else %}<mj-text>vide</mj-text>{% endfor %}",
    ));
    let item =
        |name: &str, note: &str| BTreeMap::from([("name", name.to_owned()), ("note", note.to_owned())]);
    let render = |items: Vec<BTreeMap<&'static str, String>>| {
        let context = BTreeMap::from([(
            "items",
            minijinja::Value::from(items.into_iter().map(minijinja::Value::from).collect::<Vec<_>>()),
        )]);
        minijinja::Environment::new().render_str(&html, context).unwrap()
    };
    let shown = render(vec![item("thé", ""), item("café", "fort")]);
    for (words, times) in
        [("thé<", 1), ("café (fort)<", 1), ("https://x.example/café", 1), ("Voir 2<", 1), ("vide", 0)]
    {
        assert_eq!(shown.matches(words).count(), times, "{words}\n{shown}");
    }
    assert_eq!(shown.matches("<td").count(), shown.matches("</td>").count());
    assert!(render(Vec::new()).contains("vide"));
}

#[test]
fn attributes_keep_every_character() {
    let html = html(&column("<mj-image src='a' alt='10\u{a0}% \\ \"zq\" \u{301}\u{e000}\u{200d}\n!' />"));
    assert!(html.contains("alt=\"10\u{a0}% \\ &quot;zq&quot; \u{301}\u{e000}\u{200d} !\""), "{html}");
}

#[test]
fn what_mjml_does_not_know_is_found_at_its_words() {
    for (text, finding) in [
        (column("<mj-txt>é</mj-txt>"), "template-unknown-tag \"mj-txt\": MJML has no tag `mj-txt`"),
        (
            column("<mj-text colour='red'>é</mj-text>"),
            "template-unknown-attribute \"colour\": `mj-text` has no attribute `colour`",
        ),
        (column("é"), "template-misplaced-tag \"é\": `é` cannot stand in `mj-column`"),
        (column("<div><p>a</p></div>"), "template-misplaced-tag \"div\": `div` cannot stand in `mj-column`"),
        (
            column("<mj-section></mj-section>"),
            "template-misplaced-tag \"mj-section\": `mj-section` cannot stand in `mj-column`",
        ),
        (column("<mj-text>é"), "template-unclosed-tag \"mj-text\": `mj-text` is not closed"),
        (
            column("<mj-text>é</mj-txt>"),
            "template-unclosed-tag \"mj-txt\": `</mj-txt>` does not close `mj-text`",
        ),
        (column("<mj-text><b>é</mj-text>"), "template-unclosed-tag \"b\": `b` is not closed"),
        (column("</mj-image>"), "template-unclosed-tag \"mj-image\": `</mj-image>` closes nothing"),
        (
            column("<mj-include path='x' />"),
            "template-refused-tag \"mj-include\": `mj-include` is not allowed in a template",
        ),
        (
            column("<mj-text {% if x %}color='red'{% endif %}>é</mj-text>"),
            "template-misplaced-tag \"{% if x %}color\": `{% if x %}color` cannot stand in `mj-text`",
        ),
        ("<p>é</p>".to_owned(), "template-misplaced-tag \"p\": `p` cannot stand at the top of an MJML text"),
    ] {
        assert_eq!(compiled(&text).1, [finding], "{text}");
    }
}

#[test]
fn a_condition_that_would_get_lost_is_refused() {
    let text = column("<mj-text color=\"{% if x %}red{% endif %}\">a</mj-text>");
    let text = text.replace("<mj-section>", "<mj-section background-color=\"{% if x %}red{% endif %}\">");
    let (_, findings) = compiled(&text);
    assert_eq!(
        findings,
        [
            "template-syntax \"{% if x %}\": this template cannot be read: MJML does not keep a condition or a loop at this place"
        ]
    );
}

#[test]
fn tags_nested_too_deeply_are_refused_before_they_are_rendered() {
    let text = column(&format!("<mj-text>{}{}</mj-text>", "<b>".repeat(50_000), "</b>".repeat(50_000)));
    assert_eq!(compiled(&text).1, ["template-misplaced-tag \"b\": `b` cannot stand in `b`"]);
}
