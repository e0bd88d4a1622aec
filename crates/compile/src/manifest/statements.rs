//! What the compiler cannot check and the author vouches for.

use super::ground::Ground;
use super::walk::Walked;
use filrouge_model::{Channel, Connector, Purpose, Role};
use filrouge_plan::manifest::Statement;
use filrouge_plan::{Basis, address};
use filrouge_source::{Span, Spanned};

/// Every such statement, sorted.
pub(super) fn statements(journeys: &[Walked<'_>], ground: &Ground<'_>) -> Vec<Statement> {
    let mut all = Stated { ground, statements: Vec::new() };
    ground.model.connectors.values().for_each(|connector| all.connector(connector));
    ground.model.channels.values().for_each(|channel| all.channel(channel));
    ground.model.purposes.values().for_each(|purpose| all.purpose(purpose));
    journeys.iter().for_each(|journey| all.journey(journey));
    all.statements.sort();
    all.statements
}

struct Stated<'g, 'a> {
    ground: &'g Ground<'a>,
    statements: Vec<Statement>,
}

impl Stated<'_, '_> {
    fn say(&mut self, about: &str, at: Span, statement: String) {
        let stands = self.ground.stands(at);
        self.statements.push(Statement { about: about.to_owned(), statement, stands });
    }

    fn connector(&mut self, connector: &Connector) {
        let about = address::declared("connector", &connector.name.value);
        if let Some(Spanned { value: role, span }) = connector.role.get() {
            self.say(&about, *span, acts_as(*role));
        }
        if let Some(Spanned { value: agreement, span }) = connector.agreement.get() {
            self.say(&about, *span, format!("the agreement `{agreement}` is in force and covers this use"));
        }
        if let Some(Spanned { value: country, span }) = connector.country.get() {
            self.say(&about, *span, format!("the service handles the data in {country} and nowhere else"));
        }
        if let Some(Spanned { value: safeguards, span }) = connector.safeguards.get() {
            self.say(&about, *span, format!("the data is protected there by `{safeguards}`"));
        }
        self.abroad(&about, connector);
        self.rights(&about, connector);
    }

    /// What is vouched for where the data leaves the European Economic Area.
    fn abroad(&mut self, about: &str, connector: &Connector) {
        if let Some(transfer) = &connector.transfer {
            let mechanism = transfer.mechanism.value.word();
            self.say(about, transfer.at, format!("the mechanism `{mechanism}` is in place and holds"));
        }
        for own in &connector.sub_processors {
            let (name, country) = (&own.name.value, &own.country.value);
            self.say(about, own.at, format!("`{name}` handles the data in {country} under the same duties"));
        }
    }

    /// What is vouched for of the rights of people at a service.
    fn rights(&mut self, about: &str, connector: &Connector) {
        if let Some(keeps) = connector.keeps.get() {
            self.say(about, keeps.span, "the service removes what it got by then".to_owned());
        }
        for own in &connector.can {
            self.say(about, own.span, format!("the service does `{}` when it is asked to", own.value.word()));
        }
    }

    fn channel(&mut self, channel: &Channel) {
        let about = address::declared("channel", &channel.name.value);
        if let Some(given) = channel.one_click.get().filter(|given| given.value) {
            self.say(&about, given.span, "each mail carries the headers for one click, signed".to_owned());
        }
    }

    fn purpose(&mut self, purpose: &Purpose) {
        let about = address::declared("purpose", &purpose.name.value);
        let plan = self.ground.plan.purposes.iter().find(|plan| *plan.name == *purpose.name.value);
        let (Some(plan), Some(basis)) = (plan, purpose.basis.get()) else { return };
        self.say(&about, basis.span, ground_of(plan.basis).to_owned());
        if let Some(Spanned { value: right, span }) = purpose.special_categories.get() {
            let right = right.word();
            self.say(
                &about,
                *span,
                format!("special data may be used for it by `{right}` (GDPR article 9(2))"),
            );
        }
        for own in &purpose.compatible {
            let with = &own.with.name.value;
            let weighed = own.reference.as_ref().map_or("", |reference| &reference.value);
            self.say(&about, own.at, format!("it is compatible with `{with}`, as weighed in `{weighed}`"));
        }
        if let Some(assessment) = purpose.assessment.get() {
            let said = format!("the interest was weighed as `{}` says", assessment.value);
            self.say(&about, assessment.span, said);
        }
        for fact in &purpose.soft_opt_in {
            self.say(
                &about,
                fact.span,
                format!("`{}` is true of everybody who is written to", fact.value.word()),
            );
        }
        if let Some(notice) = purpose.notice.get() {
            let path = self.ground.source_text(notice.value).map(|text| text.path).unwrap_or_default();
            self.say(&about, notice.span, format!("people are shown `{path}` before their data is used"));
        }
    }

    fn journey(&mut self, walked: &Walked<'_>) {
        let requested = walked.sends.iter().filter(|sent| sent.send.transactional.value() == Some(&true));
        for sent in requested {
            let at = sent.send.transactional.get().map_or(sent.step.at, |given| given.span);
            self.say(&sent.address, at, "the person asked for this message by what they did".to_owned());
        }
        if walked.purposes().is_empty() {
            let about = address::journey(&walked.journey.name.value);
            self.say(&about, walked.journey.at, "what the journey does needs no purpose".to_owned());
        }
    }
}

fn acts_as(role: Role) -> String {
    match role {
        Role::Own => "the system is our own".to_owned(),
        Role::Processor | Role::Controller => format!("the service acts as a {}", role.word()),
    }
}

/// What must be true for a basis to hold.
const fn ground_of(basis: Basis) -> &'static str {
    match basis {
        Basis::Consent => "people agree freely, knowing what they agree to",
        Basis::Contract => "the contract with the person cannot be performed without it",
        Basis::LegalObligation => "a law demands it",
        Basis::VitalInterests => "somebody's life or health depends on it",
        Basis::PublicTask => "it is needed for a task in the public interest",
        Basis::LegitimateInterests => "the interest outweighs the interests and rights of the people",
    }
}
