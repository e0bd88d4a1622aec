//! `ask`: the call by which a service is asked to do what a person has a right to.

use super::purpose::Purpose;
use crate::kinds::{Constant, Duration, Literal, Name, PathText, Pointer, Ref, Text, closed};
use crate::word::part;

part! {
    /// A call by which the service is asked to do what a person has a right to. Several for one right are made in the order in
    /// which they stand.
    pub struct Ask = "ask" {
        /// What it is asked to do.
        arg right: One<AskedFor>,
        /// The path of a `GET`, below the address of the connector; what stands in braces is a value.
        prop get: Opt<PathText>,
        /// The path of a `POST`.
        prop post: Opt<PathText>,
        /// The path of a `PUT`.
        prop put: Opt<PathText>,
        /// The path of a `PATCH`.
        prop patch: Opt<PathText>,
        /// The path of a `DELETE`.
        prop delete: Opt<PathText>,
        /// The purpose whose refusal `suppress` tells, and of which `resume` tells that it is agreed to anew. Without it, `suppress`
        /// tells an objection.
        prop for_: Opt<Ref<Purpose>>,
        /// What follows when nobody knows whether a call was taken; it is made again where nothing is said.
        prop unsure: Opt<Unsure>,
        /// Who says that it was done; the answer to the call where nothing is said.
        prop confirmed: Opt<Confirmed>,
        /// A header, such as the one with the key of the account.
        child header: Many<AskHeader>,
        /// Parameters of the address.
        child query: Opt<AskQuery>,
        /// A value in the body.
        child body: Many<AskBody>,
        /// A value of the answer that later calls need.
        child keep: Many<Keep>,
        /// An answer by which the service says that it has nothing of the person.
        child nobody: Many<Nobody>,
        /// An answer by which the service says that it does not do it.
        child refused: Many<Refused>,
        /// What the answer must say for it to be done; until it does, the call is made again.
        child until: Opt<Awaited>,
    }
    one_of { get, post, put, patch, delete }
}

part! {
    /// A header: `header Authorization env=CRM_AUTHORIZATION`, or `header revision "2026-10-15"`.
    pub struct AskHeader = "header" {
        /// Its name.
        arg name: One<Name>,
        /// Its value, where it is no secret.
        arg text: Opt<Text>,
        /// The environment variable that holds its value.
        prop env: Opt<Name>,
        /// The file that holds its value, outside the project.
        prop file: Opt<Text>,
        /// What stands before the secret: `prefix="Bearer "`.
        prop prefix: Opt<Text>,
    }
    one_of { text, env, file }
}

part! {
    /// Parameters of the address: `query external_id="{profile.user_id}"`.
    pub struct AskQuery = "query" {
        /// The name of a parameter and its value; what stands in braces is one of the person or of an earlier answer.
        rest values: Several<Constant>,
    }
}

part! {
    /// A value in the body, which is JSON: `body "/data/email" "{profile.email}"`.
    pub struct AskBody = "body" {
        /// Where it stands; a number is a place in a list.
        arg place: One<Pointer>,
        /// The value; a text in braces alone stays what it is, a number for instance.
        arg value: One<Literal>,
    }
}

part! {
    /// A value of the answer that later calls need: `keep id at="/users/0/id"` is `{kept.id}` there.
    pub struct Keep = "keep" {
        /// Its name.
        arg name: One<Name>,
        /// Where it stands in the answer.
        prop at_: One<Pointer>,
    }
}

part! {
    /// An answer by which the service says that it has nothing of the person: `nobody status=404`, `nobody at="/count" is=0`.
    pub struct Nobody = "nobody" {
        /// The status of the answer.
        prop status: Opt<u32>,
        /// Where it stands in the body of an answer.
        prop at_: Opt<Pointer>,
        /// What stands there.
        prop is: Opt<Literal>,
    }
    one_of { status, at_ }
}

part! {
    /// An answer by which the service says that it does not do it: `refused at="/status" is=FAILED`.
    pub struct Refused = "refused" {
        /// Where it stands in the answer.
        prop at_: One<Pointer>,
        /// What stands there.
        prop is: Opt<Literal>,
    }
}

part! {
    /// What the answer must say for it to be done: `until at="/status" is=FINISHED every="1h"`.
    pub struct Awaited = "until" {
        /// Where it stands in the answer.
        prop at_: One<Pointer>,
        /// What stands there.
        prop is: Opt<Literal>,
        /// How long after an answer that does not say so the call is made again.
        prop every: One<Duration>,
    }
}

closed! {
    /// What a service can be asked to do by a call.
    pub enum AskedFor: "something that a service can be asked" {
        /// To correct it.
        Rectify = "rectify",
        /// To remove it.
        Erase = "erase",
        /// To keep it without using it.
        Restrict = "restrict",
        /// To write to the person no more.
        Suppress = "suppress",
        /// To write to the person again, who has agreed anew.
        Resume = "resume",
        /// To use it again, when a restriction has ended.
        Lift = "lift",
    }
}

closed! {
    /// What follows when nobody knows whether a call was taken.
    pub enum Unsure: "what follows" {
        /// It is made again, with the same key.
        Again = "again",
        /// Somebody looks into it: the task stays open.
        ByHand = "by-hand",
    }
}

closed! {
    /// Who says that it was done.
    pub enum Confirmed: "who confirms" {
        /// The answer to the call.
        Answer = "answer",
        /// Somebody who has heard from the service: the task stays open until then.
        ByHand = "by-hand",
        /// The service, by a call that a `confirmation` of a source reads: the task stays open until then.
        Webhook = "webhook",
    }
}
