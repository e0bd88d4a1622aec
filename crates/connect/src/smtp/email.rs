//! A message as an email.

use crate::Delivery;
use filrouge_machine::Message;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message as Mail};

/// An email, ready for the wire.
pub(super) struct Email {
    pub(super) from: Address,
    pub(super) to: Address,
    pub(super) bytes: Vec<u8>,
    pub(super) id: String,
}

/// Writes `delivery` as an email. Its `Message-ID` and its boundary follow from the effect, so that the same
/// effect is the same email.
pub(super) fn email(delivery: &Delivery) -> Result<Email, &'static str> {
    let message = &delivery.message;
    let from: Mailbox = message
        .from
        .as_deref()
        .ok_or("the channel has no sender")?
        .parse()
        .map_err(|_| "the channel's sender is not an email address")?;
    let to: Address = message.to.parse().map_err(|_| "the person's address is not an email address")?;
    let id = format!("<{}@{}>", message.effect, from.email.domain());
    let mut builder = Mail::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to.clone()))
        .subject(one_line(message.subject.as_deref().unwrap_or_default()))
        .message_id(Some(id.clone()))
        .date_now();
    // Without its way out a message does not leave.
    if delivery.message.withdrawable && !delivery.unsubscribe.as_deref().is_some_and(is_header_safe) {
        return Err("the link that withdraws does not fit into a header");
    }
    for (name, value) in extra_headers(delivery) {
        builder = builder.raw_header(HeaderValue::dangerous_new_pre_encoded(name, value.clone(), value));
    }
    let mail = match body(message)? {
        Body::Both(parts) => builder.multipart(parts),
        Body::One(part) => builder.singlepart(part),
    };
    let bytes = mail.map_err(|_| "the email cannot be written")?.formatted();
    Ok(Email { from: from.email, to, bytes, id })
}

enum Body {
    Both(MultiPart),
    One(SinglePart),
}

fn body(message: &Message) -> Result<Body, &'static str> {
    match (&message.text, &message.html) {
        (Some(text), Some(html)) => Ok(Body::Both(
            MultiPart::alternative()
                .boundary(format!("=_{}", message.effect))
                .singlepart(SinglePart::plain(text.clone()))
                .singlepart(SinglePart::html(html.clone())),
        )),
        (Some(text), None) => Ok(Body::One(SinglePart::plain(text.clone()))),
        (None, Some(html)) => Ok(Body::One(SinglePart::html(html.clone()))),
        (None, None) => Err("the message has no body"),
    }
}

/// A header is one line: a subject with a line break could add headers of its own.
fn one_line(text: &str) -> String {
    text.split(['\r', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The one-click headers of RFC 8058, and the loop protection of RFC 3834. Values are ASCII by construction.
fn extra_headers(delivery: &Delivery) -> Vec<(HeaderName, String)> {
    let mut headers = vec![(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned())];
    let link = delivery.unsubscribe.as_deref().filter(|link| is_header_safe(link));
    if let Some(link) = link.filter(|_| delivery.message.withdrawable) {
        headers.push((HeaderName::new_from_ascii_str("List-Unsubscribe"), format!("<{link}>")));
        let one_click = "List-Unsubscribe=One-Click".to_owned();
        headers.push((HeaderName::new_from_ascii_str("List-Unsubscribe-Post"), one_click));
    }
    headers
}

/// Most bytes of a link: with the name of the header it fits one line of a message (RFC 5322).
const LONGEST_LINK: usize = 900;

fn is_header_safe(link: &str) -> bool {
    link.len() <= LONGEST_LINK
        && link.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'<' && byte != b'>')
}
