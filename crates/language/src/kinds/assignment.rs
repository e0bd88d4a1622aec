//! Free names, and what yields their values.

use super::{Expression, FieldName, Kind, Literal, Name, Place, Written};
use crate::reader::{Left, Reader, Remainder};
use crate::{Quoting, Rest, Takes, rules};
use filrouge_source::Spanned;
use filrouge_syntax::{Entry, Node};

/// A free name and where its value comes from: `discount=10`, or a line `discount "…"`.
#[derive(Debug, Clone, PartialEq)]
pub struct Named<N, V = Expression> {
    /// What gets the value.
    pub name: Spanned<N>,
    /// What yields it.
    pub value: Spanned<V>,
}

/// A field and its value.
pub type Assignment = Named<FieldName>;

/// A parameter of an address and its value: services spell their names as they like.
pub type Parameter = Named<Name>;

/// A field and where its value stands in what comes in.
pub type Located = Named<FieldName, Place>;

/// A parameter of an address and its value, which no expression yields.
pub type Constant = Named<Name, Literal>;

impl Yields for Literal {
    const NAMES: &str = "names with values";
    const ONE: &str = "value";
}

impl Yields for Expression {
    const NAMES: &str = "names with expressions";
    const ONE: &str = "expression";
}

impl Yields for Place {
    const NAMES: &str = "names with places";
    const ONE: &str = "place";
}

/// Something that yields the value of a name.
pub trait Yields: Kind {
    /// Several of them, with their names, in a sentence.
    const NAMES: &str;
    /// One of them.
    const ONE: &str;
}

impl<N: Kind, V: Yields> Remainder for Named<N, V> {
    fn rest() -> Rest {
        Rest {
            takes: Takes { args: false, props: true, children: true },
            words: &[],
            line: None,
            name: V::NAMES,
            quoting: Quoting::Quoted,
        }
    }

    fn read_rest(left: Left<'_>, reader: &mut Reader<'_>) -> Vec<Option<Spanned<Self>>> {
        let mut read: Vec<_> = left.props.iter().map(|entry| from_prop(*entry, reader)).collect();
        read.extend(left.children.iter().map(|line| from_line(line.node, reader)));
        read
    }
}

fn from_prop<N: Kind, V: Yields>(entry: Entry<'_>, reader: &mut Reader<'_>) -> Option<Spanned<Named<N, V>>> {
    let key = Written {
        kind: filrouge_syntax::ValueKind::Text { value: entry.key()?, bare: true },
        span: entry.key_span()?,
    };
    let name = N::read(key, reader);
    let value = value(entry, reader);
    Some(Spanned::new(Named { name: Spanned::new(name?, key.span), value: value? }, entry.span()))
}

fn from_line<N: Kind, V: Yields>(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Spanned<Named<N, V>>> {
    let written = Written::name(node);
    let name = N::read(written, reader).map(|name| Spanned::new(name, written.span));
    let mut args = node.args();
    let first = args.next();
    for entry in args {
        reader.push(rules::extra_argument::ExtraArgument {
            word: node.name().to_owned(),
            takes: vec![V::ONE],
            props: Vec::new(),
            written: reader.text(entry.span()).to_owned(),
            value: entry.span(),
        });
    }
    let Some(first) = first else {
        reader.push(rules::line_without_value::LineWithoutValue {
            name: node.name().to_owned(),
            wants: V::SHAPE.name,
            example: V::SHAPE.example.to_owned(),
            place: node.head_span(),
        });
        return None;
    };
    let value = value(first, reader);
    Some(Spanned::new(Named { name: name?, value: value? }, node.head_span()))
}

fn value<V: Kind>(entry: Entry<'_>, reader: &mut Reader<'_>) -> Option<Spanned<V>> {
    let written = Written::from(entry.value());
    V::read(written, reader).map(|value| Spanned::new(value, written.span))
}
