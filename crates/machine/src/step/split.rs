//! `split`: chooses the first way whose condition holds.

use super::judge::View;
use super::turn::Turn;
use crate::{Evaluated, Id, Verdict};
use filrouge_plan::{Split, Target, Way, address};

/// Name of the way that is taken when no condition holds.
const OTHERWISE: &str = "otherwise";

impl Turn<'_> {
    pub(super) fn split(&mut self, id: Id, split: &Split, depth: u8) {
        let mut proof = Vec::new();
        let chosen = split.ways.iter().find(|way| self.way_holds(id, way, &mut proof));
        let (way, to) = chosen.map_or((OTHERWISE, &split.otherwise), |way| (way.name.as_str(), &way.to));
        self.take_way(id, way, to, proof, depth);
    }

    fn way_holds(&self, id: Id, way: &Way, proof: &mut Vec<Evaluated>) -> bool {
        let Some(here) = self.here(id) else { return false };
        let part = address::arm(&here.journey, here.step.as_deref().unwrap_or_default(), &way.name);
        let judged = self.of_instance(id, |walk| {
            let view = View { walk: Some(walk), ..View::default() };
            self.prove(Some(&way.when), || address::condition(&part), view)
        });
        let Some((holds, evaluated)) = judged else { return false };
        proof.extend(evaluated);
        holds.unwrap_or(false)
    }

    fn take_way(&mut self, id: Id, way: &str, to: &Target, proof: Vec<Evaluated>, depth: u8) {
        self.decide_arm(id, way, Verdict::Took { way: way.to_owned() }, proof);
        self.go_next(id, to, depth);
    }
}
