//! What a test tells of the person and of events, as data.

use super::{Known, Script};
use crate::Schema;
use crate::literal::{self, Reading};
use filrouge_language::kinds::{self, Literal};
use filrouge_plan::{Type, Value};
use filrouge_source::{Span, Spanned};
use jiff::tz::TimeZoneDatabase;

impl Script<'_, '_, '_> {
    /// What is known of the person.
    pub(super) fn known(&mut self, words: &[Spanned<kinds::Given>]) -> Known {
        let values = self.profile(words);
        let ids = self.stage.profile.map_or(&[][..], |profile| &profile.identifiers);
        let is_id = |name: &str| ids.iter().any(|id| *id.field.name.value == *name);
        let (ids, fields): (Vec<_>, Vec<_>) = values.into_iter().partition(|(name, _)| is_id(name));
        let text = |(name, value): (String, Value)| Some((name, value.as_text()?.to_owned()));
        (ids.into_iter().filter_map(text).collect(), fields)
    }

    /// A value for each field of the schema. Datetimes without an offset are read on the person's clock.
    pub(super) fn whole(
        &mut self,
        given: &[Spanned<kinds::Given>],
        schema: &Schema,
        within: &str,
        place: Span,
    ) -> Vec<Value> {
        literal::whole(given, schema, within, place, &mut Reading { linker: self.linker, zone: &self.zone })
    }

    pub(super) fn named(&mut self, given: &[Spanned<kinds::Given>], schema: &Schema) -> Vec<(String, Value)> {
        let mut reading = Reading { linker: self.linker, zone: &self.zone };
        literal::named(given, schema, "the profile", &mut reading)
    }

    /// From here on the person lives in the zone that is told of them, when one is.
    pub(super) fn settle(&mut self, words: &[Spanned<kinds::Given>]) {
        let Some(profile) = self.stage.profile else { return };
        let mut zones = profile.schema.fields.iter().filter(|field| *field.ty.required() == Type::Timezone);
        let Some(field) = zones.next() else { return };
        let told = words.iter().rev().find(|given| given.value.name.value.as_str() == field.name);
        let Some(Literal::Text(name)) = told.map(|given| &given.value.value.value) else { return };
        if let Ok(zone) = TimeZoneDatabase::bundled().get(name.as_str()) {
            self.zone = zone;
        }
    }

    pub(super) fn profile(&mut self, fields: &[Spanned<kinds::Given>]) -> Vec<(String, Value)> {
        let Some(profile) = self.stage.profile else { return Vec::new() };
        self.named(fields, &profile.schema)
    }

    /// What conditions see of the person: fields and computed traits.
    pub(super) fn seen(&mut self, fields: &[Spanned<kinds::Given>]) -> Vec<(String, Value)> {
        let Some(profile) = self.stage.profile else { return Vec::new() };
        self.named(fields, &profile.seen)
    }
}
