//! TLS at the door: the certificate that is shown, and the one that replaces it.

use crate::Error;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use rustls::{ServerConfig, pki_types};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::time::interval;
use tokio_rustls::TlsAcceptor;

/// How often the files are looked at.
const PAUSE: Duration = Duration::from_secs(30);

/// Where the certificate of the door and its key are: PEM files, the certificate first in its chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The chain.
    pub certificate: PathBuf,
    /// The key.
    pub key: PathBuf,
}

/// The certificate that is shown. Whoever renews it replaces the files; connections that stand keep the one of before.
#[derive(Debug)]
pub(crate) struct Certificates {
    files: TlsFiles,
    shown: RwLock<Arc<CertifiedKey>>,
}

impl Certificates {
    /// Reads the files; what is wrong with them keeps the daemon from starting.
    pub(crate) fn open(files: &TlsFiles) -> Result<Arc<Self>, Error> {
        let shown = read(files).map_err(|reason| Error::Certificate(files.certificate.clone(), reason))?;
        Ok(Arc::new(Self { files: files.clone(), shown: RwLock::new(Arc::new(shown)) }))
    }

    /// What takes connections with it: TLS 1.2 and 1.3, HTTP/1.1.
    pub(crate) fn acceptor(self: &Arc<Self>) -> Result<TlsAcceptor, Error> {
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(&[&TLS13, &TLS12])
            .map_err(|error| Error::Certificate(self.files.certificate.clone(), error.to_string()))?;
        let resolver: Arc<dyn ResolvesServerCert> = Arc::clone(self) as _;
        let mut config = config.with_no_client_auth().with_cert_resolver(resolver);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }

    /// Takes over what the files hold by now. What cannot be used changes nothing.
    pub(crate) fn renew(&self) {
        match read(&self.files) {
            Ok(fresh) => {
                let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
                if shown.cert != fresh.cert {
                    tracing::info!("a new certificate is shown");
                    *shown = Arc::new(fresh);
                }
            }
            Err(reason) => {
                tracing::warn!(reason, "the certificate cannot be renewed; the one before is shown");
            }
        }
    }

    /// Looks at the files again and again.
    pub(crate) async fn follow(self: Arc<Self>) {
        let mut looks = interval(PAUSE);
        loop {
            looks.tick().await;
            self.renew();
        }
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.shown.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// The chain and the key of the files, which must belong together.
fn read(files: &TlsFiles) -> Result<CertifiedKey, String> {
    let named = |path: &PathBuf, error: pki_types::pem::Error| format!("`{}`: {error}", path.display());
    let chain = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| named(&files.certificate, error))?;
    if chain.is_empty() {
        return Err(format!("`{}` holds no certificate", files.certificate.display()));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| named(&files.key, error))?;
    CertifiedKey::from_der(chain, key, &default_provider()).map_err(|error| error.to_string())
}
