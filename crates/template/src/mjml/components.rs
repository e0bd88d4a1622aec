//! The tags of MJML: where each may stand and which attributes it takes.

/// One tag of MJML.
pub struct Component {
    /// Its name.
    pub name: &'static str,
    /// What it may hold.
    pub holds: Holds,
    /// Tags that it may stand in.
    pub parents: &'static [&'static str],
    /// Attributes of its own.
    own: &'static [&'static str],
    /// Groups of attributes that it shares.
    groups: &'static [&'static [&'static str]],
}

/// What a tag may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Other tags of MJML.
    Tags,
    /// Text and HTML.
    Html,
    /// Anything, unread.
    Anything,
    /// Nothing.
    Nothing,
}

impl Component {
    /// The tag called `name`.
    pub fn find(name: &str) -> Option<&'static Self> {
        COMPONENTS.iter().find(|component| component.name == name)
    }

    /// Every name of a tag.
    pub fn names() -> impl Iterator<Item = &'static str> {
        COMPONENTS.iter().map(|component| component.name)
    }

    /// Every attribute that it takes.
    pub fn attributes(&self) -> impl Iterator<Item = &'static str> {
        self.own.iter().chain(self.groups.iter().copied().flatten()).copied()
    }
}

const CLASS: &[&str] = &["css-class", "mj-class"];
const PADDING: &[&str] = &["padding", "padding-bottom", "padding-left", "padding-right", "padding-top"];
const BORDER: &[&str] =
    &["border", "border-bottom", "border-left", "border-radius", "border-right", "border-top"];
const FONT: &[&str] = &[
    "color",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "letter-spacing",
    "line-height",
    "text-decoration",
    "text-transform",
];
const BACKGROUND: &[&str] = &[
    "background-color",
    "background-position",
    "background-position-x",
    "background-position-y",
    "background-repeat",
    "background-size",
    "background-url",
];
const LINK: &[&str] = &["href", "name", "rel", "target", "title"];
const CONTENT: &[&str] = &["mj-column", "mj-hero"];
const ICON: &[&str] = &[
    "icon-align",
    "icon-height",
    "icon-position",
    "icon-unwrapped-alt",
    "icon-unwrapped-url",
    "icon-width",
    "icon-wrapped-alt",
    "icon-wrapped-url",
];
const HAMBURGER: &[&str] = &[
    "ico-align",
    "ico-close",
    "ico-color",
    "ico-font-family",
    "ico-font-size",
    "ico-line-height",
    "ico-open",
    "ico-padding",
    "ico-padding-bottom",
    "ico-padding-left",
    "ico-padding-right",
    "ico-padding-top",
    "ico-text-decoration",
    "ico-text-transform",
];
const THUMBNAILS: &[&str] = &[
    "tb-border",
    "tb-border-radius",
    "tb-hover-border-color",
    "tb-selected-border-color",
    "tb-width",
    "thumbnails",
];

const fn tag(
    name: &'static str,
    holds: Holds,
    parents: &'static [&'static str],
    own: &'static [&'static str],
    groups: &'static [&'static [&'static str]],
) -> Component {
    Component { name, holds, parents, own, groups }
}

static COMPONENTS: &[Component] = &[
    tag("mjml", Holds::Tags, &[], &["lang", "dir", "owa"], &[]),
    tag("mj-head", Holds::Tags, &["mjml"], &[], &[]),
    tag("mj-body", Holds::Tags, &["mjml"], &["background-color", "id", "width"], &[CLASS]),
    tag("mj-attributes", Holds::Tags, &["mj-head"], &[], &[]),
    tag("mj-breakpoint", Holds::Nothing, &["mj-head"], &["width"], &[]),
    tag("mj-font", Holds::Nothing, &["mj-head"], &["name", "href"], &[]),
    tag("mj-preview", Holds::Html, &["mj-head"], &[], &[]),
    tag("mj-style", Holds::Anything, &["mj-head"], &["inline"], &[]),
    tag("mj-title", Holds::Html, &["mj-head"], &[], &[]),
    tag("mj-all", Holds::Nothing, &["mj-attributes"], &[], &[]),
    tag("mj-class", Holds::Nothing, &["mj-attributes"], &["name"], &[]),
    tag(
        "mj-wrapper",
        Holds::Tags,
        &["mj-body"],
        &["full-width", "gap", "text-align"],
        &[CLASS, PADDING, BORDER, BACKGROUND],
    ),
    tag(
        "mj-section",
        Holds::Tags,
        &["mj-body", "mj-wrapper"],
        &["direction", "full-width", "text-align"],
        &[CLASS, PADDING, BORDER, BACKGROUND],
    ),
    tag(
        "mj-group",
        Holds::Tags,
        &["mj-section"],
        &["background-color", "direction", "vertical-align", "width"],
        &[CLASS],
    ),
    tag(
        "mj-column",
        Holds::Tags,
        &["mj-section", "mj-group"],
        &[
            "background-color",
            "direction",
            "inner-background-color",
            "inner-border",
            "inner-border-bottom",
            "inner-border-left",
            "inner-border-radius",
            "inner-border-right",
            "inner-border-top",
            "vertical-align",
            "width",
        ],
        &[CLASS, PADDING, BORDER],
    ),
    tag(
        "mj-hero",
        Holds::Tags,
        &["mj-body", "mj-wrapper"],
        &[
            "background-height",
            "background-width",
            "border-radius",
            "container-background-color",
            "height",
            "inner-background-color",
            "inner-padding",
            "inner-padding-bottom",
            "inner-padding-left",
            "inner-padding-right",
            "inner-padding-top",
            "mode",
            "vertical-align",
            "width",
        ],
        &[CLASS, PADDING, BACKGROUND],
    ),
    tag(
        "mj-text",
        Holds::Html,
        CONTENT,
        &["align", "background-color", "container-background-color", "height", "vertical-align"],
        &[CLASS, PADDING, FONT],
    ),
    tag(
        "mj-button",
        Holds::Html,
        CONTENT,
        &[
            "align",
            "background-color",
            "container-background-color",
            "height",
            "inner-padding",
            "text-align",
            "vertical-align",
            "width",
        ],
        &[CLASS, PADDING, FONT, BORDER, LINK],
    ),
    tag(
        "mj-image",
        Holds::Nothing,
        CONTENT,
        &[
            "align",
            "alt",
            "container-background-color",
            "fluid-on-mobile",
            "font-size",
            "height",
            "max-height",
            "sizes",
            "src",
            "srcset",
            "usemap",
            "width",
        ],
        &[CLASS, PADDING, BORDER, LINK],
    ),
    tag(
        "mj-divider",
        Holds::Nothing,
        CONTENT,
        &["align", "border-color", "border-style", "border-width", "container-background-color", "width"],
        &[CLASS, PADDING],
    ),
    tag("mj-spacer", Holds::Nothing, CONTENT, &["container-background-color", "height"], &[CLASS, PADDING]),
    tag(
        "mj-table",
        Holds::Html,
        CONTENT,
        &[
            "align",
            "border",
            "cellpadding",
            "cellspacing",
            "color",
            "container-background-color",
            "font-family",
            "font-size",
            "line-height",
            "role",
            "table-layout",
            "width",
        ],
        &[CLASS, PADDING],
    ),
    tag(
        "mj-raw",
        Holds::Anything,
        &["mjml", "mj-head", "mj-body", "mj-wrapper", "mj-section", "mj-group", "mj-column", "mj-hero"],
        &["position"],
        &[],
    ),
    tag(
        "mj-social",
        Holds::Tags,
        CONTENT,
        &[
            "align",
            "border-radius",
            "container-background-color",
            "icon-height",
            "icon-padding",
            "icon-size",
            "inner-padding",
            "mode",
            "table-layout",
            "text-padding",
            "vertical-align",
        ],
        &[CLASS, PADDING, FONT],
    ),
    tag(
        "mj-social-element",
        Holds::Html,
        &["mj-social"],
        &[
            "align",
            "alt",
            "background-color",
            "border-radius",
            "icon-height",
            "icon-padding",
            "icon-position",
            "icon-size",
            "sizes",
            "src",
            "srcset",
            "text-padding",
            "vertical-align",
        ],
        &[CLASS, PADDING, FONT, LINK],
    ),
    tag("mj-navbar", Holds::Tags, CONTENT, &["align", "base-url", "hamburger"], &[CLASS, PADDING, HAMBURGER]),
    tag("mj-navbar-link", Holds::Html, &["mj-navbar"], &[], &[CLASS, PADDING, FONT, LINK]),
    tag(
        "mj-accordion",
        Holds::Tags,
        CONTENT,
        &["border", "container-background-color", "font-family"],
        &[CLASS, PADDING, ICON],
    ),
    tag(
        "mj-accordion-element",
        Holds::Tags,
        &["mj-accordion"],
        &["background-color", "border", "font-family"],
        &[CLASS, ICON],
    ),
    tag(
        "mj-accordion-title",
        Holds::Html,
        &["mj-accordion-element"],
        &["background-color"],
        &[CLASS, PADDING, FONT],
    ),
    tag(
        "mj-accordion-text",
        Holds::Html,
        &["mj-accordion-element"],
        &["background-color"],
        &[CLASS, PADDING, FONT],
    ),
    tag(
        "mj-carousel",
        Holds::Tags,
        CONTENT,
        &[
            "align",
            "background-color",
            "border-radius",
            "container-background-color",
            "icon-width",
            "left-icon",
            "right-icon",
        ],
        &[CLASS, PADDING, THUMBNAILS],
    ),
    tag(
        "mj-carousel-image",
        Holds::Nothing,
        &["mj-carousel"],
        &["alt", "border-radius", "src", "tb-border", "tb-border-radius", "thumbnails-src"],
        &[CLASS, LINK],
    ),
];
