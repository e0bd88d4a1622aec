//! A small project that completes a fragment, so that pages show only what they are about.

use filrouge_source::FileId;
use filrouge_syntax::Node;
use std::collections::BTreeSet;

/// A declaration of the prelude: left out when the fragment declares the same.
struct Piece {
    kind: &'static str,
    /// Name of the declaration; empty for a kind of which a project has one.
    name: &'static str,
    text: &'static str,
}

const fn piece(kind: &'static str, name: &'static str, text: &'static str) -> Piece {
    Piece { kind, name, text }
}

const PIECES: &[Piece] = &[
    piece("project", "", include_str!("prelude/project.kdl")),
    piece("profile", "", include_str!("prelude/profile.kdl")),
    piece("event", "Cart Updated", include_str!("prelude/cart-updated.kdl")),
    piece("event", "Order Completed", include_str!("prelude/order-completed.kdl")),
    piece("event", "Session Started", include_str!("prelude/session-started.kdl")),
    piece("purpose", "marketing", include_str!("prelude/marketing.kdl")),
    piece("purpose", "orders", include_str!("prelude/orders.kdl")),
    piece("connector", "mail", include_str!("prelude/mail.kdl")),
    piece("connector", "hooks", include_str!("prelude/hooks.kdl")),
    piece("channel", "email", include_str!("prelude/email.kdl")),
    piece("channel", "sms", include_str!("prelude/sms.kdl")),
    piece("source", "site", include_str!("prelude/site.kdl")),
    piece("template", "hello", include_str!("prelude/hello.kdl")),
    piece("template", "short", include_str!("prelude/short.kdl")),
];

/// Those of a project that chooses packs of law, in place of those of the same name.
const LAWFUL: &[Piece] = &[
    piece("project", "", include_str!("prelude/law/project.kdl")),
    piece("purpose", "marketing", include_str!("prelude/law/marketing.kdl")),
    piece("purpose", "orders", include_str!("prelude/law/orders.kdl")),
    piece("connector", "mail", include_str!("prelude/law/mail.kdl")),
    piece("connector", "hooks", include_str!("prelude/law/hooks.kdl")),
    piece("template", "hello", include_str!("prelude/law/hello.kdl")),
    piece("retention", "messages", include_str!("prelude/law/messages.kdl")),
    piece("retention", "audit", include_str!("prelude/law/audit.kdl")),
    piece("source", "phones", include_str!("prelude/law/phones.kdl")),
    piece("journey", "greeting", include_str!("prelude/law/greeting.kdl")),
];

/// What stands in the project for the names of the packs.
const PACKS: &str = "PACKS";

/// Which fences are completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completed {
    /// Those that declare no `project`: one with a `project` is whole.
    Fragments,
    /// All.
    All,
}

/// The declarations that `fragment`, in a project that chooses these packs of law, takes for granted.
#[must_use]
pub fn prelude(fragment: &str, completed: Completed, rules: Option<&str>) -> String {
    let (tree, _) = filrouge_syntax::parse(FileId(0), fragment);
    let declared: BTreeSet<_> = tree.roots().map(|node| (node.name(), name_of(node))).collect();
    let whole = declared.iter().any(|(kind, _)| *kind == "project");
    if whole && completed == Completed::Fragments {
        return String::new();
    }
    let missing = pieces(rules.is_some()).into_iter().filter(|piece| {
        let single = piece.name.is_empty();
        !declared.iter().any(|(kind, name)| *kind == piece.kind && (single || *name == piece.name))
    });
    let text = missing.map(|piece| piece.text).collect::<Vec<_>>().join("\n");
    text.replace(PACKS, &rules.unwrap_or_default().replace(',', " "))
}

fn pieces(lawful: bool) -> Vec<&'static Piece> {
    let chosen = if lawful { LAWFUL } else { &[] };
    let is_there = |piece: &Piece| chosen.iter().any(|own| (own.kind, own.name) == (piece.kind, piece.name));
    chosen.iter().chain(PIECES.iter().filter(|piece| !is_there(piece))).collect()
}

fn name_of(node: Node<'_>) -> &str {
    node.args().next().and_then(|argument| argument.value().as_text()).unwrap_or("")
}
