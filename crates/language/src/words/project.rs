//! `project`: who is responsible, and what holds where nothing else is said.

use super::channel::Cap;
use super::purpose::Purpose;
use crate::Target;
use crate::kinds::{Currency, Email, Folder, Locale, Name, Ref, SignatureKey, Text, Timezone};
use crate::word::{part, word};

word! {
    /// Who is responsible for the project, and what holds where nothing else is said.
    ///
    /// A project has exactly one.
    pub struct Project = "project" since "0.1" {
        /// The name of the project.
        arg name: One<Name>,
        /// Who decides why and how personal data is used (GDPR article 4).
        child controller: One<Controller>,
        /// Somebody who decides on it together with the controller (GDPR article 26).
        child joint_controller: Many<JointController>,
        /// Where the assessment of impact is kept (GDPR article 35).
        leaf dpia: Opt<Text>,
        /// A team or a person who answers for journeys.
        child owner: Many<Owner>,
        /// Who must agree before more is done with personal data; one of several is enough.
        child privacy_approver: Many<PrivacyApprover>,
        /// The zone of every time that belongs to no person.
        leaf timezone: One<Timezone>,
        /// Languages, the first one being what a person without a language reads.
        leaf locale: Several<Locale>,
        /// The currency of amounts that name none.
        leaf currency: Opt<Currency>,
        /// The folders of the project, when it shares its root with other files; all, when none is named.
        leaf folders: Many<Folder>,
        /// Dated packs of legal defaults.
        leaf rules: Many<Ref<RulePack>>,
        /// Most messages to one person in a time, over all channels.
        child cap: Many<Cap>,
        /// In how many journeys a person may be at once.
        child concurrency: Many<Concurrency>,
        /// Whether messages are held until this is taken away.
        leaf paused: Opt<bool>,
    }
}

part! {
    /// The controller of personal data.
    pub struct Controller = "controller" {
        /// The name of the company as it is registered.
        arg name: One<Text>,
        /// The address of the data protection officer.
        prop dpo: Opt<Email>,
        /// The supervisory authority.
        prop authority: Opt<Text>,
        /// The postal address of the company, as commercial messages show it.
        prop address: Opt<Text>,
    }
}

part! {
    /// Somebody who decides on it together with the controller.
    pub struct JointController = "joint-controller" {
        /// The name of the company as it is registered.
        arg name: One<Text>,
        /// Where it is kept who of the two does what for people.
        prop agreement: Opt<Text>,
    }
}

part! {
    /// In how many journeys a person may be at once.
    pub struct Concurrency = "concurrency" {
        /// How many.
        arg count: One<u32>,
        /// The group of journeys that is counted; every journey, when none is named.
        prop group: Opt<Name>,
        /// Journeys that send for these purposes alone neither count nor are refused.
        either except: Many<Ref<Purpose>>,
    }
}

part! {
    /// A team or a person who answers for journeys.
    pub struct Owner = "owner" {
        /// The name that journeys use.
        arg name: One<Name>,
        /// Where to write to them.
        prop email: Opt<Email>,
    }
}

part! {
    /// Somebody who must agree before more is done with personal data.
    pub struct PrivacyApprover = "privacy-approver" {
        /// The owner.
        arg owner: One<Ref<Owner>>,
        /// The key that tells whether they signed, as `filrouge manifest key` prints it.
        prop key: One<SignatureKey>,
    }
}

/// A dated pack of legal defaults, such as `eu-gdpr`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RulePack;

impl Target for Owner {
    const KIND: &'static str = "owner";
}

impl Target for RulePack {
    const KIND: &'static str = "rule pack";
}
