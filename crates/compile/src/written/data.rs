//! Lines of a test, and values as they stand in one.

use filrouge_plan::{Field, Period, Type, Value};
use jiff::civil::date;
use jiff::{Span, Timestamp};
use rust_decimal::Decimal;
use std::fmt::Write;

/// A line, and the lines of its block.
pub(super) struct Line {
    head: String,
    block: Vec<Line>,
    /// Properties that the word has itself: a field of such a name stands in the block.
    own: &'static [&'static str],
}

impl Line {
    pub(super) fn new(word: &str) -> Self {
        Self { head: word.to_owned(), block: Vec::new(), own: &[] }
    }

    /// A line about another journey than that of the test, if one is named.
    pub(super) fn about(&mut self, journey: Option<&String>) {
        self.own = &["journey"];
        journey.into_iter().for_each(|journey| self.prop("journey", &word(journey)));
    }

    pub(super) fn arg(&mut self, written: &str) {
        let _ = write!(self.head, " {written}");
    }

    pub(super) fn text(&mut self, text: &str) {
        self.arg(&quoted(text));
    }

    pub(super) fn prop(&mut self, name: &str, written: &str) {
        let _ = write!(self.head, " {name}={written}");
    }

    pub(super) fn block(&mut self, line: Option<Self>) {
        self.block.extend(line);
    }

    /// Whether it is more than a word.
    pub(super) fn says_something(&self) -> bool {
        self.head.contains(' ') || !self.block.is_empty()
    }

    /// A value for each field, in their order.
    pub(super) fn fields(&mut self, fields: &[Field], values: &[Value]) {
        fields.iter().zip(values).for_each(|(field, value)| self.field(field, value));
    }

    /// A field: on the line when it is simple, in the block otherwise, nowhere when it is absent.
    pub(super) fn field(&mut self, field: &Field, value: &Value) {
        match (field.ty.required(), value) {
            (_, Value::Absent) => {}
            (Type::List(item), Value::List(items)) => self.block(Some(list(&field.name, item, items))),
            (Type::Record(fields), Value::Record(values)) => {
                let mut line = Self::new(&field.name);
                fields.iter().zip(values).for_each(|(field, value)| line.inner(field, value));
                self.block(Some(line));
            }
            _ if self.own.contains(&&*field.name) => self.inner(field, value),
            (ty, value) => self.prop(&field.name, &self::value(ty, value)),
        }
    }

    /// A field in a block: a line of its own, so that a record with one field is still a record.
    fn inner(&mut self, field: &Field, value: &Value) {
        let mut holder = Self::new("");
        holder.field(field, value);
        let line = holder.head.trim().replacen('=', " ", 1);
        self.block((!line.is_empty()).then(|| Self::new(&line)));
        self.block.extend(holder.block);
    }

    pub(super) fn written(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        out.push_str(&self.head);
        if self.block.is_empty() {
            out.push('\n');
            return;
        }
        out.push_str(" {\n");
        self.block.iter().for_each(|line| line.write(out));
        out.push_str("}\n");
    }
}

/// A list: simple values on one line, others as `- …` lines.
fn list(name: &str, item: &Type, items: &[Value]) -> Line {
    let mut line = Line::new(name);
    for own in items {
        match (item.required(), own) {
            (Type::Record(fields), Value::Record(values)) => {
                let mut row = Line::new("-");
                row.fields(fields, values);
                line.block(Some(row));
            }
            (ty, own) => line.arg(&value(ty, own)),
        }
    }
    line
}

/// A value as it stands in a test.
pub(super) fn value(ty: &Type, value: &Value) -> String {
    match value {
        Value::Bool(truth) => format!("#{truth}"),
        Value::Int(number) => number.to_string(),
        Value::Decimal(number) => decimal(*number),
        Value::Money(amount, currency) => quoted(&format!("{amount} {currency}")),
        Value::Text(text) if matches!(ty, Type::Email | Type::Phone | Type::Url | Type::Timezone) => {
            quoted(text)
        }
        Value::Text(text) => word(text),
        Value::Date(days) => quoted(&day(*days)),
        Value::Datetime(at) => quoted(&Timestamp::from_millisecond(*at).unwrap_or_default().to_string()),
        Value::Duration(millis) => quoted(&period(*millis)),
        Value::Point(latitude, longitude) => {
            quoted(&format!("{},{}", degrees(*latitude), degrees(*longitude)))
        }
        Value::Absent | Value::List(_) | Value::Record(_) => String::new(),
    }
}

fn period(millis: i64) -> String {
    super::period(Period { millis: u64::try_from(millis).unwrap_or(0), ..Period::default() })
}

fn decimal(number: Decimal) -> String {
    let number = number.normalize();
    if number.is_integer() { format!("{number}.0") } else { number.to_string() }
}

fn day(days: i32) -> String {
    date(1970, 1, 1).saturating_add(Span::new().days(days)).to_string()
}

fn degrees(millionths: i32) -> Decimal {
    Decimal::new(millionths.into(), 6).normalize()
}

/// A text without quotes where it is a word.
#[must_use]
pub fn word(text: &str) -> String {
    let begins = text.starts_with(|letter: char| letter.is_ascii_alphabetic());
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let reserved = ["true", "false", "null", "inf", "nan"].contains(&text);
    if begins && plain && !reserved { text.to_owned() } else { quoted(text) }
}

/// A text in quotes.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            letter if letter.is_control() => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(letter));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
