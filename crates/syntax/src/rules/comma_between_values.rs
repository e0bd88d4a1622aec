//! Values separated by commas.

use filrouge_report::{Edit, Fix, Safety, rule};
use filrouge_source::Span;

rule! {
    /// Values separated by commas.
    pub struct CommaBetweenValues { comma: Span, others: Vec<Span>, edits: Vec<(Span, &'static str)> }
    slug: "comma-between-values", severity: Error, since: "0.1",
    message: "values are not separated by commas".to_owned(),
    at: comma => "a comma separates nothing here".to_owned(),
    also: [others => "nor here".to_owned()],
    help: Some("separate values by spaces; a decimal point is `.`".to_owned()),
    fixes: vec![Fix {
        title: "remove the commas".to_owned(),
        safety: Safety::Safe,
        edits: edits.iter().map(|(span, text)| Edit { span: *span, text: (*text).to_owned() }).collect(),
    }],
}
