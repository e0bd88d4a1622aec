use super::*;
use crate::chunks::chunks;

fn told(markup: &str) -> String {
    alternative(markup, &chunks(markup)).unwrap()
}

#[test]
fn paragraphs_lists_and_links_are_kept() {
    let markup = "<html><head><title>No</title><style>p > a { }</style></head><body><h1>Bonjour&nbsp;{{ name }}</h1>\n\
        <p>Voir <a href=\"https://x.example/?a=1&amp;b={{ id }}\">le\n  panier</a> &lt;ici&gt;.<br>Merci</p>\
        <ul><li>un</li><li>deux</li></ul><a href='https://x.example'>https://x.example</a><img alt='Logo' src=x></body></html>";
    assert_eq!(
        told(markup),
        "Bonjour\u{a0}{{ name }}\n\nVoir le panier (https://x.example/?a=1&b={{ id }}) <ici>.\nMerci\n\n- un\n- deux\nhttps://x.example[Logo]"
    );
}

#[test]
fn a_button_tells_its_address() {
    assert_eq!(
        told("<mj-text>Salut</mj-text>\n<mj-button href='{{ url }}'>Voir</mj-button>"),
        "Salut\n\nVoir: {{ url }}"
    );
}

#[test]
fn loops_and_names_are_kept_and_nothing_becomes_a_loop() {
    assert_eq!(
        told("<mj-head>{% set a = 1 %}{{ a }}</mj-head>{% for i in l %}<p>{{ i }}</p>{% endfor %}{# no #}"),
        "{%- set a = 1 %}{% for i in l %}\n\n{{ i }}\n\n{%- endfor %}"
    );
    assert_eq!(told("&#123;&#123; x }} {&lbrace; &amp;lt; & é"), "&#123;&#123; x }} {&lbrace; &lt; & é");
    assert_eq!(told("{&#37; x"), "{&#37; x");
}

#[test]
fn a_loop_leaves_no_holes() {
    let text = told("<p>a</p>{% for i in l %}<p>{{ i }}{% if i == 2 %}!{% endif %}</p>{% endfor %}<p>b</p>");
    let render = |items: Vec<i64>| {
        let context = std::collections::BTreeMap::from([("l", items)]);
        minijinja::Environment::new().render_str(&text, context).unwrap()
    };
    assert_eq!(render(vec![1, 2]), "a\n\n1\n\n2!\n\nb");
    assert_eq!(render(Vec::new()), "a\n\nb");
}
