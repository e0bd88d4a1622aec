//! How the function is called whose parentheses the cursor is in.

use crate::page::Page;
use crate::protocol::{DocumentPosition, Markup, Parameter, Signature, SignatureHelp};
use crate::spot::{At, Spot};
use filrouge_expression::{FUNCTIONS, FunctionSpec};

/// The forms of the function around a position of a condition.
pub fn help(page: &Page<'_>, query: DocumentPosition) -> Option<SignatureHelp> {
    let offset = page.offset(query.position);
    let tree = page.tree();
    let At::Value(entry, _) = Spot::find(&tree, offset).at else { return None };
    let before = page.text().get(entry.value().span().start as usize..offset as usize)?;
    let (name, number) = call(before)?;
    let forms: Vec<_> =
        FUNCTIONS.iter().filter(|own| own.name == name).map(|own| signature(own, page)).collect();
    let is_method = before.rsplit_once(name).is_some_and(|(before, _)| before.ends_with('.'));
    let active =
        FUNCTIONS.iter().filter(|own| own.name == name).position(|own| own.is_method() == is_method)?;
    Some(SignatureHelp {
        signatures: forms,
        active_signature: crate::encoding::small(active),
        active_parameter: number,
    })
}

fn signature(own: &FunctionSpec, page: &Page<'_>) -> Signature {
    let length = |end: usize| page.encoding.length(own.form.get(..end).unwrap_or(""));
    let parameter = |at: std::ops::Range<usize>| Parameter { label: [length(at.start), length(at.end)] };
    Signature {
        label: own.form.to_owned(),
        documentation: Markup::new(own.docs),
        parameters: own.parameters().into_iter().map(parameter).collect(),
    }
}

/// The innermost call that is still open at the end of `text`: its name, and the number of the argument.
fn call(text: &str) -> Option<(&str, u32)> {
    let (mut depth, mut commas, mut quote) = (0_u32, 0, None);
    for (at, letter) in text.char_indices().rev() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '\'') => quote = Some(letter),
            (None, ')' | ']') => depth += 1,
            (None, ',') if depth == 0 => commas += 1,
            (None, '(') if depth == 0 => return Some((last_word(text.get(..at)?)?, commas)),
            (None, '(' | '[') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
    }
    None
}

fn last_word(text: &str) -> Option<&str> {
    let start = text.trim_end_matches(|letter: char| letter.is_alphanumeric() || letter == '_').len();
    text.get(start..).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_open_call_counts() {
        assert_eq!(call("a.exists(i, size(i.b) > "), Some(("exists", 1)));
        assert_eq!(call("a.exists(i, size("), Some(("size", 0)));
        assert_eq!(call("profile.reachable('é,(', "), Some(("reachable", 1)));
        assert_eq!(call("(a + b) > ("), None);
        assert_eq!(call("has(a)"), None);
    }
}
