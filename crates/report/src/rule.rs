//! What a rule is, and the two macros that declare one.

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; the plan is built.
    Note,
    /// Probably a mistake; the plan is built.
    Warning,
    /// The plan is refused.
    Error,
}

impl Severity {
    /// The word that people and machines read: `error`, `warning` or `note`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Whether a test shows what a rule finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// A test that fails as long as it is so, wherever everything in it is known. The sentence says where that is.
    Test(&'static str),
    /// None, and why.
    Never(&'static str),
    /// None, as nothing runs in a project that the rule refuses.
    Refused,
}

/// A rule of the compiler: one per kind of mistake, known by its slug for ever.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Kebab-case name that reads well after "allow"; never reused.
    pub slug: &'static str,
    /// Weight of each finding of this rule.
    pub severity: Severity,
    /// Version of the language that has it first.
    pub since: &'static str,
    /// The Markdown page: *Why*, *Example*, *Instead*. It is executed as a test.
    pub page: &'static str,
    /// Whether a test shows what it finds. Rules that refuse a project need not say it: no test runs in it.
    pub shown: Option<Shown>,
}

impl Rule {
    /// The first sentence of the page, under its title.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        self.page.lines().find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or("")
    }
}

/// Declares one rule: its facts, and beside them the sentences.
///
/// The expressions see every fact by name, as a reference. `allowed` says which word was not understood and all that
/// could stand in its place, for editors. The page `SLUG.md` stands beside the file that calls
/// the macro; without it the crate does not compile.
///
/// ```ignore
/// rule! {
///     /// A name that nothing declares.
///     pub struct UnresolvedName { kind: &'static str, name: String, place: Span, near: Option<String> }
///     slug: "unresolved-name", severity: Error, since: "0.1",
///     message: format!("no {kind} is called `{name}`"),
///     at: place => "not declared".to_owned(),
///     also: [],
///     help: near.as_ref().map(|near| format!("did you mean `{near}`?")),
///     fixes: near.iter().map(|near| Fix::safe("use the declared name", *place, near)).collect(),
/// }
/// ```
#[macro_export]
macro_rules! rule {
    (
        $(#[$doc:meta])*
        pub struct $name:ident { $( $(#[$field_doc:meta])* $field:ident : $type:ty ),* $(,)? }
        slug: $slug:literal, severity: $severity:ident, since: $since:literal,
        $( shown: $shown:ident $( ($said:literal) )?, )?
        message: $message:expr,
        at: $primary:ident => $primary_text:expr
        $(, also: [ $( $label:ident => $text:expr ),* $(,)? ])?
        $(, help: $help:expr)?
        $(, fixes: $fixes:expr)?
        $(, allowed: $word:expr => $allowed:expr)?
        $(,)?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name { $( $(#[$field_doc])* #[allow(missing_docs, reason = "the names of facts say what they are")] pub $field: $type ),* }

        /// The rule that these facts break.
        pub static RULE: $crate::Rule = $crate::Rule {
            slug: $slug,
            severity: $crate::Severity::$severity,
            since: $since,
            page: include_str!(concat!($slug, ".md")),
            shown: $crate::one_or_none!($( $crate::Shown::$shown $( ($said) )? )?),
        };

        impl From<$name> for $crate::Finding {
            #[allow(unused_variables, reason = "a sentence need not mention every fact")]
            fn from(facts: $name) -> Self {
                let $name { $($field),* } = &facts;
                let mut finding = $crate::Finding::new(&RULE, $message, *$primary, $primary_text);
                $( $( finding.also($label, || $text); )* )?
                $( finding.help = $help; )?
                $( finding.fixes = $fixes; )?
                $( finding.allow($word, $allowed); )?
                finding
            }
        }
    };
}

/// What is given, if it is.
#[doc(hidden)]
#[macro_export]
macro_rules! one_or_none {
    () => {
        None
    };
    ($one:expr) => {
        Some($one)
    };
}

/// Registers the rules of a crate: declares one module for each and lists them.
///
/// `rules! { unresolved_name, type_mismatch }` makes `pub mod unresolved_name;` and so on, and `RULES`.
#[macro_export]
macro_rules! rules {
    ($($module:ident),* $(,)?) => {
        $( pub mod $module; )*

        /// Every rule of this crate, in the order of the list.
        pub static RULES: &[&$crate::Rule] = &[ $( &$module::RULE ),* ];
    };
}
