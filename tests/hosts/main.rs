//! The same life on every host: the simulated world, and the drive loop on a store in memory, on SQLite, and on SQLite
//! behind a journal, the latter two closed and opened again on the way. Decisions, messages, timers and the stored person
//! must be equal, byte for byte.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that meets something unexpected fails"
)]

mod backtests;
mod hosted;
mod lives;
mod positions;
mod shadows;
mod trail;

use filrouge_host::{MemoryStore, Store};
use filrouge_machine::Ready;
use filrouge_simulate::{Dice, World, walk};
use filrouge_store::{JournaledStore, SqliteStore};
use hosted::Hosted;
use std::path::Path;
use std::sync::Arc;
use trail::Trail;

/// The plan of the reference project, each text as `edit` makes it.
fn project(edit: impl Fn(&str, &str) -> String) -> Ready {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut sources = filrouge_source::Sources::new();
    for (_, file) in filrouge_project::load(&root).sources.iter() {
        sources.add(file.path.clone(), edit(&file.path, &file.text));
    }
    let analysis = filrouge_compile::analyse(sources);
    let checked = analysis.checked.expect("the edited project is clean");
    Ready::new(Arc::new(filrouge_compile::lower(&checked, &analysis.sources, None)))
        .expect("a plan that runs")
}

/// The reference project, with its tests.
fn reference() -> (Ready, Vec<Arc<filrouge_plan::scenario::Scenario>>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let analysis = filrouge_compile::analyse(filrouge_project::load(&root).sources);
    let checked = analysis.checked.expect("the reference project is clean");
    let bundle = filrouge_compile::lower(&checked, &analysis.sources, None);
    (Ready::new(Arc::new(bundle)).expect("a plan that runs"), checked.model().tests.clone())
}

fn compare(life: &str, world: &World<'_>) {
    let expected = Trail::of(world);
    in_memory(world).must_equal(&expected, &format!("{life}: the store in memory"));
    let sqlite = |folder: &Path| -> Box<dyn Store> { Box::new(SqliteStore::open(folder).expect("a store")) };
    on_disk(world, sqlite).must_equal(&expected, &format!("{life}: SQLite, opened again on the way"));
    let ahead =
        |folder: &Path| -> Box<dyn Store> { Box::new(JournaledStore::open(folder).expect("a store")) };
    on_disk(world, ahead).must_equal(&expected, &format!("{life}: a journal, opened again on the way"));
}

fn in_memory(world: &World<'_>) -> Trail {
    let store = MemoryStore::new();
    Hosted::new(world, || Box::new(store.clone())).live(None)
}

fn on_disk(world: &World<'_>, open: impl Fn(&Path) -> Box<dyn Store>) -> Trail {
    let directory = tempfile::tempdir().expect("a directory");
    Hosted::new(world, || open(directory.path())).live(Some(lives::outside(world).len() / 2))
}

#[test]
fn the_tests_of_the_reference_project_leave_equal_trails() {
    let (ready, scenarios) = reference();
    assert!(scenarios.len() >= 10, "the reference project has tests");
    for scenario in &scenarios {
        compare(&scenario.name, &walk(&ready, scenario));
    }
}

#[test]
fn random_lives_in_the_reference_project_leave_equal_trails() {
    let (ready, _) = reference();
    let (mut messages, mut steps) = (0, 0);
    for seed in 0..40 {
        let world = lives::random(&ready, &mut Dice::new(seed), 60);
        messages += world.messages.len();
        steps += world.inputs.len();
        compare(&format!("seed {seed}"), &world);
    }
    println!("lives on four hosts: {steps} steps on each");
    assert!(messages > 50, "only {messages} messages: such lives prove little");
}
