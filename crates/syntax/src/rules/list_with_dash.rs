//! Items on lines of their own behind dashes, as in YAML.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// Items on lines of their own behind dashes, as in YAML.
    pub struct ListWithDash { dash: Span, others: Vec<Span>, fix: Option<Fix> }
    slug: "list-with-dash", severity: Error, since: "0.1",
    message: "a list is not written with dashes".to_owned(),
    at: dash => "a dash starts no item".to_owned(),
    also: [others => "nor here".to_owned()],
    help: Some("write the values one after another on the line of their name: `channels email sms`".to_owned()),
    fixes: fix.iter().cloned().collect(),
}
