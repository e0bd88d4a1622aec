//! A generated project: one journey a file, like those that people write.

use crate::Failure;
use filrouge_compile::{Analysis, analyse, lower};
use filrouge_plan::Bundle;
use filrouge_source::Sources;
use std::fs;
use std::path::Path;

/// How many events start journeys; each starts every twentieth one.
pub const EVENTS: u32 = 20;

/// How many templates the journeys share.
const TEMPLATES: u32 = 20;

/// The event of this number.
#[must_use]
pub fn event(number: u32) -> String {
    format!("Cart Updated {:02}", number % EVENTS)
}

/// Every file of a project with `journeys` journeys: path and text, sorted by path.
#[must_use]
pub fn files(journeys: u32) -> Vec<(String, String)> {
    let mut files = vec![
        ("delivery.kdl".to_owned(), DELIVERY.to_owned()),
        ("filrouge.kdl".to_owned(), PROJECT.to_owned()),
        ("notices/marketing.md".to_owned(), "Nous vous écrivons si vous l'avez accepté.\n".to_owned()),
        ("schema/events.kdl".to_owned(), events()),
        ("schema/profile.kdl".to_owned(), PROFILE.to_owned()),
    ];
    files.extend(
        (0..journeys)
            .map(|number| (format!("journeys/{:03}/cart-{number:05}.kdl", number / 100), journey(number))),
    );
    files.extend((0..TEMPLATES).flat_map(template));
    files.sort();
    files
}

/// Writes a project with `journeys` journeys below `root`, and says how many bytes it has.
///
/// # Errors
/// When the files cannot be written.
pub fn write(root: &Path, journeys: u32) -> Result<usize, Failure> {
    let mut bytes = 0;
    for (path, text) in files(journeys) {
        let path = root.join(path);
        path.parent().map(fs::create_dir_all).transpose()?;
        bytes += text.len();
        fs::write(path, text)?;
    }
    Ok(bytes)
}

/// The plan of a project with `journeys` journeys.
///
/// # Errors
/// When the project is refused, which no measurement wants.
pub fn bundle(journeys: u32) -> Result<Bundle, Failure> {
    bundle_of(files(journeys))
}

/// The plan of a project of these files, path and text, sorted by path.
///
/// # Errors
/// When the project is refused, which no measurement wants.
pub fn bundle_of(files: Vec<(String, String)>) -> Result<Bundle, Failure> {
    let mut sources = Sources::new();
    for (path, text) in files {
        sources.add(path, text);
    }
    let analysis = analyse(sources);
    let checked = analysis.checked.as_ref().ok_or_else(|| refused(&analysis))?;
    Ok(lower(checked, &analysis.sources, None))
}

/// The project has findings, which no measurement wants.
#[must_use]
pub fn refused(analysis: &Analysis) -> Failure {
    let first = analysis.findings.iter().next().map_or("no finding", |finding| &finding.message);
    let place = analysis.findings.iter().find_map(|finding| finding.span());
    let file = place.map_or("", |place| analysis.sources.path(place));
    format!("{} findings, the first in `{file}`: {first}", analysis.findings.len()).into()
}

const PROJECT: &str = r#"project bench-shop {
    controller "Maison Lumière SAS" dpo="dpo@maison-lumiere.example" authority="CNIL"
    owner growth email="growth@maison-lumiere.example"
    timezone "Europe/Paris"
    locale fr
    currency EUR
    rules eu-gdpr fr-cnil
}
"#;

const PROFILE: &str = r#"profile {
    id user_id string category="user.unique_id"
    id email email category="user.contact.email"
    first_name string? category="user.name.first"
    country country
    tier enum standard silver gold
    reminders int?
    retain "3y" since=last-activity then=erase
}
"#;

const DELIVERY: &str = r#"source site kind=http {
    write-key env=BENCH_WRITE_KEY
}

connector mail kind=smtp {
    url env=BENCH_SMTP_URL
    role processor
    agreement "DPA 2026-01"
    country FR
    keeps "30d"
}

channel email connector=mail from="bonjour@maison-lumiere.example" {
    cap 3 per="7d"
    quiet-hours from="21:00" to="08:00"
}

purpose marketing use="marketing.advertising.first_party.targeted" {
    description "News of the shop"
    basis consent
    channels email
    notice "notices/marketing.md"
    expires "3y"
}

retention messages of=messages keep="13mo"
retention audit of=audit keep="3y"
"#;

fn events() -> String {
    let carts = (0..EVENTS).map(|number| {
        format!(
            r#"event "{}" {{
    cart_id string
    value decimal min=0
    items list {{
        sku string
        name string
        price decimal
        quantity int min=1
    }}
    retain "13mo"
}}

"#,
            event(number)
        )
    });
    let others = r#"event "Session Started" {
    platform enum web ios android
    retain "13mo"
}

event "Order Completed" {
    cart_id string
    total decimal min=0
    retain "13mo"
}
"#;
    carts.chain([others.to_owned()]).collect()
}

fn journey(number: u32) -> String {
    let event = event(number);
    let value = 20 + number % 7 * 10;
    let (first, second, third) = (number % TEMPLATES, (number + 7) % TEMPLATES, (number + 13) % TEMPLATES);
    format!(
        r#"// A basket of variant {number:05} was left behind. The first message only reminds; who is worth an offer
// gets it on the next day, and a last one when it is about to end.
journey cart-{number:05} {{
    description "Reminders after a basket of variant {number:05} was left, the last ones with an offer"
    purpose marketing
    owner growth

    enter on="{event}" where="event.value >= {value}.0 && profile.country == 'FR'" key="event.cart_id" {{
        re-entry after="7d"
    }}
    exit bought on="Order Completed" where="event.cart_id == entry.cart_id"
    goal recovered on="Order Completed" within="7d"

    wait first-pause for="1h"
    send reminder via=email template=message-{first:02}
    wait-until came-back {{
        on back event="Session Started" {{
            end returned
        }}
        timeout after="23h"
    }}
    split worth-an-offer {{
        when large-basket "entry.value >= 150.0 || profile.tier == 'gold'" {{
            send offer via=email template=message-{second:02}
            wait second-pause for="2d"
            send last-call via=email template=message-{third:02}
            update counted {{
                reminders "3"
            }}
            end offered
        }}
        otherwise {{
            wait a-week for="7d"
        }}
    }}
    update counted-once {{
        reminders "1"
    }}
    wait quiet-time until="10:00" weekday=tuesday
    end reminded
}}
"#
    )
}

fn template(number: u32) -> [(String, String); 2] {
    let name = format!("templates/message-{number:02}");
    let kdl = format!(
        r#"template message-{number:02} {{
    subject "{{{{ profile.first_name | default('Bonjour') }}}}, votre panier vous attend"
    mjml file="{name}.mjml"
}}
"#
    );
    [(format!("{name}.kdl"), kdl), (format!("{name}.mjml"), MJML.to_owned())]
}

const MJML: &str = r#"<mjml>
  <mj-body>
    <mj-section>
      <mj-column>
        <mj-text>Bonjour {{ profile.first_name | default('à vous') }},</mj-text>
        <mj-text>votre panier vous attend.</mj-text>
        <mj-button href="https://maison-lumiere.example/panier">Voir mon panier</mj-button>
        <mj-text><a href="{{ unsubscribe_url }}">Ne plus recevoir ces messages</a></mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generated_project_has_a_plan() {
        assert_eq!(bundle(25).unwrap().plan.journeys.len(), 25);
    }

    #[test]
    fn a_journey_is_as_long_as_those_that_people_write() {
        let length = journey(7).len();
        assert!((1_300..1_700).contains(&length), "{length}");
    }
}
