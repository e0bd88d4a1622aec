use crate::{Language, Overlay, Places, dot, journey, mermaid};
use insta::assert_snapshot;

const SHOP: &str = include_str!("../tests/shop.kdl");

fn drawn(language: Language) -> (String, String) {
    let bundle = crate::tests::bundle(SHOP);
    let graph = journey(&bundle.plan, "cart", Places::of(&bundle), language).unwrap();
    (mermaid(&graph, &Overlay::default()), dot(&graph, &Overlay::default()))
}

#[test]
fn a_journey_is_drawn_as_mermaid() {
    assert_snapshot!(drawn(Language::English).0, @r#"
    ---
    title: "Journey cart"
    ---
    flowchart TD
      n0(["Cart Updated<br/>where event.value #62;= 20.0"])
      n1(["first-pause<br/>1 hour"])
      n2["reminder<br/>email · reminder<br/>for marketing"]
      n3["by-text<br/>sms · reminder<br/>for marketing"]
      n4(["came-back"])
      n5{{"worth-it"}}
      n6{{"nag<br/>at most 3 rounds<br/>every 2 days"}}
      n7["again<br/>email · reminder<br/>for marketing"]
      n8{{"offer"}}
      n9["plain-offer<br/>email · reminder<br/>for marketing"]
      n10["both"]
      n11["all of 2 ways"]
      n12(["a-day<br/>1 day"])
      n13["last<br/>email · reminder<br/>for marketing"]
      n14>"gone<br/>Cart Left"]
      n15{{"check<br/>asks growth<br/>is #60;that#62; #34;right#34; #38; fair?"}}
      n16[["sorry<br/>apology"]]
      n17(["returned"])
      n18(["small"])
      n19(["refused"])
      n20(["nobody-looked"])
      n21(["completed"])
      n0 --> n1
      n1 --> n2
      n2 -.->|"when skipped"| n3
      n2 --> n4
      n3 --> n4
      n4 -->|"back: Cart Updated"| n17
      n4 -.->|"after 23 hours"| n5
      n5 -->|"large: entry.value #62;= 150.0 || profile.tier == 'pro'"| n6
      n5 -.->|"otherwise"| n18
      n6 -->|"each round"| n7
      n6 -->|"then"| n8
      n7 --> n6
      n8 -->|"plain · 45 %"| n9
      n8 -->|"none · 45 %"| n10
      n8 -->|"holdout (control) · 10 %"| n10
      n9 --> n10
      n10 -->|"mail"| n12
      n10 -->|"told"| n14
      n11 --> n15
      n12 --> n13
      n13 --> n11
      n14 --> n11
      n15 -->|"approved"| n16
      n15 -.->|"refused"| n19
      n15 -.->|"after 2 days"| n20
      n16 --> n21
      note0["<b>Leaves at any time</b><br/>bought: Order Completed, where event.cart_id == entry.cart_id"]
      note1["<b>Goals</b><br/>recovered: Order Completed, where event.cart_id == entry.cart_id, within 1 week"]
      note2["<b>Comes in again</b><br/>at the earliest after 1 week"]
    "#);
}

#[test]
fn a_journey_is_drawn_as_dot() {
    assert_snapshot!(drawn(Language::English).1, @r##"
    digraph filrouge {
      graph [rankdir=TB, label="Journey cart", labelloc=t, fontname="Helvetica"];
      node [fontname="Helvetica", fontsize=11, style="filled", fillcolor="#ffffff", color="#57606a"];
      edge [fontname="Helvetica", fontsize=10, color="#57606a"];
      n0 [shape=oval, label="Cart Updated\nwhere event.value >= 20.0", id="journey/cart/enter"];
      n1 [shape=box, style="filled,rounded", label="first-pause\n1 hour", id="journey/cart/step/first-pause"];
      n2 [shape=box, label="reminder\nemail · reminder\nfor marketing", id="journey/cart/step/reminder"];
      n3 [shape=box, label="by-text\nsms · reminder\nfor marketing", id="journey/cart/step/by-text"];
      n4 [shape=box, style="filled,rounded", label="came-back", id="journey/cart/step/came-back"];
      n5 [shape=hexagon, label="worth-it", id="journey/cart/step/worth-it"];
      n6 [shape=hexagon, label="nag\nat most 3 rounds\nevery 2 days", id="journey/cart/step/nag"];
      n7 [shape=box, label="again\nemail · reminder\nfor marketing", id="journey/cart/step/again"];
      n8 [shape=hexagon, label="offer", id="journey/cart/step/offer"];
      n9 [shape=box, label="plain-offer\nemail · reminder\nfor marketing", id="journey/cart/step/plain-offer"];
      n10 [shape=box, style="filled,bold", label="both", id="journey/cart/step/both"];
      n11 [shape=box, style="filled,bold", label="all of 2 ways", id="journey/cart/step/both"];
      n12 [shape=box, style="filled,rounded", label="a-day\n1 day", id="journey/cart/step/a-day"];
      n13 [shape=box, label="last\nemail · reminder\nfor marketing", id="journey/cart/step/last"];
      n14 [shape=cds, label="gone\nCart Left", id="journey/cart/step/gone"];
      n15 [shape=hexagon, label="check\nasks growth\nis <that> \"right\" & fair?", id="journey/cart/step/check"];
      n16 [shape=box, peripheries=2, label="sorry\napology", id="journey/cart/step/sorry"];
      n17 [shape=oval, label="returned"];
      n18 [shape=oval, label="small"];
      n19 [shape=oval, label="refused"];
      n20 [shape=oval, label="nobody-looked"];
      n21 [shape=oval, label="completed"];
      n0 -> n1;
      n1 -> n2;
      n2 -> n3 [label="when skipped", style=dashed];
      n2 -> n4;
      n3 -> n4;
      n4 -> n17 [label="back: Cart Updated"];
      n4 -> n5 [label="after 23 hours", style=dashed];
      n5 -> n6 [label="large: entry.value >= 150.0 || profile.tier == 'pro'"];
      n5 -> n18 [label="otherwise", style=dashed];
      n6 -> n7 [label="each round"];
      n6 -> n8 [label="then"];
      n7 -> n6;
      n8 -> n9 [label="plain · 45 %"];
      n8 -> n10 [label="none · 45 %"];
      n8 -> n10 [label="holdout (control) · 10 %"];
      n9 -> n10;
      n10 -> n12 [label="mail"];
      n10 -> n14 [label="told"];
      n11 -> n15;
      n12 -> n13;
      n13 -> n11;
      n14 -> n11;
      n15 -> n16 [label="approved"];
      n15 -> n19 [label="refused", style=dashed];
      n15 -> n20 [label="after 2 days", style=dashed];
      n16 -> n21;
      note0 [shape=note, label="Leaves at any time\lbought: Order Completed, where event.cart_id == entry.cart_id\l"];
      note1 [shape=note, label="Goals\lrecovered: Order Completed, where event.cart_id == entry.cart_id, within 1 week\l"];
      note2 [shape=note, label="Comes in again\lat the earliest after 1 week\l"];
    }
    "##);
}

#[test]
fn a_journey_is_drawn_in_french() {
    assert_snapshot!(drawn(Language::French).0, @r#"
    ---
    title: "Parcours cart"
    ---
    flowchart TD
      n0(["Cart Updated<br/>si event.value #62;= 20.0"])
      n1(["first-pause<br/>1 heure"])
      n2["reminder<br/>email · reminder<br/>pour marketing"]
      n3["by-text<br/>sms · reminder<br/>pour marketing"]
      n4(["came-back"])
      n5{{"worth-it"}}
      n6{{"nag<br/>au plus 3 tours<br/>toutes les 2 jours"}}
      n7["again<br/>email · reminder<br/>pour marketing"]
      n8{{"offer"}}
      n9["plain-offer<br/>email · reminder<br/>pour marketing"]
      n10["both"]
      n11["les 2 branches"]
      n12(["a-day<br/>1 jour"])
      n13["last<br/>email · reminder<br/>pour marketing"]
      n14>"gone<br/>Cart Left"]
      n15{{"check<br/>demande à growth<br/>is #60;that#62; #34;right#34; #38; fair?"}}
      n16[["sorry<br/>apology"]]
      n17(["returned"])
      n18(["small"])
      n19(["refused"])
      n20(["nobody-looked"])
      n21(["terminé"])
      n0 --> n1
      n1 --> n2
      n2 -.->|"si skipped"| n3
      n2 --> n4
      n3 --> n4
      n4 -->|"back : Cart Updated"| n17
      n4 -.->|"après 23 heures"| n5
      n5 -->|"large : entry.value #62;= 150.0 || profile.tier == 'pro'"| n6
      n5 -.->|"sinon"| n18
      n6 -->|"à chaque tour"| n7
      n6 -->|"ensuite"| n8
      n7 --> n6
      n8 -->|"plain · 45 %"| n9
      n8 -->|"none · 45 %"| n10
      n8 -->|"holdout (témoin) · 10 %"| n10
      n9 --> n10
      n10 -->|"mail"| n12
      n10 -->|"told"| n14
      n11 --> n15
      n12 --> n13
      n13 --> n11
      n14 --> n11
      n15 -->|"accepté"| n16
      n15 -.->|"refusé"| n19
      n15 -.->|"après 2 jours"| n20
      n16 --> n21
      note0["<b>Sortie à tout moment</b><br/>bought : Order Completed, si event.cart_id == entry.cart_id"]
      note1["<b>Objectifs</b><br/>recovered : Order Completed, si event.cart_id == entry.cart_id, sous 1 semaine"]
      note2["<b>Nouvelle entrée</b><br/>au plus tôt après 1 semaine"]
    "#);
}

#[test]
fn a_journey_that_is_not_there_is_not_drawn() {
    let bundle = crate::tests::bundle(SHOP);
    assert_eq!(journey(&bundle.plan, "nobody", Places::of(&bundle), Language::English), None);
}

#[test]
fn without_the_text_the_plan_is_drawn_all_the_same() {
    let bundle = crate::tests::bundle(SHOP);
    let (with, without) = (Places::of(&bundle), Places::default());
    let graph = |places| journey(&bundle.plan, "cart", places, Language::English).unwrap();
    assert_eq!(graph(with).nodes.len(), graph(without).nodes.len());
    assert_eq!(graph(with).edges.len(), graph(without).edges.len());
    assert!(graph(without).nodes.iter().all(|node| node.line.is_none()));
}
