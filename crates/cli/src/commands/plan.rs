//! `filrouge plan`: what a change of the project means, before it goes live.

use crate::against::{Against, Known, forecast, here, known};
use crate::arguments::{Plan, PlanForm, PlanFormat, clash};
use crate::exit::{Exit, Failure, Outcome};
use crate::terminal::Terminal;
use filrouge_change::Effect;
use filrouge_report::render::Style;
use filrouge_review::{Look, Review, markdown, review, told};
use std::fs;
use std::path::Path;

/// Compares the project with what it is asked to be compared with. Whatever keeps it from telling is one code, so that a
/// script can trust the others.
pub fn run(options: &Plan, terminal: &Terminal) -> Outcome {
    match planned(options, terminal) {
        Err(failure) => {
            terminal.complain(&failure);
            Ok(Exit::Found)
        }
        done => done,
    }
}

fn planned(options: &Plan, terminal: &Terminal) -> Outcome {
    if clash(&options.format) {
        let why = "two formats cannot share standard output; give one a file, as in `markdown=comment.md`";
        return Err(Failure::new("--format", why));
    }
    let Some(new) = here(&options.project, terminal)? else { return Ok(Exit::Found) };
    let Some(old) = known(&options.against, &options.project, &options.admin_token_env, terminal)? else {
        return Ok(Exit::Found);
    };
    let mut review = review(&old.side(), &new.side(), old.inside.as_ref());
    review.stale_lock.clone_from(&new.stale_lock);
    review.release.clone_from(&old.release);
    if let Against::Daemon(url) = &options.against
        && may_be_walked(&review)
    {
        review.forecast = Some(forecast(url, &options.admin_token_env, &old, &new)?);
    }
    for form in &options.format {
        tell(form, &review, terminal)?;
    }
    if let Some(file) = &options.output {
        save(file, &old, &new)?;
    }
    Ok(verdict(&review))
}

/// A plan that does the same sends the same, and one that is refused sends nothing.
fn may_be_walked(review: &Review) -> bool {
    let refused = |one: &filrouge_review::Reviewed| one.change.effect == Effect::Refused;
    !review.changes.is_empty() && !review.changes.iter().any(refused)
}

fn verdict(review: &Review) -> Exit {
    match review.is_empty() {
        true => Exit::Clean,
        false if review.lacks_privacy_approval() => Exit::NeedsPrivacyApprover,
        false if review.needs_approval() => Exit::NeedsApproval,
        false => Exit::Changes,
    }
}

fn tell(form: &PlanForm, review: &Review, terminal: &Terminal) -> Result<(), Failure> {
    let Some(file) = &form.file else {
        terminal.print(&text(form.format, review, terminal.style)?);
        return Ok(());
    };
    let plain = Style { color: false, ..terminal.style };
    fs::write(file, text(form.format, review, plain)?).map_err(|error| Failure::new(file.display(), error))
}

fn text(format: PlanFormat, review: &Review, style: Style) -> Result<String, Failure> {
    let Style { color, unicode, width, language } = style;
    let look = Look { color, unicode, width, tell: language.teller() };
    Ok(match format {
        PlanFormat::Human => told(review, look),
        PlanFormat::Json => format!("{}\n", serde_json::to_string_pretty(review)?),
        PlanFormat::Markdown => markdown(review),
    })
}

fn save(file: &Path, old: &Known, new: &Known) -> Result<(), Failure> {
    let text = serde_json::to_string(&new.proposal(old))?;
    fs::write(file, text).map_err(|error| Failure::new(file.display(), error))
}
