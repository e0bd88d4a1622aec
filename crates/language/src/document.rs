//! The words of a whole project, kind by kind.

use crate::words::{
    always::Always, calendar::Calendar, channel::Channel, connector::Connector, event::Event,
    holdout::Holdout, homes, journey::Journey, preference_centre::PreferenceCentre, profile::Profile,
    project::Project, purpose::Purpose, retention::Retention, retired::Retired, role::Role, segment::Segment,
    signal::Signal, source::Source, suppress::Suppress, template::Template, test::Test, r#trait::Trait,
    waive::Waive,
};
use crate::{Reader, Several, Word, WordSpec, rules};
use filrouge_report::Findings;
use filrouge_source::{Sources, Span, Spanned};
use filrouge_syntax::{Node, Tree};
use std::sync::Arc;

/// Declares which words stand at the top of a file: a list for each.
macro_rules! document {
    ($( $(#[doc = $doc:literal])* $list:ident: $word:ident ),+ $(,)?) => {
        /// The declarations of a project, in the order of its files. Each is shared, so that it can be given up alone,
        /// and kept from one reading to the next.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct Document {
$( $(#[doc = $doc])* pub $list: Several<Arc<$word>>, )+
            /// Exceptions that stand inside a declaration.
            pub inner_waives: Vec<InnerWaive>,
        }

        impl Document {
            /// The words that stand at the top of a file.
            pub const DECLARATIONS: &[&WordSpec] = &[$( <$word as Word>::SPEC ),+];

            /// Adds the declarations of files that come behind these.
            pub fn append(&mut self, others: Self) {
                $( self.$list.extend(others.$list); )+
                self.inner_waives.extend(others.inner_waives);
            }

            fn take(&mut self, name: &str, node: Node<'_>, reader: &mut Reader<'_>) {
                $(
                    if name == <$word as Word>::SPEC.name {
                        let word = <$word as Word>::read(node, reader);
                        self.$list.push(Spanned::new(Arc::new(word), node.head_span()));
                    }
                )+
            }
        }
    };
}

document! {
    /// The project; exactly one.
    projects: Project,
    /// The profile; exactly one.
    profiles: Profile,
    /// Events.
    events: Event,
    /// Sources.
    sources: Source,
    /// Connectors.
    connectors: Connector,
    /// Channels.
    channels: Channel,
    /// Templates.
    templates: Template,
    /// Purposes.
    purposes: Purpose,
    /// Rules of retention.
    retentions: Retention,
    /// Computed traits.
    traits: Trait,
    /// Segments.
    segments: Segment,
    /// Calendars.
    calendars: Calendar,
    /// Rules that hold messages back.
    suppressions: Suppress,
    /// Groups of people who get no messages.
    holdouts: Holdout,
    /// The page on which people decide; one at most.
    centres: PreferenceCentre,
    /// Who works with the daemon.
    roles: Role,
    /// What the signals of consent tools mean.
    signals: Signal,
    /// Journeys.
    journeys: Journey,
    /// Journeys that are gone.
    retired: Retired,
    /// Exceptions to rules, for the whole project or some of its files.
    waives: Waive,
    /// Tests.
    tests: Test,
    /// What must hold in every life.
    always: Always,
}

/// An exception that stands inside a declaration, and holds there alone.
#[derive(Debug, Clone, PartialEq)]
pub struct InnerWaive {
    /// The declaration or the step that it stands in, with its block.
    pub within: Span,
    /// The exception.
    pub waive: Waive,
}

/// Reads the words of a project. What is wrong becomes a finding; what is left is still in the document.
#[must_use]
pub fn read(trees: &[Tree], sources: &Sources) -> (Document, Findings) {
    read_after(trees, sources, &Findings::new())
}

/// Reads the words of a project in whose text something was found already: one cause is one finding, so the same
/// place is not blamed again.
#[must_use]
pub fn read_after(trees: &[Tree], sources: &Sources, known: &Findings) -> (Document, Findings) {
    let mut reader = Reader::new(sources, known);
    let mut document = Document::default();
    for node in trees.iter().flat_map(Tree::roots) {
        if let Some(name) = declaration(node, &mut reader) {
            document.take(name, node, &mut reader);
        }
    }
    document.inner_waives = reader.take_waives();
    (document, reader.finish())
}

/// The declaration that a top-level node is, or was meant to be.
fn declaration(node: Node<'_>, reader: &mut Reader<'_>) -> Option<&'static str> {
    let names: Vec<_> = Document::DECLARATIONS.iter().map(|spec| spec.name).collect();
    if let Some(name) = names.iter().find(|name| **name == node.name()) {
        return Some(name);
    }
    let near = WordSpec::near(node.name(), &names);
    reader.push(rules::unknown_word::UnknownWord {
        within: None,
        word: node.name().to_owned(),
        place: node.name_span(),
        near,
        inside: homes(node.name()),
        allowed: names,
    });
    near
}
