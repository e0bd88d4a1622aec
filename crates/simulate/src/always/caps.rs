//! The caps that a message counts for: those of its channel, of its purpose and of the project, and the one that the person
//! has chosen on the page.

use super::judge::too_many;
use super::words::of_cap;
use super::{Left, Look, Watch, is_withdrawable};
use filrouge_machine::Person;
use filrouge_plan::{Cap, Plan};

type Counts<'p> = Box<dyn Fn(&Left) -> bool + 'p>;
/// Whose a cap is, the cap, and what it counts.
type Counting<'p> = (String, &'p Cap, Counts<'p>);

impl Watch {
    /// The first cap that the message is over.
    pub(super) fn over_a_cap(&self, left: &Left, look: &Look<'_, '_>) -> Option<(String, Vec<&Left>)> {
        let plan = look.world.ready.plan();
        caps(left, look).into_iter().find_map(|(of, cap, counts)| {
            let before = self.left.iter();
            let before = before.filter(|other| counts(other) && is_withdrawable(&other.purpose, plan));
            let (number, others) = too_many(before, cap.count, cap.per, left, look)?;
            Some((format!("{number}, and the cap of {of} is {}", of_cap(cap)), others))
        })
    }
}

fn caps<'l>(left: &'l Left, look: &'l Look<'_, '_>) -> Vec<Counting<'l>> {
    let plan = look.world.ready.plan();
    let mut all = of_channel(left, plan);
    all.extend(of_purpose(left, plan));
    all.extend(of_everything("the project".to_owned(), &plan.project.caps));
    all.extend(chosen(look));
    all
}

fn of_channel<'l>(left: &'l Left, plan: &'l Plan) -> Vec<Counting<'l>> {
    let own = plan.channels.iter().filter(|own| own.name == left.channel);
    let all = own.flat_map(|own| own.caps.iter().map(|cap| (format!("the channel `{}`", own.name), cap)));
    let counts = |other: &Left| other.channel == left.channel;
    all.map(|(of, cap)| (of, cap, Box::new(counts) as Counts<'_>)).collect()
}

fn of_purpose<'l>(left: &'l Left, plan: &'l Plan) -> Vec<Counting<'l>> {
    let own = plan.purposes.iter().filter(|own| own.name == left.purpose);
    let all = own.flat_map(|own| own.caps.iter().map(|cap| (format!("the purpose `{}`", own.name), cap)));
    let concerned = all.filter(|(_, cap)| cap.via.as_ref().is_none_or(|via| *via == left.channel));
    let counting = concerned.map(|(of, cap)| {
        let counts = |other: &Left| {
            other.purpose == left.purpose && (cap.via.is_none() || other.channel == left.channel)
        };
        (of, cap, Box::new(counts) as Counts<'_>)
    });
    counting.collect()
}

fn of_everything(of: String, caps: &[Cap]) -> Vec<Counting<'_>> {
    let counts = |_: &Left| true;
    caps.iter().map(|cap| (of.clone(), cap, Box::new(counts) as Counts<'_>)).collect()
}

/// What the person has chosen. A word that a journey has changed behind the message says nothing about it.
fn chosen<'l>(look: &'l Look<'_, '_>) -> Vec<Counting<'l>> {
    let plan = look.world.ready.plan();
    let word = rhythm(plan, &look.world.person);
    let Some(word) = word.filter(|_| !look.changed || word == rhythm(plan, look.before)) else {
        return Vec::new();
    };
    let caps = plan.centre.caps.get(word).map_or(&[][..], Vec::as_slice);
    of_everything(format!("the choice `{word}`"), caps)
}

/// How often the person wants to hear, as the profile holds it.
fn rhythm<'p>(plan: &Plan, person: &'p Person) -> Option<&'p str> {
    let slot = plan.profile.slot(plan.centre.frequency.as_ref()?)?;
    person.profile.get(slot)?.as_text()
}
