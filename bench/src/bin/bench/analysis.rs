//! `compile::analyse` of projects of 1,000 journeys, the texts in memory, beside parsing the same texts: of one without a
//! finding, and of one in which one journey in ten has a fault.

use filrouge_bench::{Failure, Report, Target, estate, median, shop, spend};
use filrouge_compile::{Analysis, analyse};
use filrouge_source::{FileId, Sources};
use std::collections::BTreeMap;

/// How often each is measured.
const TIMES: usize = 7;

/// The journeys of each project.
const JOURNEYS: u32 = 1_000;

/// The most seconds that all of it may take.
const MOST: f64 = 1.0;

pub(crate) fn run() -> Result<(), Failure> {
    let mut report = Report::of("analysis");
    let clean = figures("a clean shop", &shop::files(JOURNEYS), &mut report);
    if !clean.findings.is_empty() {
        return Err(shop::refused(&clean));
    }
    let faulty = figures("an estate with faults", &estate::files(JOURNEYS), &mut report);
    if faulty.checked.is_none() {
        return Err(shop::refused(&faulty));
    }
    for (rule, count) in by_rule(&faulty) {
        report.add(format!("an estate with faults: {rule}"), count, "findings");
    }
    report.print();
    Ok(())
}

fn figures(name: &str, files: &[(String, String)], report: &mut Report) -> Analysis {
    let mut sources = Sources::new();
    for (path, text) in files {
        sources.add(path.clone(), text.as_str());
    }
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    let runs: Vec<_> = (0..TIMES).map(|_| (parsed(&sources), spend(|| analyse(sources.clone())))).collect();
    let parsing = median(runs.iter().map(|(parsing, _)| *parsing).collect());
    let wall = median(runs.iter().map(|(_, (_, spent))| spent.wall.as_secs_f64()).collect());
    let cpu = median(runs.iter().map(|(_, (_, spent))| spent.cpu.as_secs_f64()).collect());
    report.add(format!("{name}: source"), bytes as f64 / 1e6, "MB");
    report.add(format!("{name}: parsing it, wall"), parsing, "s");
    report.aim(format!("{name}: whole analysis, wall"), wall, "s", Target::AtMost(MOST));
    report.add(format!("{name}: whole analysis, processor"), cpu, "s");
    report.add(format!("{name}: whole analysis / parsing, wall"), wall / parsing, "×");
    analyse(sources)
}

fn parsed(sources: &Sources) -> f64 {
    let texts = sources.iter().filter(|(_, file)| file.is_kdl());
    let ((), spent) = spend(|| {
        texts.for_each(|(id, file): (FileId, _)| {
            drop(std::hint::black_box(filrouge_syntax::parse(id, &file.text)))
        });
    });
    spent.wall.as_secs_f64()
}

fn by_rule(analysis: &Analysis) -> BTreeMap<&'static str, f64> {
    let mut rules = BTreeMap::new();
    for finding in analysis.findings.iter() {
        *rules.entry(finding.rule.slug).or_default() += 1.0;
    }
    rules
}
