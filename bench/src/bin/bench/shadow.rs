//! What a plan beside the one that runs costs: events through HTTP and the whole daemon, in turns without one and with one, and how
//! much of it all the plan beside was too slow to hear.

use crate::ingest::drive;
use filrouge_bench::served::{self, Served, TOKEN, figure, serve_or};
use filrouge_bench::traffic::{Calls, Traffic, Visits, Way};
use filrouge_bench::{Connection, Failure, Report, median, shop};
use filrouge_daemon::api::{Proposal, VERSION};

const JOURNEYS: u32 = 100;
const PEOPLE: u32 = 20_000;
/// How often each is measured.
const TIMES: u32 = 5;
const WAY: Way = Way { batch: 100, connections: 8, events: 80_000 };

pub(crate) fn run() -> Result<(), Failure> {
    serve_or(measure)
}

fn measure() -> Result<(), Failure> {
    let (mut alone, mut beside) = (Vec::new(), Vec::new());
    let proposal = proposal()?;
    for _ in 0..TIMES {
        alone.push(turn_of(None)?);
        beside.push(turn_of(Some(&proposal))?);
    }
    let middle = |turns: &[Turn], part: fn(&Turn) -> f64| median(turns.iter().map(part).collect());
    let (before, after) = (middle(&alone, |turn| turn.rate), middle(&beside, |turn| turn.rate));
    let mut report = Report::of("shadow");
    report.add("events, no plan beside", before, "events/s");
    report.add("events, a plan beside", after, "events/s");
    report.add("throughput with / without", after / before, "×");
    report.add("processor, no plan beside", middle(&alone, |turn| turn.cpu), "µs/event");
    report.add("processor, a plan beside", middle(&beside, |turn| turn.cpu), "µs/event");
    report.add("people who were copied", middle(&beside, |turn| turn.people), "people");
    report.add("things that the plan beside was too slow for", middle(&beside, |turn| turn.dropped), "things");
    report.print();
    Ok(())
}

/// What one run saw.
struct Turn {
    rate: f64,
    cpu: f64,
    people: f64,
    dropped: f64,
}

fn turn_of(beside: Option<&str>) -> Result<Turn, Failure> {
    let folder = tempfile::tempdir()?;
    shop::write(&served::project(folder.path()), JOURNEYS)?;
    let served = Served::start(folder.path())?;
    if let Some(proposal) = beside {
        let path = "/admin/v1/shadow?by=bench";
        Connection::open(served.address())?.command(path, TOKEN, proposal)?;
    }
    let (rate, cpu) = drive(&served, &Calls::of(&mut Visits::of(PEOPLE, Traffic::Sessions), WAY))?;
    let metrics = served.metrics()?;
    let told = |series: &str| figure(&metrics, series);
    Ok(Turn { rate, cpu, people: told("filrouge_shadow_people")?, dropped: told("filrouge_shadow_dropped")? })
}

/// The same project with another wait in each journey.
fn proposal() -> Result<String, Failure> {
    let mut files = shop::files(JOURNEYS);
    files.iter_mut().for_each(|(_, text)| *text = text.replace("first-pause for=\"1h\"", "first-pause for=\"2h\""));
    let proposal = Proposal {
        version: VERSION,
        base: shop::bundle(JOURNEYS)?.hash,
        bundle: shop::bundle_of(files)?,
        manifest: None,
        approvals: Vec::new(),
        stale_lock: Vec::new(),
    };
    Ok(serde_json::to_string(&proposal)?)
}
