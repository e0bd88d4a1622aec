//! Character references: `&amp;`, `&#233;`, `&eacute;`.

use crate::chunks::chunks;

/// Text with its character references decoded. One that would begin template language stays as it is.
pub fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let reference = from.strip_prefix('&').and_then(|from| from.split_once(';'));
        let letter = reference.and_then(|(name, behind)| Some((character(name)?, behind)));
        match letter {
            Some((letter, behind)) => {
                out.push(letter);
                rest = behind;
            }
            None => {
                out.push('&');
                rest = from.strip_prefix('&').unwrap_or("");
            }
        }
    }
    out.push_str(rest);
    if chunks(&out).is_empty() { out } else { text.to_owned() }
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let hexadecimal = number.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16));
        let letter = char::from_u32(hexadecimal.unwrap_or_else(|| number.parse()).ok()?)?;
        return Some(letter).filter(|letter| !letter.is_control() && !matches!(letter, '{' | '}'));
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "euro" => '€',
        "pound" => '£',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "hellip" => '…',
        "middot" => '·',
        "bull" => '•',
        "times" => '×',
        "deg" => '°',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "laquo" => '«',
        "raquo" => '»',
        "rarr" => '→',
        "eacute" => 'é',
        "egrave" => 'è',
        "ecirc" => 'ê',
        "euml" => 'ë',
        "agrave" => 'à',
        "acirc" => 'â',
        "ccedil" => 'ç',
        "icirc" => 'î',
        "iuml" => 'ï',
        "ocirc" => 'ô',
        "oelig" => 'œ',
        "ugrave" => 'ù',
        "ucirc" => 'û',
        "Eacute" => 'É',
        "Agrave" => 'À',
        _ => return None,
    })
}
