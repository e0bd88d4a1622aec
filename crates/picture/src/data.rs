//! Where data goes: from fields by way of purposes to those who receive it.

use crate::graph::{Edge, Flow, Graph, Kind, Manner, Node};
use crate::words::Word;
use crate::words::duration::listed;
use crate::{Language, Line};
use filrouge_plan::address;
use filrouge_plan::manifest::{DataFlow, FieldRead, Manifest, Processing, Recipient, Stands};
use std::collections::{BTreeMap, BTreeSet};

/// The picture of all data that leaves, as the manifest of a plan tells it.
#[must_use]
pub fn data(manifest: &Manifest, language: Language) -> Graph {
    let title = Word::DataFlow.text(language).to_owned();
    let graph = Graph::new(title, manifest.organisation.project.clone(), Flow::Across, language)
        .with_lines([(Manner::Usual, Word::CarriedFor), (Manner::Otherwise, Word::DecidesOnly)]);
    let events = manifest.retention.iter().filter_map(|kept| kept.object.strip_prefix("event/")).collect();
    let (nodes, reads, goes) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut drawing = Drawing { graph, events, nodes, reads, goes };
    manifest.processing.iter().for_each(|purpose| drawing.purpose(purpose));
    manifest.recipients.iter().for_each(|recipient| drawing.recipient(recipient));
    manifest.data_flows.iter().for_each(|flow| drawing.flow(flow));
    drawing.finish()
}

struct Drawing<'m> {
    graph: Graph,
    /// Names of events, in which anything may stand.
    events: Vec<&'m str>,
    nodes: BTreeMap<String, usize>,
    /// How a field is used for a purpose; what leaves counts more than what decides.
    reads: BTreeMap<(usize, usize), Manner>,
    /// The channels over which a purpose reaches a recipient.
    goes: BTreeMap<(usize, usize), BTreeSet<String>>,
}

impl Drawing<'_> {
    fn node(&mut self, address: String, node: impl FnOnce(String) -> Node) -> usize {
        if let Some(node) = self.nodes.get(&address) {
            return *node;
        }
        let index = self.graph.add(node(address.clone()));
        self.nodes.insert(address, index);
        index
    }

    fn purpose(&mut self, purpose: &Processing) {
        let place = address::declared("purpose", &purpose.purpose);
        let lines = purpose.data_use.iter().cloned().collect();
        let line = line(&purpose.stands);
        self.node(place, |address| node(Kind::Purpose, &purpose.purpose, lines, address, line));
    }

    fn recipient(&mut self, recipient: &Recipient) {
        let place = address::declared("connector", &recipient.connector);
        let about = [&recipient.role, &recipient.country].into_iter().flatten().cloned().collect::<Vec<_>>();
        let lines = [recipient.kind.clone()].into_iter().chain(about).collect::<Vec<_>>().join(" · ");
        let line = line(&recipient.stands);
        self.node(place, |address| node(Kind::Connector, &recipient.connector, vec![lines], address, line));
    }

    fn flow(&mut self, flow: &DataFlow) {
        let ends = (address::declared("purpose", &flow.purpose), address::declared("connector", &flow.to));
        let ends = (self.nodes.get(&ends.0).copied(), self.nodes.get(&ends.1).copied());
        let (Some(purpose), Some(to)) = ends else { return };
        for (fields, manner) in [(&flow.carries, Manner::Usual), (&flow.decided_by, Manner::Otherwise)] {
            for field in fields {
                let from = self.field(field);
                let own = self.reads.entry((from, purpose)).or_insert(manner);
                *own = manner.min(*own);
            }
        }
        self.goes.entry((purpose, to)).or_default().extend(flow.channel.clone());
    }

    fn field(&mut self, field: &FieldRead) -> usize {
        let language = self.graph.language;
        let category = field.category.clone().unwrap_or_else(|| Word::NoCategory.text(language).to_owned());
        let name = shown(&field.field, &self.events);
        self.node(field.field.clone(), |address| node(Kind::Field, &name, vec![category], address, None))
    }

    fn finish(mut self) -> Graph {
        for ((from, to), manner) in self.reads {
            self.graph.join(Edge { manner, ..Edge::plain(from, to) });
        }
        for ((from, to), channels) in self.goes {
            let channels: Vec<String> = channels.into_iter().collect();
            let label = listed(&channels, Word::And.text(self.graph.language));
            self.graph.join(Edge { label, ..Edge::plain(from, to) });
        }
        self.graph
    }
}

fn node(kind: Kind, name: &str, lines: Vec<String>, address: String, line: Option<Line>) -> Node {
    Node { kind, name: name.to_owned(), lines, address: Some(address), line }
}

fn line(stands: &Stands) -> Option<Line> {
    Some(Line { file: stands.file.clone(), line: usize::try_from(stands.line).ok()? })
}

/// `profile/email` as `profile.email`, `event/Cart Updated/items/price` as `Cart Updated · items.price`.
fn shown(address: &str, events: &[&str]) -> String {
    let of_event = |event: &&str| {
        let path = address.strip_prefix("event/")?.strip_prefix(*event)?.strip_prefix('/')?;
        Some(format!("{event} · {}", path.replace('/', ".")))
    };
    events.iter().find_map(of_event).unwrap_or_else(|| address.replace('/', "."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Overlay, mermaid};
    use insta::assert_snapshot;

    #[test]
    fn a_field_is_named_whatever_stands_in_the_name_of_its_event() {
        let events = ["Cart", "Cart/Updated"];
        assert_eq!(shown("event/Cart/Updated/items/price", &["Cart/Updated"]), "Cart/Updated · items.price");
        assert_eq!(shown("event/Cart/id", &events), "Cart · id");
        assert_eq!(shown("profile/email", &events), "profile.email");
    }

    #[test]
    fn where_data_goes_is_drawn() {
        let (_, manifest) = crate::tests::compiled(include_str!("tests/shop.kdl"));
        assert_snapshot!(mermaid(&data(&manifest, Language::English), &Overlay::default()), @r#"
        ---
        title: "Where data goes"
        ---
        flowchart LR
          n0["marketing<br/>marketing.communications.email"]
          n1["orders<br/>essential.service.operations"]
          n2[("gateway<br/>http · processor · DE")]
          n3[("mail<br/>smtp · processor · FR")]
          n4["profile.email<br/>user.contact.email"]
          n5["profile.renews_on<br/>no category"]
          n6["Cart Updated · cart_id<br/>no category"]
          n7["profile.tier<br/>no category"]
          n8["Cart Updated · value<br/>no category"]
          n9["Order Completed · cart_id<br/>no category"]
          n10["profile.phone<br/>user.contact.phone_number"]
          n4 --> n0
          n4 --> n1
          n5 -.-> n1
          n6 --> n0
          n7 --> n0
          n7 -.-> n1
          n8 -.-> n0
          n9 -.-> n0
          n10 --> n0
          n0 -->|"sms"| n2
          n0 -->|"email"| n3
          n1 -->|"email"| n3
        "#);
    }
}
