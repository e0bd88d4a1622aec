//! Tags and text of markup, as far as a message needs them: forgiving, and with exact ranges.

use std::ops::Range;

/// One piece of markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// What stands between tags.
    Text(Range<usize>),
    /// An opening, closing or empty tag.
    Tag(Tag),
}

/// Which end of an element a tag is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// `<a>`
    Open,
    /// `</a>`
    Close,
    /// `<a/>`
    Empty,
}

/// One tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// From `<` to `>`; to the end of the text when there is no `>`.
    pub range: Range<usize>,
    /// Its name.
    pub name: Range<usize>,
    /// Which end it is.
    pub end: End,
    /// Its attributes, in order.
    pub attributes: Vec<Attribute>,
    /// Whether its `>` is there.
    pub closed: bool,
}

/// One attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name.
    pub name: Range<usize>,
    /// Its value, without quotes; none when it has no `=`.
    pub value: Option<Range<usize>>,
}

/// Elements whose content is not markup.
const OPAQUE: &[&str] = &["script", "style", "mj-style"];
/// Elements that have no content and no closing tag.
pub const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// The pieces of `text`, in order; comments and declarations are left out.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut reader = Reader { text, at: 0 };
    let mut found = Vec::new();
    while reader.at < text.len() {
        if let Some(piece) = reader.piece() {
            let opaque = match &piece {
                Piece::Tag(tag) if tag.end == End::Open => reader.opaque(tag),
                _ => None,
            };
            found.push(piece);
            found.extend(opaque.map(Piece::Text));
        }
    }
    found
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn piece(&mut self) -> Option<Piece> {
        let rest = self.rest();
        if rest.starts_with("<!--") {
            self.at += rest.find("-->").map_or(rest.len(), |end| end + 3);
            return None;
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            self.at += rest.find('>').map_or(rest.len(), |end| end + 1);
            return None;
        }
        if is_tag(rest) {
            return Some(Piece::Tag(self.tag()));
        }
        let start = self.at;
        self.at += 1 + rest.chars().next().map_or(0, |first| first.len_utf8() - 1);
        while self.at < self.text.len() && !is_tag(self.rest()) && !self.rest().starts_with("<!") {
            self.at += self.rest().chars().next().map_or(1, char::len_utf8);
        }
        Some(Piece::Text(start..self.at))
    }

    /// The content of an element that holds no markup.
    fn opaque(&mut self, tag: &Tag) -> Option<Range<usize>> {
        let name = self.text.get(tag.name.clone()).filter(|name| OPAQUE.contains(name))?;
        let rest = self.rest();
        let end = rest.find(&format!("</{name}")).unwrap_or(rest.len());
        let content = self.at..self.at + end;
        self.at = content.end;
        Some(content)
    }

    fn tag(&mut self) -> Tag {
        let start = self.at;
        let closing = self.rest().starts_with("</");
        self.at += if closing { 2 } else { 1 };
        let name = self.while_(|letter| !letter.is_whitespace() && !matches!(letter, '>' | '/' | '<'));
        let mut tag = Tag {
            range: start..start,
            name,
            end: if closing { End::Close } else { End::Open },
            attributes: Vec::new(),
            closed: false,
        };
        while let Some(next) = self.rest().chars().next() {
            match next {
                '>' => {
                    self.at += 1;
                    tag.closed = true;
                    break;
                }
                '/' if self.rest().starts_with("/>") => {
                    tag.end = End::Empty;
                    self.at += 1;
                }
                '<' => break,
                letter if letter.is_whitespace() || letter == '/' => self.at += letter.len_utf8(),
                _ => tag.attributes.push(self.attribute()),
            }
        }
        tag.range.end = self.at;
        tag
    }

    fn attribute(&mut self) -> Attribute {
        let start = self.at;
        let name = self.while_(|letter| !letter.is_whitespace() && !matches!(letter, '>' | '/' | '=' | '<'));
        let has_value = self.rest().trim_start().starts_with('=');
        if !has_value {
            // Something was read in any case, so that the reader comes to an end.
            self.at = self.at.max(start + usize::from(name.is_empty()));
            return Attribute { name, value: None };
        }
        self.while_(char::is_whitespace);
        self.at += 1;
        self.while_(char::is_whitespace);
        Attribute { name, value: Some(self.value()) }
    }

    fn value(&mut self) -> Range<usize> {
        match self.rest().chars().next().filter(|letter| matches!(letter, '"' | '\'')) {
            Some(quote) => {
                self.at += 1;
                let value = self.while_(|letter| letter != quote);
                self.at = (self.at + 1).min(self.text.len());
                value
            }
            None => self.while_(|letter| !letter.is_whitespace() && !matches!(letter, '>' | '<')),
        }
    }

    fn while_(&mut self, wanted: impl Fn(char) -> bool) -> Range<usize> {
        let rest = self.rest();
        let length = rest.find(|letter| !wanted(letter)).unwrap_or(rest.len());
        let start = self.at;
        self.at += length;
        start..self.at
    }
}

fn is_tag(rest: &str) -> bool {
    let name = rest.strip_prefix("</").or_else(|| rest.strip_prefix('<'));
    name.is_some_and(|name| name.starts_with(|letter: char| letter.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let piece = |piece: Piece| match piece {
            Piece::Text(range) => format!("{:?}", text.get(range).unwrap()),
            Piece::Tag(tag) => {
                let attributes = tag.attributes.iter().map(|attribute| {
                    let value = attribute.value.clone().map(|value| format!("={}", text.get(value).unwrap()));
                    format!(" {}{}", text.get(attribute.name.clone()).unwrap(), value.unwrap_or_default())
                });
                format!(
                    "{:?} {}{}",
                    tag.end,
                    text.get(tag.name.clone()).unwrap(),
                    attributes.collect::<String>()
                )
            }
        };
        pieces(text).into_iter().map(piece).collect()
    }

    #[test]
    fn markup_falls_into_pieces() {
        assert_eq!(
            told("é <a href='x>y' b = \"\" c>1 < 2<!-- <b> --></a><br/><style>a > b { }</style>"),
            [
                "\"é \"",
                "Open a href=x>y b= c",
                "\"1 < 2\"",
                "Close a",
                "Empty br",
                "Open style",
                "\"a > b { }\"",
                "Close style"
            ]
        );
    }

    #[test]
    fn broken_markup_comes_to_an_end() {
        for text in ["<", "<a", "<a =", "<a b='", "</", "<a <b>", "<a/ / =x", "<!--", "<!", "<?", "<style>"] {
            let _ = pieces(text);
        }
        assert_eq!(told("<a = b>"), ["Open a =b"]);
    }
}
