//! Who has to do with whom: lines that share a name, and lines that share one with those.

use rayon::prelude::*;

/// For each line the first line that it has to do with, perhaps over others. `names` are the names of each line.
pub(super) fn leads(names: &[&[u128]]) -> Vec<u32> {
    let mut known: Vec<(u128, u32)> =
        names.iter().zip(0..).flat_map(|(names, line)| names.iter().map(move |name| (*name, line))).collect();
    known.par_sort_unstable();
    let mut leads: Vec<u32> = (0..).take(names.len()).collect();
    for same in known.chunk_by(|(one, _), (other, _)| one == other) {
        for pair in same.windows(2) {
            if let [(_, one), (_, other)] = pair {
                join(&mut leads, *one, *other);
            }
        }
    }
    for line in (0..).take(leads.len()) {
        let lead = lead(&mut leads, line);
        set(&mut leads, line, lead);
    }
    leads
}

/// The earlier of two leads leads both, so that who leads does not depend on the order of the joins.
fn join(leads: &mut [u32], one: u32, other: u32) {
    let (one, other) = (lead(leads, one), lead(leads, other));
    set(leads, one.max(other), one.min(other));
}

/// Who leads a line, halving the way there.
fn lead(leads: &mut [u32], mut line: u32) -> u32 {
    while let Some(next) = leads.get(line as usize).copied().filter(|next| *next != line) {
        let beyond = leads.get(next as usize).copied().unwrap_or(next);
        set(leads, line, beyond);
        line = beyond;
    }
    line
}

fn set(leads: &mut [u32], line: u32, lead: u32) {
    if let Some(place) = leads.get_mut(line as usize) {
        *place = lead;
    }
}

#[cfg(test)]
mod tests {
    use super::leads;

    #[test]
    fn lines_that_share_a_name_over_others_are_one_group() {
        let names: [&[u128]; 6] = [&[1], &[2], &[3, 2], &[4], &[1, 3], &[]];
        assert_eq!(leads(&names), [0, 0, 0, 3, 0, 5]);
    }
}
