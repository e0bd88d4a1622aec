//! A value on its way: borrowed where it stands, owned where it was made.

use super::Reason;
use filrouge_plan::Value;

pub(super) enum Operand<'e> {
    Held(&'e Value),
    Made(Value),
    Text(&'e str),
}

impl<'e> Operand<'e> {
    /// The value, unless it is a text that no `Value` holds; texts are read with [`Operand::text`].
    pub(super) const fn value(&self) -> Option<&Value> {
        match self {
            Self::Held(value) => Some(value),
            Self::Made(value) => Some(value),
            Self::Text(_) => None,
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            other => other.value().and_then(Value::as_text),
        }
    }

    pub(super) fn items(&self) -> Result<&[Value], Reason> {
        match self.value() {
            Some(Value::List(items)) => Ok(items),
            _ => Err(Reason::Shape),
        }
    }

    pub(super) const fn truth(&self) -> Result<bool, Reason> {
        match self.value() {
            Some(Value::Bool(truth)) => Ok(*truth),
            _ => Err(Reason::Shape),
        }
    }

    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::Text(text) => Value::from(*text),
            Self::Held(value) => (*value).clone(),
            Self::Made(value) => value.clone(),
        }
    }

    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Held(value) => value.clone(),
            Self::Made(value) => value,
            Self::Text(text) => Value::from(text),
        }
    }

    /// The part of a list or a record at `at`.
    pub(super) fn part(self, at: usize, absent: Reason) -> Result<Operand<'e>, Reason> {
        match self {
            Self::Held(Value::Record(parts) | Value::List(parts)) => {
                parts.get(at).filter(|part| !part.is_absent()).map(Operand::Held).ok_or(absent)
            }
            Self::Made(Value::Record(parts) | Value::List(parts)) => {
                parts.into_iter().nth(at).filter(|part| !part.is_absent()).map(Operand::Made).ok_or(absent)
            }
            _ => Err(Reason::Shape),
        }
    }
}

impl From<bool> for Operand<'_> {
    fn from(truth: bool) -> Self {
        Self::Made(Value::Bool(truth))
    }
}
