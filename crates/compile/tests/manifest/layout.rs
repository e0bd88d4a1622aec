//! Layout, comments and files are not content.

use crate::shop::{shop, shop_with, shop_written_otherwise};
use crate::{compiled, meaning};
use filrouge_plan::canonical_json;
use filrouge_source::Sources;
use std::path::Path;

fn reference() -> Sources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    filrouge_project::load(&root.canonicalize().unwrap()).sources
}

#[test]
fn equal_sources_give_equal_bytes() {
    let (one, other) = (compiled(reference()), compiled(reference()));
    assert_eq!(canonical_json(&one.0), canonical_json(&other.0));
    assert_eq!(canonical_json(&one.1), canonical_json(&other.1));
}

#[test]
fn another_layout_in_other_files_changes_only_places() {
    let ((one, said), (other, said_otherwise)) = (compiled(shop()), compiled(shop_written_otherwise()));
    assert_eq!(one.plan, other.plan);
    assert_eq!(one.hash, other.hash);
    assert_ne!(said, said_otherwise);
    assert_eq!(meaning(&said), meaning(&said_otherwise));
}

/// All texts of the language in one file, in reverse order; the rest stays where it is.
fn in_one_file(sources: &Sources) -> Sources {
    let mut moved = Sources::new();
    let mut all = String::from("// everything\n");
    let texts: Vec<_> = sources.iter().map(|(_, file)| file).collect();
    for file in texts.iter().rev().filter(|file| file.is_kdl()) {
        all.push_str(&file.text);
        all.push('\n');
    }
    moved.add("all.kdl", all);
    for file in texts.iter().filter(|file| !file.is_kdl()) {
        moved.add(file.path.clone(), file.text.clone());
    }
    moved
}

#[test]
fn moving_every_declaration_of_the_reference_project_changes_only_places() {
    let ((one, said), (other, said_elsewhere)) = (compiled(reference()), compiled(in_one_file(&reference())));
    assert_eq!(one.hash, other.hash);
    assert_eq!(meaning(&said), meaning(&said_elsewhere));
}

#[test]
fn each_change_of_content_changes_the_hash() {
    let changes = [
        ("for=\"1h\"", "for=\"2h\""),
        ("Your basket {{", "Your fine basket {{"),
        ("> 3", "> 4"),
        ("expires \"2y\"", "expires \"1y\""),
        ("basis contract", "basis legitimate-interest"),
        ("cart_id string; retain \"10y\"", "cart_id string; retain \"9y\""),
        ("note string?", "note string"),
        ("end spared", "end skipped"),
        ("first_name string?", "first_name string? min=1"),
        ("via=email template=receipt", "via=email template=reminder { with discount=1 }"),
        ("env=SMTP_URL", "env=MAIL_URL"),
    ];
    let mut hashes: Vec<_> = changes.iter().map(|(from, to)| compiled(shop_with(from, to)).0.hash).collect();
    hashes.push(compiled(shop()).0.hash);
    hashes.sort();
    hashes.dedup();
    assert_eq!(hashes.len(), changes.len() + 1);
}

#[test]
fn what_only_people_read_changes_the_manifest_and_not_the_hash() {
    for (from, to) in [("CNIL", "BfDI"), ("\"DPA 1\"", "\"DPA 2\""), ("Reminds people", "Tells people")] {
        let ((one, said), (other, said_now)) = (compiled(shop()), compiled(shop_with(from, to)));
        assert_eq!(one.hash, other.hash, "{from}");
        assert_ne!(meaning(&said), meaning(&said_now), "{from}");
    }
}

#[test]
fn a_template_with_two_uses_does_not_depend_on_the_order_of_the_text() {
    const ORDER: &str = "event \"Order Completed\" { cart_id string; retain \"10y\" }\n";
    const USES: &str = r#"
template offer { subject "{{ amount }}"; text "{{ amount }} {{ entry.cart_id }}" }
journey one {
    purpose orders
    enter on="Cart Updated"
    send it via=email template=offer { with amount=12 }
}
journey other {
    purpose orders
    enter on="Order Completed"
    send it via=email template=offer { with amount=12.5 }
}
"#;
    let mut first = Sources::new();
    first.add("0.kdl", ORDER);
    let mut last = Sources::new();
    for (_, file) in shop_with(ORDER.trim_end(), "").iter() {
        first.add(file.path.clone(), file.text.clone());
        last.add(file.path.clone(), file.text.clone());
    }
    first.add("zz.kdl", USES);
    last.add("zz.kdl", format!("{USES}{ORDER}"));
    assert_eq!(compiled(first).0.plan, compiled(last).0.plan);
}
