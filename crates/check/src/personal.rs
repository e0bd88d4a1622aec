//! What counts as personal data when nobody says so.
//!
//! A field is taken for personal when one of these holds:
//! - its type is an address of a person or a place: `email`, `phone`, `point`;
//! - it is an identifier of the profile;
//! - its name says so: one of [`NAMES`], or one of them behind a word and `_` (`billing_street`).
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
pub(crate) fn looks_personal(field: &Field) -> bool {
    let ty = field.ty.as_ref().map(|ty| ty.value.required());
    matches!(ty, Some(Type::Email | Type::Phone | Type::Point)) || is_personal_name(&field.name.value)
}

fn is_personal_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let mut rest = Some(name.as_str());
    while let Some(tail) = rest {
        if NAMES.binary_search(&tail).is_ok() {
            return true;
        }
        rest = tail.split_once('_').map(|(_, tail)| tail);
    }
    false
}

/// The fields of a profile with personal data.
pub(crate) fn of_profile(profile: &Profile) -> Vec<&Field> {
    let identifiers = profile.identifiers.iter().map(|identifier| &identifier.field);
    let fields = profile.fields.iter().flat_map(Field::walk).filter(|field| is_personal(field));
    identifiers.chain(fields).collect()
}

/// The fields of an event with personal data.
pub(crate) fn of_event(event: &Event) -> Vec<&Field> {
    event.fields.iter().flat_map(Field::walk).filter(|field| is_personal(field)).collect()
}

fn is_personal(field: &Field) -> bool {
    match field.category.value() {
        Some(category) => category.starts_with("user"),
        None => looks_personal(field),
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
            assert!(is_personal_name(name), "{name}");
        }
        for name in ["name", "product_name", "country", "package", "image", "street_art_id"] {
            assert!(!is_personal_name(name), "{name}");
        }
    }
}
