//! Arbitrary bytes are refused or read, and never more; the fuzz target `audit` does the same with bytes of its own.

use filrouge_audit::{Header, Proof, Walk, bundle, entry, split, unbundle};

/// Reads bytes as whatever a third party may hand over.
pub fn survives(bytes: &[u8]) {
    if let Ok(header) = Header::decode(bytes) {
        assert_eq!(Header::decode(&header.encode()).as_ref(), Ok(&header));
    }
    if let Ok(entries) = unbundle(bytes) {
        assert_eq!(bundle(entries.iter().copied()), bytes);
        let mut walk = Walk::default();
        entries.iter().for_each(|entry| _ = walk.entry(entry, |_| {}));
        assert_eq!(walk.tree().size(), entries.len() as u64);
    }
    if let Ok((header, digest)) = split(bytes) {
        assert_eq!(entry(header, digest), bytes);
    }
    let text = String::from_utf8_lossy(bytes);
    if let Ok(proof) = Proof::parse(&text) {
        assert_eq!(Proof::parse(&proof.text()), Ok(proof));
    }
}

#[cfg(test)]
mod tests {
    use super::survives;
    use crate::log::{Log, signer};
    use filrouge_audit::inclusion;

    #[test]
    fn whatever_comes_is_refused_or_read() {
        let log = Log::of(20);
        let proof = filrouge_audit::Proof {
            entry: log.entries[3].clone(),
            index: 3,
            path: inclusion(&log, 3, 20).unwrap(),
            checkpoint: log.checkpoint().sign(&signer()).unwrap(),
        };
        let bundle = filrouge_audit::bundle(log.entries.iter().map(Vec::as_slice));
        let mut seeds = vec![proof.text().into_bytes(), bundle, signer().verifier().to_string().into_bytes()];
        seeds.push(crate::log::header(4).encode());
        let mut chance = 0x2545_f491_4f6c_dd1d_u64;
        for round in 0..4_000 {
            let mut bytes = seeds[round % seeds.len()].clone();
            for _ in 0..=round % 5 {
                chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let at = (chance >> 33) as usize % bytes.len();
                match chance >> 62 {
                    0 => bytes.truncate(at.max(1)),
                    _ => bytes[at] ^= (chance >> 20) as u8,
                }
            }
            survives(&bytes);
        }
    }
}
