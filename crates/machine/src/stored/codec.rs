//! What can be written and read back, and the two lists by which structures are.

use super::reader::{Damage, Reader};
use super::writer::Writer;

/// Data as bytes.
pub(super) trait Codec: Sized {
    /// What a field is when it is not written.
    fn blank() -> Option<Self> {
        None
    }

    /// Whether a field need not be written.
    fn is_blank(&self) -> bool {
        false
    }

    fn write<'p>(&'p self, to: &mut Writer<'p>);

    fn read(from: &mut Reader<'_>) -> Result<Self, Damage>;
}

/// A structure, by the list of its fields: a number whose bits tell which of them are not blank, then these.
///
/// A field that is missing here does not compile. A new one goes to the end of the list: what was written before it
/// came is read, and it is blank there.
macro_rules! fields {
    ($name:ident { $($field:ident),* $(,)? } $(apart { $($apart:ident),* })?) => {
        impl Codec for $name {
            fn blank() -> Option<Self> {
                Some(Self {
                    $($field: Codec::blank()?,)*
                    $($($apart: Default::default(),)*)?
                })
            }

            fn is_blank(&self) -> bool {
                $(self.$field.is_blank())&&*
            }

            fn write<'p>(&'p self, to: &mut Writer<'p>) {
                let Self { $($field,)* $($($apart: _,)*)? } = self;
                write_fields!(to, $($field),*);
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Damage> {
                let mut given = from.number()?;
                let read = Self {
                    $($field: from.field(&mut given)?,)*
                    $($($apart: Default::default(),)*)?
                };
                from.all_known(given)?;
                Ok(read)
            }
        }
    };
}

/// An enumeration, by the list of its variants, each with its number and its fields; those behind `of` have one field
/// without a name.
macro_rules! variants {
    (
        $name:ident { $($number:literal => $variant:ident { $($field:ident),* }),* $(,)? }
        $(of { $($place:literal => $wrapping:ident),* })?
    ) => {
        impl Codec for $name {
            fn write<'p>(&'p self, to: &mut Writer<'p>) {
                match self {
                    $(Self::$variant { $($field),* } => {
                        to.number($number);
                        write_fields!(to, $($field),*);
                    })*
                    $($(Self::$wrapping(wrapped) => {
                        to.number($place);
                        wrapped.write(to);
                    })*)?
                }
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Damage> {
                match from.number()? {
                    $($number => {
                        let mut given = from.number()?;
                        let read = Self::$variant { $($field: from.field(&mut given)?),* };
                        from.all_known(given)?;
                        Ok(read)
                    })*
                    $($($place => Codec::read(from).map(Self::$wrapping),)*)?
                    _ => Err(Damage),
                }
            }
        }
    };
}

macro_rules! write_fields {
    ($to:ident, $($field:ident),*) => {
        let blanks = [$($field.is_blank()),*];
        $to.number(blanks.iter().rev().fold(0, |given, blank| given << 1 | u64::from(!blank)));
        $(if !$field.is_blank() {
            $field.write($to);
        })*
    };
}

pub(super) use {fields, variants, write_fields};
