//! `project`: who is responsible, and what holds where nothing else is said.

use crate::linker::{Linker, boxed, map_opt, name_of, unresolved};
use crate::{Cap, Concurrency, Reference, cap, concurrency};
use filrouge_language::kinds::{Currency, Email, Locale, SignatureKey, Text, Timezone};
use filrouge_language::words::project as word;
use filrouge_language::{One, Opt};
use filrouge_law::SHELF;
use filrouge_source::{Span, Spanned};

/// Who is responsible, and what holds where nothing else is said.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// Where it is declared, without its block.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// The name of the controller.
    pub controller: Option<Spanned<Box<str>>>,
    /// Address of the data protection officer.
    pub dpo: Opt<Box<str>>,
    /// The supervisory authority.
    pub authority: Opt<Box<str>>,
    /// The postal address of the controller.
    pub address: Opt<Box<str>>,
    /// Those who decide together with the controller.
    pub joint_controllers: Vec<JointController>,
    /// Where the assessment of impact is kept.
    pub dpia: Opt<Box<str>>,
    /// Who answers for journeys.
    pub owners: Vec<Owner>,
    /// Who must agree before more is done with personal data.
    pub privacy_approvers: Vec<PrivacyApprover>,
    /// Zone of people whose own is not known.
    pub timezone: Option<Spanned<Box<str>>>,
    /// Languages, the default first.
    pub locales: Vec<Spanned<Box<str>>>,
    /// Currency of amounts that name none.
    pub currency: Opt<Box<str>>,
    /// Packs of legal defaults.
    pub rules: Vec<Spanned<Box<str>>>,
    /// Most messages to one person, over all channels.
    pub caps: Vec<Cap>,
    /// In how many journeys a person may be at once.
    pub concurrency: Vec<Concurrency>,
    /// Whether messages are held.
    pub paused: Opt<bool>,
}

/// A team or a person who answers for journeys.
#[derive(Debug, Clone, PartialEq)]
pub struct Owner {
    /// The name that journeys use.
    pub name: Spanned<Box<str>>,
    /// Where to write to them.
    pub email: Opt<Box<str>>,
}

/// Somebody who decides together with the controller.
#[derive(Debug, Clone, PartialEq)]
pub struct JointController {
    /// The name.
    pub name: Spanned<Box<str>>,
    /// Where it is kept who of the two does what.
    pub agreement: Opt<Box<str>>,
}

/// Somebody who must agree before more is done with personal data.
#[derive(Debug, Clone, PartialEq)]
pub struct PrivacyApprover {
    /// Where it is declared.
    pub at: Span,
    /// The owner.
    pub owner: Reference<Owner>,
    /// The key that tells whether they signed.
    pub key: Spanned<Box<str>>,
}

pub(crate) fn link(word: &word::Project, linker: &mut Linker<'_>) -> Project {
    let packs = SHELF.names();
    for pack in word.rules.iter().filter(|pack| !packs.contains(&pack.value.as_str())) {
        linker.push(unresolved("rule pack", pack.value.as_str(), pack.span, packs.iter().copied(), None));
    }
    let controller = word.controller.value();
    Project {
        at: word.at.head,
        name: name_of(&word.name),
        controller: controller.and_then(|controller| one(&controller.name, Text::as_str)),
        dpo: controller.map_or(Opt::Absent, |controller| text(&controller.dpo, Email::as_str)),
        authority: controller.map_or(Opt::Absent, |controller| text(&controller.authority, Text::as_str)),
        address: controller.map_or(Opt::Absent, |controller| text(&controller.address, Text::as_str)),
        joint_controllers: word.joint_controller.iter().filter_map(|own| joint(&own.value)).collect(),
        dpia: text(&word.dpia, Text::as_str),
        owners: word.owner.iter().map(|owner| self::owner(&owner.value)).collect(),
        privacy_approvers: word
            .privacy_approver
            .iter()
            .filter_map(|own| approver(&own.value, linker))
            .collect(),
        timezone: one(&word.timezone, Timezone::as_str),
        locales: word.locale.iter().map(|locale| boxed(locale, Locale::as_str)).collect(),
        currency: text(&word.currency, Currency::as_str),
        rules: word.rules.iter().map(|pack| boxed(pack, |pack| pack.as_str())).collect(),
        caps: cap::links(&word.cap),
        concurrency: word
            .concurrency
            .iter()
            .filter_map(|own| concurrency::link(&own.value, linker))
            .collect(),
        paused: word.paused.clone(),
    }
}

fn joint(word: &word::JointController) -> Option<JointController> {
    Some(JointController {
        name: one(&word.name, Text::as_str)?,
        agreement: text(&word.agreement, Text::as_str),
    })
}

fn owner(word: &word::Owner) -> Owner {
    Owner { name: name_of(&word.name), email: text(&word.email, Email::as_str) }
}

fn approver(word: &word::PrivacyApprover, linker: &mut Linker<'_>) -> Option<PrivacyApprover> {
    let owner = word.owner.get().map(|owner| linker.resolve(owner))?;
    let key = one(&word.key, SignatureKey::as_str)?;
    Some(PrivacyApprover { at: word.at.head, owner, key })
}

/// A required text.
pub(crate) fn one<W>(part: &One<W>, text: impl Fn(&W) -> &str) -> Option<Spanned<Box<str>>> {
    part.get().map(|given| boxed(given, text))
}

/// An optional text.
pub(crate) fn text<W>(part: &Opt<W>, text: impl Fn(&W) -> &str) -> Opt<Box<str>> {
    map_opt(part, |given| Some(text(&given.value).into()))
}
