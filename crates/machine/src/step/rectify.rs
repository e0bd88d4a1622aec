//! What was wrong about the person is put right.

use super::turn::Turn;
use crate::{Rectify, Verdict};
use filrouge_plan::Value;

impl Turn<'_> {
    pub(super) fn take_rectify(&mut self, rectify: &Rectify) {
        for (name, value) in &rectify.identifiers {
            self.person.identifiers.insert(name.clone(), vec![value.clone()]);
            self.set_field(name, Value::from(value.as_str()));
        }
        for (name, value) in &rectify.fields {
            self.set_field(name, value.clone());
        }
        // What services said may have hung on what was wrong.
        self.person.answers.clear();
        let identifiers: Vec<String> = rectify.identifiers.iter().map(|(name, _)| name.clone()).collect();
        let fields = rectify.fields.iter().map(|(name, _)| name.clone());
        let fields = identifiers.iter().cloned().chain(fields).collect();
        self.decide_person(&identifiers, Verdict::Rectified { fields });
        self.profile_changed(0);
        self.run();
    }
}
