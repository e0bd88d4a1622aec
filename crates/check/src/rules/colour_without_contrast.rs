//! A button that does not stand out from its page.

use filrouge_model::{Model, colour};
use filrouge_report::{Findings, rule};
use filrouge_source::{Span, Spanned};

/// What WCAG 2.2 asks of the bounds of what people press (1.4.11).
const LEAST: f64 = 3.0;

rule! {
    /// A button that does not stand out from its page.
    pub struct ColourWithoutContrast {
        colour: String,
        /// `the white page`, `the dark page`.
        page: &'static str,
        place: Span,
    }
    slug: "colour-without-contrast", severity: Error, since: "0.1",
    message: format!("the colour `{colour}` does not stand out from {page}"),
    at: place => "less than 3 to 1".to_owned(),
    help: Some("choose a darker `light=` and a lighter `dark=`".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let Some(centre) = &model.centre else { return };
    let Some(light) = &centre.light else { return };
    judge(light, colour::DAY, "the white page", findings);
    match centre.dark.get() {
        Some(dark) => judge(dark, colour::NIGHT, "the dark page", findings),
        None => judge(light, colour::NIGHT, "the dark page", findings),
    }
}

fn judge(own: &Spanned<Box<str>>, page: &str, name: &'static str, findings: &mut Findings) {
    if colour::contrast(&own.value, page).is_some_and(|ratio| ratio < LEAST) {
        let colour = own.value.to_string();
        findings.push(ColourWithoutContrast { colour, page: name, place: own.span });
    }
}
