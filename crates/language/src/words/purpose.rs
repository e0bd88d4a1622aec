//! `purpose`: why people's data is used.

use super::channel::{Channel, WhenFull};
use super::event::Event;
use super::project::Owner;
use crate::kinds::{Duration, Key, Name, Path, Per, Ref, Text, closed};
use crate::word::{part, word};

word! {
    /// Why people's data is used, and by what right.
    pub struct Purpose = "purpose" since "0.1" {
        /// The name of the purpose.
        arg name: One<Name>,
        /// The data use (a fideslang key).
        prop use_: Opt<Key>,
        /// What it is, for people.
        leaf description: Opt<Text>,
        /// Whose data it uses: kinds of people, as the register of processing asks for them (GDPR article 30(1)(c)).
        leaf subjects: Many<Subject>,
        /// The lawful basis (GDPR article 6).
        leaf basis: Opt<Basis>,
        /// The interest that is pursued, in a sentence; with `basis legitimate-interest`.
        leaf interest: Opt<Text>,
        /// Where it is kept how that interest was weighed against those of the people.
        leaf assessment: Opt<Text>,
        /// What allows letters about products to customers who were never asked; with `basis legitimate-interest`.
        leaf soft_opt_in: Many<SoftOptIn>,
        /// Who answers for it; the owner of the project, when it has one alone.
        leaf owner: Opt<Ref<Owner>>,
        /// Channels that may carry messages for it; all, when none is named.
        leaf channels: Many<Ref<Channel>>,
        /// The text that people are shown when they are asked.
        leaf notice: Opt<Path>,
        /// How long a consent holds.
        leaf expires: Opt<Duration>,
        /// Signals of browsers that refuse it without asking.
        leaf signals: Many<Signal>,
        /// How a consent is confirmed before it counts.
        child double_opt_in: Opt<DoubleOptIn>,
        /// Most messages for it to one person in a time, over all channels or one.
        child cap: Many<PurposeCap>,
        /// By what right special categories of data may be used for it (GDPR article 9(2)); they may not, when nothing is said.
        leaf special_categories: Opt<Article9>,
        /// A purpose whose data may be used for this one as well (GDPR article 6(4)).
        child compatible_with: Many<CompatibleWith>,
        /// Categories of personal data (fideslang keys) that it needs; no others may leave for it, when any is named.
        leaf needs: Many<Key>,
    }
}

part! {
    /// A purpose whose data may be used for this one as well.
    pub struct CompatibleWith = "compatible-with" {
        /// The purpose that the data was collected for.
        arg purpose: One<Ref<Purpose>>,
        /// Where it was weighed whether the new purpose is compatible.
        prop reference: One<Text>,
    }
}

part! {
    /// A consent counts when the person has confirmed it.
    pub struct DoubleOptIn = "double-opt-in" {
        /// The event that confirms it; by its link (`confirm_url`) or over the API alone, when none is named.
        prop by: Opt<Ref<Event>>,
        /// How long it can be confirmed; a week, where nothing is said.
        prop within: Opt<Duration>,
    }
}

part! {
    /// Most messages for a purpose to one person in a time.
    pub struct PurposeCap = "cap" {
        /// How many.
        arg count: One<u32>,
        /// In what time: any of a length, or a unit of the calendar.
        prop per: One<Per>,
        /// The channel that is counted; all together, when none is named.
        prop via: Opt<Ref<Channel>>,
        /// What becomes of a message when the cap is full; it is skipped, where nothing is said.
        prop then: Opt<WhenFull>,
        /// How long it is held at most, counted from when it was due; with `then=hold`.
        prop for_: Opt<Duration>,
    }
}

closed! {
    /// A fact without which people must be asked before they are written to (ePrivacy directive, article 13(2)).
    pub enum SoftOptIn: "a fact about customers" {
        /// The address was given with a purchase.
        ExistingCustomers = "existing-customers",
        /// The letters are about products like those that were bought.
        SimilarProducts = "similar-products",
        /// People could refuse when they gave the address, and can with each letter.
        OptOutAtCollection = "opt-out-at-collection",
    }
}

closed! {
    /// What a browser says for its user.
    pub enum Signal: "a signal" {
        /// Global Privacy Control: `Sec-GPC: 1`.
        Gpc = "gpc",
    }
}

closed! {
    /// A kind of people, by the keys of fideslang.
    pub enum Subject: "a kind of people" {
        /// Somebody who buys, or has bought.
        Customer = "customer",
        /// Somebody who may become a customer.
        Prospect = "prospect",
        /// Somebody who looks at a page, or comes by.
        Visitor = "visitor",
        /// Somebody whom nobody can name.
        AnonymousUser = "anonymous-user",
        /// Somebody who is cared for.
        Patient = "patient",
        /// Somebody who travels.
        Passenger = "passenger",
        /// Somebody who goes to work and back.
        Commuter = "commuter",
        /// Somebody who works for the controller.
        Employee = "employee",
        /// Somebody who wants to.
        JobApplicant = "job-applicant",
        /// Somebody who learns.
        Trainee = "trainee",
        /// Somebody who advises.
        Consultant = "consultant",
        /// Somebody who supplies, or works for who does.
        SupplierVendor = "supplier-vendor",
        /// Somebody who owns a share.
        Shareholder = "shareholder",
        /// Somebody who votes.
        CitizenVoter = "citizen-voter",
        /// A relative of somebody.
        NextOfKin = "next-of-kin",
    }
}

closed! {
    /// A lawful basis.
    pub enum Basis: "a lawful basis" {
        /// The person said yes.
        Consent = "consent",
        /// Needed for a contract with the person.
        Contract = "contract",
        /// An interest of ours that the person's do not outweigh; the person may object.
        LegitimateInterest = "legitimate-interest",
        /// The law requires it.
        LegalObligation = "legal-obligation",
        /// It protects a life.
        VitalInterest = "vital-interest",
        /// A public task.
        PublicTask = "public-task",
    }
}

closed! {
    /// A right to use special categories of data, by the letters of GDPR article 9(2).
    pub enum Article9: "a condition of GDPR article 9(2)" {
        /// (a) The person said yes to exactly that.
        ExplicitConsent = "explicit-consent",
        /// (b) Employment, social security and social protection.
        EmploymentLaw = "employment-law",
        /// (c) It protects a life, and the person cannot consent.
        VitalInterest = "vital-interest",
        /// (d) Members of a foundation, an association or another body without profit.
        NotForProfit = "not-for-profit",
        /// (e) The person has made it public.
        MadePublic = "made-public",
        /// (f) Legal claims.
        LegalClaims = "legal-claims",
        /// (g) A substantial public interest, by law.
        PublicInterest = "public-interest",
        /// (h) Care, by people bound to secrecy.
        HealthCare = "health-care",
        /// (i) Public health, by law.
        PublicHealth = "public-health",
        /// (j) Archives, research and statistics, by law.
        Research = "research",
    }
}
