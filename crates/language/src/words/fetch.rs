//! `fetch`: asks a service, and goes on with its answer.

use super::connector::Connector;
use super::purpose::Purpose;
use super::split::Otherwise;
use super::step::Step;
use crate::kinds::{Assignment, Duration, Field, Name, Parameter, PathText, Ref, closed};
use crate::word::{part, word};

word! {
    /// Asks a service, and goes on with its answer.
    pub struct Fetch = "fetch" since "0.1" {
        /// The name of the step.
        arg name: One<Name>,
        /// The service that is asked: a connector of `kind=http`.
        prop from: One<Ref<Connector>>,
        /// What is asked for below the address of the connector; expressions stand in braces.
        prop path: Opt<PathText>,
        /// Why it is asked; the journey's purpose, where nothing is said.
        prop purpose: Opt<Ref<Purpose>>,
        /// The name that the step had before.
        prop was: Opt<Name>,
        /// Parameters of the address.
        child query: Opt<Query>,
        /// What the service is told, in the body of the question.
        child with: Opt<With>,
        /// The fields of the answer, with their types.
        child answer: One<Answer>,
        /// How long an answer may be used again; without it, each visit of the step asks.
        child cache: Opt<Cache>,
        /// What happens after an outcome; without it, people go on behind the step.
        child on: Many<OnOutcome>,
        /// How long is waited for the answer, and what happens when none came.
        child timeout: One<Timeout>,
        /// What happens after every outcome that has no block of its own.
        child otherwise: Opt<Otherwise>,
    }
}

part! {
    /// Parameters of the address: `query limit=10 lang="profile.locale"`.
    pub struct Query = "query" {
        /// The name of a parameter and the expression that yields its value.
        rest values: Several<Parameter>,
    }
}

part! {
    /// What the service is told: `with order="entry.order_id"`.
    pub struct With = "with" {
        /// A name and the expression that yields its value.
        rest values: Several<Assignment>,
    }
}

part! {
    /// The fields of the answer: `answer { city string; floor int?; }`.
    pub struct Answer = "answer" {
        /// A field and its type.
        rest fields: Many<Field>,
    }
}

part! {
    /// How long an answer may be used again: `cache for="10m"`.
    pub struct Cache = "cache" {
        /// How long, from when it came: a day at most.
        prop for_: One<Duration>,
    }
}

part! {
    /// What happens after an outcome: `on failed { … }`.
    pub struct OnOutcome = "on" {
        /// The outcome.
        arg outcome: One<FetchOutcome>,
        /// What happens then; nothing means to go on behind the step.
        rest steps: Many<Step>,
    }
}

part! {
    /// How long is waited for the answer, and what happens when none came.
    pub struct Timeout = "timeout" {
        /// How long.
        prop after: One<Duration>,
        /// What happens then; nothing means to go on behind the step.
        rest steps: Many<Step>,
    }
}

closed! {
    /// What became of a question.
    pub enum FetchOutcome: "an outcome" {
        /// The service answered, and the answer is what was declared.
        Ok = "ok",
        /// It was not asked: the person may not be asked about.
        Skipped = "skipped",
        /// It refused for good, or what it answered is not what was declared.
        Failed = "failed",
    }
}
