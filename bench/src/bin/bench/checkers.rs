//! `filrouge check` beside the checkers of other languages, each on as many declarations, each as a process of its own: a shop
//! of 1,000 journeys, alerting rules of Prometheus, functions of Python, policies of Cedar. What is not installed is left out,
//! and that is said.

use filrouge_bench::{Failure, Report, median, shop};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// How often each is measured.
const TIMES: usize = 7;

/// The journeys of the shop.
const JOURNEYS: u32 = 1_000;

/// A checker of another language: its name, and how it is called.
struct Checker {
    name: &'static str,
    command: Vec<String>,
}

pub(crate) fn run() -> Result<(), Failure> {
    let mut report = Report::of("checkers");
    let folder = tempfile::tempdir()?;
    let shop = folder.path().join("shop");
    fs::create_dir(&shop)?;
    shop::write(&shop, JOURNEYS)?;
    let declarations = declarations();
    report.add("declarations".to_owned(), f64::from(declarations), "");
    let own = Checker { name: "filrouge check", command: vec![filrouge()?, "check".to_owned(), text(&shop)] };
    let others = [
        promtool(folder.path(), declarations)?,
        ruff(folder.path(), declarations)?,
        cedar(folder.path(), declarations)?,
    ];
    let ours =
        wall(&own).ok_or("`filrouge` is not beside this program: `cargo build --release --bin filrouge`")?;
    report.add(format!("{}, wall", own.name), ours, "s");
    for checker in others {
        match wall(&checker) {
            Some(wall) => {
                report.add(format!("{}, wall", checker.name), wall, "s");
                report.add(format!("{} / filrouge check", checker.name), wall / ours, "×");
            }
            None => eprintln!("{}: not installed, or it refuses its input; left out", checker.name),
        }
    }
    report.print();
    Ok(())
}

/// Seconds on the wall in the middle; nothing when it does not end well.
fn wall(checker: &Checker) -> Option<f64> {
    let run = || {
        let started = Instant::now();
        let (program, arguments) = checker.command.split_first()?;
        let status =
            Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success()).then(|| started.elapsed().as_secs_f64())
    };
    // The first one warms the disk's cache.
    run()?;
    (0..TIMES).map(|_| run()).collect::<Option<Vec<_>>>().map(median)
}

/// How many declarations the shop has.
fn declarations() -> u32 {
    let files = shop::files(JOURNEYS);
    let kdl = files.iter().filter(|(path, _)| path.ends_with(".kdl"));
    let count: usize =
        kdl.map(|(_, text)| filrouge_syntax::parse(filrouge_source::FileId(0), text).0.roots().count()).sum();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The binary beside this one.
fn filrouge() -> Result<String, Failure> {
    Ok(text(&std::env::current_exe()?.with_file_name("filrouge")))
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

fn promtool(folder: &Path, count: u32) -> Result<Checker, Failure> {
    let mut rules = "groups:\n  - name: shop\n    rules:\n".to_owned();
    for number in 0..count {
        write!(
            rules,
            "      - alert: Slow{number}\n        expr: rate(http_requests_total{{job=\"shop{number}\"}}[5m]) > {number} and up == 1\n        \
             for: 10m\n        labels: {{ severity: page }}\n        annotations: {{ summary: \"{{{{ $labels.job }}}} is slow\" }}\n"
        )?;
    }
    let file = folder.join("rules.yml");
    fs::write(&file, rules)?;
    let command = ["promtool".to_owned(), "check".to_owned(), "rules".to_owned(), text(&file)];
    Ok(Checker { name: "promtool check rules", command: command.to_vec() })
}

fn ruff(folder: &Path, count: u32) -> Result<Checker, Failure> {
    let files = folder.join("python");
    fs::create_dir(&files)?;
    // As many files as the shop has, more or less: a function for each declaration.
    for number in 0..count {
        let function = format!(
            "def total_{number}(values: list[float], rate: float) -> float:\n    kept = [value for value in values if value > {number}]\n    \
             if not kept:\n        return 0.0\n    return sum(kept) * rate\n"
        );
        fs::write(files.join(format!("module_{number}.py")), function)?;
    }
    let command = [
        "ruff".to_owned(),
        "check".to_owned(),
        "--no-cache".to_owned(),
        "--isolated".to_owned(),
        text(&files),
    ];
    Ok(Checker { name: "ruff check", command: command.to_vec() })
}

fn cedar(folder: &Path, count: u32) -> Result<Checker, Failure> {
    let schema = "entity User { points: Long, tier: String };\nentity Shop;\naction read appliesTo { principal: User, resource: Shop };\n";
    let mut policies = String::new();
    for number in 0..count {
        writeln!(
            policies,
            "@id(\"policy{number}\")\npermit (principal is User, action == Action::\"read\", resource is Shop) when {{ principal.points > \
             {number} && principal.tier == \"gold\" }};"
        )?;
    }
    let (schemas, file) = (folder.join("shop.cedarschema"), folder.join("shop.cedar"));
    fs::write(&schemas, schema)?;
    fs::write(&file, policies)?;
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("checkers/cedar.mjs");
    let command = ["node".to_owned(), text(&script), text(&schemas), text(&file)];
    Ok(Checker { name: "cedar validate (WebAssembly)", command: command.to_vec() })
}
