//! What a page asks its reader to do, and whether what is printed is what it says.

/// Something that the reader does.
pub enum Block {
    /// Writes a file: a fence with a path behind its language.
    File { path: String, text: String },
    /// Gives commands: the lines that begin with `$ `, each with what it prints.
    Commands(Vec<Command>),
}

/// A command and what it prints.
pub struct Command {
    pub line: String,
    pub prints: String,
}

/// What the page asks for, in its order.
pub fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(kind) = line.strip_prefix("```") else { continue };
        let text: String = lines
            .by_ref()
            .take_while(|line| !line.starts_with("```"))
            .map(|line| format!("{line}\n"))
            .collect();
        match kind.split_once(' ') {
            Some((_, path)) => blocks.push(Block::File { path: path.to_owned(), text }),
            None => {
                assert_eq!(kind, "console", "a fence has commands, or the path of a file");
                blocks.push(Block::Commands(commands(&text)));
            }
        }
    }
    blocks
}

fn commands(text: &str) -> Vec<Command> {
    let mut commands: Vec<Command> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(line), _) => commands.push(Command { line: line.to_owned(), prints: String::new() }),
            (None, Some(last)) => last.prints.push_str(&format!("{line}\n")),
            (None, None) => panic!("`{line}` stands before any command"),
        }
    }
    commands
}

/// Whether `printed` is what the page shows. A line `…` stands for any lines, `…` in a line for any text of it.
pub fn fits(shown: &str, printed: &str) -> bool {
    let (shown, printed): (Vec<&str>, Vec<&str>) = (shown.lines().collect(), printed.lines().collect());
    fits_lines(&shown, &printed)
}

fn fits_lines(shown: &[&str], printed: &[&str]) -> bool {
    match (shown, printed) {
        ([], []) => true,
        (["…", rest @ ..], _) if fits_lines(rest, printed) => true,
        (["…", ..], [_, others @ ..]) => fits_lines(shown, others),
        ([line, rest @ ..], [other, others @ ..]) => {
            let parts: Vec<&str> = line.split('…').collect();
            fits_line(&parts, other) && fits_lines(rest, others)
        }
        _ => false,
    }
}

fn fits_line(parts: &[&str], line: &str) -> bool {
    match parts {
        [] => true,
        [only] => line == *only,
        [first, rest @ ..] => line.strip_prefix(first).is_some_and(|line| fits_rest(rest, line)),
    }
}

/// Behind an ellipsis: each part somewhere further on, the last one at the end.
fn fits_rest(parts: &[&str], line: &str) -> bool {
    match parts {
        [] => true,
        [last] => line.ends_with(last),
        [next, rest @ ..] => line.split_once(next).is_some_and(|(_, line)| fits_rest(rest, line)),
    }
}
