//! The rules of the door. Each stands in a file of its own, with its page beside it.

use crate::conditions::Conditions;
use crate::opinions::{Opinion, WORTH_A_THREAD};
use crate::secrets::Slip;
use crate::statutes::Statutes;
use crate::ways::Ways;
use crate::{Law, labelled, waivers::Waivers};
use filrouge_model::{Journey, Model, Setting};
use filrouge_report::{Findings, Rule};
use filrouge_source::Sources;
use rayon::prelude::*;
use std::sync::{Arc, LazyLock};

filrouge_report::rules! {
    adaptive_policy,
    ask_names_nobody,
    best_time,
    answer_hides_outcome,
    answer_kept_too_long,
    backward_closure,
    calendar_never_open,
    call_cycle,
    arm_never_taken,
    cap_starves_journey,
    channel_not_allowed,
    choice_without_field,
    colour_without_contrast,
    channel_without_address,
    channel_without_kind,
    channel_without_sender,
    condition_always_true,
    condition_never_true,
    confirmation_never_asked_for,
    confirmation_of_unknown_task,
    conflicting_bodies,
    connector_cannot_answer,
    connector_cannot_carry,
    consent_without_notice,
    declassify_without_group,
    derived_outlives_source,
    due_while_closed,
    empty_hours,
    entry_field_not_given,
    event_field_not_given,
    exit_at_entry,
    exit_never_fires,
    exit_shadowed,
    expired_waive,
    explicit_consent_not_asked,
    fetch_without_purpose,
    former_name_in_use,
    holdout_share_out_of_range,
    idle_hold,
    idle_policy,
    idle_trait_part,
    incomplete_source,
    incomplete_trait,
    journey_not_callable,
    leap_day_undecided,
    goal_cannot_be_met,
    join_never_met,
    lone_branch,
    loop_without_wait,
    missing_otherwise,
    more_than_needed,
    not_waivable,
    personal_data_in_address,
    personal_data_without_retention,
    personal_field_without_category,
    purpose_without_basis,
    removed_step_is_there,
    resume_without_suppress,
    retention_not_done,
    retired_journey_is_there,
    revealed_for_another_purpose,
    rival_journeys,
    repeat_without_pause,
    schedule_never_fires,
    secret_in_text,
    segment_cycle,
    segment_never_filled,
    segment_never_left,
    send_without_purpose,
    signal_field_misplaced,
    signal_not_mapped,
    special_data_without_condition,
    task_never_confirmed,
    template_incomplete,
    too_many_branches,
    trait_of_wrong_type,
    shown_for_another_purpose,
    transactional_on_consent,
    trigger_race,
    unknown_category,
    unknown_data_use,
    unknown_group,
    unknown_rule,
    unreachable_step,
    unread_field,
    unread_trait,
    unused_segment,
    unused_template,
    unused_value,
    unused_waive,
    used_for_another_purpose,
    value_of_two_types,
    wait_outlives_retention,
    wait_without_end,
    waive_without_reason,
    window_outlives_retention,
    weightless_experiment,
    call_without_opt_in,
    called_too_often,
    consent_without_end,
    copy_outlives_ours,
    decision_class_too_low,
    decision_on_special_data,
    decision_without_review,
    failover_without_safeguard,
    hours_of_nobody,
    hours_too_wide,
    impact_not_assessed,
    interest_not_weighed,
    kept_longer_than_usual,
    lock_not_understood,
    mail_without_address,
    mail_without_one_click,
    marketing_at_any_hour,
    marketing_on_contract,
    mechanism_may_fall,
    message_without_way_out,
    newer_pack,
    notice_omits_recipient,
    open_as_activity,
    open_as_signal,
    recipient_without_agreement,
    right_without_way,
    share_without_opt_out,
    soft_opt_in_incomplete,
    store_without_retention,
    texts_without_reply,
    tracking_pixel,
    transfer_without_safeguard,
    unused_consent,
    vague_purpose,
    without_owner,
}

/// The rules about one journey: they see it and its setting, and no other journey. What they find is kept while both are
/// as they were.
const OF_A_JOURNEY: &[fn(&Journey, &Setting, &mut Findings)] = &[
    adaptive_policy::check,
    answer_hides_outcome::check,
    answer_kept_too_long::check,
    best_time::check,
    channel_not_allowed::check,
    connector_cannot_answer::check,
    fetch_without_purpose::check,
    join_never_met::check,
    leap_day_undecided::check,
    lone_branch::check,
    missing_otherwise::check,
    removed_step_is_there::check,
    repeat_without_pause::check,
    schedule_never_fires::check,
    send_without_purpose::check,
    too_many_branches::check,
    transactional_on_consent::check,
    unreachable_step::check,
    unused_value::check,
    weightless_experiment::check,
];

/// The rules about one journey that reason about what its conditions mean together. They see no other journey either.
const REASONERS: &[fn(&Conditions<'_>, &mut Findings)] = &[
    arm_never_taken::check,
    condition_always_true::check,
    condition_never_true::check,
    exit_at_entry::check,
    exit_never_fires::check,
    exit_shadowed::check,
    goal_cannot_be_met::check,
    segment_never_left::check,
    trigger_race::check,
    wait_without_end::check,
];

/// The rules that follow data through the whole project.
const TRACKERS: &[fn(&Ways<'_>, &mut Findings)] =
    &[derived_outlives_source::check, labelled::check, personal_data_in_address::check];

/// The rules about the whole project, which look through all of it each time.
const OF_THE_PROJECT: &[fn(&Model, &mut Findings)] = &[
    ask_names_nobody::check,
    backward_closure::check,
    calendar_never_open::check,
    call_cycle::check,
    choice_without_field::check,
    colour_without_contrast::check,
    channel_without_address::check,
    channel_without_kind::check,
    channel_without_sender::check,
    confirmation_never_asked_for::check,
    confirmation_of_unknown_task::check,
    conflicting_bodies::check,
    connector_cannot_carry::check,
    consent_without_notice::check,
    declassify_without_group::check,
    empty_hours::check,
    entry_field_not_given::check,
    event_field_not_given::check,
    explicit_consent_not_asked::check,
    former_name_in_use::check,
    holdout_share_out_of_range::check,
    idle_hold::check,
    idle_policy::check,
    idle_trait_part::check,
    incomplete_source::check,
    incomplete_trait::check,
    journey_not_callable::check,
    loop_without_wait::check,
    personal_data_without_retention::check,
    personal_field_without_category::check,
    purpose_without_basis::check,
    resume_without_suppress::check,
    retention_not_done::check,
    retired_journey_is_there::check,
    segment_cycle::check,
    signal_field_misplaced::check,
    signal_not_mapped::check,
    task_never_confirmed::check,
    template_incomplete::check,
    trait_of_wrong_type::check,
    unknown_category::check,
    unknown_data_use::check,
    unknown_group::check,
    value_of_two_types::check,
    wait_outlives_retention::check,
    window_outlives_retention::check,
];

/// A rule that a pack of law asks for, by the id of the check.
struct Asked {
    check: &'static str,
    rule: &'static Rule,
    judge: fn(&Statutes<'_>, &mut Findings),
}

/// The rules that packs of law ask for.
const LAWYERS: &[Asked] = &[
    Asked { check: "A01", rule: &decision_class_too_low::RULE, judge: decision_class_too_low::check },
    Asked { check: "A02", rule: &decision_without_review::RULE, judge: decision_without_review::check },
    Asked { check: "A03", rule: &decision_on_special_data::RULE, judge: decision_on_special_data::check },
    Asked { check: "C05", rule: &open_as_signal::RULE, judge: open_as_signal::check },
    Asked { check: "C06", rule: &message_without_way_out::RULE, judge: message_without_way_out::check },
    Asked { check: "C07", rule: &mail_without_one_click::RULE, judge: mail_without_one_click::check },
    Asked { check: "C10", rule: &mail_without_address::RULE, judge: mail_without_address::check },
    Asked { check: "C11", rule: &texts_without_reply::RULE, judge: texts_without_reply::check },
    Asked { check: "C12", rule: &call_without_opt_in::RULE, judge: call_without_opt_in::check },
    Asked { check: "C13", rule: &called_too_often::RULE, judge: called_too_often::check },
    Asked { check: "C13", rule: &hours_of_nobody::RULE, judge: hours_of_nobody::check },
    Asked { check: "C13", rule: &hours_too_wide::RULE, judge: hours_too_wide::check },
    Asked { check: "C13", rule: &marketing_at_any_hour::RULE, judge: marketing_at_any_hour::check },
    Asked { check: "C14", rule: &consent_without_end::RULE, judge: consent_without_end::check },
    Asked { check: "D02", rule: &right_without_way::RULE, judge: right_without_way::check },
    Asked { check: "D04", rule: &notice_omits_recipient::RULE, judge: notice_omits_recipient::check },
    Asked { check: "D05", rule: &impact_not_assessed::RULE, judge: impact_not_assessed::check },
    Asked { check: "D06", rule: &without_owner::RULE, judge: without_owner::check },
    Asked { check: "P02", rule: &vague_purpose::RULE, judge: vague_purpose::check },
    Asked { check: "P04", rule: &interest_not_weighed::RULE, judge: interest_not_weighed::check },
    Asked { check: "P05", rule: &soft_opt_in_incomplete::RULE, judge: soft_opt_in_incomplete::check },
    Asked { check: "P10", rule: &marketing_on_contract::RULE, judge: marketing_on_contract::check },
    Asked { check: "P11", rule: &unused_consent::RULE, judge: unused_consent::check },
    Asked { check: "R01", rule: &store_without_retention::RULE, judge: store_without_retention::check },
    Asked { check: "R02", rule: &open_as_activity::RULE, judge: open_as_activity::check },
    Asked { check: "R03", rule: &kept_longer_than_usual::RULE, judge: kept_longer_than_usual::check },
    Asked { check: "R06", rule: &copy_outlives_ours::RULE, judge: copy_outlives_ours::check },
    Asked {
        check: "T01",
        rule: &recipient_without_agreement::RULE,
        judge: recipient_without_agreement::check,
    },
    Asked { check: "T02", rule: &transfer_without_safeguard::RULE, judge: transfer_without_safeguard::check },
    Asked { check: "T03", rule: &mechanism_may_fall::RULE, judge: mechanism_may_fall::check },
    Asked { check: "T04", rule: &failover_without_safeguard::RULE, judge: failover_without_safeguard::check },
    Asked { check: "T05", rule: &share_without_opt_out::RULE, judge: share_without_opt_out::check },
];

/// The same, as the ids of their checks and the names of the rules.
pub static ASKED: LazyLock<Vec<(&'static str, &'static str)>> =
    LazyLock::new(|| LAWYERS.iter().map(|own| (own.check, own.rule.slug)).collect());

/// The rules about texts and law that hold in every project.
const CLERKS: &[fn(&Statutes<'_>, &mut Findings)] =
    &[lock_not_understood::check, newer_pack::check, tracking_pixel::check];

/// The rules that reason about the project as a whole.
const REASONERS_OF_ALL: &[fn(&Model, &mut Findings)] = &[
    cap_starves_journey::check,
    due_while_closed::check,
    rival_journeys::check,
    segment_never_filled::check,
];

/// The rules that look for what nobody needs. What a wrong name leads away from is not told as well.
const KEEPERS: &[fn(&Model, &Sources, &mut Findings)] =
    &[unread_trait::check, unused_segment::check, unused_template::check];

/// Everything that was found, without what is waived. Only a project without an error is reasoned about: a word that is
/// wrong would be told again as a contradiction.
pub(crate) fn judge(
    model: &Model,
    sources: &Sources,
    before: Findings,
    law: &Law<'_>,
    (opinions, slips): (&[Arc<Opinion>], &[Arc<[Slip]>]),
) -> Findings {
    let (mut waivers, wrong) = Waivers::of(model, law);
    let ways = Ways::of(model);
    let beside = || {
        let secrets = found(|findings| secret_in_text::check(model, slips, &before, findings));
        (secrets, by_law(&Statutes::of(model, sources)))
    };
    let (mut judged, (secrets, law)) = rayon::join(|| judged(&ways), beside);
    opinions.iter().for_each(|own| judged.extend(own.judged.clone()));
    judged.extend(secrets);
    judged.extend(law);
    judged.extend(before);
    judged.extend(wrong);
    let mut findings = waivers.hear(judged);
    if !findings.has_errors() {
        findings.extend(waivers.hear(reasoned_all(&ways, sources, opinions)));
    }
    if !findings.has_errors() {
        findings.extend(waivers.unused());
    }
    findings
}

/// What is found in one journey.
pub(crate) fn alone(journey: &Journey, setting: &Setting) -> Findings {
    found(|findings| OF_A_JOURNEY.iter().for_each(|rule| rule(journey, setting, findings)))
}

/// What the conditions of one journey mean together.
pub(crate) fn reasoned(journey: &Journey, setting: &Setting) -> Findings {
    let conditions = Conditions::of(journey, setting);
    found(|findings| REASONERS.iter().for_each(|rule| rule(&conditions, findings)))
}

/// What is found by reasoning, and what nobody needs.
fn reasoned_all(ways: &Ways<'_>, sources: &Sources, opinions: &[Arc<Opinion>]) -> Findings {
    if opinions.len() >= 2 * WORTH_A_THREAD {
        opinions.par_iter().with_min_len(WORTH_A_THREAD).for_each(|own| {
            own.reasoned();
        });
    }
    found(|findings| {
        opinions.iter().for_each(|own| findings.extend(own.reasoned().clone()));
        REASONERS_OF_ALL.iter().for_each(|rule| rule(ways.model, findings));
        unread_field::check(ways, findings);
        KEEPERS.iter().for_each(|rule| rule(ways.model, sources, findings));
    })
}

fn judged(ways: &Ways<'_>) -> Findings {
    let judge = |rule: &fn(&Model, &mut Findings)| found(|findings| rule(ways.model, findings));
    let track = |rule: &fn(&Ways<'_>, &mut Findings)| found(|findings| rule(ways, findings));
    if ways.model.journeys.len() < 2 * WORTH_A_THREAD {
        return together(OF_THE_PROJECT.iter().map(judge).chain(TRACKERS.iter().map(track)).collect());
    }
    let all = TRACKERS.par_iter().map(track).chain(OF_THE_PROJECT.par_iter().map(judge));
    together(all.collect())
}

/// What the packs of the project ask for.
fn by_law(law: &Statutes<'_>) -> Findings {
    found(|findings| {
        CLERKS.iter().for_each(|rule| rule(law, findings));
        LAWYERS.iter().filter(|own| law.asks(own.check)).for_each(|own| (own.judge)(law, findings));
    })
}

/// Whether a pack asks for a rule: such a rule is about law, and the plan means the same without it.
pub(crate) fn is_law(rule: &Rule) -> bool {
    rule.slug == tracking_pixel::RULE.slug || LAWYERS.iter().any(|own| own.rule.slug == rule.slug)
}

fn found(find: impl FnOnce(&mut Findings)) -> Findings {
    let mut findings = Findings::new();
    find(&mut findings);
    findings
}

/// In the order of the rules, whichever thread was first.
fn together(all: Vec<Findings>) -> Findings {
    found(|findings| all.into_iter().for_each(|more| findings.extend(more)))
}
