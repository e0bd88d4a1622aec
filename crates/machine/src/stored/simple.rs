//! Numbers, texts, values, and collections of them.

use super::codec::Codec;
use super::reader::{Damage, Reader};
use super::writer::Writer;
use crate::{ConsentState, HoldReason, Id, Ignored, Method};
use filrouge_plan::Value;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// The sign of a decimal, beside its scale.
const NEGATIVE: u64 = 0x40;

/// A moment: in the state of a person no other whole numbers have a sign.
impl Codec for i64 {
    fn blank() -> Option<Self> {
        Some(0)
    }

    fn is_blank(&self) -> bool {
        *self == 0
    }

    fn write<'p>(&'p self, to: &mut Writer<'p>) {
        to.moment(*self);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Damage> {
        from.moment()
    }
}

macro_rules! unsigned {
    ($($number:ty),*) => {$(
        impl Codec for $number {
            fn blank() -> Option<Self> {
                Some(0)
            }

            fn is_blank(&self) -> bool {
                *self == 0
            }

            fn write<'p>(&'p self, to: &mut Writer<'p>) {
                to.number(u64::from(*self));
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Damage> {
                from.number()?.try_into().map_err(|_| Damage)
            }
        }
    )*};
}

unsigned!(u32, u64);

impl Codec for bool {
    fn blank() -> Option<Self> {
        Some(false)
    }

    fn is_blank(&self) -> bool {
        !self
    }

    fn write<'p>(&'p self, to: &mut Writer<'p>) {
        to.number(u64::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Damage> {
        match from.number()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Damage),
        }
    }
}

impl Codec for Id {
    fn write<'p>(&'p self, to: &mut Writer<'p>) {
        to.bytes.extend_from_slice(&self.0.to_be_bytes());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Damage> {
        from.array().map(|bytes| Self(u128::from_be_bytes(bytes)))
    }
}

impl Codec for String {
    fn blank() -> Option<Self> {
        Some(Self::new())
    }

    fn is_blank(&self) -> bool {
        self.is_empty()
    }

    fn write<'p>(&'p self, to: &mut Writer<'p>) {
        to.text(self);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Damage> {
        from.text().map(Into::into)
    }
}

/// Closed sets by their place among all; the first is what is not written.
macro_rules! closed {
    ($($name:ty),*) => {$(
        impl Codec for $name {
            fn blank() -> Option<Self> {
                Self::ALL.first().copied()
            }

            fn is_blank(&self) -> bool {
                Self::ALL.first() == Some(self)
            }

            fn write<'p>(&'p self, to: &mut Writer<'p>) {
                let place = Self::ALL.iter().position(|one| one == self);
                to.number(place.unwrap_or_default() as u64);
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Damage> {
                let place = usize::try_from(from.number()?).map_err(|_| Damage)?;
                Self::ALL.get(place).copied().ok_or(Damage)
            }
        }
    )*};
}

closed!(HoldReason, Method, ConsentState, Ignored);

impl<T: Codec> Codec for Option<T> {
    fn blank() -> Option<Self> {
        Some(None)
    }

    fn is_blank(&self) -> bool {
        self.is_none()
    }

    fn write<'p>(&'p self, to: &mut Writer<'p>) {
        to.number(u64::from(self.is_some()));
        self.iter().for_each(|value| value.write(to));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Damage> {
        bool::read(from)?.then(|| T::read(from)).transpose()
    }
}

impl<A: Codec, B: Codec> Codec for (A, B) {
    fn write<'p>(&'p self, to: &mut Writer<'p>) {
        self.0.write(to);
        self.1.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Damage> {
        Ok((A::read(from)?, B::read(from)?))
    }
}

impl<A: Codec, B: Codec, C: Codec> Codec for (A, B, C) {
    fn write<'p>(&'p self, to: &mut Writer<'p>) {
        self.0.write(to);
        self.1.write(to);
        self.2.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Damage> {
        Ok((A::read(from)?, B::read(from)?, C::read(from)?))
    }
}

impl<T: Codec> Codec for Vec<T> {
    fn blank() -> Option<Self> {
        Some(Self::new())
    }

    fn is_blank(&self) -> bool {
        self.is_empty()
    }

    fn write<'p>(&'p self, to: &mut Writer<'p>) {
        to.number(self.len() as u64);
        self.iter().for_each(|value| value.write(to));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Damage> {
        from.list(T::read)
    }
}

impl<K: Codec + Ord, V: Codec> Codec for BTreeMap<K, V> {
    fn blank() -> Option<Self> {
        Some(Self::new())
    }

    fn is_blank(&self) -> bool {
        self.is_empty()
    }

    fn write<'p>(&'p self, to: &mut Writer<'p>) {
        to.number(self.len() as u64);
        for (key, value) in self {
            key.write(to);
            value.write(to);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Damage> {
        Ok(from.list(<(K, V)>::read)?.into_iter().collect())
    }
}

impl<T: Codec + Ord> Codec for BTreeSet<T> {
    fn blank() -> Option<Self> {
        Some(Self::new())
    }

    fn is_blank(&self) -> bool {
        self.is_empty()
    }

    fn write<'p>(&'p self, to: &mut Writer<'p>) {
        to.number(self.len() as u64);
        self.iter().for_each(|value| value.write(to));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Damage> {
        Ok(from.list(T::read)?.into_iter().collect())
    }
}

/// Weights by hour: most hours have none.
impl Codec for [u32; 24] {
    fn blank() -> Option<Self> {
        Some([0; 24])
    }

    fn is_blank(&self) -> bool {
        *self == [0; 24]
    }

    fn write<'p>(&'p self, to: &mut Writer<'p>) {
        to.number(self.iter().rev().fold(0, |given, weight| given << 1 | u64::from(*weight > 0)));
        self.iter().filter(|weight| **weight > 0).for_each(|weight| weight.write(to));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Damage> {
        let (mut given, mut weights) = (from.number()?, [0; 24]);
        for weight in &mut weights {
            *weight = from.field(&mut given)?;
        }
        from.all_known(given)?;
        Ok(weights)
    }
}

impl Codec for Decimal {
    fn write<'p>(&'p self, to: &mut Writer<'p>) {
        let sign = if self.is_sign_negative() { NEGATIVE } else { 0 };
        to.number(u64::from(self.scale()) | sign);
        to.wide(self.mantissa().unsigned_abs());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Damage> {
        let (kind, digits) = (from.number()?, from.wide()?);
        let (scale, digits) = ((kind & !NEGATIVE) as u32, i128::try_from(digits).map_err(|_| Damage)?);
        let mut decimal = Self::try_from_i128_with_scale(digits, scale).map_err(|_| Damage)?;
        decimal.set_sign_negative(kind & NEGATIVE != 0);
        Ok(decimal)
    }
}

impl Codec for Value {
    fn blank() -> Option<Self> {
        Some(Self::Absent)
    }

    fn is_blank(&self) -> bool {
        self.is_absent()
    }

    fn write<'p>(&'p self, to: &mut Writer<'p>) {
        match self {
            Self::Absent => to.number(0),
            Self::Bool(truth) => to.number(1 + u64::from(*truth)),
            Self::Int(number) => tagged(to, 3).signed(*number),
            Self::Decimal(number) => number.write(tagged(to, 4)),
            Self::Money(amount, code) => {
                amount.write(tagged(to, 5));
                to.text(code);
            }
            Self::Text(text) => tagged(to, 6).text(text),
            Self::Date(days) => tagged(to, 7).signed(i64::from(*days)),
            Self::Datetime(at) => tagged(to, 8).moment(*at),
            Self::Duration(length) => tagged(to, 9).signed(*length),
            Self::Point(one, other) => {
                tagged(to, 10).signed(i64::from(*one));
                to.signed(i64::from(*other));
            }
            Self::List(values) => values.write(tagged(to, 11)),
            Self::Record(values) => values.write(tagged(to, 12)),
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Damage> {
        Ok(match from.number()? {
            0 => Self::Absent,
            1 => Self::Bool(false),
            2 => Self::Bool(true),
            3 => Self::Int(from.signed()?),
            4 => Self::Decimal(Decimal::read(from)?),
            5 => Self::Money(Decimal::read(from)?, from.text()?.into()),
            6 => Self::Text(from.text()?.into()),
            7 => Self::Date(small(from)?),
            8 => Self::Datetime(from.moment()?),
            9 => Self::Duration(from.signed()?),
            10 => Self::Point(small(from)?, small(from)?),
            11 => Self::List(from.deeper(Vec::read)?),
            12 => Self::Record(from.deeper(Vec::read)?),
            _ => return Err(Damage),
        })
    }
}

fn tagged<'w, 'p>(to: &'w mut Writer<'p>, tag: u64) -> &'w mut Writer<'p> {
    to.number(tag);
    to
}

fn small(from: &mut Reader<'_>) -> Result<i32, Damage> {
    from.signed()?.try_into().map_err(|_| Damage)
}
