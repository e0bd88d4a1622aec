//! The help, and what is wrong with the words of a command, in another language than English. The library that reads the command
//! line has its own words in English: the sentences of ours are told before it lays them out, its own afterwards, line by line.

use super::examples::command;
use clap::builder::{PossibleValue, PossibleValuesParser, StyledStr};
use clap::{Arg, Command, Error};
use filrouge_report::Language;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};

/// Says why the words were not understood, or the help that they ask for, in the language that they ask for.
pub fn say(error: &Error) {
    let words: Vec<OsString> = std::env::args_os().collect();
    let language = asked(&words);
    let again =
        (language != Language::English).then(|| told(command(), language).try_get_matches_from(words));
    let Some(Err(error)) = again else {
        let _ = error.print();
        return;
    };
    let text = error.render();
    if error.use_stderr() {
        let _ = write!(io::stderr().lock(), "{}", lines(&text.to_string(), language));
    } else {
        let drawn = if io::stdout().is_terminal() { text.ansi().to_string() } else { text.to_string() };
        let _ = write!(io::stdout().lock(), "{}", lines(&drawn, language));
    }
}

/// The words could not be read, so their language is looked for by itself.
fn asked(words: &[OsString]) -> Language {
    let texts: Vec<_> = words.iter().filter_map(|word| word.to_str()).collect();
    let beside =
        texts.windows(2).find_map(|pair| if let ["--locale", own] = pair { Some(*own) } else { None });
    let own = texts.iter().find_map(|word| word.strip_prefix("--locale=")).or(beside);
    let said = own.map(str::to_owned).or_else(|| std::env::var("FILROUGE_LOCALE").ok());
    if said.as_deref() == Some("fr") { Language::French } else { Language::English }
}

/// The command line with its sentences in a language: to be shown, not to be obeyed, as its values are mere texts.
fn told(mut command: Command, language: Language) -> Command {
    command.build();
    in_language(command, language)
}

fn in_language(command: Command, language: Language) -> Command {
    let (about, long) =
        (sentence(command.get_about(), language), sentence(command.get_long_about(), language));
    let after = command.get_after_help().map(|text| lines(&text.to_string(), language));
    let command =
        command.mut_args(|own| argument(own, language)).mut_subcommands(|own| in_language(own, language));
    let command = about.into_iter().fold(command, Command::about);
    let command = long.into_iter().fold(command, Command::long_about);
    after.into_iter().fold(command, Command::after_help)
}

fn argument(own: Arg, language: Language) -> Arg {
    let (help, long) = (sentence(own.get_help(), language), sentence(own.get_long_help(), language));
    let heading = own.get_help_heading().and_then(|own| HEADINGS.iter().find(|(english, _)| *english == own));
    let values: Vec<PossibleValue> =
        own.get_possible_values().into_iter().map(|own| value(&own, language)).collect();
    let takes = own.get_action().takes_values() && !values.is_empty();
    let own = if takes { own.value_parser(PossibleValuesParser::new(values)) } else { own };
    let own = help.into_iter().fold(own, Arg::help);
    let own = long.into_iter().fold(own, Arg::long_help);
    heading.into_iter().fold(own, |own, (_, heading)| own.help_heading(*heading))
}

/// Titles of options that belong together: the library wants them to be there for ever.
const HEADINGS: [(&str, &str); 2] =
    [("Recording", "Enregistrement"), ("Taken for granted", "Tenu pour acquis")];

fn value(own: &PossibleValue, language: Language) -> PossibleValue {
    sentence(own.get_help(), language).into_iter().fold(own.clone(), PossibleValue::help)
}

fn sentence(text: Option<&StyledStr>, language: Language) -> Option<String> {
    text.map(|text| language.tell(&text.to_string()).into_owned())
}

/// Words of the library between others, and what they are in French.
const WORDS: [(&str, &str); 10] = [
    ("Usage:", "Utilisation\u{a0}:"),
    ("Commands:", "Commandes\u{a0}:"),
    ("Arguments:", "Arguments\u{a0}:"),
    ("Options:", "Options\u{a0}:"),
    ("Parts:", "Parties\u{a0}:"),
    ("Examples:", "Exemples\u{a0}:"),
    ("Possible values:", "Valeurs possibles\u{a0}:"),
    ("[default: ", "[par défaut\u{a0}: "),
    ("[possible values: ", "[valeurs possibles\u{a0}: "),
    ("[env: ", "[environnement\u{a0}: "),
];

/// Each line as the catalogue tells it, or with the words of the library in place of the English ones.
fn lines(text: &str, language: Language) -> String {
    let line = |line: &str| {
        let words = line.trim_start();
        let indent = line.strip_suffix(words).unwrap_or_default();
        if !words.is_empty() && language.knows(words) {
            return format!("{indent}{}", language.tell(words));
        }
        WORDS.iter().fold(line.to_owned(), |line, (english, told)| line.replace(english, told))
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every sentence of a command, of what it takes, and of the commands below it.
    fn sentences(command: &Command, said: &mut Vec<String>) {
        let of = |text: Option<&StyledStr>| text.map(ToString::to_string);
        said.extend(of(command.get_about()).into_iter().chain(of(command.get_long_about())));
        // Behind the title stand an example and what it does, by turns.
        let after = of(command.get_after_help()).unwrap_or_default();
        said.extend(after.lines().filter_map(|line| line.strip_prefix("      ")).map(str::to_owned));
        said.extend(after.lines().filter(|line| line.starts_with("Exit codes")).map(str::to_owned));
        for own in command.get_arguments() {
            said.extend(of(own.get_help()).into_iter().chain(of(own.get_long_help())));
            let heading = own.get_help_heading();
            assert!(
                heading.is_none_or(|own| HEADINGS.iter().any(|(english, _)| *english == own)),
                "{heading:?}"
            );
            said.extend(own.get_possible_values().iter().filter_map(|value| of(value.get_help())));
        }
        command.get_subcommands().for_each(|own| sentences(own, said));
    }

    #[test]
    fn every_sentence_of_the_help_is_told_in_french() {
        let mut command = command();
        command.build();
        let mut said = Vec::new();
        sentences(&command, &mut said);
        said.sort();
        said.dedup();
        assert!(said.len() > 300, "{}", said.len());
        let untold: Vec<&String> = said.iter().filter(|own| !Language::French.knows(own)).collect();
        assert_eq!(untold, Vec::<&String>::new(), "add them to `french-commands.txt`");
    }

    /// What the library itself says of wrong words.
    #[test]
    fn every_complaint_about_words_is_told_in_french() {
        for words in [
            &["filrouge", "check", "--lokced"][..],
            &["filrouge", "chekc"],
            &["filrouge", "check", "--color", "blue"],
            &["filrouge", "check", "--on", "tomorrow"],
            &["filrouge", "build"],
            &["filrouge", "plan", "--against"],
            &["filrouge", "check", "--locked", "--locked"],
            &["filrouge", "backtest", "--events", "a", "--url", "b"],
            &["filrouge", "audit"],
            &["filrouge", "fmt", "a", "b"],
        ] {
            let error = told(command(), Language::French).try_get_matches_from(words).unwrap_err();
            let text = lines(&error.render().to_string(), Language::French);
            for english in
                ["error:", "tip:", "Usage:", "For more", "possible values", "required", "unexpected"]
            {
                assert!(!text.contains(english), "{words:?}: {text}");
            }
        }
    }

    #[test]
    fn the_language_is_found_in_words_that_are_not_understood() {
        let of = |words: &[&str]| asked(&words.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(of(&["filrouge", "--locale", "fr", "x"]), Language::French);
        assert_eq!(of(&["filrouge", "x", "--locale=fr"]), Language::French);
        assert_eq!(of(&["filrouge", "x", "--locale=en"]), Language::English);
    }
}
