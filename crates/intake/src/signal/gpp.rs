//! The string of IAB's Global Privacy Platform: a header that names its sections, and the sections. Of these `tcfeuv2` and
//! `usnat` are read.

use super::bits::Bits;
use super::{LONGEST, Said, Spoken, tcf};
use filrouge_machine::SignalSeen;
use filrouge_plan::SignalKind;
use std::collections::BTreeMap;

/// The section of TCF.
const TCF: u64 = 2;
/// The section for the United States.
const USNAT: u64 = 7;
/// More sections than there are: the list of the platform ends below.
const MOST_SECTIONS: u64 = 64;

/// Reads the sections of a string that are known here.
///
/// # Errors
/// What is wrong with it, without its words.
pub(super) fn read(text: &str) -> Result<Vec<Spoken>, String> {
    let wrong = || "`gpp` is no string of GPP 1".to_owned();
    if text.len() > LONGEST {
        return Err(wrong());
    }
    let (header, rest) = text.split_once('~').ok_or_else(wrong)?;
    let ids = sections(header).ok_or_else(wrong)?;
    let sections: Vec<&str> = rest.split('~').collect();
    if ids.len() != sections.len() {
        return Err(wrong());
    }
    let mut spoken = Vec::new();
    for (id, section) in ids.into_iter().zip(sections) {
        match id {
            TCF => spoken.push(tcf::read(section)?),
            USNAT => {
                spoken.push(usnat(section, text).ok_or_else(|| "`gpp` has no readable `usnat`".to_owned())?)
            }
            _ => {}
        }
    }
    Ok(spoken)
}

/// The numbers of the sections: each by its distance from the one before, alone or as a range.
fn sections(header: &str) -> Option<Vec<u64>> {
    let mut bits = Bits::of(header)?;
    (bits.number(6)? == 3 && bits.number(6)? == 1).then_some(())?;
    let (count, mut last, mut ids) = (bits.number(12)?, 0u64, Vec::new());
    for _ in 0..count {
        let is_range = bits.bit()?;
        let first = last.checked_add(bits.fibonacci()?)?;
        last = if is_range { first.checked_add(bits.fibonacci()?)? } else { first };
        (last <= MOST_SECTIONS).then_some(())?;
        ids.extend(first..=last);
    }
    Some(ids)
}

/// Who did not opt out has not agreed: the section only refuses.
fn usnat(section: &str, text: &str) -> Option<Spoken> {
    let mut segments = section.split('.');
    let mut bits = Bits::of(segments.next()?)?;
    let version = bits.number(6).filter(|version| matches!(version, 1 | 2))?;
    let _notices = bits.number(12)?;
    let mut refused = |values: u32| -> Option<Said> {
        let each = (0..values).map(|_| bits.number(2)).collect::<Option<Vec<_>>>()?;
        Some(if each.contains(&1) { Said::No } else { Said::Nothing })
    };
    let (sensitive, child) = if version == 1 { (12, 2) } else { (16, 3) };
    let (sale, sharing, advertising) = (refused(1)?, refused(1)?, refused(1)?);
    let (sensitive, child, personal) = (refused(sensitive)?, refused(child)?, refused(1)?);
    let gpc = segments.any(|segment| Bits::of(segment).is_some_and(|mut bits| bits.number(3) == Some(0b011)));
    let gpc = if gpc { Said::No } else { Said::Nothing };
    let said = [sale, sharing, advertising, sensitive, child, personal, gpc];
    Some(Spoken {
        kind: SignalKind::Gpp,
        said: SignalKind::Gpp.fields().iter().copied().zip(said).collect::<BTreeMap<_, _>>(),
        agrees: false,
        chosen_at: None,
        seen: SignalSeen { text: text.to_owned(), version: format!("GPP 1, usnat {version}"), tool: None },
    })
}
