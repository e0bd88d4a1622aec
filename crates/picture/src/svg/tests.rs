use super::*;
use crate::{Edge, Flow, Language, Manner, Mark, Places, journey};
use roxmltree::{Document, Node as Element};

const SHOP: &str = include_str!("../tests/shop.kdl");

/// A journey of `count` steps: sends, waits, splits one inside the other, and conditions that are long.
fn long(count: usize) -> String {
    let mut steps = String::new();
    for step in 0..count / 4 {
        steps.push_str(&format!(
            r#"
    wait pause-{step} for="3d"
    send message-with-a-rather-long-name-{step} via=email template=reminder
    split choice-{step} {{
        when first "profile.tier == 'pro' && entry.value >= {step}.5 || profile.tier == 'free' && entry.value >= 1000.0" {{
            send extra-{step} via=email template=reminder
        }}
        when second "entry.value >= 7.0" {{ end left-{step}; }}
        otherwise
    }}"#
        ));
    }
    let journey = format!("journey long {{\n purpose marketing\n enter on=\"Cart Updated\"{steps}\n}}\n");
    format!("{SHOP}\n{journey}")
}

fn graph(text: &str, name: &str) -> Graph {
    let bundle = crate::tests::bundle(text);
    journey(&bundle.plan, name, Places::of(&bundle), Language::English).unwrap()
}

fn drawn(graph: &Graph) -> String {
    svg(graph, &Overlay::default(), &Options::default())
}

fn with_class<'a>(document: &'a Document<'a>, class: &str) -> Vec<Element<'a, 'a>> {
    let has = |element: &Element<'_, '_>| {
        element.attribute("class").is_some_and(|own| own.split(' ').any(|word| word == class))
    };
    document.descendants().filter(has).collect()
}

#[test]
fn every_step_and_every_edge_of_forty_steps_is_there() {
    let graph = graph(&long(40), "long");
    assert_eq!(
        graph.nodes.iter().filter(|node| node.kind != Kind::End && node.kind != Kind::Enter).count(),
        40
    );
    let svg = drawn(&graph);
    let document = Document::parse(&svg).unwrap();
    for node in graph.nodes.iter().filter_map(|node| node.address.as_deref()) {
        let found = document.descendants().filter(|it| it.attribute("data-address") == Some(node)).count();
        assert_eq!(found, 1, "{node}");
    }
    let paths = with_class(&document, "edge").into_iter().filter(|it| it.attribute("data-from").is_some());
    let paths: Vec<_> = paths
        .map(|it| {
            (it.attribute("data-from").unwrap().to_owned(), it.attribute("data-to").unwrap().to_owned())
        })
        .collect();
    let edges: Vec<_> = graph.edges.iter().map(|edge| (edge.from.to_string(), edge.to.to_string())).collect();
    assert_eq!(paths, edges);
}

/// The rectangle that a card, a label or a note takes.
fn rectangle(element: Element<'_, '_>) -> [f64; 4] {
    let number = |name| element.attribute(name).unwrap().parse::<f64>().unwrap();
    let (x, y) = (number("x"), number("y"));
    [x, y, x + number("width"), y + number("height")]
}

#[test]
fn no_box_lies_on_another_or_beyond_the_page() {
    let svg = drawn(&graph(&long(40), "long"));
    let document = Document::parse(&svg).unwrap();
    let root = document.root_element();
    let page = ["width", "height"].map(|name| root.attribute(name).unwrap().parse::<f64>().unwrap());
    let boxes: Vec<[f64; 4]> = document
        .descendants()
        .filter(|it| it.has_tag_name(("http://www.w3.org/2000/svg", "rect")))
        .filter(|it| it.attribute("class").is_none_or(|class| class == "shape"))
        .map(rectangle)
        .collect();
    assert!(boxes.len() > 60, "{}", boxes.len());
    for (index, [left, top, right, bottom]) in boxes.iter().enumerate() {
        assert!(*left >= 0.0 && *top >= 0.0 && *right <= page[0] && *bottom <= page[1]);
        for [other_left, other_top, other_right, other_bottom] in &boxes[index + 1..] {
            let apart =
                right <= other_left || other_right <= left || bottom <= other_top || other_bottom <= top;
            assert!(apart, "two boxes at {left},{top} and {other_left},{other_top}");
        }
    }
}

#[test]
fn a_node_says_where_it_stands_and_where_it_leads() {
    let svg = drawn(&graph(SHOP, "cart"));
    let document = Document::parse(&svg).unwrap();
    let step = document
        .descendants()
        .find(|it| it.attribute("data-address") == Some("journey/cart/step/reminder"))
        .unwrap();
    assert_eq!(step.attribute("data-file"), Some("filrouge.kdl"));
    let line = SHOP.lines().position(|line| line.contains("send reminder")).unwrap() + 1;
    assert_eq!(step.attribute("data-line"), Some(line.to_string().as_str()));
    assert_eq!(
        step.attribute("aria-label"),
        Some(
            "sends a message: reminder; email · reminder; for marketing; leads to by-text (when skipped), came-back"
        )
    );
}

#[test]
fn what_an_author_wrote_is_text_and_nothing_else() {
    let svg = drawn(&graph(SHOP, "cart"));
    let document = Document::parse(&svg).unwrap();
    let texts: String = document.descendants().filter_map(|it| it.text()).collect::<Vec<_>>().join(" ");
    assert!(texts.contains("is <that> \"right\" & fair?"), "{texts}");

    let node = |name: &str| Node {
        kind: Kind::Send,
        name: name.to_owned(),
        lines: vec!["]]><script>alert(1)</script>".to_owned()],
        address: Some("\" onload=\"x".to_owned()),
        line: None,
    };
    let mut hostile = Graph::new("<script>".into(), "\u{0}&".into(), Flow::Down, Language::French);
    hostile.nodes = vec![node("<b>"), node("\u{1b}\u{ffff}'")];
    hostile.edges = vec![Edge { label: "--><x>".into(), manner: Manner::Late, ..Edge::plain(0, 1) }];
    let options = Options {
        prefix: "\"><script>".into(),
        links: [("\" onload=\"x".into(), "javascript:\"".into())].into(),
        ..Options::default()
    };
    let svg = super::svg(&hostile, &Overlay::default(), &options);
    let document = Document::parse(&svg).unwrap();
    assert!(
        document.descendants().all(|it| it.tag_name().name() != "script" && it.attribute("onload").is_none())
    );
}

#[test]
fn a_change_colours_what_it_touches_and_tells_what_is_gone() {
    let graph = graph(SHOP, "cart");
    let overlay: Overlay = [
        ("journey/cart/step/reminder", Mark::Added),
        ("journey/cart/step/came-back/arm/timeout", Mark::Changed),
        ("journey/cart/step/by-text", Mark::Privacy),
        ("journey/cart/step/old-one", Mark::Removed),
        ("journey/cart/exit/bought", Mark::Changed),
    ]
    .into_iter()
    .collect();
    let svg = svg(&graph, &overlay, &Options::default());
    let document = Document::parse(&svg).unwrap();
    let marked = |class: &str| -> Vec<String> {
        let marked = with_class(&document, class).into_iter();
        marked.filter_map(|it| it.attribute("data-address").map(str::to_owned)).collect()
    };
    assert_eq!(marked("added"), ["journey/cart/step/reminder"]);
    assert_eq!(marked("privacy"), ["journey/cart/step/by-text"]);
    assert_eq!(marked("removed"), ["journey/cart/step/old-one"]);
    assert!(svg.contains("step old-one (journey cart)"), "what has no node is told in words");
    assert_eq!(
        marked("changed"),
        [
            "journey/cart/step/came-back/arm/timeout",
            "journey/cart/step/came-back",
            "journey/cart/exit/bought"
        ]
    );
}

#[test]
fn equal_plans_give_equal_bytes_and_another_style_sheet_may_be_used() {
    let graph = graph(SHOP, "cart");
    assert_eq!(drawn(&graph), drawn(&graph));
    let bare = svg(&graph, &Overlay::default(), &Options { style: false, ..Options::default() });
    assert!(!bare.contains("<style>") && drawn(&graph).contains(STYLE));
}

#[test]
fn a_plan_without_journeys_is_drawn_as_such() {
    let graph = Graph::new("t".into(), "s".into(), Flow::Across, Language::English);
    let svg = drawn(&graph);
    assert!(Document::parse(&svg).is_ok() && svg.contains("There is nothing to draw"), "{svg}");
}

#[test]
fn what_is_gone_is_drawn_where_it_was() {
    let shorter = SHOP.replace("    wait first-pause for=\"1h\"\n", "");
    let (old, new) = (graph(SHOP, "cart"), graph(&shorter, "cart"));
    let gone = "journey/cart/step/first-pause";
    let overlay: Overlay = [(gone, Mark::Removed)].into_iter().collect();
    let drawn = new.clone().with_gone(&old, &overlay);
    assert_eq!(drawn.nodes.len(), new.nodes.len() + 1);
    let name = |place: usize| drawn.nodes[place].name.as_str();
    let ways = drawn.edges.iter().filter(|edge| edge.address.as_deref() == Some(gone));
    let ways: Vec<_> = ways.map(|edge| (name(edge.from), name(edge.to))).collect();
    assert_eq!(ways, [("Cart Updated", "first-pause"), ("first-pause", "reminder")]);
    let svg = svg(&drawn, &overlay, &Options::default());
    let document = Document::parse(&svg).unwrap();
    let classes: Vec<_> =
        with_class(&document, "removed").into_iter().filter_map(|it| it.attribute("class")).collect();
    assert!(classes.iter().any(|class| class.contains("node")), "{classes:?}");
    assert!(classes.iter().any(|class| class.contains("edge")), "{classes:?}");
    assert!(!svg.contains(">Gone<"), "what is drawn is not listed as well");
    assert_eq!(
        crate::mermaid(&drawn, &overlay).matches("-.->").count(),
        crate::mermaid(&new, &overlay).matches("-.->").count() + 2
    );
    assert!(crate::dot(&drawn, &overlay).contains("class=removed, style=\"filled,dashed\""));
}
