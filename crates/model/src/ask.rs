//! `ask`: the calls by which a service is asked to do what a person has a right to.

use crate::connector::Capability;
use crate::expression::Literal as Written;
use crate::linker::{Linker, unresolved};
use crate::names::duplicates;
use crate::pieces::{self, astray, pieces};
use crate::retain::period;
use crate::rules::idle_part::IdlePart;
use crate::rules::invalid_fetch_path::{InvalidFetchPath, Wrong};
use crate::source::constant;
use crate::{Profile, Purpose, Reference};
use filrouge_language::kinds::{Constant, Literal, Name, PathText, Pointer};
use filrouge_language::rules::secret_in_source::SecretInSource;
use filrouge_language::words::ask as word;
use filrouge_language::words::ask::{AskedFor, Confirmed, Unsure};
use filrouge_language::words::connector::{Connector, ConnectorKind};
use filrouge_language::{One, Opt};
use filrouge_plan::Secret;
use filrouge_plan::ask::{self as plan, Filling, Header, Method, Piece, Seen, TASK};
use filrouge_source::{Span, Spanned};
use std::ops::Range;

/// A call, and where it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// Where it is written, without its block.
    pub at: Span,
    /// The call.
    pub call: plan::Ask,
}

impl Ask {
    /// What a service that takes the call does when it is asked to; nothing where the call only takes back what it did.
    #[must_use]
    pub const fn capability(&self) -> Option<Capability> {
        match self.call.right {
            plan::AskedFor::Rectify => Some(Capability::Rectify),
            plan::AskedFor::Erase => Some(Capability::Erase),
            plan::AskedFor::Restrict => Some(Capability::Restrict),
            plan::AskedFor::Suppress => Some(Capability::Suppress),
            plan::AskedFor::Resume | plan::AskedFor::Lift => None,
        }
    }
}

/// The calls of a connector. What an earlier one keeps, a later one for the same right may use.
pub(crate) fn link_all(word: &Connector, profile: Option<&Profile>, linker: &mut Linker<'_>) -> Vec<Ask> {
    let mut asks: Vec<Ask> = Vec::new();
    for ask in &word.ask {
        if word.kind.value() == Some(&ConnectorKind::Smtp) {
            let (part, place) = ("ask".to_owned(), ask.value.at.head);
            linker.push(IdlePart { part, belongs: "a connector of `kind=http`", place });
            continue;
        }
        let Some(right) = ask.value.right.value().map(|right| asked_for(*right)) else { continue };
        let same = asks.iter().filter(|earlier| earlier.call.right == right);
        let kept = same.flat_map(|earlier| earlier.call.keep.iter().map(|(name, _)| name.clone())).collect();
        let mut known = Known { names: names(profile, kept), linker };
        asks.extend(known.ask(&ask.value, right).map(|call| Ask { at: ask.value.at.head, call }));
    }
    asks
}

pub(crate) const fn asked_for(right: AskedFor) -> plan::AskedFor {
    match right {
        AskedFor::Rectify => plan::AskedFor::Rectify,
        AskedFor::Erase => plan::AskedFor::Erase,
        AskedFor::Restrict => plan::AskedFor::Restrict,
        AskedFor::Suppress => plan::AskedFor::Suppress,
        AskedFor::Resume => plan::AskedFor::Resume,
        AskedFor::Lift => plan::AskedFor::Lift,
    }
}

/// Every value that may stand in braces, as it is spelled there; nothing where nobody knows the profile.
fn names(profile: Option<&Profile>, kept: Vec<String>) -> Option<Vec<String>> {
    let fields: Vec<_> = profile?.all_fields().map(|field| field.name.value.to_string()).collect();
    let spelled = |root: &'static str| fields.iter().map(move |name| format!("{root}.{name}"));
    let kept = kept.iter().map(|name| format!("kept.{name}"));
    let task = std::iter::once(TASK.to_owned());
    Some(spelled("profile").chain(spelled("former")).chain(kept).chain(task).collect())
}

/// What is known where a call is linked.
struct Known<'k, 's> {
    names: Option<Vec<String>>,
    linker: &'k mut Linker<'s>,
}

impl Known<'_, '_> {
    fn ask(&mut self, word: &word::Ask, right: plan::AskedFor) -> Option<plan::Ask> {
        let (method, path) = address(word)?;
        self.idle(word, method);
        let places = word.body.iter().filter_map(|body| body.value.place.get());
        duplicates("place", places.map(|place| (place.value.as_str(), place.span)))
            .into_iter()
            .for_each(|finding| self.linker.push(finding));
        Some(plan::Ask {
            right,
            purpose: self.purpose(word, right),
            method,
            path: segments(self.path(path)),
            headers: word.header.iter().filter_map(|header| self.header(&header.value)).collect(),
            query: word.query.value().map(|query| self.query(&query.values)).unwrap_or_default(),
            body: word.body.iter().filter_map(|body| self.body(&body.value)).collect(),
            keep: word.keep.iter().filter_map(|keep| kept(&keep.value)).collect(),
            nobody_status: word.nobody.iter().filter_map(|own| own.value.status.value().copied()).collect(),
            nobody: word.nobody.iter().filter_map(|own| nobody(&own.value)).collect(),
            refused: word.refused.iter().filter_map(|own| seen(&own.value.at_, &own.value.is)).collect(),
            until: word.until.value().and_then(awaited),
            unsure_by_hand: word.unsure.value() == Some(&Unsure::ByHand),
            confirmed_by_hand: word.confirmed.value() == Some(&Confirmed::ByHand),
            confirmed_by_webhook: word.confirmed.value() == Some(&Confirmed::Webhook),
        })
    }

    fn purpose(&mut self, word: &word::Ask, right: plan::AskedFor) -> Option<String> {
        let purpose = word.for_.get()?;
        if !matches!(right, plan::AskedFor::Suppress | plan::AskedFor::Resume) {
            let (part, place) = ("for".to_owned(), purpose.span);
            self.linker.push(IdlePart { part, belongs: "`ask suppress` and `ask resume`", place });
        }
        let purpose: Reference<Purpose> = self.linker.resolve(purpose);
        Some(purpose.name.value.to_string())
    }

    fn idle(&mut self, word: &word::Ask, method: Method) {
        let first = word.body.first().filter(|_| method == Method::Get);
        if let Some(body) = first {
            let (part, place) = ("body".to_owned(), body.value.at.head);
            self.linker.push(IdlePart { part, belongs: "`post`, `put`, `patch` and `delete`", place });
        }
    }

    /// A path stands below the address of its connector, as that of a fetch does.
    fn path(&mut self, path: &Spanned<PathText>) -> Vec<Piece> {
        let text = path.value.as_str();
        if let Ok(found) = pieces(text)
            && let Some((wrong, place)) = astray(text, &found)
        {
            self.wrong(text, path.span, (wrong, place));
        }
        self.pieces(text, path.span)
    }

    fn wrong(&mut self, text: &str, span: Span, (wrong, place): (Wrong, Range<usize>)) {
        let place = Written::new(self.linker.sources, span, text).span(place);
        self.linker.push(InvalidFetchPath { path: text.to_owned(), wrong, place });
    }

    /// The pieces of a text; what is wrong becomes findings.
    fn pieces(&mut self, text: &str, span: Span) -> Vec<Piece> {
        match pieces(text) {
            Ok(found) => found.into_iter().filter_map(|piece| self.piece(text, span, piece)).collect(),
            Err(wrong) => {
                self.wrong(text, span, wrong);
                Vec::new()
            }
        }
    }

    fn piece(&mut self, text: &str, span: Span, piece: pieces::Piece) -> Option<Piece> {
        let range = match piece {
            pieces::Piece::Text(range) => return Some(Piece::Text(text.get(range)?.to_owned())),
            pieces::Piece::Braces(range) => range,
        };
        let name = text.get(range.clone())?.trim();
        let names = self.names.as_ref()?;
        if !names.iter().any(|known| known == name) {
            let place = Written::new(self.linker.sources, span, text).span(range);
            let finding = unresolved("value", name, place, names.iter().map(String::as_str), None);
            self.linker.push(finding);
            return None;
        }
        let (root, name) = name.split_once('.')?;
        Some(match root {
            "profile" => Piece::Profile(name.to_owned()),
            "former" => Piece::Former(name.to_owned()),
            "task" => Piece::Task,
            _ => Piece::Kept(name.to_owned()),
        })
    }

    fn query(&mut self, values: &[Spanned<Constant>]) -> Vec<(String, Filling)> {
        let one = |constant: &Spanned<Constant>| {
            let Constant { name, value } = &constant.value;
            Some((name.value.as_str().to_owned(), self.filling(value)?))
        };
        values.iter().filter_map(one).collect()
    }

    fn body(&mut self, word: &word::AskBody) -> Option<(String, Filling)> {
        let filling = self.filling(word.value.get()?);
        Some((word.place.value()?.as_str().to_owned(), filling?))
    }

    fn filling(&mut self, literal: &Spanned<Literal>) -> Option<Filling> {
        match &literal.value {
            Literal::Text(text) => Some(Filling::Text(self.pieces(text.as_str(), literal.span))),
            other => constant(other).map(Filling::Is),
        }
    }

    /// A header whose name says that it holds a secret names it.
    fn header(&mut self, word: &word::AskHeader) -> Option<Header> {
        let name = word.name.value()?.as_str().to_owned();
        if let Some(text) = word.text.get() {
            if is_secret(&name) {
                self.linker.push(SecretInSource { place: text.span });
            }
            return Some(Header { name, text: text.value.as_str().to_owned(), secret: None });
        }
        let env = word.env.value().map(|env| Secret::Env(env.as_str().to_owned()));
        let file = word.file.value().map(|file| Secret::File(file.as_str().to_owned()));
        let text = word.prefix.value().map(|prefix| prefix.as_str().to_owned()).unwrap_or_default();
        Some(Header { name, text, secret: Some(env.or(file)?) })
    }
}

/// Whether a header of this name holds what proves the caller.
fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["authorization", "token", "key", "secret", "cookie"].iter().any(|part| name.contains(part))
}

fn address(word: &word::Ask) -> Option<(Method, &Spanned<PathText>)> {
    let ways = [
        (Method::Get, &word.get),
        (Method::Post, &word.post),
        (Method::Put, &word.put),
        (Method::Patch, &word.patch),
        (Method::Delete, &word.delete),
    ];
    ways.into_iter().find_map(|(method, path)| Some((method, path.get()?)))
}

/// Pieces between the slashes that were written: a value begins no segment.
fn segments(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut segments = vec![Vec::new()];
    let mut add = |piece: Piece, anew: bool| {
        if anew {
            segments.push(Vec::new());
        }
        if let Some(last) = segments.last_mut().filter(|_| piece != Piece::Text(String::new())) {
            last.push(piece);
        }
    };
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                for (number, part) in text.split('/').enumerate() {
                    add(Piece::Text(part.to_owned()), number > 0);
                }
            }
            value => add(value, false),
        }
    }
    segments
}

fn kept(word: &word::Keep) -> Option<(String, String)> {
    Some((word.name.value().map(Name::as_str)?.to_owned(), pointer(&word.at_)?))
}

fn pointer(word: &One<Pointer>) -> Option<String> {
    word.value().map(|at| at.as_str().to_owned())
}

fn nobody(word: &word::Nobody) -> Option<Seen> {
    let at = word.at_.value()?.as_str().to_owned();
    Some(Seen { at, is: word.is.value().and_then(constant) })
}

fn seen(at: &One<Pointer>, is: &Opt<Literal>) -> Option<Seen> {
    Some(Seen { at: pointer(at)?, is: is.value().and_then(constant) })
}

fn awaited(word: &word::Awaited) -> Option<plan::Awaited> {
    let every = period(*word.every.value()?);
    let days = u64::from(every.months) * 30 + u64::from(every.days);
    let every_ms = days.saturating_mul(86_400_000).saturating_add(every.millis).max(1_000);
    Some(plan::Awaited { seen: seen(&word.at_, &word.is)?, every_ms })
}
