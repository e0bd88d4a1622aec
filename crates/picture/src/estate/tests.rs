use crate::{Language, Overlay, Places, estate, mermaid};
use insta::assert_snapshot;

const SHOP: &str = include_str!("../tests/shop.kdl");

#[test]
fn who_triggers_whom_is_drawn() {
    let bundle = crate::tests::bundle(SHOP);
    let graph = estate(&bundle.plan, Places::of(&bundle), Language::English);
    assert_snapshot!(mermaid(&graph, &Overlay::default()), @r#"
    ---
    title: "Who triggers whom"
    ---
    flowchart LR
      n0[["apology"]]
      n1["email"]
      n2[["cart"]]
      n3>"Cart Updated"]
      n4>"Order Completed"]
      n5["sms"]
      n6>"Cart Left"]
      n7[["pro"]]
      n8["pros"]
      n9[("mail<br/>smtp")]
      n10[("gateway<br/>http")]
      n0 --> n1
      n1 --> n9
      n2 ==>|"starts"| n0
      n2 --> n1
      n2 --> n5
      n2 ==>|"emits"| n6
      n3 -->|"is waited for"| n2
      n4 -.->|"ends it, goal"| n2
      n5 --> n10
      n7 --> n1
      n7 ==>|"stops"| n2
      n8 -->|"comes into"| n7
      note0["<b>Events that trigger nothing</b><br/>Never Read"]
    "#);
}
