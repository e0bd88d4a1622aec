//! The strategy against a scripted server on a real socket.

use super::*;
use filrouge_machine::{Id, Message};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// How the server behaves.
#[derive(Clone, Copy, PartialEq)]
enum Manner {
    Takes,
    RefusesRecipient(&'static str),
    RefusesMail(&'static str),
    HangsUpAtData,
    HangsUpAfterMail,
}

async fn server(manner: Manner) -> (String, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let (mails, received) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(talk(stream, manner, mails.clone()));
        }
    });
    (url, received)
}

async fn talk(stream: tokio::net::TcpStream, manner: Manner, mails: mpsc::UnboundedSender<String>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 double\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        let answer = match line.split([' ', ':']).next().unwrap() {
            "EHLO" => "250-double\r\n250 8BITMIME",
            "RCPT" => match manner {
                Manner::RefusesRecipient(answer) => answer,
                _ => "250 ok",
            },
            "DATA" if manner == Manner::HangsUpAtData => return,
            "DATA" => {
                write.write_all(b"354 go\r\n").await.unwrap();
                let mut mail = String::new();
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    mail.push_str(&line);
                    mail.push('\n');
                }
                mails.send(mail).unwrap();
                match manner {
                    Manner::HangsUpAfterMail => return,
                    Manner::RefusesMail(answer) => answer,
                    _ => "250 queued as 42 for <lea@example.com>",
                }
            }
            _ => "250 ok",
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
    }
}

fn delivery() -> Delivery {
    Delivery {
        person: Id(1),
        message: Message {
            effect: Id(0xfeed),
            input: None,
            channel: "email".into(),
            connector: "mail".into(),
            purpose: "marketing".into(),
            journey: "welcome".into(),
            step: "hello".into(),
            template: "hello".into(),
            locale: "fr".into(),
            from: Some("Maison Lumière <bonjour@maison.example>".into()),
            to: "lea@example.com".into(),
            subject: Some("Bienvenue à la maison\r\nBcc: eve@example.com".into()),
            html: Some("<p>Bonjour Léa</p>".into()),
            text: Some("Bonjour Léa\n.\nfin".into()),
            withdrawable: true,
            until: None,
        },
        unsubscribe: Some("https://shop.example/u/token".into()),
        trace: None,
    }
}

/// A connector whose address is in a file, as a mounted secret would be.
fn smtp(url: &str) -> (Smtp, Folder) {
    let folder = Folder::new(url);
    (Smtp::new(Secret::File("url".into()), Secrets::in_folder(&folder.0)), folder)
}

struct Folder(std::path::PathBuf);

impl Folder {
    /// One for each test: several of them name the same server.
    fn new(url: &str) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("filrouge-smtp-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("url"), url).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn attempt(manner: Manner) -> Attempt {
    let (url, _received) = server(manner).await;
    let (smtp, _folder) = smtp(&url);
    smtp.deliver(&delivery()).await
}

#[tokio::test]
async fn a_mail_arrives_with_its_headers_and_both_bodies() {
    let (url, mut received) = server(Manner::Takes).await;
    let (smtp, _folder) = smtp(&url);
    let attempt = smtp.deliver(&delivery()).await;
    assert!(
        matches!(attempt, Attempt::Sent { receipt: Some(ref name) } if name.contains("42")),
        "{attempt:?}"
    );
    let mail = received.recv().await.unwrap();
    for line in [
        "Message-ID: <0000000000000000000000000000feed@maison.example>",
        "To: lea@example.com",
        "List-Unsubscribe: <https://shop.example/u/token>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/html; charset=utf-8",
    ] {
        assert!(mail.lines().any(|found| found == line), "{line}\n{mail}");
    }
    assert!(mail.contains("Content-Type: multipart/alternative"), "{mail}");
    assert!(!mail.lines().any(|line| line.starts_with("Bcc:")), "{mail}");
}

/// Relays that fold a long header have broken its signature: ours is one line, and shorter than a line may be.
#[tokio::test]
async fn a_link_for_one_click_stands_on_one_line() {
    let (url, mut received) = server(Manner::Takes).await;
    let (smtp, _folder) = smtp(&url);
    let mut delivery = delivery();
    let link = format!("https://shop.example/u/{}", "a".repeat(400));
    delivery.unsubscribe = Some(link.clone());
    smtp.deliver(&delivery).await;
    let mail = received.recv().await.unwrap();
    let line = mail.lines().find(|line| line.starts_with("List-Unsubscribe:")).unwrap();
    assert_eq!(line, format!("List-Unsubscribe: <{link}>"));
    delivery.unsubscribe = Some(format!("https://shop.example/u/{}", "a".repeat(1_000)));
    let attempt = smtp.deliver(&delivery).await;
    assert!(matches!(attempt, Attempt::Failed { .. }), "{attempt:?}");
}

#[tokio::test]
async fn a_message_that_cannot_be_withdrawn_has_no_one_click_header() {
    let (url, mut received) = server(Manner::Takes).await;
    let (smtp, _folder) = smtp(&url);
    let mut delivery = delivery();
    delivery.message.withdrawable = false;
    smtp.deliver(&delivery).await;
    assert!(!received.recv().await.unwrap().contains("List-Unsubscribe"));
}

#[tokio::test]
async fn one_connection_carries_several_mails() {
    let (url, mut received) = server(Manner::Takes).await;
    let (smtp, _folder) = smtp(&url);
    let smtp = Arc::new(smtp);
    for _ in 0..3 {
        assert!(matches!(smtp.deliver(&delivery()).await, Attempt::Sent { .. }));
        received.recv().await.unwrap();
    }
    assert_eq!(smtp.idle.lock().await.len(), 1);
}

#[tokio::test]
async fn a_passing_refusal_is_tried_again_and_a_lasting_one_is_not() {
    let busy = attempt(Manner::RefusesRecipient("451 4.7.1 greylisted lea@example.com")).await;
    assert!(matches!(busy, Attempt::Retry { perhaps_taken: false, .. }), "{busy:?}");
    let gone = attempt(Manner::RefusesRecipient("550 5.1.1 no such user lea@example.com")).await;
    assert_eq!(gone, Attempt::Failed { reason: "the mail server refused the recipient with 550".into() });
    let login = attempt(Manner::RefusesRecipient("530 5.7.0 authentication required")).await;
    assert!(matches!(login, Attempt::Retry { .. }), "{login:?}");
    let full = attempt(Manner::RefusesMail("452 full")).await;
    assert!(matches!(full, Attempt::Retry { .. }), "{full:?}");
}

#[tokio::test]
async fn a_connection_lost_before_the_mail_is_harmless_and_behind_it_is_unknown() {
    let before = attempt(Manner::HangsUpAtData).await;
    assert!(matches!(before, Attempt::Retry { perhaps_taken: false, .. }), "{before:?}");
    let behind = attempt(Manner::HangsUpAfterMail).await;
    assert!(matches!(behind, Attempt::Unknown { .. }), "{behind:?}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_tried_again() {
    let (smtp, _folder) = smtp("smtp://127.0.0.1:1");
    let attempt = smtp.deliver(&delivery()).await;
    let Attempt::Retry { reason, perhaps_taken: false, .. } = attempt else { panic!("{attempt:?}") };
    assert!(reason.contains("Connection refused"), "{reason}");
}

#[tokio::test]
async fn a_person_without_a_valid_address_is_a_failure_that_names_nobody() {
    let (smtp, _folder) = smtp("smtp://127.0.0.1:1");
    let mut delivery = delivery();
    delivery.message.to = "not an address".into();
    let attempt = smtp.deliver(&delivery).await;
    assert_eq!(attempt, Attempt::Failed { reason: "the person's address is not an email address".into() });
}
