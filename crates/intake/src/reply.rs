//! What somebody means who answers a message: STOP, or something that a person must read.
//!
//! A list of words in French and in English, and no guess: the same answer always means the same. Whatever could be a
//! refusal and is not plainly one is [`Reply::Unclear`].

mod words;

use words::{HINTS, PHRASES, POLITE, TURNS, WORDS};

/// What an answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// The person wants no more of it.
    Stop,
    /// Perhaps the person wants no more of it: somebody must read it.
    Unclear,
    /// Something else.
    Other,
}

/// What `text` means.
#[must_use]
pub fn reply(text: &str) -> Reply {
    let whole = plain(text);
    let has = |words: &&str| is_in(&whole, words);
    if TURNS.iter().any(has) {
        return Reply::Unclear;
    }
    if WORDS.contains(&without_politeness(&whole).as_str()) || PHRASES.iter().any(has) {
        return Reply::Stop;
    }
    if HINTS.iter().any(has) { Reply::Unclear } else { Reply::Other }
}

/// Whether `words` stand in `text`, as whole words.
fn is_in(text: &str, words: &str) -> bool {
    format!(" {text} ").contains(&format!(" {words} "))
}

fn without_politeness(text: &str) -> String {
    let mut rest = format!(" {text} ");
    for words in POLITE {
        rest = rest.replace(&format!(" {words} "), " ");
    }
    rest.trim().to_owned()
}

/// Small letters without accents, and a space for everything else.
fn plain(text: &str) -> String {
    let letters = text.chars().flat_map(char::to_lowercase).flat_map(|letter| base(letter).chars());
    let spaced: String = letters.collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A letter without its accent. A combining accent is nothing: both ways to write `é` are the same.
fn base(letter: char) -> Base {
    match letter {
        'à' | 'â' | 'ä' | 'á' | 'ã' => Base::Text("a"),
        'ç' => Base::Text("c"),
        'é' | 'è' | 'ê' | 'ë' => Base::Text("e"),
        'î' | 'ï' | 'í' => Base::Text("i"),
        'ô' | 'ö' | 'ó' => Base::Text("o"),
        'ù' | 'û' | 'ü' | 'ú' => Base::Text("u"),
        'œ' => Base::Text("oe"),
        '\u{300}'..='\u{36f}' | '\u{200b}' | '\u{feff}' => Base::Text(""),
        letter if letter.is_alphanumeric() => Base::Letter(letter),
        _ => Base::Text(" "),
    }
}

/// What a letter becomes.
enum Base {
    Letter(char),
    Text(&'static str),
}

impl Base {
    fn chars(self) -> impl Iterator<Item = char> {
        let (letter, text) = match self {
            Self::Letter(letter) => (Some(letter), ""),
            Self::Text(text) => (None, text),
        };
        letter.into_iter().chain(text.chars())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_in_many_words_are_refusals() {
        for text in [
            "STOP",
            "stop",
            " Stop. ",
            "STOP!!!",
            "«STOP»",
            "Arrêt",
            "ARRET",
            "arre\u{302}t",
            "ARRÊTEZ svp",
            "UNSUBSCRIBE",
            "Cancel",
            "END",
            "quit",
            "Stop merci",
            "Bonjour, STOP svp",
            "Please stop",
            "plus de messages svp",
            "Plus de SMS s'il vous plaît",
            "Ne m'envoyez plus rien",
            "Je ne veux plus recevoir vos offres",
            "je souhaite me désabonner",
            "Désabonnez-moi !",
            "laissez-moi tranquille",
            "no more texts please",
            "Don't text me again",
            "dont contact me",
            "take me off your list",
            "Remove me",
            "stop sending me this",
            "OPT-OUT",
            "opt out",
            "STOP ALL",
            "36111",
            "Stop\u{200b}",
        ] {
            assert_eq!(reply(text), Reply::Stop, "{text}");
        }
    }

    #[test]
    fn what_may_be_a_refusal_is_read_by_somebody() {
        for text in [
            "can you stop by the shop at five?",
            "Don't stop!",
            "N'arrêtez pas, j'adore",
            "cancel my order 4711",
            "C'est du spam ?",
            "who is this",
            "Qui êtes-vous ?",
            "wrong number",
            "je vais saisir la CNIL",
            "trop de SMS",
            "I quit smoking",
            "stop ou encore ?",
        ] {
            assert_eq!(reply(text), Reply::Unclear, "{text}");
        }
    }

    #[test]
    fn an_answer_about_something_else_refuses_nothing() {
        for text in [
            "oui",
            "Merci !",
            "à quelle heure ouvrez-vous ?",
            "ok 👍",
            "",
            "the weekend",
            "endive",
            "nonstop",
            "Unstoppable",
            "C",
        ] {
            assert_eq!(reply(text), Reply::Other, "{text}");
        }
    }

    #[test]
    fn the_lists_are_written_as_they_are_compared() {
        for words in [WORDS, PHRASES, HINTS, TURNS, POLITE].concat() {
            assert_eq!(plain(words), words);
        }
    }
}
