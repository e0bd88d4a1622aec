//! A part of everybody: `"5%"`.

use super::{Kind, Written};
use crate::{Quoting, Reader, Shape};

/// A part of everybody, in millionths. Whether it makes sense is judged elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(pub u32);

impl Share {
    /// Reads `5%` or `0.5%`, with at most four digits behind the point.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, part) =
            text.strip_suffix('%').map(|number| number.split_once('.').unwrap_or((number, "")))?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let fits = !whole.is_empty() && whole.len() <= 4 && part.len() <= 4 && digits(whole) && digits(part);
        let number = fits.then(|| format!("{whole}{part:0<4}").parse().ok());
        number?.map(Self)
    }
}

impl Kind for Share {
    const SHAPE: Shape = Shape::new("a share", "\"5%\"", Quoting::Quoted);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let share = written.text().and_then(Self::parse);
        if share.is_none() {
            reader.wrong_kind(written, Self::SHAPE);
        }
        share
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_a_number_of_percent() {
        assert_eq!(Share::parse("5%"), Some(Share(50_000)));
        assert_eq!(Share::parse("0.5%"), Some(Share(5_000)));
        assert_eq!(Share::parse("0.0001%"), Some(Share(1)));
        assert_eq!(Share::parse("150%"), Some(Share(1_500_000)));
        for text in ["5", "%", "-5%", ".5%", "5.00001%", "five%", "5 %", "99999%"] {
            assert_eq!(Share::parse(text), None, "{text}");
        }
    }
}
