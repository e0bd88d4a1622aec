//! What a person is made of, field by field. A list here is the format: its order never changes, and what is new goes
//! to the end.

use super::codec::{Codec, fields, variants, write_fields};
use super::reader::{Damage, Reader};
use super::writer::Writer;
use crate::person::{Collected, OnBranch, Round, Watch};
use crate::tracked::Kept;
use crate::{
    Assignment, Awaited, Backfilling, ConsentFact, ConsentRecord, Departed, Flight, Instance, Joined,
    KeptAnswer, Limits, NoticeShown, Odds, PastEntry, Pending, Person, Proof, Rhythm, SignalSeen, Tracked,
    Unconfirmed,
};

// The profile goes by the names of the plan's schema.
fields!(Person {
    identifiers, consents, segments, instances, entries, sent, flights, departed, assignments, awaited,
    awaited_under, entered, traits, wake, backfills, rhythm, last_activity, since, joined, apart,
    answers, ledger, unconfirmed, limits,
} apart { profile, undeclared });

fields!(Instance {
    id,
    journey,
    key,
    rotation,
    entered_at,
    entry,
    step,
    step_entered_at,
    pending,
    watch,
    caller,
    branch,
    visits,
    digests,
    rounds,
    outcomes,
    results,
    reached,
    plan,
    drained,
});

variants!(Pending {
    0 => Wait { due },
    1 => Held { channel, due, reason },
    2 => Called { instance },
    3 => Answer { effect, due, subject },
    4 => Outcome { effect, channel },
});

fields!(Watch { since, seen, stale, ended, asked });
fields!(OnBranch { parent, step, name });
fields!(Collected { event, key, first, count, items });
fields!(Round { number, began, open });
fields!(KeptAnswer { purpose, at, until, fields });
fields!(Joined { at, until, fields });
fields!(Assignment { arm, odds, salt, at });
fields!(Limits { restricted, held, suppressed });
fields!(Odds { parts, of });
fields!(Flight { instance, journey, step, purpose, channel, at, capped, recalled });
fields!(Departed { id, journey, entered_at, entry, outcomes, reached, until });
fields!(ConsentFact { granted, at, evidence, input });
fields!(ConsentRecord { id, purpose, channel, state, ignored, at, evidence, proof, input, previous });
fields!(Proof { method, notice, screen, network, agent, country, source, received_at, acted_at, signal });
fields!(SignalSeen { text, version, tool });
fields!(NoticeShown { id, version, sha256, language });
fields!(Unconfirmed { at, until, input });
fields!(Backfilling { timer, due, since });
fields!(PastEntry { count, last });
fields!(Awaited { timer, passed, date, since, next });
fields!(Tracked { made, kept });
fields!(Rhythm { hours, since });

variants!(Kept {
    2 => Total { count, value, at },
    3 => Pairs { first, then, met },
    4 => Since { at, lasted },
} of { 0 => Window, 1 => Tally });
