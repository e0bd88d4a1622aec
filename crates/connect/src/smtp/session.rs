//! One connection to a mail server. Commands are given one by one, because the moment at which a connection is
//! lost decides whether the mail may be sent again.

use super::address::{Encryption, ServerAddress};
use super::email::Email;
use crate::Attempt;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use std::time::Duration;
use tokio::time::timeout;

/// Longest time for the greeting, the encryption and the login together.
const OPENING: Duration = Duration::from_secs(30);
/// Longest time for the answer to one command.
const COMMAND: Duration = Duration::from_secs(60);
/// Longest time for the answer to the mail itself.
const ACCEPTANCE: Duration = Duration::from_secs(180);

/// Refusals that concern our set-up and not the mail: no login, no encryption.
const OPERATORS: [&str; 3] = ["530", "534", "538"];

const LOGINS: &[Mechanism] = &[Mechanism::Plain, Mechanism::Login];

/// An open connection.
pub(super) struct Session {
    connection: AsyncSmtpConnection,
    usable: bool,
}

impl Session {
    /// Connects, encrypts and logs in.
    pub(super) async fn open(server: &ServerAddress) -> Result<Self, Attempt> {
        let opened = timeout(OPENING, open(server)).await;
        let connection = opened.map_err(|_| Attempt::again("the mail server does not answer"))??;
        Ok(Self { connection, usable: true })
    }

    /// Whether another mail may be sent over this connection.
    pub(super) fn is_usable(&self) -> bool {
        self.usable && !self.connection.has_broken()
    }

    /// Whether the server is still there.
    pub(super) async fn is_alive(&mut self) -> bool {
        timeout(Duration::from_secs(5), self.connection.test_connected()).await.unwrap_or(false)
    }

    /// Sends one mail. Until the mail itself is on the wire, a lost connection is harmless; behind it nobody knows
    /// whether the server took the mail.
    pub(super) async fn send(&mut self, email: &Email) -> Attempt {
        if let Err(attempt) = self.announce(email).await {
            return attempt;
        }
        match timeout(ACCEPTANCE, self.connection.message(&email.bytes)).await {
            Ok(Ok(response)) => Attempt::Sent { receipt: Some(receipt(&response, &email.id)) },
            Ok(Err(error)) => self
                .refused(&error, "the mail")
                .unwrap_or_else(|| self.lost("the connection was lost after the mail was handed over")),
            Err(_) => self.lost("the mail server did not answer after the mail was handed over"),
        }
    }

    async fn announce(&mut self, email: &Email) -> Result<(), Attempt> {
        let eight_bit = !email.to.to_string().is_ascii() || !email.from.to_string().is_ascii();
        if eight_bit && !self.connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(Attempt::failed("the mail server takes no address outside ASCII"));
        }
        let parameters = if eight_bit { vec![MailParameter::SmtpUtfEight] } else { vec![] };
        self.command(Mail::new(Some(email.from.clone()), parameters), "the sender").await?;
        self.command(Rcpt::new(email.to.clone(), vec![]), "the recipient").await?;
        self.command(Data, "the mail").await
    }

    async fn command(&mut self, command: impl std::fmt::Display, what: &str) -> Result<(), Attempt> {
        match timeout(COMMAND, self.connection.command(command)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(self.refused(&error, what).unwrap_or_else(|| self.broken())),
            Err(_) => Err(self.broken()),
        }
    }

    /// What a refusal means; nothing when the error is not an answer of the server.
    fn refused(&mut self, error: &Error, what: &str) -> Option<Attempt> {
        let code = error.status()?;
        // A refused transaction leaves a state that is not worth clearing up.
        self.usable = false;
        let reason = format!("the mail server refused {what} with {code}");
        let operators = OPERATORS.contains(&code.to_string().as_str());
        if code.severity == Severity::TransientNegativeCompletion || operators {
            return Some(Attempt::again(reason));
        }
        Some(Attempt::failed(reason))
    }

    fn broken(&mut self) -> Attempt {
        self.usable = false;
        Attempt::again("the connection to the mail server was lost before the mail was handed over")
    }

    fn lost(&mut self, reason: &str) -> Attempt {
        self.usable = false;
        Attempt::Unknown { reason: reason.to_owned() }
    }
}

async fn open(server: &ServerAddress) -> Result<AsyncSmtpConnection, Attempt> {
    let hello = own_name();
    let parameters = || TlsParameters::new(server.host.clone()).map_err(|error| not_open(&error));
    let implicit = if server.tls == Encryption::Implicit { Some(parameters()?) } else { None };
    let address = (server.host.as_str(), server.port);
    let opened = AsyncSmtpConnection::connect_tokio1(address, Some(OPENING), &hello, implicit, None);
    let mut connection = opened.await.map_err(|error| not_open(&error))?;
    if wants_starttls(server.tls, &connection)? {
        connection.starttls(parameters()?, &hello).await.map_err(|error| not_open(&error))?;
    }
    if let Some((user, password)) = &server.login {
        let credentials = Credentials::new(user.clone(), password.clone());
        connection.auth(LOGINS, &credentials).await.map_err(|error| no_login(&error))?;
    }
    Ok(connection)
}

fn wants_starttls(tls: Encryption, connection: &AsyncSmtpConnection) -> Result<bool, Attempt> {
    match tls {
        Encryption::Implicit => Ok(false),
        Encryption::Offered => Ok(connection.can_starttls()),
        Encryption::Required if connection.can_starttls() => Ok(true),
        Encryption::Required => {
            Err(Attempt::again("the mail server offers no encryption, so no password is sent"))
        }
    }
}

/// Whatever goes wrong before a mail is announced can be mended by the operator: the message waits. Nobody's data
/// were told by then, so the server's own words may be repeated.
fn not_open(error: &Error) -> Attempt {
    Attempt::again(format!("the mail server cannot be used: {error}"))
}

fn no_login(error: &Error) -> Attempt {
    let code = error.status().map(|code| format!(" with {code}")).unwrap_or_default();
    Attempt::again(format!("the mail server refused the login{code}"))
}

/// What the server called the mail, or else our own name for it. Some servers repeat the recipient here.
fn receipt(response: &Response, id: &str) -> String {
    let words =
        response.first_line().unwrap_or_default().split_whitespace().filter(|word| !word.contains('@'));
    let line = words.collect::<Vec<_>>().join(" ");
    if line.is_empty() { id.to_owned() } else { line.chars().take(200).collect() }
}

/// The name of this machine, for the greeting: many servers distrust one that has none.
fn own_name() -> ClientId {
    let named = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let name = named.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    if !name.is_empty() && name.chars().all(plain) {
        ClientId::Domain(name.to_owned())
    } else {
        ClientId::default()
    }
}
