use super::*;
use filrouge_plan::{Bounds, Field, TEMPLATE_FILTERS, TEMPLATE_TESTS, Type, Value};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

fn field(name: &str, ty: Type) -> Field {
    Field { name: name.to_owned(), ty, bounds: Bounds::default(), category: None }
}

fn paris() -> TimeZone {
    TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap()
}

fn decimal(digits: &str) -> Decimal {
    digits.parse().unwrap()
}

fn template(variants: &[(&str, Variant)], default_locale: &str) -> Templates {
    let variants = variants.iter().map(|(locale, variant)| ((*locale).to_owned(), variant.clone())).collect();
    let template = Template {
        name: "t".to_owned(),
        default_locale: default_locale.to_owned(),
        variants,
        with: Vec::new(),
    };
    Templates::new([&template]).unwrap()
}

fn text(text: &str, reads: &[&str]) -> Variant {
    let reads = reads.iter().map(|path| (*path).to_owned()).collect();
    Variant { text: Some(text.to_owned()), reads, ..Variant::default() }
}

/// What `source` prints in `locale` with one `value` called `x`.
fn shown(locale: &str, source: &str, ty: &Type, value: &Value) -> String {
    let templates = template(&[(locale, text(source, &["x"]))], locale);
    let context = Context::new(paris()).value("x", ty, value);
    templates.render("t", Some(locale), &context).unwrap().text.unwrap()
}

#[test]
fn money_is_written_as_its_reader_writes_it() {
    let euros = Value::Money(decimal("1234.9"), "EUR".into());
    assert_eq!(shown("fr", "{{ x }}", &Type::Money, &euros), "1\u{202f}234,90\u{a0}€");
    assert_eq!(shown("en", "{{ x | money }}", &Type::Money, &euros), "€1,234.90");
    assert_eq!(shown("fr", "{{ x ~ '!' }}", &Type::Money, &euros), "1\u{202f}234,90\u{a0}€!");
    let yen = Value::Money(decimal("-50.5"), "JPY".into());
    assert_eq!(shown("en", "{{ x }} {{ x.currency }}", &Type::Money, &yen), "-¥51 JPY");
    let price = Value::Decimal(decimal("19.90"));
    assert_eq!(shown("fr", "{{ x | money('CHF') }}", &Type::Decimal, &price), "19,90\u{a0}CHF");
    assert_eq!(shown("en", "{{ x | money('CHF') }}", &Type::Decimal, &price), "CHF\u{a0}19.90");
}

#[test]
fn numbers_have_the_point_of_the_language() {
    let number = Value::Decimal(decimal("12345.50"));
    for (locale, source, wanted) in [
        ("fr", "{{ x }}", "12345,5"),
        ("en", "{{ x }}", "12345.5"),
        ("fr", "{{ x | number }}", "12\u{202f}345,5"),
        ("en", "{{ x | number(2) }}", "12,345.50"),
        ("fr", "{{ x | round }}", "12346"),
        ("fr", "{{ x | urlencode }}", "12345.5"),
        ("en", "{{ x * 2 }}", "24691"),
        ("en", "{{ 0.1 + 0.2 }}", "0.3"),
        ("fr", "{% if x > 12345 %}oui{% endif %}", "oui"),
    ] {
        assert_eq!(shown(locale, source, &Type::Decimal, &number), wanted, "{source}");
    }
    assert_eq!(shown("fr", "{{ x }}", &Type::Int, &Value::Int(2026)), "2026");
}

#[test]
fn dates_and_hours_are_those_of_the_person() {
    let moment = Value::Datetime(1_774_726_200_000); // 2026-03-28T19:30:00Z
    for (locale, source, wanted) in [
        ("fr", "{{ x }}", "28 mars 2026 à 20:30"),
        ("fr-CA", "{{ x | date('full') }}", "samedi 28 mars 2026"),
        ("en", "{{ x | datetime }}", "28 March 2026 at 20:30"),
        ("en-US", "{{ x | datetime }}", "March 28, 2026 at 8:30 PM"),
        ("en", "{{ x | time }} {{ x | date('weekday') }}", "20:30 Saturday"),
        ("fr", "{{ x | date('short') }} {{ x | date('iso') }}", "28/03/2026 2026-03-28"),
        ("fr", "{{ x | urlencode }}", "2026-03-28T20%3A30"),
    ] {
        assert_eq!(shown(locale, source, &Type::Datetime, &moment), wanted, "{source}");
    }
    assert_eq!(shown("fr", "{{ x }}", &Type::Date, &Value::Date(20_513)), "1er mars 2026");
    assert_eq!(shown("en", "{{ x }}", &Type::Date, &Value::Date(-1)), "31 December 1969");
}

#[test]
fn text_filters_do_what_they_say() {
    let name = Value::from("  élodie de la  cour ");
    for (source, wanted) in [
        ("{{ x | trim | upper }}", "ÉLODIE DE LA  COUR"),
        ("{{ x | trim | truncate(7) }}", "élodie…"),
        ("{{ x | trim | truncate(70) }}", "élodie de la  cour"),
        ("{{ x | trim | title }}", "Élodie De La  Cour"),
        ("{{ x | trim | capitalize }}", "Élodie de la  cour"),
        ("{{ x | length }}", "21"),
        ("{{ x | replace(' ', '') }}", "élodiedelacour"),
        ("{{ x | trim | urlencode }}", "%C3%A9lodie%20de%20la%20%20cour"),
        ("{{ x[2:8] }}", "élodie"),
    ] {
        assert_eq!(shown("fr", source, &Type::String, &name), wanted, "{source}");
    }
}

#[test]
fn lists_are_gone_through_joined_and_cut() {
    let ty = Type::List(Box::new(Type::String));
    let list = Value::List(vec!["a".into(), "b".into(), "c".into()]);
    for (source, wanted) in [
        (
            "{% for i in x %}{{ loop.index }}{{ i }}{% if not loop.last %}, {% endif %}{% endfor %}",
            "1a, 2b, 3c",
        ),
        ("{{ x | join(' et ') }} {{ x[1:] | join }}", "a et b et c bc"),
        ("{{ x | first }}{{ x | last }}{{ x | length }}{{ x[9] | default('-') }}", "ac3-"),
        ("{% if 'b' in x %}oui{% endif %}", "oui"),
    ] {
        assert_eq!(shown("fr", source, &ty, &list), wanted, "{source}");
    }
}

#[test]
fn a_person_reads_the_nearest_language() {
    let variants = ["fr", "fr-CA", "en-GB"].map(|locale| (locale, text(locale, &[])));
    let templates = template(&variants, "fr");
    let context = Context::new(TimeZone::UTC);
    for (wanted, chosen) in [
        (Some("fr-CA"), "fr-CA"),
        (Some("fr_ca"), "fr-CA"),
        (Some("fr-BE"), "fr"),
        (Some("fr-Latn-CH"), "fr"),
        (Some("en"), "en-GB"),
        (Some("en-US"), "en-GB"),
        (Some("de"), "fr"),
        (Some(""), "fr"),
        (None, "fr"),
    ] {
        assert_eq!(templates.render("t", wanted, &context).unwrap().locale, chosen, "{wanted:?}");
    }
}

#[test]
fn html_is_escaped_and_text_is_not() {
    let source = "<a href=\"{{ x }}\">{{ x }}</a>".to_owned();
    let reads = BTreeSet::from(["x".to_owned()]);
    let variant = Variant {
        subject: Some("{{ x }}".to_owned()),
        html: Some(source.clone()),
        text: Some(source),
        reads,
    };
    let templates = template(&[("fr", variant)], "fr");
    let attack =
        Value::from("\"><script>alert('é')</script>{{ 7 * 7 }}\r\nBcc: all@example.com\u{85}\u{2028}\0x");
    let context = Context::new(TimeZone::UTC).value("x", &Type::String, &attack);
    let rendered = templates.render("t", None, &context).unwrap();
    let html = rendered.html.unwrap();
    assert!(
        !html.contains("<script") && html.contains("&quot;&gt;&lt;script&gt;alert(&#39;é&#39;)"),
        "{html}"
    );
    assert!(html.contains("{{ 7 * 7 }}") && rendered.text.unwrap().contains("<script>"));
    let subject = rendered.subject.unwrap();
    assert!(!subject.contains(|letter: char| letter.is_control() || letter == '\u{2028}'), "{subject:?}");
    assert!(subject.ends_with("Bcc: all@example.com x"), "{subject:?}");
}

#[test]
fn a_template_sees_only_what_it_was_found_to_read() {
    let fields = [field("first_name", Type::Optional(Box::new(Type::String))), field("email", Type::Email)];
    let values = [Value::Absent, Value::from("lea@example.com")];
    let source = "{{ profile.first_name | default('vous') }} {% if profile.email %}seen{% endif %}";
    let templates = template(&[("fr", text(source, &["profile.first_name"]))], "fr");
    let context = Context::new(TimeZone::UTC).fields("profile", fields.iter().zip(&values));
    assert_eq!(templates.render("t", None, &context).unwrap().text.unwrap(), "vous ");
}

#[test]
fn records_in_lists_show_the_fields_that_are_read() {
    let item = Type::Record(vec![field("name", Type::String), field("price", Type::Money)]);
    let list = Type::List(Box::new(item));
    let tea = Value::Record(vec!["Thé".into(), Value::Money(decimal("4.5"), "EUR".into())]);
    let fields = [field("items", list)];
    let values = [Value::List(vec![tea])];
    let source = "{% for i in event.items %}{{ i.name }} {{ i.price }}{% endfor %}";
    let templates = template(&[("fr", text(source, &["event.items.name", "event.items.price"]))], "fr");
    let context = Context::new(TimeZone::UTC).fields("event", fields.iter().zip(&values));
    assert_eq!(templates.render("t", None, &context).unwrap().text.unwrap(), "Thé 4,50\u{a0}€");
}

#[test]
fn what_cannot_be_rendered_says_why_without_the_data() {
    let context = Context::new(TimeZone::UTC);
    let missing =
        template(&[("fr", text("\n{{ x }}", &["x"]))], "fr").render("t", None, &context).unwrap_err();
    assert_eq!(missing.to_string(), "template `t` fr/text: undefined value in line 2");
    let numbers = (0..100).map(|number| number.to_string()).collect::<Vec<_>>().join(",");
    let nested =
        "{% for a in l %}{% for b in l %}{% for c in l %}{{ c }}{% endfor %}{% endfor %}{% endfor %}";
    let endless = format!("{{% set l = [{numbers}] %}}{nested}");
    let endless = template(&[("fr", text(&endless, &[]))], "fr").render("t", None, &context).unwrap_err();
    assert_eq!(endless.to_string(), "template `t` fr/text: engine ran out of fuel in line 1");
    assert!(template(&[], "fr").render("nothing", None, &context).is_err());
}

#[test]
fn every_filter_and_test_of_the_plan_exists() {
    let engine = engine();
    for name in TEMPLATE_FILTERS {
        let error = engine.render_str(&format!("{{{{ 'x' | {name} }}}}"), ()).err();
        assert!(error.is_none_or(|error| error.kind() != minijinja::ErrorKind::UnknownFilter), "{name}");
    }
    for name in TEMPLATE_TESTS {
        let error = engine.render_str(&format!("{{{{ 1 is {name} }}}}"), ()).err();
        assert!(error.is_none_or(|error| error.kind() != minijinja::ErrorKind::UnknownTest), "{name}");
    }
}
