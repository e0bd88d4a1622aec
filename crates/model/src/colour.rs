//! How much one colour stands out from another, as WCAG 2.2 counts it.

/// The white page.
pub const DAY: &str = "#ffffff";
/// The dark page.
pub const NIGHT: &str = "#16181d";

/// The contrast of two colours of the form `#1d3557`, from 1 to 21; nothing for another form.
#[must_use]
pub fn contrast(one: &str, other: &str) -> Option<f64> {
    let (one, other) = (luminance(one)?, luminance(other)?);
    let (light, dark) = if one > other { (one, other) } else { (other, one) };
    Some((light + 0.05) / (dark + 0.05))
}

/// What can be read best on a ground of this colour: white, or nearly black.
#[must_use]
pub fn readable_on(ground: &str) -> &'static str {
    const DARK: &str = "#101114";
    if contrast(ground, DAY) >= contrast(ground, DARK) { DAY } else { DARK }
}

fn luminance(colour: &str) -> Option<f64> {
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    let part = |shift: u32| linear(f64::from((number >> shift) & 0xff) / 255.0);
    Some(0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0))
}

fn linear(part: f64) -> f64 {
    if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrasts_are_those_that_are_published() {
        let rounded = |one, other| contrast(one, other).map(|ratio| (ratio * 100.0).round() / 100.0);
        assert_eq!(rounded("#000000", "#ffffff"), Some(21.0));
        assert_eq!(rounded("#777777", "#ffffff"), Some(4.48));
        assert_eq!(rounded("#ff0000", "#FFFFFF"), Some(4.0));
        assert_eq!(contrast("red", "#ffffff"), None);
    }

    #[test]
    fn every_ground_has_a_readable_text() {
        for number in (0..=0xff_ffff_u32).step_by(4_099) {
            let ground = format!("#{number:06x}");
            assert!(contrast(&ground, readable_on(&ground)).unwrap() >= 4.3, "{ground}");
        }
    }
}
