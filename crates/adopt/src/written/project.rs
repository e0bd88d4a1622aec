//! What a journey needs around it.

use crate::Product;
use crate::flow::Flow;
use filrouge_compile::draft::{bare, title};
use std::collections::BTreeSet;

/// Who is responsible, and the fields of the profile.
pub fn project(product: Product, flow: &Flow, name: &str) -> String {
    let mut out = format!(
        "// TODO: who is responsible, and the time zone and the language of the project.\n\
         project {} {{\ncontroller \"{} (adopted from {})\"\ntimezone \"UTC\"\nlocale en\n}}\n\n\
         profile {{\n\
         id user_id string category=\"user.unique_id\"\n\
         id email email category=\"user.contact.email\"\n\
         phone phone? category=\"user.contact.phone_number\"\n\
         first_name string? category=\"user.name.first\"\n\
         timezone timezone?\n",
        bare(name),
        title(name),
        product.name()
    );
    for field in &flow.fields {
        out.push_str(&format!("{field} string? category=\"user\" // TODO: its type, and its category\n"));
    }
    for field in &flow.stand_ins {
        out.push_str(&format!(
            "{field} bool? category=\"user\" // TODO: stands for a condition, see LEFT.md\n"
        ));
    }
    out.push_str("retain \"3y\" since=last-activity then=erase\n}\n");
    out
}

/// How messages leave: email over a mail server, everything else over a gateway.
pub fn delivery(channels: &BTreeSet<&'static str>) -> String {
    let mut out = "source app kind=http { write-key env=APP_WRITE_KEY }\n\n".to_owned();
    if channels.contains("email") {
        out.push_str("connector mail kind=smtp { url env=SMTP_URL }\n\n");
    }
    if channels.iter().any(|channel| *channel != "email") {
        out.push_str(
            "connector gateway kind=http {\nurl env=GATEWAY_URL\nsigning-key env=GATEWAY_SECRET\n}\n\n",
        );
    }
    for channel in channels {
        match *channel {
            "email" => out.push_str("channel email connector=mail from=\"TODO <todo@example.com>\" {\nquiet-hours from=\"21:00\" to=\"08:00\"\n}\n\n"),
            other => out.push_str(&format!("channel {other} connector=gateway {{\nquiet-hours from=\"21:00\" to=\"08:00\"\n}}\n\n")),
        }
    }
    out
}

/// Why people are written to: nothing leaves without a consent, until somebody says otherwise.
pub fn privacy(channels: &BTreeSet<&'static str>) -> String {
    let names: Vec<&str> = channels.iter().copied().collect();
    format!(
        "// TODO: the purpose that people were told, and its basis.\n\
         purpose adopted {{\nbasis consent\nchannels {}\nnotice \"notices/adopted.md\"\n}}\n",
        names.join(" ")
    )
}

/// The text that people are shown.
pub fn notice(flow: &str) -> String {
    format!("# TODO\n\nWhat people agreed to when `{flow}` began to write to them.\n")
}

/// The events, without fields: exports do not tell them.
pub fn events(names: &BTreeSet<&str>) -> String {
    let event = |name: &&str| {
        format!(
            "// TODO: its fields.\nevent {} {{ retain \"13mo\" }}\n\n",
            filrouge_compile::draft::quoted(name)
        )
    };
    names.iter().map(event).collect()
}
