//! Characters that may stand nowhere. They are looked for in one pass over the bytes, before anything is parsed.

use super::Parser;
use crate::chars::{is_control, is_direction_control};
use crate::rules::direction_control::DirectionControl;
use crate::rules::forbidden_character::ForbiddenCharacter;

/// Bytes that are looked at together.
const BLOCK: usize = 64;

impl Parser<'_> {
    /// Reports each run of one forbidden character once.
    pub(super) fn forbidden_characters(&mut self) {
        let text = self.cursor.text;
        let body = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let skipped = text.len() - body.len();
        let mut last: Option<(char, usize)> = None;
        for at in suspicious(body.as_bytes()) {
            let Some(c) = body.get(at..).and_then(|rest| rest.chars().next()).filter(|c| is_forbidden(*c))
            else {
                continue;
            };
            if last != Some((c, at)) {
                self.forbidden(c, skipped + at);
            }
            last = Some((c, at + c.len_utf8()));
        }
    }

    fn forbidden(&mut self, c: char, at: usize) {
        let run =
            self.cursor.text.get(at..).unwrap_or_default().chars().take_while(|next| *next == c).count();
        let place = self.span(at, at + run * c.len_utf8());
        let code = u32::from(c);
        if is_control(c) {
            self.report(ForbiddenCharacter { code, place });
        } else {
            self.report(DirectionControl { code, place });
        }
    }
}

/// The bytes at which a forbidden character may start. Most blocks of a text have none, which is seen at once.
fn suspicious(body: &[u8]) -> impl Iterator<Item = usize> {
    let blocks = body.chunks(BLOCK).enumerate();
    let hit =
        blocks.filter(|(_, block)| block.iter().fold(false, |found, byte| found | is_suspicious(*byte)));
    hit.flat_map(|(number, block)| {
        let inside = block.iter().enumerate().filter(|(_, byte)| is_suspicious(**byte));
        inside.map(move |(at, _)| number * BLOCK + at)
    })
}

/// Whether a forbidden character may start with this byte.
const fn is_suspicious(byte: u8) -> bool {
    matches!(byte, 0..=0x08 | 0x0E..=0x1F | 0x7F | 0xE2 | 0xEF)
}

const fn is_forbidden(c: char) -> bool {
    is_control(c) || is_direction_control(c)
}
