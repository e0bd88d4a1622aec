//! A log to try things on.

use filrouge_audit::{
    Checkpoint, FULL, Fact, Facts, Hash, Header, Kind, Tile, Tiles, Tree, bundle, digest_of, entry, leaf,
    path,
};
use filrouge_note::Signer;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::Path;

pub const ORIGIN: &str = "example.com/log";

/// A log in memory: entries, and whatever tiles they fill.
#[derive(Default, Clone)]
pub struct Log {
    pub entries: Vec<Vec<u8>>,
    pub tiles: BTreeMap<(u8, u64), Vec<Hash>>,
    pub tree: Tree,
}

pub fn header(seq: u64) -> Header {
    let facts =
        Facts::from([(Fact::What, "queued"), (Fact::Origin, &format!("journey/j/step/s{}", seq % 7))]);
    Header { kind: Kind::Decision, seq, at: 1_000 + seq as i64, tag: [seq as u8; 16], plan: [7; 8], facts }
}

pub fn written(seq: u64) -> Vec<u8> {
    entry(&header(seq).encode(), &digest_of(&seq.to_be_bytes()))
}

impl Log {
    pub fn of(size: u64) -> Self {
        Self::over((0..size).map(written))
    }

    pub fn over(entries: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let mut log = Self::default();
        for entry in entries {
            let tiles = &mut log.tiles;
            log.tree.push(leaf(&entry), |tile| _ = tiles.insert((tile.level, tile.index), tile.hashes));
            log.entries.push(entry);
        }
        let partial: Vec<Tile> = log.tree.partial().collect();
        log.tiles.extend(partial.into_iter().map(|tile| ((tile.level, tile.index), tile.hashes)));
        log
    }

    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint { origin: ORIGIN.to_owned(), size: self.tree.size(), root: self.tree.root() }
    }

    /// Writes it as a folder of C2SP.
    pub fn export(&self, folder: &Path, signer: &Signer) {
        let put = |name: &str, bytes: &[u8]| {
            let to = folder.join(name);
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::write(to, bytes).unwrap();
        };
        for ((level, index), hashes) in &self.tiles {
            put(&path(Some(*level), *index, hashes.len()), &hashes.concat());
        }
        for (index, entries) in self.entries.chunks(FULL).enumerate() {
            put(&path(None, index as u64, entries.len()), &bundle(entries.iter().map(Vec::as_slice)));
        }
        put("checkpoint", self.checkpoint().sign(signer).unwrap().as_bytes());
    }
}

impl Tiles for Log {
    type Error = Infallible;

    fn tile(&self, level: u8, index: u64) -> Result<Vec<Hash>, Infallible> {
        Ok(self.tiles.get(&(level, index)).cloned().unwrap_or_default())
    }
}

pub fn signer() -> Signer {
    Signer::from_seed(ORIGIN, [9; 32]).unwrap()
}
