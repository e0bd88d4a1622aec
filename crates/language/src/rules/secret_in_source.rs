//! `secret-in-source`: a secret that is written instead of named.

use filrouge_source::Span;

filrouge_report::rule! {
    /// A secret that is written instead of named. The facts do not hold it.
    pub struct SecretInSource { place: Span }
    slug: "secret-in-source", severity: Error, since: "0.1",
    message: "a secret is named, never written".to_owned(),
    at: place => "a secret in the source".to_owned(),
    help: Some("write `env=NAME` or `file=\"PATH\"`, and change the secret: whoever reads the project has it".to_owned()),
}
