//! Texts in the condition language and in the template language. Only their place is known here.

use super::name::as_text;
use super::{Kind, Written};
use crate::{Quoting, Reader, Shape};
use filrouge_syntax::ValueKind;
use std::fmt;

/// A condition: an expression that is true or false. The span of the value covers the literal with its quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition(pub Box<str>);

/// An expression of any type. A number or a truth value may stand without quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression(pub Box<str>);

/// A text with placeholders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateText(pub Box<str>);

/// A path below the address of a service; what stands in braces is an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathText(pub Box<str>);

as_text!(Condition, Expression, TemplateText, PathText);

impl Kind for Condition {
    const SHAPE: Shape = Shape::new("a condition", "\"event.value >= 20.0\"", Quoting::Quoted);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        reader.text_of(written, Self::SHAPE).map(|text| Self(text.into()))
    }
}

impl Kind for Expression {
    const SHAPE: Shape = Shape::new("an expression", "\"event.cart_id\"", Quoting::Quoted);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        match written.kind {
            ValueKind::Text { value, .. } => Some(Self(value.into())),
            ValueKind::Bool(value) => Some(Self(value.to_string().into())),
            ValueKind::Number(_) => Some(Self(reader.text(written.span).into())),
            ValueKind::Null => {
                reader.wrong_kind(written, Self::SHAPE);
                None
            }
        }
    }
}

impl Kind for TemplateText {
    const SHAPE: Shape =
        Shape::new("a text with placeholders", "\"Hello {{ profile.first_name }}\"", Quoting::Quoted);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        reader.text_of(written, Self::SHAPE).map(|text| Self(text.into()))
    }
}

impl Kind for PathText {
    const SHAPE: Shape =
        Shape::new("a path with expressions in braces", "\"stock/{entry.sku}\"", Quoting::Quoted);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        reader.text_of(written, Self::SHAPE).map(|text| Self(text.into()))
    }
}
