//! A field with personal data that does not say what sort of data it is.

use crate::personal::{Whose, looks_personal};
use filrouge_model::{Field, Model};
use filrouge_report::{Findings, Fix, rule};
use filrouge_source::Span;

rule! {
    /// A field with personal data that does not say what sort of data it is.
    pub struct PersonalFieldWithoutCategory {
        field: String,
        place: Span,
        /// Why it is taken for personal.
        why: &'static str,
        /// The category that it probably is.
        likely: Option<&'static str>,
        /// The end of its line.
        end: Span,
        /// Where a keyword can be added, in a JSON Schema.
        keyword: Option<Span>,
    }
    slug: "personal-field-without-category", severity: Error, since: "0.1",
    message: format!("the field `{field}` holds personal data and has no category"),
    at: place => why.to_string(),
    help: Some(match keyword {
        None => "say what sort of data it is: `category=\"user.…\"`, or `category=\"system\"` if it is nobody's",
        Some(_) => "say what sort of data it is: `\"x-filrouge-category\": \"user.…\"`, or `\"system\"` if it is nobody's",
    }.to_owned()),
    fixes: likely.iter().map(|likely| {
        let (place, text) = match keyword {
            None => (*end, format!(" category=\"{likely}\"")),
            Some(keyword) => (*keyword, format!(" \"x-filrouge-category\": \"{likely}\",")),
        };
        Fix::risky("give it the usual category", place, text)
    }).collect(),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let identifiers = model.profile.iter().flat_map(|profile| &profile.identifiers);
    for identifier in identifiers.filter(|identifier| identifier.field.category.is_absent()) {
        judge(&identifier.field, Some("it identifies a person"), findings);
    }
    let profile = model.profile.iter().flat_map(|profile| &profile.fields);
    let events = model.events.values().flat_map(|event| &event.fields);
    let entries = model.journeys.values().flat_map(|journey| &journey.enter).flat_map(|enter| &enter.fields);
    let of = |field, whose| {
        let why = looks_personal(field, whose).then_some("taken for personal by its name or type");
        (field, why)
    };
    let profile = profile.flat_map(without_category).map(|field| of(field, Whose::Person));
    let things = events.chain(entries).flat_map(without_category).map(|field| of(field, Whose::Things));
    profile.chain(things).for_each(|(field, why)| judge(field, why, findings));
}

/// The field and those inside it that have no category: in a record, fields without one have that of the record.
fn without_category(field: &Field) -> Vec<&Field> {
    if !field.category.is_absent() {
        return Vec::new();
    }
    [field].into_iter().chain(field.fields.iter().flat_map(without_category)).collect()
}

fn judge(field: &Field, why: Option<&'static str>, findings: &mut Findings) {
    let Some(why) = why else { return };
    findings.push(PersonalFieldWithoutCategory {
        field: field.name.value.to_string(),
        place: field.name.span,
        why,
        likely: likely(field),
        end: field.at.at_end(),
        keyword: field.imported,
    });
}

/// The usual category of such a field.
fn likely(field: &Field) -> Option<&'static str> {
    use filrouge_plan::Type;
    let ty = field.ty.as_ref().map(|ty| ty.value.required());
    Some(match (ty, field.name.value.to_ascii_lowercase().as_str()) {
        (Some(Type::Email), _) | (_, "email") => "user.contact.email",
        (Some(Type::Phone), _) | (_, "phone" | "mobile" | "telephone" | "phone_number") => {
            "user.contact.phone_number"
        }
        (Some(Type::Point), _) | (_, "latitude" | "longitude") => "user.location.precise",
        (_, "first_name" | "firstname" | "given_name" | "prenom") => "user.name.first",
        (_, "last_name" | "lastname" | "surname" | "family_name" | "nom_de_famille") => "user.name.last",
        (_, "full_name") => "user.name",
        (_, "birthday" | "birthdate" | "birth_date" | "date_of_birth" | "dob" | "date_de_naissance") => {
            "user.demographic.date_of_birth"
        }
        (_, "gender" | "sex" | "civilite") => "user.demographic.gender",
        (_, "age") => "user.demographic.age_range",
        (_, "street" | "street_address") => "user.contact.address.street",
        (_, "postcode" | "postal_code" | "zip_code" | "zipcode") => "user.contact.address.postal_code",
        (_, "ip" | "ip_address") => "user.device.ip_address",
        (_, "anonymous_id" | "cookie_id") => "user.device.cookie_id",
        (_, "device_id") => "user.device.device_id",
        (_, "user_id" | "customer_id") => "user.unique_id",
        _ => return None,
    })
}
