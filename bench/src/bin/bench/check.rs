//! `project::load` and `compile::analyse` of 1,000 and of 10,000 journey files, each time in a process of its own,
//! beside reading the same files.

use filrouge_bench::{Failure, Report, Spent, Target, again, median, peak_memory, shop, spend};
use filrouge_compile::analyse;
use filrouge_project::load;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;

/// How often each is measured.
const TIMES: usize = 7;

/// What one process took.
#[derive(Debug, Serialize, Deserialize)]
struct Seen {
    /// Seconds on the wall for all of it.
    wall: f64,
    /// Seconds of the processor, all threads together.
    cpu: f64,
    /// Seconds on the wall for reading the files.
    load: f64,
    /// The most memory that it held, in bytes.
    memory: u64,
}

pub(crate) fn run() -> Result<(), Failure> {
    let words: Vec<String> = filrouge_bench::words().collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["floor", root] => tell(&floor(Path::new(root))?),
        ["check", root] => tell(&check(Path::new(root))?),
        _ => measure(),
    }
}

fn tell(seen: &Seen) -> Result<(), Failure> {
    println!("{}", serde_json::to_string(seen)?);
    Ok(())
}

fn measure() -> Result<(), Failure> {
    let mut report = Report::of("check");
    figures(1_000, &mut report, None)?;
    figures(10_000, &mut report, Some(0.5))?;
    report.print();
    Ok(())
}

fn figures(journeys: u32, report: &mut Report, most: Option<f64>) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let bytes = shop::write(folder.path(), journeys)? as f64;
    let (floor, check) = in_turn(folder.path())?;
    let (read, wall) = (middle(&floor, |seen| seen.wall), middle(&check, |seen| seen.wall));
    let named = |name: &str| format!("{journeys} files: {name}");
    report.add(named("source"), bytes / 1e6, "MB");
    report.add(named("reading them, wall"), read, "s");
    match most {
        Some(most) => report.aim(named("check, wall"), wall, "s", Target::AtMost(most)),
        None => report.add(named("check, wall"), wall, "s"),
    }
    report.add(named("check, wall, of which load"), middle(&check, |seen| seen.load), "s");
    report.add(named("check, processor"), middle(&check, |seen| seen.cpu), "s");
    report.add(named("check / reading them, wall"), wall / read, "×");
    report.add(
        named("check / reading them, processor"),
        middle(&check, |seen| seen.cpu) / middle(&floor, |seen| seen.cpu),
        "×",
    );
    let memory = middle(&check, |seen| seen.memory as f64);
    report.add(named("peak memory"), memory / 1e6, "MB");
    report.aim(named("peak memory / source"), memory / bytes, "×", Target::AtMost(10.0));
    Ok(())
}

fn middle(seen: &[Seen], part: impl Fn(&Seen) -> f64) -> f64 {
    median(seen.iter().map(part).collect())
}

/// Both by turns, so that other work on the machine hits them alike. The first turn warms the disk's cache.
fn in_turn(root: &Path) -> Result<(Vec<Seen>, Vec<Seen>), Failure> {
    ask("floor", root)?;
    let turns: Result<Vec<(Seen, Seen)>, Failure> =
        (0..TIMES).map(|_| Ok((ask("floor", root)?, ask("check", root)?))).collect();
    Ok(turns?.into_iter().unzip())
}

fn ask(what: &str, root: &Path) -> Result<Seen, Failure> {
    let output = again()?.arg(what).arg(root).output()?;
    if output.status.success() {
        Ok(serde_json::from_slice(&output.stdout)?)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into())
    }
}

fn check(root: &Path) -> Result<Seen, Failure> {
    let ((analysis, load), spent) = spend(|| {
        let (loaded, load) = spend(|| load(root));
        (analyse(loaded.sources), load)
    });
    if analysis.checked.is_none() || !analysis.findings.is_empty() {
        return Err(shop::refused(&analysis));
    }
    let seen = seen(spent, load)?;
    // As a command would: what the system takes back at once is not taken apart before.
    std::mem::forget(analysis);
    Ok(seen)
}

fn floor(root: &Path) -> Result<Seen, Failure> {
    let (texts, spent) = spend(|| {
        let mut texts = Vec::new();
        read_below(root, &mut texts).map(|()| texts)
    });
    std::hint::black_box(texts?);
    seen(spent, spent)
}

fn seen(spent: Spent, load: Spent) -> Result<Seen, Failure> {
    let memory = peak_memory()?;
    Ok(Seen {
        wall: spent.wall.as_secs_f64(),
        cpu: spent.cpu.as_secs_f64(),
        load: load.wall.as_secs_f64(),
        memory,
    })
}

fn read_below(folder: &Path, texts: &mut Vec<String>) -> Result<(), Failure> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            read_below(&entry.path(), texts)?;
        } else {
            texts.push(fs::read_to_string(entry.path())?);
        }
    }
    Ok(())
}
