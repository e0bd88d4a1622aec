//! Where the mail server is, and how it is spoken to.

use reqwest::Url;

/// A mail server's address, as `smtp://user:password@host:port` or `smtps://…` says it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct ServerAddress {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) tls: Encryption,
    pub(super) login: Option<(String, String)>,
}

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encryption {
    /// From the first byte.
    Implicit,
    /// By `STARTTLS`, or no mail is sent.
    Required,
    /// By `STARTTLS` when the server offers it.
    Offered,
}

impl ServerAddress {
    /// Reads an address. A password is never sent in clear, except to this machine.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let url = Url::parse(text).map_err(|_| "the address of the mail server is not a URL")?;
        let host = url.host_str().ok_or("the address of the mail server has no host")?.to_owned();
        let host = host.trim_matches(['[', ']']).to_owned();
        let login = login(&url)?;
        let tls = match url.scheme() {
            "smtps" => Encryption::Implicit,
            "smtp" if login.is_some() && !is_local(&host) => Encryption::Required,
            "smtp" => Encryption::Offered,
            _ => return Err("the address of the mail server must start with `smtp://` or `smtps://`"),
        };
        let port = url.port().unwrap_or(if tls == Encryption::Implicit { 465 } else { 587 });
        Ok(Self { host, port, tls, login })
    }
}

fn is_local(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn login(url: &Url) -> Result<Option<(String, String)>, &'static str> {
    let Some(password) = url.password() else { return Ok(None) };
    let decoded = |text| decode(text).ok_or("the login of the mail server is not valid percent-encoding");
    Ok(Some((decoded(url.username())?, decoded(password)?)))
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' { hex(rest.next()?)? << 4 | hex(rest.next()?)? } else { byte });
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> ServerAddress {
        ServerAddress::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn a_password_over_the_network_needs_encryption() {
        assert_eq!(parsed("smtp://u:p@mail.example").tls, Encryption::Required);
        assert_eq!(parsed("smtp://u:p@127.0.0.1:1025").tls, Encryption::Offered);
        assert_eq!(parsed("smtp://mail.example").tls, Encryption::Offered);
        assert_eq!(parsed("smtps://mail.example").tls, Encryption::Implicit);
    }

    #[test]
    fn ports_follow_the_scheme() {
        assert_eq!(parsed("smtp://mail.example").port, 587);
        assert_eq!(parsed("smtps://mail.example").port, 465);
        assert_eq!(parsed("smtp://mail.example:25").port, 25);
    }

    #[test]
    fn a_login_is_percent_decoded() {
        let login = parsed("smtp://user%40shop.example:p%2Fs%C3%A9@mail.example").login;
        assert_eq!(login, Some(("user@shop.example".into(), "p/sé".into())));
    }

    #[test]
    fn other_schemes_are_refused() {
        assert!(ServerAddress::parse("http://mail.example").is_err());
        assert!(ServerAddress::parse("mail.example").is_err());
    }
}
