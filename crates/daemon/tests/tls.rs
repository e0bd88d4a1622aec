//! TLS at the door. A signal renews the certificate, and concerns the whole process: a test of its own.
#![expect(dead_code, reason = "the other tests use the rest")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

#[path = "daemon/client.rs"]
mod client;
#[path = "daemon/endpoint.rs"]
mod endpoint;
#[path = "daemon/project.rs"]
mod project;
#[path = "daemon/running.rs"]
mod running;

use filrouge_daemon::{Config, Daemon, Error, TlsFiles};
use running::{config, eventually, prepare, refused};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned, SupportedProtocolVersion};
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

/// Certificates for `localhost`, made for these tests: their keys open nothing.
fn certificate(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/certificates").join(name)
}

fn install(root: &Path, name: &str) -> TlsFiles {
    let files = TlsFiles { certificate: root.join("tls.pem"), key: root.join("tls.key") };
    fs::copy(certificate(&format!("{name}.key")), &files.key).unwrap();
    fs::copy(certificate(&format!("{name}.pem")), &files.certificate).unwrap();
    files
}

/// The answer to one call, by a client that trusts the certificate `name` alone.
fn get(address: SocketAddr, name: &str, version: &'static SupportedProtocolVersion) -> io::Result<String> {
    let mut trusted = RootCertStore::empty();
    let chain = CertificateDer::pem_file_iter(certificate(&format!("{name}.pem"))).unwrap();
    chain.for_each(|one| trusted.add(one.unwrap()).unwrap());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let client = ClientConfig::builder_with_provider(provider).with_protocol_versions(&[version]).unwrap();
    let client = client.with_root_certificates(trusted).with_no_client_auth();
    let host = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(client), host).unwrap();
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut stream = StreamOwned::new(connection, stream);
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
    let mut text = Vec::new();
    // The end of a connection without the word of TLS for it is no matter here.
    let _ = stream.read_to_end(&mut text);
    Ok(String::from_utf8_lossy(&text).into_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_is_shown_and_the_one_that_replaces_it() {
    let (root, _endpoint) = prepare();
    let tls = install(root.path(), "first");
    let config = Config { tls: Some(tls), ..config(root.path()) };
    let daemon = Daemon::start(config, Arc::new(project::folder(root.path(), "hello"))).await.unwrap();
    let address = daemon.address();
    for version in [&TLS13, &TLS12] {
        let answer = get(address, "first", version).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
        assert!(answer.contains("strict-transport-security: max-age=31536000"), "{answer}");
    }
    assert!(get(address, "second", &TLS13).is_err(), "it is another one's certificate");
    let plain = client::call(address, "GET", "/healthz", &[], b"");
    assert_ne!(plain.status, 200, "plain HTTP is not answered");
    // Half of a new pair changes nothing.
    fs::copy(certificate("second.key"), root.path().join("tls.key")).unwrap();
    hangup();
    std::thread::sleep(Duration::from_millis(300));
    assert!(get(address, "first", &TLS13).is_ok());
    install(root.path(), "second");
    hangup();
    eventually("the new certificate is shown", || get(address, "second", &TLS13).is_ok());
    assert!(get(address, "first", &TLS13).is_err());
    daemon.stop().await;

    let (root, _endpoint) = prepare();
    let mut tls = install(root.path(), "first");
    tls.key = certificate("second.key");
    let config = Config { tls: Some(tls), ..running::config(root.path()) };
    let error = refused(config, root.path(), "hello").await;
    assert!(matches!(error, Error::Certificate(..)), "{error}");
}

fn hangup() {
    let hangup = Command::new("kill").args(["-HUP", &std::process::id().to_string()]).status().unwrap();
    assert!(hangup.success());
}
