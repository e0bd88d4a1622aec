//! How many people a running daemon has in each segment and each journey.

use super::Hint;
use crate::Sizes;
use crate::page::Page;
use filrouge_syntax::Node;

/// The sizes of what is declared here, if it is this project that the daemon runs.
pub fn crowds<'t>(nodes: impl Iterator<Item = Node<'t>>, page: &Page<'_>, sizes: &Sizes) -> Vec<Hint> {
    let project = page.atlas().model().project.as_ref();
    if project.is_none_or(|project| *project.name.value != *sizes.project) {
        return Vec::new();
    }
    nodes.filter_map(|node| crowd(node, sizes)).collect()
}

fn crowd(node: Node<'_>, sizes: &Sizes) -> Option<Hint> {
    let name = node.args().next()?.value();
    let (known, inside) = match node.name() {
        "segment" => (&sizes.segments, ""),
        "journey" => (&sizes.journeys, " inside"),
        _ => return None,
    };
    let looked = *known.get(name.as_text()?)?;
    let label = format!("{}{inside}{}", sizes.people(looked), sizes.when());
    let why = format!("in the running daemon, by its own plan{}", sizes.sample());
    Some(Hint { at: name.span(), label, is_type: false, why })
}
