//! `wrong-kind-of-value`: a value of another kind than the part wants.

use filrouge_report::Fix;
use filrouge_source::Span;

filrouge_report::rule! {
    /// A value of another kind than the part wants.
    pub struct WrongKind { wanted: &'static str, example: &'static str, found: String, value: Span, quoted: Option<String> }
    slug: "wrong-kind-of-value", severity: Error, since: "0.1",
    message: format!("expected {wanted}, found {found}"),
    at: value => format!("not {wanted}"),
    help: Some(format!("write it like `{example}`")),
    fixes: quoted.iter().map(|quoted| Fix::safe("quote it", *value, quoted)).collect(),
}
