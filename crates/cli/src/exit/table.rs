//! The table of exit codes: a number never changes what it means for a command.
//!
//! A command that needs other numbers than the usual ones gets rows of its own. `docs/exit-codes.md` and the help are made of
//! this table.

/// What a number means for a command.
struct Row {
    /// The command; empty for all that have no row of this number.
    command: &'static str,
    code: u8,
    meaning: &'static str,
}

const fn row(command: &'static str, code: u8, meaning: &'static str) -> Row {
    Row { command, code, meaning }
}

/// What the numbers mean, the usual meanings first.
const ROWS: &[Row] = &[
    row("", 0, "all is well"),
    row("", 1, "findings, or failed tests"),
    row("", 2, "wrong usage, or a file or a server that could not be reached"),
    row("check", 1, "the project has errors; notes and warnings alone end with 0"),
    row("init", 2, "there is a file already, or the project is not under git"),
    row("plan", 0, "nothing changes; the wording of the source may differ"),
    row("plan", 1, "it cannot be told: findings, wrong usage, no such commit, no answer"),
    row("plan", 2, "something changes"),
    row("plan", 3, "something changes for which somebody has to say yes"),
    row("plan", 4, "more is done with personal data, and the privacy approver has not agreed"),
    row("apply", 1, "the plan was refused, and the one before runs on"),
    row("fix", 1, "errors are left; with `--diff` also: something would change"),
    row("fmt", 1, "a file cannot be read; with `--check` also: a file would change"),
    row("lsp", 1, "the editor went away without saying that it is over"),
    row(
        "test",
        1,
        "a test failed, a property was broken, the project has errors, or the coverage is too small",
    ),
    row("test", 3, "of `--record`: the decision could not be recorded, or not as it was"),
    row("backtest", 1, "a source has errors, or a limit is exceeded"),
    row(
        "backtest",
        2,
        "wrong usage, a file, commit or daemon that could not be reached, or no line that is understood",
    ),
    row("build", 1, "the project has errors, and nothing was written"),
    row(
        "manifest",
        1,
        "the project has errors, and nothing was printed; the committed copy differs; what is verified does not hold",
    ),
    row("graph", 1, "the project has errors, and nothing was drawn"),
    row("docs", 1, "the project has errors, and nothing was written"),
    row("schema", 1, "something breaks, or a project does not compile"),
    row("import", 1, "lines were set aside, refused or unreadable, or it stopped before the end"),
    row("store", 1, "of `check`: something cannot be trusted"),
];

/// The usual meanings in one sentence, for the end of the help.
pub fn summary() -> String {
    let usual = ROWS.iter().filter(|row| row.command.is_empty());
    let told: Vec<String> = usual.map(|row| format!("{} {}", row.code, row.meaning)).collect();
    format!("Exit codes: {}. `docs/exit-codes.md` has those of each command.", told.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::Arguments;
    use crate::exit::Exit;
    use clap::CommandFactory;
    use std::collections::BTreeSet;

    /// The page as it must be.
    fn page() -> String {
        let mut page = include_str!("table.md").to_owned();
        for row in ROWS {
            let command =
                if row.command.is_empty() { "*any other*".to_owned() } else { format!("`{}`", row.command) };
            page.push_str(&format!("| {command} | {} | {} |\n", row.code, row.meaning));
        }
        page
    }

    #[test]
    fn the_page_has_every_code() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/exit-codes.md");
        if std::env::var_os("FILROUGE_WRITE_PAGES").is_some() {
            std::fs::write(path, page()).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(
            written,
            page(),
            "`FILROUGE_WRITE_PAGES=1 cargo test -p filrouge-cli the_page_has` writes it"
        );
    }

    #[test]
    fn every_code_has_a_row_and_every_row_a_command() {
        let told: BTreeSet<u8> = ROWS.iter().map(|row| row.code).collect();
        for exit in [
            Exit::Clean,
            Exit::Found,
            Exit::Unusable,
            Exit::Unrecorded,
            Exit::Changes,
            Exit::NeedsApproval,
            Exit::NeedsPrivacyApprover,
        ] {
            assert!(told.contains(&exit.code()), "{exit:?}");
        }
        let known = Arguments::command();
        for row in ROWS.iter().filter(|row| !row.command.is_empty()) {
            assert!(known.find_subcommand(row.command).is_some(), "{}", row.command);
        }
    }

    #[test]
    fn a_number_means_one_thing_for_a_command() {
        let all: BTreeSet<_> = ROWS.iter().map(|row| (row.command, row.code)).collect();
        assert_eq!(all.len(), ROWS.len());
    }
}
