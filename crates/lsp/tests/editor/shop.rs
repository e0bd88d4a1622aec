//! The project of the tests, which the end-to-end tests of editors use too. Accents and emoji stand before what is asked for.

/// What is declared.
pub const SHOP: &str = include_str!("../../../../tests/e2e/editor/filrouge.kdl");

/// A journey.
pub const JOURNEY: &str = include_str!("../../../../tests/e2e/editor/journeys/journey.kdl");

/// Its template.
pub const TEMPLATES: &str = include_str!("../../../../tests/e2e/editor/journeys/templates.kdl");

/// A body in a file of its own.
pub const BODY: &str = include_str!("../../../../tests/e2e/editor/templates/panier.mjml");

/// Its test.
pub const TEST: &str = include_str!("../../../../tests/e2e/editor/journeys/tests.kdl");

/// A schema of another tool.
pub const SCHEMA: &str = include_str!("../../../../tests/e2e/editor/schema/avis.json");

/// All files.
pub const FILES: &[(&str, &str)] = &[
    ("filrouge.kdl", SHOP),
    ("journeys/templates.kdl", TEMPLATES),
    ("journeys/tests.kdl", TEST),
    ("journeys/été.kdl", JOURNEY),
    ("notices/é.md", include_str!("../../../../tests/e2e/editor/notices/consent.md")),
    ("schema/avis.json", SCHEMA),
    ("templates/panier.mjml", BODY),
];
