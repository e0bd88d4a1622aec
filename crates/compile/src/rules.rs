//! Every rule of the front half.

use filrouge_report::Rule;

/// Every rule of every room, in the order of the rooms.
#[must_use]
pub fn rules() -> Vec<&'static Rule> {
    let rooms = [
        filrouge_syntax::RULES,
        filrouge_language::RULES,
        filrouge_expression::RULES,
        filrouge_template::RULES,
        filrouge_model::RULES,
        filrouge_check::RULES,
    ];
    rooms.into_iter().flatten().copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_rules_share_a_name() {
        let rules = rules();
        let names: BTreeSet<_> = rules.iter().map(|rule| rule.slug).collect();
        assert_eq!(names.len(), rules.len());
    }
}
