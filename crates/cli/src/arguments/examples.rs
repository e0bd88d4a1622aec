//! An example for every command, at the end of its help and of its page of the manual.

mod table;

use crate::exit;
use clap::{Command, CommandFactory};
use table::EXAMPLES;

/// The whole command line, with its examples.
pub fn command() -> Command {
    let end = format!("{}\n\n{}", examples(""), exit::summary());
    with_examples(super::Arguments::command().after_help(end), "")
}

/// The examples of the commands below `path`, and of those below them.
fn with_examples(command: Command, path: &str) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|own| own.get_name().to_owned()).collect();
    names.into_iter().filter(|name| name != "help").fold(command, |command, name| {
        let path = format!("{path} {name}").trim().to_owned();
        command.mut_subcommand(name, |own| {
            let told = own.get_after_help().map(|told| format!("\n\n{told}")).unwrap_or_default();
            with_examples(own.after_help(format!("{}{told}", examples(&path))), &path)
        })
    })
}

/// Each example with what it does, one below the other.
fn examples(path: &str) -> String {
    let own = EXAMPLES.iter().filter(|(command, _, _)| *command == path);
    let lines: String = own.map(|(_, example, what)| format!("\n  {example}\n      {what}")).collect();
    if lines.is_empty() { String::new() } else { format!("Examples:{lines}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every command that can be given, by its words.
    fn paths(command: &Command, path: &str) -> Vec<String> {
        let below = command.get_subcommands().filter(|own| own.get_name() != "help");
        below
            .flat_map(|own| {
                let path = format!("{path} {}", own.get_name()).trim().to_owned();
                let further = paths(own, &path);
                [path].into_iter().chain(further)
            })
            .collect()
    }

    /// The words of an example as a shell reads them, up to a pipe or a file.
    fn words(example: &str) -> Vec<String> {
        let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
        for letter in example.chars() {
            match (quote, letter) {
                (Some(open), _) if open == letter => quote = None,
                (None, '\'' | '"') => {
                    quote = Some(letter);
                    word.get_or_insert_default();
                }
                (None, ' ') => words.extend(word.take()),
                _ => word.get_or_insert_default().push(letter),
            }
        }
        words.extend(word);
        words.into_iter().take_while(|word| word != "|" && word != ">").collect()
    }

    #[test]
    fn every_command_has_an_example() {
        let lacking: Vec<String> = paths(&command(), "")
            .into_iter()
            .filter(|path| !EXAMPLES.iter().any(|(command, _, _)| command == path))
            .collect();
        assert_eq!(lacking, Vec::<String>::new(), "add one to `arguments/examples/table.rs`");
    }

    #[test]
    fn every_example_is_understood_as_its_command() {
        for (path, example, _) in EXAMPLES {
            let words = words(example);
            assert!(
                example.starts_with(format!("filrouge {path}").trim_end()),
                "{example} is no example of {path}"
            );
            if let Err(error) = command().try_get_matches_from(words) {
                panic!("{example}: {error}");
            }
        }
    }

    #[test]
    fn every_example_belongs_to_a_command() {
        let known = paths(&command(), "");
        for (path, _, _) in EXAMPLES {
            assert!(path.is_empty() || known.iter().any(|own| own == path), "{path}");
        }
    }

    #[test]
    fn lines_of_examples_fit_a_terminal() {
        for (_, example, what) in EXAMPLES {
            assert!(example.chars().count() <= 96 && what.chars().count() <= 90, "{example}: {what}");
        }
    }
}
