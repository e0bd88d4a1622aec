//! The binary `filrouge`: reads files, calls one function, prints.

mod admin;
mod against;
mod allocator;
mod arguments;
mod commands;
mod exit;
mod folder;
mod moment;
mod project;
mod since;
mod terminal;
mod why;

use arguments::{Arguments, Command, Init};
use clap::FromArgMatches;
use exit::Exit;
use std::process::ExitCode;
use terminal::Terminal;

fn main() -> ExitCode {
    let given = arguments::command().try_get_matches();
    let arguments = match given.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => return misused(&error),
    };
    let terminal = Terminal::new(arguments.color, arguments.locale);
    match run(arguments.command, &terminal) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            terminal.complain(&failure);
            Exit::Unusable.into()
        }
    }
}

/// Help and version, or what is wrong with the words. The codes of `plan` leave one for everything that keeps it from telling.
fn misused(error: &clap::Error) -> ExitCode {
    arguments::say(error);
    let is_plan = std::env::args_os().nth(1).is_some_and(|word| word == "plan");
    match error.exit_code() {
        0 => Exit::Clean.into(),
        _ if is_plan => Exit::Found.into(),
        _ => Exit::Unusable.into(),
    }
}

fn run(command: Command, terminal: &Terminal) -> exit::Outcome {
    use commands as on;
    match command {
        Command::New(options) => on::new::run(&options, terminal),
        Command::Init { what: Init::Ci(options) } => on::init::run(&options, terminal),
        Command::Adopt(options) => on::adopt::run(&options, terminal),
        Command::Plan(options) => on::plan::run(&options, terminal),
        Command::Apply(options) => on::apply::run(&options, terminal),
        Command::Check(options) => on::check::run(&options, terminal),
        Command::Explain { rule } => on::explain::run(rule.as_deref(), terminal),
        Command::Fix { project, with_unsafe, diff } => on::fix::run(&project, with_unsafe, diff, terminal),
        Command::Fmt { project, check } => on::fmt::run(&project, check, terminal),
        Command::Lock(project) => on::lock::run(&project, terminal),
        Command::Lsp(options) => Ok(on::lsp::run(options)),
        Command::Test(options) => on::test::run(&options, terminal),
        Command::Backtest(options) => on::backtest::run(&options, terminal),
        Command::Build { project, output } => on::build::run(&project, &output, terminal),
        Command::Manifest(options) => on::manifest::run(&options, terminal),
        Command::Docs(options) => on::docs::run(&options, terminal),
        Command::Graph(options) => on::graph::run(&options, terminal),
        Command::Schema { action } => on::schema::run(action, terminal),
        Command::Run(options) => {
            allocator::keep_freed_memory();
            on::run::run(options)
        }
        Command::Dev { project, data, listen } => on::dev::run(&project, data, listen, terminal),
        Command::Status { daemon } => on::status::run(&daemon, terminal),
        Command::Import(options) => on::import::run(&options, terminal),
        Command::Backup(options) => on::backup::backup(&options, terminal),
        Command::Restore(options) => on::backup::restore(&options, terminal),
        Command::Audit { action } => on::audit::run(action, terminal),
        Command::Store { action } => on::store::run(action, terminal),
        Command::Reload { daemon, allow_removals } => on::reload::run(&daemon, allow_removals, terminal),
        Command::Pause { daemon, part, by } => on::pause::pause(&daemon, &part, &by, terminal),
        Command::Resume { daemon, part, by } => on::pause::resume(&daemon, &part, &by, terminal),
        Command::Shadow { daemon, action } => on::shadow::run(&daemon, action.as_ref(), terminal),
        Command::Why { daemon, person, decision } => {
            on::why::run(&daemon, person.as_deref(), decision.as_deref(), terminal)
        }
        Command::Tap { daemon, journey, person, result } => {
            let wanted = [("journey", journey), ("person", person), ("result", result)];
            on::tap::run(&daemon, &wanted, terminal)
        }
        Command::Top { daemon, every, times } => on::top::run(&daemon, every, times, terminal),
        Command::Logs { daemon, filter, seconds } => {
            on::logs::run(&daemon, filter.as_deref(), seconds, terminal)
        }
        Command::Person { daemon, person } => on::person::run(&daemon, &person, terminal),
        Command::Subject { daemon, action } => on::subject::run(&daemon, &action, terminal),
        Command::Export(options) => on::export::run(&options, terminal),
        Command::Unmerge { daemon, person } => on::unmerge::run(&daemon, &person, terminal),
        Command::Token { daemon, action } => on::token::run(&daemon, action, terminal),
        Command::Approvals { daemon, action } => on::approvals::run(&daemon, action, terminal),
        Command::DeadLetters { daemon, action } => on::letters::run(&daemon, action, terminal),
        Command::Quarantine { daemon, action } => on::quarantine::run(&daemon, action, terminal),
        Command::Completions { shell } => on::completions::run(shell, terminal),
        Command::Man { output } => on::man::run(&output, terminal),
    }
}
