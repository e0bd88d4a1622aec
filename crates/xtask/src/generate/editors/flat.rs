//! The vocabulary without its depth: a tree-sitter query knows the name of a node, and seldom where it stands.

use super::vocabulary::{Entry, Nature, Rank, Vocabulary, assigns, leaves, nature, props};
use filrouge_language::{Holds, PartSpec, Place, Quoting, WordSpec};
use std::collections::{BTreeMap, BTreeSet};

/// Names of nodes, by what stands in them.
#[derive(Debug, Default)]
pub struct Flat {
    /// Properties, by the node that they belong to and what they hold; only those that hold the same under each node
    /// of that name.
    pub props: BTreeMap<&'static str, BTreeMap<&'static str, Nature>>,
    /// Nodes whose argument of a number holds a text of this nature.
    pub args: BTreeMap<(Nature, usize), BTreeSet<&'static str>>,
    /// Nodes whose free properties and lines hold expressions, with the properties that do not.
    pub assign: BTreeMap<&'static str, BTreeSet<&'static str>>,
    /// Nodes of each rank.
    pub words: BTreeMap<&'static str, BTreeSet<&'static str>>,
    /// Nodes whose lines are fields, by the lines that are none but could be taken for one.
    pub fielded: BTreeMap<BTreeSet<&'static str>, BTreeSet<&'static str>>,
}

impl Flat {
    /// The flat form of `vocabulary`.
    pub fn of(vocabulary: &Vocabulary) -> Self {
        let mut flat = Self::default();
        for entry in &vocabulary.entries {
            flat.add(entry);
        }
        flat.add_props(vocabulary);
        flat
    }

    fn add(&mut self, entry: &Entry) {
        let spec = entry.spec;
        let is_free = spec.parts_in(Place::Head).next().is_some();
        if !is_free {
            self.words.entry(title(entry.rank)).or_default().insert(entry.name);
        }
        for leaf in leaves(spec) {
            self.words.entry(title(Rank::Part)).or_default().insert(leaf.name);
            self.add_text(leaf.name, 0, leaf);
        }
        for (part, number) in spec.parts_in(Place::Arg).zip(0..) {
            self.add_text(entry.name, number, part);
        }
        if assigns(spec) {
            self.assign.entry(entry.name).or_default().extend(spec.prop_names());
        }
        if entry.line.is_some() && !is_free {
            self.fielded.entry(bare_lines(spec)).or_default().insert(entry.name);
        }
    }

    fn add_text(&mut self, node: &'static str, number: usize, part: &'static PartSpec) {
        if is_text(nature(part)) {
            self.args.entry((nature(part), number)).or_default().insert(node);
        }
    }

    /// Two words of one name may use one property for two things; such a property is left as it is.
    fn add_props(&mut self, vocabulary: &Vocabulary) {
        let mut found: BTreeMap<_, BTreeSet<Nature>> = BTreeMap::new();
        for entry in &vocabulary.entries {
            for part in props(entry.spec) {
                found.entry((entry.name, part.name)).or_default().insert(nature(part));
            }
        }
        for ((node, prop), natures) in found {
            if let [nature] = natures.into_iter().collect::<Vec<_>>()[..]
                && is_text(nature)
            {
                self.props.entry(node).or_default().insert(prop, nature);
            }
        }
    }
}

/// Declared lines that begin with a name of the author's choice: it may read like a type.
fn bare_lines(spec: &'static WordSpec) -> BTreeSet<&'static str> {
    let first = |part: &PartSpec| match part.holds {
        Holds::Word(word) => word().parts_in(Place::Arg).next().and_then(PartSpec::shape),
        Holds::Value(shape) => Some(shape),
        Holds::Rest(_) => None,
    };
    let is_bare = |part: &&PartSpec| {
        first(part).is_some_and(|shape| shape.quoting == Quoting::Bare && shape.choices.is_empty())
    };
    spec.parts.iter().filter(|part| part.place.is_line()).filter(is_bare).map(|part| part.name).collect()
}

/// Whether something of its own stands inside the string.
fn is_text(nature: Nature) -> bool {
    matches!(nature, Nature::Expression | Nature::Template | Nature::Path)
}

fn title(rank: Rank) -> &'static str {
    match rank {
        Rank::Declaration => "DECLARATIONS",
        Rank::Step => "STEPS",
        Rank::Part => "PARTS",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_found_where_they_stand() {
        let flat = Flat::of(&Vocabulary::of_the_language());
        assert_eq!(flat.props["enter"]["where"], Nature::Expression);
        assert_eq!(flat.props["segment"]["when"], Nature::Expression);
        assert_eq!(flat.props["fetch"]["path"], Nature::Path);
        assert!(flat.args[&(Nature::Template, 0)].contains("subject"));
        assert!(flat.assign["update"].contains("was"));
        assert!(flat.fielded[&BTreeSet::from(["for"])].contains("event"));
        assert!(
            flat.fielded[&BTreeSet::from(["for", "id"])].contains("profile"),
            "`id email email` is no field `id`"
        );
    }

    #[test]
    fn a_duration_is_no_condition_because_another_word_has_one_of_that_name() {
        let flat = Flat::of(&Vocabulary::of_the_language());
        assert_eq!(flat.props["repeat"]["until"], Nature::Expression);
        assert!(!flat.props.contains_key("waive"), "`waive until=` is a date");
    }
}
