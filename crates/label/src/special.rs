//! Which categories are special (GDPR article 9), and which are personal at all.

/// Categories of fideslang whose data is special: each with all that is below it.
const SPECIAL: &[&str] = &[
    "user.authorization.biometric",
    "user.authorization.biometrics",
    "user.biometric",
    "user.biometrics",
    "user.demographic.philosophical_belief",
    "user.demographic.political_opinion",
    "user.demographic.protected_classifications",
    "user.demographic.race_ethnicity",
    "user.demographic.religious_belief",
    "user.demographic.sexual_orientation",
    "user.demographic.union_membership",
    "user.health",
    "user.health_and_medical",
];

/// Whether data of this category is special: it tells of health, of race or ethnic origin, of political, religious or
/// philosophical conviction, of a trade union, of sexual life or orientation, of genes, or is biometric.
#[must_use]
pub fn is_special(category: &str) -> bool {
    SPECIAL.iter().any(|special| is_within(category, special))
}

/// Whether data of this category is about a person.
#[must_use]
pub fn is_personal(category: &str) -> bool {
    is_within(category, "user")
}

/// Whether `category` is `whole` or below it.
fn is_within(category: &str, whole: &str) -> bool {
    category.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_below_a_special_category_is_special_and_nothing_beside_it() {
        for category in ["user.health", "user.health.medications", "user.health_and_medical.genetic"] {
            assert!(is_special(category), "{category}");
        }
        for category in ["user", "user.demographic", "user.demographic.gender", "user.healthy", "system"] {
            assert!(!is_special(category), "{category}");
        }
    }
}
