//! What keeps a daemon from running.

use crate::Refusal;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// What keeps a daemon from running; each says what to do.
#[derive(Debug)]
pub enum Error {
    /// Somebody else listens there.
    PortInUse(SocketAddr),
    /// It cannot be listened there.
    Listen(SocketAddr, io::Error),
    /// The data folder cannot be made, written or read.
    Data(PathBuf, io::Error),
    /// The store cannot be opened.
    Store(String),
    /// The project does not compile, and there is no earlier plan to run.
    NothingToRun(Refusal),
    /// The host does not start.
    Host(String),
    /// The public address cannot stand in a link.
    PublicUrl(String),
    /// The certificate or its key cannot be used.
    Certificate(PathBuf, String),
    /// Plain HTTP would be spoken beyond this machine.
    PlainInPublic(SocketAddr),
    /// A development daemon must not be reachable from elsewhere.
    DevInPublic(SocketAddr),
    /// The process cannot be set up.
    Process(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PortInUse(address) => {
                write!(
                    f,
                    "port {} is in use; stop whoever listens there or choose another `--listen`",
                    address.port()
                )
            }
            Self::Listen(address, error) => write!(f, "cannot listen on {address}: {error}"),
            Self::Data(path, error) => {
                write!(f, "cannot use the data folder `{}`: {error}", path.display())
            }
            Self::Store(error) => write!(f, "cannot open the store: {error}"),
            Self::NothingToRun(refusal) => {
                write!(f, "{}\nthe project does not compile, and no earlier plan is stored", refusal.human)
            }
            Self::Host(error) => write!(f, "the daemon cannot start: {error}"),
            Self::PublicUrl(url) => {
                write!(
                    f,
                    "the public address `{url}` must start with `https://` or `http://` and be a plain URL"
                )
            }
            Self::Certificate(path, reason) => {
                write!(f, "the certificate `{}` cannot be used: {reason}", path.display())
            }
            Self::PlainInPublic(address) => write!(
                f,
                "{address} is reached from other machines, and keys and people's data would cross the network in the open; give \
                 `--tls-cert` and `--tls-key`, or `--insecure-http` when a proxy with TLS stands in front"
            ),
            Self::DevInPublic(address) => write!(
                f,
                "the mailbox shows every message to everybody, so `dev` listens on this machine only, not on {address}"
            ),
            Self::Process(error) => write!(f, "cannot set up the process: {error}"),
        }
    }
}

impl std::error::Error for Error {}
