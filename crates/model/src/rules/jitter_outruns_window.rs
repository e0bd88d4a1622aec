//! A jitter that is longer than the window it stands in.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A jitter that is longer than the window it stands in.
    pub struct JitterOutrunsWindow { place: Span, window: Span }
    slug: "jitter-outruns-window", severity: Error, since: "0.2",
    message: "the jitter is longer than the window".to_owned(),
    at: place => "longer than the window is open".to_owned(),
    also: [window => "open for less".to_owned()],
    help: Some("nobody goes on behind the end of a window: shorten the jitter, or widen the window".to_owned()),
}
