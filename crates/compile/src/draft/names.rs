//! Names that follow from other names.

/// `Price drop!` as declarations are called: `price-drop`. Nothing when there is no letter and no digit.
#[must_use]
pub fn kebab(name: &str) -> Option<String> {
    let name = words(name).join("-").to_lowercase();
    (!name.is_empty()).then_some(name)
}

/// `price-drop` as events are called: `Price Drop`.
#[must_use]
pub fn title(name: &str) -> String {
    words(name).iter().map(|word| capital(word)).collect::<Vec<_>>().join(" ")
}

/// `price-drop` as the beginning of a sentence: `Price drop`.
pub(super) fn sentence(name: &str) -> String {
    capital(&words(name).join(" "))
}

fn words(name: &str) -> Vec<&str> {
    name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_from_what_people_type() {
        assert_eq!(kebab("Price drop!").as_deref(), Some("price-drop"));
        assert_eq!(kebab("Été_2026").as_deref(), Some("été-2026"));
        assert_eq!(kebab("  --  "), None);
        assert_eq!(title("price-drop"), "Price Drop");
        assert_eq!(sentence("price-drop"), "Price drop");
    }
}
