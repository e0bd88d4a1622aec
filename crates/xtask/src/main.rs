//! Verbs of the repository. `cargo xtask` lists them.

mod bench;
mod ci;
mod generate;
mod layers;
mod repository;
mod setup;
mod suites;
mod tidy;
mod tour;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask VERB

  tour                one project from KDL to an explained message, in a terminal
  check               everything that CI runs
  test                every test of the workspace, two programs of tests at a time
  setup               installs what the end-to-end tests need beside Rust
  layers              docs/architecture.md's table of rooms agrees with `cargo metadata`
  tidy                hygiene: file and line lengths, module docs, pure crates, no paths of this machine
  generate [--check]  writes schema/*.schema.json, docs/rules, docs/language, and the grammar and the queries of
                      editor-support; or says what is out of date
  bench [NAME] [--json]
                      runs a measurement of bench/ in release mode; without a name, lists them";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["tour"] => tour::run(),
        ["check"] => ci::run(),
        ["test"] => suites::run(|| Ok(())),
        ["setup"] => setup::run(),
        ["layers"] => layers::check(),
        ["tidy"] => tidy::check(),
        ["generate", rest @ ..] => generate::run(rest),
        ["bench", rest @ ..] => bench::run(rest),
        _ => Err(vec![USAGE.to_owned()]),
    };
    match outcome {
        Ok(summary) => {
            println!("{summary}");
            ExitCode::SUCCESS
        }
        Err(problems) => {
            for problem in problems {
                eprintln!("{problem}");
            }
            ExitCode::FAILURE
        }
    }
}
