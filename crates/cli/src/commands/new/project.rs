//! A project in a new folder.

use super::create;
use crate::arguments::Template;
use crate::exit::{Exit, Failure, Outcome};
use crate::terminal::Terminal;
use filrouge_compile::draft::{kebab, title};
use filrouge_compile::locking;
use filrouge_source::Sources;
use std::path::Path;

/// Name and text of each file.
type Files = &'static [(&'static str, &'static str)];

/// The examples that projects start from; they are checked and tested with the others.
const MINIMAL: Files = &[
    ("filrouge.kdl", include_str!("../../../../../examples/hello/filrouge.kdl")),
    ("notice.md", include_str!("../../../../../examples/hello/notice.md")),
    ("tests.kdl", include_str!("../../../../../examples/hello/tests.kdl")),
];
const SHOP: Files = &[
    ("filrouge.kdl", include_str!("../../../../../examples/start/shop/filrouge.kdl")),
    ("events.kdl", include_str!("../../../../../examples/start/shop/events.kdl")),
    ("delivery.kdl", include_str!("../../../../../examples/start/shop/delivery.kdl")),
    ("privacy.kdl", include_str!("../../../../../examples/start/shop/privacy.kdl")),
    ("notices/offers.md", include_str!("../../../../../examples/start/shop/notices/offers.md")),
    ("journeys/welcome.kdl", include_str!("../../../../../examples/start/shop/journeys/welcome.kdl")),
    ("journeys/cart.kdl", include_str!("../../../../../examples/start/shop/journeys/cart.kdl")),
    ("journeys/win-back.kdl", include_str!("../../../../../examples/start/shop/journeys/win-back.kdl")),
];
const SAAS: Files = &[
    ("filrouge.kdl", include_str!("../../../../../examples/start/saas/filrouge.kdl")),
    ("events.kdl", include_str!("../../../../../examples/start/saas/events.kdl")),
    ("delivery.kdl", include_str!("../../../../../examples/start/saas/delivery.kdl")),
    ("privacy.kdl", include_str!("../../../../../examples/start/saas/privacy.kdl")),
    ("notices/service.md", include_str!("../../../../../examples/start/saas/notices/service.md")),
    ("notices/news.md", include_str!("../../../../../examples/start/saas/notices/news.md")),
    ("journeys/onboarding.kdl", include_str!("../../../../../examples/start/saas/journeys/onboarding.kdl")),
    ("journeys/activation.kdl", include_str!("../../../../../examples/start/saas/journeys/activation.kdl")),
    (
        "journeys/trial-ending.kdl",
        include_str!("../../../../../examples/start/saas/journeys/trial-ending.kdl"),
    ),
    (
        "journeys/payment-failed.kdl",
        include_str!("../../../../../examples/start/saas/journeys/payment-failed.kdl"),
    ),
];

/// The versions of the packs of law that a project is judged by.
const LOCK: &str = "filrouge.lock";

/// What git has no business with.
const IGNORED: &str = ".filrouge/\n";

/// Creates `dir` with a project that checks, tests and runs.
pub fn run(dir: &Path, template: Template, terminal: &Terminal) -> Outcome {
    if dir.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Failure::new(dir.display(), "the folder is not empty; give a new one"));
    }
    let own = dir.file_name().and_then(|name| kebab(&name.to_string_lossy()));
    let files = files(template);
    let mut sources = Sources::new();
    for (name, text) in files {
        let text = if *name == "filrouge.kdl" { named(text, own.as_deref()) } else { (*text).to_owned() };
        create(&dir.join(name), &text)?;
        sources.add(*name, text);
    }
    // A project begins with the law of its day.
    if let Some(lock) = locking(&sources).text {
        create(&dir.join(LOCK), &lock)?;
    }
    create(&dir.join(".gitignore"), IGNORED)?;
    terminal.print(&terminal.told(&told(&dir.display().to_string(), files)));
    Ok(Exit::Clean)
}

const fn files(template: Template) -> Files {
    match template {
        Template::Minimal => MINIMAL,
        Template::Shop => SHOP,
        Template::Saas => SAAS,
    }
}

/// The project is called like its folder; one without a letter in its name keeps that of the example.
fn named(text: &str, own: Option<&str>) -> String {
    let example = text.lines().find_map(|line| line.strip_prefix("project ")?.strip_suffix(" {"));
    let (Some(own), Some(example)) = (own.filter(|own| own.starts_with(char::is_alphabetic)), example) else {
        return text.to_owned();
    };
    let controller = |name: &str| format!("controller \"{} SAS\"", title(name));
    text.replacen(&format!("project {example} {{"), &format!("project {own} {{"), 1).replacen(
        &controller(example),
        &controller(own),
        1,
    )
}

fn told(dir: &str, files: Files) -> String {
    let names = files.iter().map(|(name, _)| *name).chain([LOCK]);
    let names: String = names.map(|name| format!("  {name}\n")).collect();
    format!(
        "A project is in {dir}.\n{names}\n\
         filrouge check {dir}    find every mistake\n\
         filrouge test {dir}     run its tests on a virtual clock\n\
         filrouge dev {dir}      run it, with a mailbox in the browser\n"
    )
}
