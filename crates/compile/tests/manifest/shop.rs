//! A small shop, written twice: the second text means the same and looks different.

use filrouge_source::Sources;

const NOTICE: &str = "We write to you about our lamps.\n";

const PEOPLE: &str = r#"project shop {
    controller "Shop SAS" dpo="dpo@shop.example" authority="CNIL"
    owner growth email="growth@shop.example"
    timezone "Europe/Paris"; locale fr
}

profile {
    id user_id string category="user.unique_id"
    id email email category="user.contact.email"
    first_name string? category="user.name.first"
    allergic bool? category="user.health" retain="6mo"
    orders int?
    timezone timezone?
    retain "3y" since=last-activity then=erase
}

event "Cart Updated" {
    cart_id string
    buyer record category="user.contact" {
        line string
        note string? category="user.content"
    }
    retain "13mo"
}
event "Order Completed" { cart_id string; retain "10y" }
retention sent of=messages keep="13mo"

segment regulars when="profile.orders.orValue(0) > 3"
"#;

const PRIVACY: &str = r#"purpose marketing use="marketing.advertising" {
    basis consent
    channels email
    notice "notice.md"
    expires "2y"
    special-categories explicit-consent
}
purpose orders use="essential.service" { basis contract; special-categories health-care }

connector mail kind=smtp {
    url env=SMTP_URL
    role processor; agreement "DPA 1"; country FR
}
channel email connector=mail from="shop@shop.example"

template reminder {
    subject "Hello {{ profile.first_name | default('you') }}"
    text "Your basket {{ entry.cart_id }}, {{ discount }} off"
}
template receipt {
    subject "Thank you"
    text "All is well"
}
"#;

const JOURNEYS: &str = r#"journey cart {
    description "Reminds people of their basket"
    purpose marketing
    owner growth
    enter on="Cart Updated" key="event.cart_id"
    exit bought on="Order Completed" where="event.cart_id == entry.cart_id"
    wait pause for="1h"
    split who {
        when gentle "profile.allergic.orValue(false)" { end spared }
        when regular "profile.in('regulars')" {
            send remind via=email template=reminder { with discount="size(entry.buyer.line)" }
        }
        otherwise { end others }
    }
    update seen { orders "profile.orders.orValue(0) + 1" }
}
journey receipts {
    purpose orders
    enter on="Order Completed" key="event.cart_id"
    send thanks via=email template=receipt
}
"#;

/// The same in other words: other files in another order, declarations in another order, other blanks, quotes and
/// comments.
const OTHERWISE: [(&str, &str); 4] = [
    (
        "a/receipts.kdl",
        r##"// What follows an order.
        journey "receipts" { purpose "orders"; enter key="event.cart_id" on="Order Completed"
            send thanks template=receipt via=email /* nothing more */
        }
        template receipt { text #"All is well"#; subject "Thank you" }
        purpose orders use="essential.service" {
            basis contract; special-categories "health-care"; }
        channel email from="shop@shop.example" connector=mail
        "##,
    ),
    (
        "b/cart.kdl",
        r##"segment regulars when=#"profile.orders.orValue(0) > 3"#
/- segment nobody when="false"
journey cart {
  owner growth; purpose marketing; description "Reminds people of their basket"
  exit bought where="event.cart_id == entry.cart_id" on="Order Completed"
  enter \
    on="Cart Updated" key="event.cart_id"

  wait pause for="1h"
  split who {
    when gentle """
        profile.allergic.orValue(false)
        """ {
        end spared }
    // The others are asked no question.
    when regular "profile.in('regulars')" { send remind via=email template=reminder {
        with discount="size(entry.buyer.line)" } }
    otherwise { end others }
  }
  update seen { orders "profile.orders.orValue(0) + 1" }
}
retention "sent" keep="13mo" of=messages
event "Order Completed" { retain "10y"; cart_id string }
"##,
    ),
    ("notice.md", NOTICE),
    (
        "z.kdl",
        r##"
template reminder {
    text "Your basket {{ entry.cart_id }}, {{ discount }} off"
    subject "Hello {{ profile.first_name | default('you') }}"
}
connector mail kind=smtp { role processor; country FR; agreement "DPA 1"; url env="SMTP_URL" }
purpose marketing use="marketing.advertising" {
    expires "2y"; notice "notice.md"; channels "email"; special-categories explicit-consent; basis consent }
event "Cart Updated" { retain "13mo"
    cart_id string; buyer record category="user.contact" { line string; note string? category="user.content" } }
profile {
    retain "3y" then=erase since=last-activity
    id user_id string category="user.unique_id"
    id email email category="user.contact.email"
    first_name "string?" category="user.name.first"
    allergic bool? retain="6mo" category="user.health"
    orders int?
    timezone timezone?
}
project shop { locale fr; timezone "Europe/Paris"
    owner growth email="growth@shop.example"
    controller "Shop SAS" authority="CNIL" dpo="dpo@shop.example" }
"##,
    ),
];

/// The shop.
pub(crate) fn shop() -> Sources {
    sources(&[
        ("journeys.kdl", JOURNEYS),
        ("notice.md", NOTICE),
        ("people.kdl", PEOPLE),
        ("privacy.kdl", PRIVACY),
    ])
}

/// The shop, written otherwise.
pub(crate) fn shop_written_otherwise() -> Sources {
    sources(&OTHERWISE)
}

/// The shop with one text replaced by another, which must be there once.
pub(crate) fn shop_with(from: &str, to: &str) -> Sources {
    let texts = [("journeys.kdl", JOURNEYS), ("people.kdl", PEOPLE), ("privacy.kdl", PRIVACY)];
    let found: usize = texts.iter().map(|(_, text)| text.matches(from).count()).sum();
    assert_eq!(found, 1, "{from}");
    let mut changed = Sources::new();
    for (path, text) in texts {
        changed.add(path, text.replace(from, to));
    }
    changed.add("notice.md", NOTICE);
    changed
}

fn sources(texts: &[(&str, &str)]) -> Sources {
    let mut sources = Sources::new();
    for (path, text) in texts {
        sources.add(*path, *text);
    }
    sources
}
