//! What the end-to-end tests need beside Rust: the official Segment clients and a mail server, and what editors are made of.

use crate::repository::{Outcome, output, root};
use std::path::Path;
use std::process::Command;

/// Where the clients are installed, below the root.
const HOME: &str = "target/e2e";
/// Where they are declared.
const CLIENTS: &str = "tests/e2e/clients";

/// Where the tools of the editors' tests are declared, and installed.
const EDITORS: &str = "editor-support";

/// Installs them, pinned. A second run is quick.
pub fn run() -> Outcome {
    clients()?;
    editors()?;
    let missing = packages()?;
    Ok(format!("setup: clients in {HOME}, tools of {EDITORS}{missing}"))
}

/// The clients, below `target/`.
fn clients() -> Result<(), Vec<String>> {
    let (venv, node) = (format!("{HOME}/venv"), format!("{HOME}/node"));
    std::fs::create_dir_all(root().join(&node)).map_err(|error| vec![error.to_string()])?;
    if !root().join(&venv).join("bin/python").exists() {
        output("python3", &["-m", "venv", &venv])?;
    }
    let requirements = format!("{CLIENTS}/requirements.txt");
    output(
        &format!("{venv}/bin/python"),
        &["-m", "pip", "install", "--quiet", "--requirement", &requirements],
    )?;
    copy(&root().join(CLIENTS), &root().join(&node)).map_err(|error| vec![error.to_string()])?;
    output("npm", &["ci", "--prefix", &node, "--no-audit", "--no-fund", "--silent"])?;
    Ok(())
}

/// The tools of the editors' tests, where editors' own extensions look for them. Nothing is compiled, and no script of
/// theirs is run.
fn editors() -> Result<(), Vec<String>> {
    let lock = root().join(EDITORS).join("package-lock.json");
    let installed = root().join(EDITORS).join("node_modules/.installed.json");
    let read = |path: &Path| std::fs::read(path).ok();
    if read(&installed).is_some() && read(&installed) == read(&lock) {
        return Ok(());
    }
    let quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"];
    output("npm", &[&["ci", "--prefix", EDITORS][..], &quiet].concat())?;
    std::fs::copy(lock, installed).map(drop).map_err(|error| vec![error.to_string()])
}

/// Packages of the system: a program, and the package that has it.
const PACKAGES: &[(&str, &str)] = &[("nvim", "neovim"), ("dot", "graphviz"), ("chromium", "chromium")];

/// Installs those that are not there yet. That takes the rights to install packages: without them a developer goes on, and the
/// tests say what they leave out; continuous integration does not.
fn packages() -> Outcome {
    let is_there = |program: &str| Command::new(program).arg("--version").output().is_ok();
    let missing: Vec<&str> =
        PACKAGES.iter().filter(|(program, _)| !is_there(program)).map(|(_, package)| *package).collect();
    if missing.is_empty() {
        return Ok(String::new());
    }
    match install(&missing) {
        Err(_) if std::env::var_os("CI").is_none() => Ok(format!("; not installed: {}", missing.join(", "))),
        outcome => outcome.map(|()| String::new()),
    }
}

fn install(packages: &[&str]) -> Result<(), Vec<String>> {
    output("apt-get", &["update", "-qq"])?;
    let install = ["install", "--yes", "-qq", "--no-install-recommends"];
    output("apt-get", &[&install[..], packages].concat()).map(drop)
}

/// What Node reads lies beside its modules.
fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(from)? {
        let path = entry?.path();
        let is_nodes = path.extension().is_some_and(|extension| extension == "mjs" || extension == "json");
        if let Some(name) = path.file_name().filter(|_| is_nodes) {
            std::fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}
