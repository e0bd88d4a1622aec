//! How each kind of node looks: its shape, its group of colours, its icon.

use crate::Language;
use crate::graph::Kind;
use crate::words::Word;

/// The outline of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A box with round corners.
    Card,
    /// A box with two borders: something that is drawn elsewhere.
    Double,
    /// Round at both ends.
    Pill,
    /// Pointed at both ends.
    Hexagon,
}

pub(super) const fn shape(kind: Kind) -> Shape {
    match kind {
        Kind::Enter | Kind::End | Kind::Wait | Kind::WaitUntil | Kind::Clock | Kind::Join => Shape::Pill,
        Kind::Split | Kind::Experiment | Kind::Approve | Kind::Repeat | Kind::Parallel => Shape::Hexagon,
        Kind::Call | Kind::Start | Kind::StopJourney | Kind::Journey => Shape::Double,
        _ => Shape::Card,
    }
}

/// The group of colours.
pub(super) const fn group(kind: Kind) -> &'static str {
    match kind {
        Kind::Enter | Kind::End | Kind::Source | Kind::Outside | Kind::Segment => "people",
        Kind::Wait | Kind::WaitUntil | Kind::Digest | Kind::Clock => "time",
        Kind::Split | Kind::Experiment | Kind::Approve | Kind::Purpose => "choice",
        Kind::Send | Kind::Channel => "message",
        Kind::Update | Kind::Emit | Kind::Fetch | Kind::Event | Kind::Field | Kind::Connector => "data",
        Kind::Parallel
        | Kind::Join
        | Kind::Repeat
        | Kind::Call
        | Kind::Start
        | Kind::StopJourney
        | Kind::Journey => "flow",
    }
}

/// What the legend says of it.
pub(super) const fn label(kind: Kind) -> Word {
    match kind {
        Kind::Enter => Word::KEnter,
        Kind::Wait => Word::KWait,
        Kind::WaitUntil => Word::KWaitUntil,
        Kind::Split => Word::KSplit,
        Kind::Experiment => Word::KExperiment,
        Kind::Send => Word::KSend,
        Kind::Update => Word::KUpdate,
        Kind::Emit => Word::KEmit,
        Kind::Parallel => Word::KParallel,
        Kind::Join => Word::KJoin,
        Kind::Approve => Word::KApprove,
        Kind::Repeat => Word::KRepeat,
        Kind::Digest => Word::KDigest,
        Kind::Fetch => Word::KFetch,
        Kind::StopJourney => Word::KStop,
        Kind::Call => Word::KCall,
        Kind::Start => Word::KStart,
        Kind::End => Word::KEnd,
        Kind::Source => Word::KSource,
        Kind::Event => Word::KEvent,
        Kind::Segment => Word::KSegment,
        Kind::Clock => Word::KClock,
        Kind::Outside => Word::KOutside,
        Kind::Journey => Word::KJourney,
        Kind::Channel => Word::KChannel,
        Kind::Connector => Word::KConnector,
        Kind::Field => Word::KField,
        Kind::Purpose => Word::KPurpose,
    }
}

impl Kind {
    /// What it does, in words.
    #[must_use]
    pub const fn told(self, language: Language) -> &'static str {
        label(self).text(language)
    }
}

/// Strokes on a field of sixteen by sixteen; nothing where the shape says all.
pub(super) const fn icon(kind: Kind) -> &'static str {
    match kind {
        Kind::Enter => "M1 8h9M7 5l3 3-3 3M9 2h5v12H9",
        Kind::Wait | Kind::Clock => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M8 5v3l2 2",
        Kind::WaitUntil => "M4 2h8M4 14h8M5 2v2l3 4 3-4V2M5 14v-2l3-4 3 4v2",
        Kind::Split => "M8 2v4M8 6l-5 7M8 6l5 7",
        Kind::Experiment => "M6 2h4M7 2v4L3 13h10L9 6V2",
        Kind::Send | Kind::Channel => "M2 4h12v9H2zM2 4l6 5 6-5",
        Kind::Update => "M8 2a3 3 0 1 0 0 6 3 3 0 0 0 0-6M3 14c0-6 10-6 10 0",
        Kind::Emit | Kind::Event => "M9 1L3 9h5l-1 6 6-8H8z",
        Kind::Parallel => "M8 2v3M3 14V8h10v6M8 5v9",
        Kind::Join | Kind::End => "",
        Kind::Approve => "M2 8l4 4 8-9",
        Kind::Repeat => "M13 8a5 5 0 1 1-1.5-3.5M13 2v3h-3",
        Kind::Digest => "M2 9h4l1 2h2l1-2h4v5H2zM4 2h8M3 5h10",
        Kind::Fetch => "M4 12a3 3 0 0 1 0-6 4 4 0 0 1 8 0 3 3 0 0 1 0 6z",
        Kind::StopJourney => "M3 3h10v10H3zM6 6l4 4M10 6l-4 4",
        Kind::Call => "M2 2h8v8H2zM6 10v4h8V6h-4",
        Kind::Start => "M4 3l9 5-9 5z",
        Kind::Source => "M8 2v8M5 7l3 3 3-3M2 12v2h12v-2",
        Kind::Segment => {
            "M6 3a2 2 0 1 0 0 4 2 2 0 0 0 0-4M2 13c0-5 8-5 8 0M11 4a2 2 0 0 1 0 4M11 9c2 0 3 2 3 4"
        }
        Kind::Outside => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M2 8h12M8 2c-4 4-4 8 0 12M8 2c4 4 4 8 0 12",
        Kind::Journey => "M3 11a2 2 0 1 0 .1 0V6a3 3 0 0 1 6 0v4a2 2 0 0 0 4 0V3",
        Kind::Connector => "M5 2v4M11 2v4M3 6h10v2a5 5 0 0 1-10 0zM8 13v2",
        Kind::Field => "M2 2h6l6 6-6 6-6-6zM5 5h.1",
        Kind::Purpose => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
    }
}
