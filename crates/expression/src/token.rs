//! Text to tokens. Operators of other languages become ours, each with a problem that names the right one.

use crate::text::{self, Quoted};
use crate::{Extent, Problem};
use filrouge_plan::program::{Comparison, Operation};
use rust_decimal::Decimal;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Token<'t> {
    pub(crate) at: Extent,
    pub(crate) kind: TokenKind<'t>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TokenKind<'t> {
    /// Digits of a whole number; the sign is the parser's.
    Int(u64),
    Decimal(Decimal),
    Text(String),
    Name(&'t str),
    Compare(Comparison),
    Arithmetic(Operation),
    And,
    Or,
    Not,
    Dot,
    Comma,
    Colon,
    Question,
    Open,
    Close,
    OpenList,
    CloseList,
    /// Something that was reported already.
    Bad,
    End,
}

/// Symbols, longest first; the ones of other languages name what we write instead.
const SYMBOLS: &[(&str, TokenKind<'static>, Option<&str>)] = &[
    ("===", TokenKind::Compare(Comparison::Equal), Some("==")),
    ("!==", TokenKind::Compare(Comparison::NotEqual), Some("!=")),
    ("==", TokenKind::Compare(Comparison::Equal), None),
    ("!=", TokenKind::Compare(Comparison::NotEqual), None),
    ("<>", TokenKind::Compare(Comparison::NotEqual), Some("!=")),
    ("<=", TokenKind::Compare(Comparison::AtMost), None),
    (">=", TokenKind::Compare(Comparison::AtLeast), None),
    ("=<", TokenKind::Compare(Comparison::AtMost), Some("<=")),
    ("=>", TokenKind::Compare(Comparison::AtLeast), Some(">=")),
    ("&&", TokenKind::And, None),
    ("||", TokenKind::Or, None),
    ("=", TokenKind::Compare(Comparison::Equal), Some("==")),
    ("≠", TokenKind::Compare(Comparison::NotEqual), Some("!=")),
    ("≤", TokenKind::Compare(Comparison::AtMost), Some("<=")),
    ("≥", TokenKind::Compare(Comparison::AtLeast), Some(">=")),
    ("&", TokenKind::And, Some("&&")),
    ("|", TokenKind::Or, Some("||")),
    ("<", TokenKind::Compare(Comparison::Less), None),
    (">", TokenKind::Compare(Comparison::Greater), None),
    ("!", TokenKind::Not, None),
    ("+", TokenKind::Arithmetic(Operation::Add), None),
    ("-", TokenKind::Arithmetic(Operation::Subtract), None),
    ("*", TokenKind::Arithmetic(Operation::Multiply), None),
    ("/", TokenKind::Arithmetic(Operation::Divide), None),
    ("%", TokenKind::Arithmetic(Operation::Remainder), None),
    (".", TokenKind::Dot, None),
    (",", TokenKind::Comma, None),
    (":", TokenKind::Colon, None),
    ("?", TokenKind::Question, None),
    ("(", TokenKind::Open, None),
    (")", TokenKind::Close, None),
    ("[", TokenKind::OpenList, None),
    ("]", TokenKind::CloseList, None),
];

/// The tokens of `text`, always ended by [`TokenKind::End`], and what is wrong with their spelling.
pub(crate) fn tokens(text: &str) -> (Vec<Token<'_>>, Vec<Problem>) {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new(), problems: Vec::new() };
    while lexer.step() {}
    let end = Extent::new(text.len(), text.len());
    lexer.tokens.push(Token { at: end, kind: TokenKind::End });
    (lexer.tokens, lexer.problems)
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    tokens: Vec<Token<'t>>,
    problems: Vec<Problem>,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn step(&mut self) -> bool {
        let trimmed = self.rest().trim_start();
        self.at = self.text.len() - trimmed.len();
        let Some(first) = trimmed.chars().next() else { return false };
        match first {
            '0'..='9' => self.number(),
            'a'..='z' | 'A'..='Z' | '_' => {
                let dashed = self.names_a_step();
                let belongs = |c: char| c.is_alphanumeric() || c == '_' || (dashed && c == '-');
                let name = self.take_while(belongs);
                self.name(name);
            }
            _ if text::is_quote(first) => self.quoted(first),
            _ if first.is_alphabetic() => {
                let name = self.take_while(|c| c.is_alphanumeric() || c == '_');
                self.name(name);
            }
            _ => self.symbol(first),
        }
        true
    }

    fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let length = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
        self.take(length)
    }

    fn take(&mut self, length: usize) -> &'t str {
        let taken = self.rest().get(..length).unwrap_or("");
        self.at += taken.len();
        taken
    }

    /// The extent of the `length` bytes that were taken last.
    fn last(&self, length: usize) -> Extent {
        Extent::new(self.at.saturating_sub(length), self.at)
    }

    fn push(&mut self, length: usize, kind: TokenKind<'t>) {
        self.tokens.push(Token { at: self.last(length), kind });
    }

    fn bad(&mut self, length: usize, problem: impl FnOnce(Extent) -> Problem) {
        self.problems.push(problem(self.last(length)));
        self.push(length, TokenKind::Bad);
    }

    fn name(&mut self, name: &'t str) {
        if name.is_ascii() {
            return self.push(name.len(), TokenKind::Name(name));
        }
        self.bad(name.len(), |at| {
            Problem::new(at, format!("`{name}` is not a name"), "has letters outside a to z")
                .help("names in conditions use the letters a to z, digits and `_`; texts stand in quotes")
        });
    }

    /// Names of steps have dashes; behind `steps.` a dash is no minus.
    fn names_a_step(&self) -> bool {
        let kinds = self.tokens.iter().rev().map(|token| &token.kind);
        kinds.take(2).eq([&TokenKind::Dot, &TokenKind::Name("steps")])
    }

    fn number(&mut self) {
        let start = self.at;
        let hexadecimal = self.rest().starts_with("0x") || self.rest().starts_with("0X");
        if hexadecimal {
            self.take(2);
        }
        self.take_while(|c| if hexadecimal { c.is_ascii_hexdigit() } else { c.is_ascii_digit() });
        let mut rest = self.rest().chars();
        let point =
            !hexadecimal && rest.next() == Some('.') && rest.next().is_some_and(|c| c.is_ascii_digit());
        if point {
            self.take(1);
            self.take_while(|c| c.is_ascii_digit());
        }
        let suffix = self.take_while(|c| c.is_alphanumeric() || c == '_');
        let written = self.text.get(start..self.at).unwrap_or("");
        self.finish_number(written, suffix, point);
    }

    fn finish_number(&mut self, written: &'t str, suffix: &str, point: bool) {
        let length = written.len();
        if !suffix.is_empty() {
            return self.bad(length, |at| suffixed(at, written, suffix));
        }
        let digits = written.strip_prefix("0x").or(written.strip_prefix("0X"));
        let kind = match digits {
            Some(digits) => u64::from_str_radix(digits, 16).ok().map(TokenKind::Int),
            None if point => {
                Decimal::from_str_exact(written).ok().map(|number| TokenKind::Decimal(number.normalize()))
            }
            None => written.parse().ok().map(TokenKind::Int),
        };
        match kind {
            Some(kind) => self.push(length, kind),
            None => self.bad(length, |at| {
                Problem::new(at, format!("`{written}` does not fit a number"), "has too many digits")
                    .help("whole numbers have 64 bits, decimals 28 digits")
            }),
        }
    }

    fn quoted(&mut self, open: char) {
        let Quoted { length, decoded, problems } = text::read(self.rest(), self.at, open);
        self.take(length);
        let kind = if problems.is_empty() || !text::is_straight(open) {
            decoded.map_or(TokenKind::Bad, TokenKind::Text)
        } else {
            TokenKind::Bad
        };
        self.problems.extend(problems);
        self.push(length, kind);
    }

    fn symbol(&mut self, first: char) {
        let rest = self.rest();
        let Some((written, kind, ours)) = SYMBOLS.iter().find(|(symbol, ..)| rest.starts_with(symbol)) else {
            let length = unknown_length(rest, first);
            self.take(length);
            return self.bad(length, |at| unknown_symbol(at, first));
        };
        self.take(written.len());
        self.push(written.len(), kind.clone());
        if let Some(ours) = ours {
            let at = self.last(written.len());
            let label = format!("write `{ours}`");
            let problem = Problem::new(at, format!("`{written}` is not an operator here"), label)
                .fix(format!("use `{ours}`"), *ours);
            self.problems.push(problem);
        }
    }
}

fn suffixed(at: Extent, written: &str, suffix: &str) -> Problem {
    let problem = Problem::new(at, format!("`{written}` is not a number"), "letters behind the digits");
    match suffix {
        "w" | "d" | "h" | "m" | "s" | "ms" => problem
            .help("a duration stands in `duration('…')`")
            .fix("make it a duration", format!("duration('{written}')")),
        "min" | "mn" => {
            let digits = written.trim_end_matches(suffix);
            problem
                .help("a duration stands in `duration('…')`")
                .fix("make it a duration", format!("duration('{digits}m')"))
        }
        "u" | "U" => {
            let digits = written.trim_end_matches(suffix);
            problem.help("numbers have no suffix").fix("drop the suffix", digits)
        }
        _ if suffix.starts_with(['e', 'E']) => problem.help("write all the digits, without an exponent"),
        _ => problem.help("a text stands in quotes"),
    }
}

/// A map or a placeholder is one mistake, up to its closing brace.
fn unknown_length(rest: &str, first: char) -> usize {
    match first {
        '{' => {
            let inside = rest.find('}').unwrap_or(rest.len());
            let closing = rest.get(inside..).unwrap_or("");
            inside + closing.len() - closing.trim_start_matches('}').len()
        }
        _ => first.len_utf8(),
    }
}

fn unknown_symbol(at: Extent, symbol: char) -> Problem {
    let problem = Problem::new(at, format!("`{symbol}` has no meaning in a condition"), "not understood");
    match symbol {
        '{' | '}' => {
            problem.help("there are no maps and no templates in conditions; name the field as `profile.plan`")
        }
        '`' => problem.help("names need no quotes; texts stand in `'…'`"),
        ';' => problem.help("a condition is one expression; join two with `&&` or `||`"),
        '$' | '@' | '#' => {
            problem.help("fields are named from their root, as `profile.plan` or `event.value`")
        }
        '×' => problem.fix("use `*`", "*"),
        '÷' => problem.fix("use `/`", "/"),
        _ => problem,
    }
}
