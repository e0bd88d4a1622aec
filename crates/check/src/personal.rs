//! What counts as personal data when nobody says so.
//!
//! A field is taken for personal when one of these holds:
//! - its type is an address of a person or a place: `email`, `phone`, `point`;
//! - it is an identifier of the profile;
//! - its name says so: one of [`NAMES`], or one of them behind a word and `_` (`billing_street`). In an event, where
//!   fields tell of things too, the shortest of these names do not count behind another word (`page_age`), nor does any
//!   name of what is true or false.
//!
//! The list holds words that mean a person's own data wherever they stand; words that a shop also uses of things
//! (`name`, `value`, `country`, `language`) are not in it.

use filrouge_model::{Event, Field, Profile};
use filrouge_plan::Type;

/// Names of fields that hold personal data, in alphabetical order.
pub const NAMES: &[&str] = &[
    "adresse",
    "age",
    "bank_account",
    "birth_date",
    "birthdate",
    "birthday",
    "civilite",
    "credit_card",
    "date_de_naissance",
    "date_naissance",
    "date_of_birth",
    "device_id",
    "disability",
    "dob",
    "email",
    "ethnicity",
    "family_name",
    "first_name",
    "firstname",
    "full_name",
    "gender",
    "given_name",
    "health",
    "home_address",
    "iban",
    "income",
    "ip",
    "ip_address",
    "last_name",
    "lastname",
    "latitude",
    "longitude",
    "maiden_name",
    "marital_status",
    "mobile",
    "nationality",
    "nom_de_famille",
    "passport",
    "passport_number",
    "phone",
    "phone_number",
    "postal_address",
    "postal_code",
    "postcode",
    "prenom",
    "race",
    "religion",
    "salary",
    "sex",
    "social_security_number",
    "ssn",
    "street",
    "street_address",
    "surname",
    "tax_id",
    "telephone",
    "zip_code",
    "zipcode",
];

/// Whether a field is taken for personal although it has no category.
pub(crate) fn looks_personal(field: &Field, whose: Whose) -> bool {
    let ty = field.ty.as_ref().map(|ty| ty.value.required());
    // What is true or false of a thing may have the name of something about a person: `mobile`, `page_health`.
    let is_named = whose == Whose::Person || !matches!(ty, Some(Type::Bool));
    matches!(ty, Some(Type::Email | Type::Phone | Type::Point))
        || (is_named && is_personal_name(&field.name.value, whose))
}

/// Whom a field tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// The person alone: a field of the profile.
    Person,
    /// The person, or the things that the person has to do with: a field of an event or of an entry.
    Things,
}

/// Names that things have as well when another word stands before: `page_age`, `server_ip`. In alphabetical order.
const OF_THINGS: &[&str] = &[
    "age",
    "health",
    "income",
    "ip",
    "latitude",
    "longitude",
    "mobile",
    "phone",
    "race",
    "sex",
    "street",
    "telephone",
];

fn is_personal_name(name: &str, whose: Whose) -> bool {
    let name = name.to_ascii_lowercase();
    let mut rest = Some(name.as_str());
    while let Some(tail) = rest {
        let of_a_thing = whose == Whose::Things && tail.len() < name.len() && OF_THINGS.contains(&tail);
        if !of_a_thing && NAMES.binary_search(&tail).is_ok() {
            return true;
        }
        rest = tail.split_once('_').map(|(_, tail)| tail);
    }
    false
}

/// The fields of a profile with personal data.
pub(crate) fn of_profile(profile: &Profile) -> Vec<&Field> {
    let identifiers = profile.identifiers.iter().map(|identifier| &identifier.field);
    let fields =
        profile.fields.iter().flat_map(Field::walk).filter(|field| is_personal(field, Whose::Person));
    identifiers.chain(fields).collect()
}

/// The fields of an event with personal data.
pub(crate) fn of_event(event: &Event) -> Vec<&Field> {
    let fields = event.fields.iter().flat_map(Field::walk);
    fields.filter(|field| is_personal(field, Whose::Things)).collect()
}

fn is_personal(field: &Field, whose: Whose) -> bool {
    match field.category.value() {
        Some(category) => category.starts_with("user"),
        None => looks_personal(field, whose),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_sorted() {
        assert!(NAMES.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn a_name_is_personal_also_behind_another_word() {
        for name in ["first_name", "billing_street", "First_Name", "customer_ip_address"] {
            assert!(is_personal_name(name, Whose::Person), "{name}");
        }
        for name in ["name", "product_name", "country", "package", "image", "street_art_id"] {
            assert!(!is_personal_name(name, Whose::Person), "{name}");
        }
    }

    #[test]
    fn in_an_event_things_have_an_age_too() {
        for name in ["page_age", "server_health", "source_ip"] {
            assert!(!is_personal_name(name, Whose::Things), "{name}");
        }
        for name in ["age", "ip", "first_name", "billing_postcode", "customer_ip_address"] {
            assert!(is_personal_name(name, Whose::Things), "{name}");
        }
    }
}
