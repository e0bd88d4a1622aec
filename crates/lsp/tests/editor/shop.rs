//! The project of the tests. Accents and emoji stand before what is asked for.

/// What is declared.
pub const SHOP: &str = r#"project boutique {
    controller "Boutique SAS" dpo="dpo@shop.example" authority="CNIL"
    owner équipe email="team@shop.example"
    timezone "Europe/Paris"; locale fr; currency EUR
}
profile {
    id user_id string category="user.unique_id"
    id email email category="user.contact.email"
    first_name string? category="user.name.first"
    timezone timezone?
    tier enum silver gold
    points int
    retain "3y" since=last-activity then=erase
}
/* 😀 */ event "Panier modifié" {
    cart_id string
    value decimal min=0
    items list { sku string; price decimal }
    retain "13mo"
}
event "Commande" { order_id string; cart_id string; retain "13mo" }
event "Avis" from="schema/avis.json" { retain "13mo" }
segment fidèles when="profile.points > 9"
source site kind=http { write-key env=SITE_WRITE_KEY }
connector mail kind=smtp {
    url env=SMTP_URL
    role processor; agreement "DPA 2026-01"; country FR
}
channel email connector=mail from="hello@shop.example"
purpose marketing use="marketing.communications" {
    basis consent
    channels email
    notice "notices/é.md"
    expires "3y"
}
"#;

/// A journey.
pub const JOURNEY: &str = r#"// Été 😀 : le rappel
journey rappel-panier {
    purpose marketing
    owner équipe
    enter on="Panier modifié" where="'😀' != event.cart_id && event.value >= 20.0" key="event.cart_id" { re-entry after="36h" }
    exit acheté on="Commande" where="event.cart_id == entry.cart_id"
    wait pause for="1h"
    /* 😀 */ send rappel via=email template=panier { with remise="profile.points * 2" }
    split suite {
        when ouvert "'é😀' != profile.user_id && profile.tier == 'gold' || steps.rappel.outcome == 'sent' && profile.in('fidèles')" { end fini }
        otherwise { end autre }
    }
}
"#;

/// Its template.
pub const TEMPLATES: &str = r#"template panier {
    subject "😀 {{ profile.first_name | default('é') }}, {{ entry.cart_id }} et {{ remise }}"
    mjml file="templates/panier.mjml"
}
"#;

/// A body in a file of its own.
pub const BODY: &str = r#"<mjml><mj-body><mj-section><mj-column>
  <mj-text>😀 Élan : {{ entry.value }} {% for article in entry.items %}{{ article.sku }}{% endfor %}</mj-text>
  <mj-text><a href="{{ unsubscribe_url }}">Fin</a></mj-text>
</mj-column></mj-section></mj-body></mjml>
"#;

/// Its test.
pub const TEST: &str = r#"test "Léa 😀 reçoit un rappel" journey=rappel-panier {
    given {
        profile user_id=u1 email="lea@example.com" tier=gold points=12
        granted marketing via=email
    }
    at "2026-03-28T20:30" { event "Panier modifié" cart_id=é1 value=80.0 { items { - sku=l1 price=80.0 } } }
    after "11h" { expect send=rappel }
}
"#;

/// A schema of another tool.
pub const SCHEMA: &str = r#"{
  "type": "object",
  "title": "é😀", "properties": { "note": { "type": "integer" } }
}
"#;

/// All files.
pub const FILES: &[(&str, &str)] = &[
    ("filrouge.kdl", SHOP),
    ("journeys/templates.kdl", TEMPLATES),
    ("journeys/tests.kdl", TEST),
    ("journeys/été.kdl", JOURNEY),
    ("notices/é.md", "Oui 😀\n"),
    ("schema/avis.json", SCHEMA),
    ("templates/panier.mjml", BODY),
];
