//! The message as the person will read it.

use super::judge::WalkView;
use super::turn::Turn;
use crate::grant::withdrawable;
use crate::render::{Context, Rendered};
use crate::{CONFIRM_LINK, Evaluated, Id, UNSUBSCRIBE_LINK, preferences_link};
use filrouge_plan::{Field, Send, Template, Type, Value};

impl Turn<'_> {
    /// The message of a send in the person's language; none when it cannot be rendered.
    pub(super) fn letter(&self, id: Id, send: &Send) -> Option<(Rendered, Vec<Evaluated>)> {
        let template = self.ready.template(&send.template)?;
        let (values, proof) = self.assign(id, &send.with, template.with.iter());
        let value =
            |name: &str| values.iter().find(|(place, _)| *place == name).map(|(_, value)| value.clone());
        let with: Vec<Value> =
            template.with.iter().map(|field| value(&field.name).unwrap_or_default()).collect();
        let letter = self.of_instance(id, |walk| self.render(template, id, walk, &with, &send.purpose))??;
        Some((letter, proof))
    }

    fn render(
        &self,
        template: &Template,
        id: Id,
        walk: WalkView<'_>,
        with: &[Value],
        purpose: &str,
    ) -> Option<Rendered> {
        let entry = self.instance(id).map_or(&[][..], |instance| self.ready.entry_fields_of(instance));
        let link = self.unsubscribe_link(purpose);
        let preferences = Value::from(preferences_link(self.now()).as_str());
        let confirm = Value::from(CONFIRM_LINK);
        let profile = self.ready.plan().slots().zip(&self.person.profile);
        let context = Context::new(self.zone.clone())
            .fields("profile", profile)
            .fields("entry", entry.iter().zip(walk.entry))
            .value("unsubscribe_url", &Type::Url, &link)
            .value("preferences_url", &Type::Url, &preferences)
            .value("confirm_url", &Type::Url, &confirm);
        let context = given(&template.with, with)
            .fold(context, |context, (field, value)| context.value(&field.name, &field.ty, value));
        let locale = self.ready.locale(&self.person.profile);
        self.ready.templates().render(&template.name, Some(locale), &context).ok()
    }

    /// Where the person can withdraw from a purpose; empty for one that nobody can withdraw from.
    fn unsubscribe_link(&self, purpose: &str) -> Value {
        let purpose = self.ready.purpose(purpose);
        Value::from(purpose.filter(|purpose| withdrawable(purpose.basis)).map_or("", |_| UNSUBSCRIBE_LINK))
    }
}

fn given<'a>(fields: &'a [Field], values: &'a [Value]) -> impl Iterator<Item = (&'a Field, &'a Value)> {
    fields.iter().zip(values)
}
