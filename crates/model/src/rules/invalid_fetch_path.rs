//! A path that does not lead below the address of its connector.

use filrouge_report::{Edit, Fix, Safety, rule};
use filrouge_source::Span;

rule! {
    /// A path that does not lead below the address of its connector.
    pub struct InvalidFetchPath { path: String, wrong: Wrong, place: Span }
    slug: "invalid-fetch-path", severity: Error, since: "0.1",
    message: wrong.message(path),
    at: place => wrong.label().to_owned(),
    help: Some(wrong.help().to_owned()),
    fixes: wrong.fix(*place).into_iter().collect(),
}

/// What is wrong with a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// There is nothing.
    Empty,
    /// It is an address of its own.
    Address,
    /// A segment that is empty.
    EmptySegment,
    /// A segment that leads back.
    LeadsBack,
    /// Parameters.
    Query,
    /// A fragment.
    Fragment,
    /// Something that is encoded already.
    Encoded,
    /// A backslash.
    Backslash,
    /// A brace without its counterpart.
    Brace,
    /// Braces around nothing.
    Nothing,
}

impl Wrong {
    fn message(self, path: &str) -> String {
        match self {
            Self::Empty => "the path is empty".to_owned(),
            Self::Address => format!("`{path}` is an address of its own"),
            Self::EmptySegment => format!("`{path}` has an empty segment"),
            Self::LeadsBack => format!("`{path}` leads out of the address of its connector"),
            Self::Query => format!("`{path}` has parameters"),
            Self::Fragment => format!("`{path}` has a fragment, which no service sees"),
            Self::Encoded => format!("`{path}` has a `%`"),
            Self::Backslash => format!("`{path}` has a `\\`"),
            Self::Brace => format!("a brace of `{path}` has no counterpart"),
            Self::Nothing => format!("`{path}` has braces around nothing"),
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Empty => "nothing is asked for",
            Self::Address => "the connector has the address",
            Self::EmptySegment => "nothing stands before it",
            Self::LeadsBack => "no segment leads back",
            Self::Query => "what stands behind it is no path",
            Self::Fragment => "what stands behind it never leaves",
            Self::Encoded => "would be encoded again",
            Self::Backslash => "separates no segments",
            Self::Brace => "not matched",
            Self::Nothing => "no expression",
        }
    }

    const fn help(self) -> &'static str {
        match self {
            Self::Empty => "remove `path` to ask the address of the connector itself",
            Self::Address | Self::LeadsBack => {
                "write what stands below the `url` of the connector, as `stock/{entry.sku}`"
            }
            Self::EmptySegment => {
                "the path begins behind the `url` of the connector, and has one `/` between two segments"
            }
            Self::Query => "write parameters on a line of the block, as `query limit=10`",
            Self::Fragment => "remove it",
            Self::Encoded => "write the path as people read it: it is encoded on the way",
            Self::Backslash => "separate segments with `/`",
            Self::Brace | Self::Nothing => "an expression stands in braces, as `stock/{entry.sku}`",
        }
    }

    fn fix(self, place: Span) -> Option<Fix> {
        (self == Self::EmptySegment).then(|| Fix {
            title: "remove the `/`".to_owned(),
            safety: Safety::Safe,
            edits: vec![Edit { span: place, text: String::new() }],
        })
    }
}
