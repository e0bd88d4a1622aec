//! Values and type annotations.

use super::{Parser, small};
use crate::number::{self, Parsed};
use crate::rules::bare_keyword::BareKeyword;
use crate::rules::malformed_number::MalformedNumber;
use crate::rules::number_too_large::NumberTooLarge;
use crate::rules::old_raw_string::OldRawString;
use crate::rules::unexpected_text::UnexpectedText;
use crate::rules::unknown_keyword::UnknownKeyword;
use crate::rules::unquoted_quantity::UnquotedQuantity;
use crate::tree::{Number, StoredKind, Text, ValueData};
use crate::words;
use filrouge_source::Span;

impl Parser<'_> {
    /// The value that stands here; none if there is none, which is reported.
    pub(super) fn value(&mut self, ty: Option<Text>) -> Option<ValueData> {
        match self.cursor.peek() {
            Some(b'"' | b'#') if self.at_literal() => {
                let read = self.literal();
                let kind = StoredKind::Text { text: read.text, bare: false };
                Some(ValueData { ty, kind, span: read.text.span, reported: read.reported })
            }
            Some(b'#') => self.keyword(ty),
            _ => self.word_value(ty),
        }
    }

    fn word_value(&mut self, ty: Option<Text>) -> Option<ValueData> {
        let start = self.cursor.at;
        self.cursor.skip_word();
        let span = self.span_from(start);
        if span.is_empty() {
            self.unexpected("a value");
            return None;
        }
        if self.source(span) == "r" && self.cursor.peek().is_some_and(|next| matches!(next, b'"' | b'#')) {
            return self.old_raw_string(ty, span);
        }
        let span = self.before_comma(span);
        self.cursor.at = span.end as usize;
        let word = self.source(span);
        let (kind, reported) = if number::looks_like_number(word) {
            self.number(word, span)
        } else if words::is_keyword(word) {
            self.report(BareKeyword { word: word.to_owned(), place: span, name: false });
            (self.keyword_kind(word).unwrap_or(StoredKind::Null), true)
        } else {
            (StoredKind::Text { text: Self::plain(span), bare: true }, false)
        };
        Some(ValueData { ty, kind, span, reported })
    }

    fn number(&mut self, word: &str, place: Span) -> (StoredKind, bool) {
        let text = word.to_owned();
        match number::parse(word) {
            Parsed::Number(number) => return (self.store(number), false),
            Parsed::TooLarge => {
                self.report(NumberTooLarge { text, place });
                return (self.store(Number::Decimal(word.into())), true);
            }
            Parsed::Quantity => self.report(UnquotedQuantity { text, place }),
            Parsed::Malformed => self.report(MalformedNumber { text, place }),
        }
        (StoredKind::Text { text: Self::plain(place), bare: false }, true)
    }

    fn keyword(&mut self, ty: Option<Text>) -> Option<ValueData> {
        let start = self.cursor.at;
        self.cursor.at += 1;
        if self.cursor.char().is_none_or(|c| c.is_whitespace() || c == '#') {
            self.cursor.at = start;
            self.hash_comment();
            return None;
        }
        self.cursor.skip_word();
        let span = self.before_comma(self.span_from(start));
        self.cursor.at = span.end as usize;
        let word = self.source(span);
        let known = word.strip_prefix('#').and_then(|word| self.keyword_kind(word));
        let reported = known.is_none();
        if reported {
            self.report(UnknownKeyword { text: word.to_owned(), place: span });
        }
        let kind = known.unwrap_or(StoredKind::Text { text: Self::plain(span), bare: false });
        Some(ValueData { ty, kind, span, reported })
    }

    fn keyword_kind(&mut self, word: &str) -> Option<StoredKind> {
        Some(match word {
            "true" => StoredKind::Bool(true),
            "false" => StoredKind::Bool(false),
            "null" => StoredKind::Null,
            "inf" => self.store(Number::Keyword(f64::INFINITY)),
            "-inf" => self.store(Number::Keyword(f64::NEG_INFINITY)),
            "nan" => self.store(Number::Keyword(f64::NAN)),
            _ => return None,
        })
    }

    fn store(&mut self, number: Number) -> StoredKind {
        let place = small(self.tree.numbers.len());
        self.tree.numbers.push(number);
        StoredKind::Number(place)
    }

    /// `r"…"` or `r#"…"#`; the cursor stands behind the `r`.
    fn old_raw_string(&mut self, ty: Option<Text>, prefix: Span) -> Option<ValueData> {
        let start = self.cursor.at;
        let fix = if self.cursor.peek() == Some(b'#') {
            if !self.at_literal() {
                return Some(text_value(ty, prefix));
            }
            self.literal();
            Some((prefix, String::new()))
        } else {
            self.cursor.at += 1;
            while !self.cursor.at_newline() && self.cursor.peek().is_some_and(|byte| byte != b'"') {
                self.cursor.bump();
            }
            let closed = self.cursor.eat("\"");
            let literal = self.source(self.span_from(start)).trim_end();
            self.cursor.at = start + literal.len();
            closed.then(|| (prefix.to(self.span_from(start)), format!("#{literal}#")))
        };
        self.report(OldRawString { prefix, fix });
        let span = self.span_from(start);
        Some(ValueData { reported: true, ..text_value(ty, span) })
    }

    /// `(type)`, with the blanks behind it.
    pub(super) fn annotation(&mut self) -> Option<Text> {
        let start = self.cursor.at;
        if !self.cursor.eat("(") {
            return None;
        }
        self.node_space();
        let text = self.type_name();
        self.node_space();
        if text.is_none() || !self.cursor.eat(")") {
            while !self.at_end_of_node()
                && !matches!(self.cursor.peek(), Some(b' ' | b'\t' | b')' | b'{' | b'"'))
            {
                self.cursor.bump();
            }
            self.cursor.eat(")");
            let place = self.span_from(start);
            let text = self.source(place).to_owned();
            self.report(UnexpectedText { text, place, expected: "a type: one name between `(` and `)`" });
        }
        self.node_space();
        text
    }

    fn type_name(&mut self) -> Option<Text> {
        if self.at_literal() {
            return Some(self.literal().text);
        }
        let start = self.cursor.at;
        self.cursor.skip_word();
        let span = self.span_from(start);
        let word = self.source(span);
        let is_name = !span.is_empty() && !number::looks_like_number(word) && !words::is_keyword(word);
        is_name.then_some(Self::plain(span))
    }

    pub(super) fn misplaced_type(&mut self, ty: Text) {
        let text = self.source(ty.span).to_owned();
        self.report(UnexpectedText {
            text,
            place: ty.span,
            expected: "the type of a property behind its `=`",
        });
    }
}

fn text_value(ty: Option<Text>, span: Span) -> ValueData {
    let text = Text { start: span.start, end: span.end, span };
    ValueData { ty, kind: StoredKind::Text { text, bare: false }, span, reported: false }
}
