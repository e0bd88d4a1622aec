//! Erasing somebody: out of the tables, the memory and the files, and again out of a backup.

use super::Driver;
use super::rights::{SOURCE, Stop};
use super::turn::Turn;
use crate::handle::request_of;
use crate::rights::{
    ERASED, Erasure, FILES, Request, RequestState, Suppressions, TaskState, mentions, text_of,
};
use crate::{Fed, QuarantineChange, RightsChange, StoreError};
use filrouge_machine::{Id, Person};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Version of a line of the list of erasures.
const VERSION: u32 = 1;

/// Rows of the quarantine that are looked through at once.
const PAGE: usize = 500;

impl Driver {
    /// Contact points that may not be written to, as the store has them.
    pub(super) fn read_suppressions(&mut self) -> Result<(), StoreError> {
        let key = self.store.suppression_key()?;
        self.suppressions = Arc::new(Suppressions::new(key, self.store.suppressed()?));
        self.shared.set_suppressions(&self.suppressions);
        Ok(())
    }

    /// Erases again whoever is on the list and is there all the same: the data is of a backup. Before anything else happens.
    pub(super) fn erase_again(&mut self) -> Result<(), StoreError> {
        for line in self.store.erasures()? {
            // A line that a crash has cut off was written again.
            let Ok(erasure) = serde_json::from_slice::<Erasure>(&line) else { continue };
            if self.is_there(&erasure)? {
                self.alone(|turn| turn.erase_as_before(erasure))?;
            }
        }
        self.read_suppressions()
    }

    /// Whether anything of an erasure is not true.
    fn is_there(&mut self, erasure: &Erasure) -> Result<bool, StoreError> {
        for person in &erasure.people {
            if self.store.person(*person)?.is_some() || self.store.alias(*person)?.is_some() {
                return Ok(true);
            }
        }
        Ok(self.shared.reader.request(erasure.request.id)?.is_none())
    }

    /// Takes what was erased out of the files; a request that waits for it goes on.
    pub(super) fn finish_erasures(&mut self) -> Result<(), StoreError> {
        let mut waiting = self.open_requests()?;
        waiting.retain(|request| request.tasks.iter().any(is_waiting));
        if waiting.is_empty() || !self.store.purge()? {
            return Ok(());
        }
        for request in waiting {
            self.alone(|turn| turn.files_are_clean(request))?;
        }
        Ok(())
    }
}

fn is_waiting(task: &crate::rights::Task) -> bool {
    task.name == FILES && task.state != TaskState::Done
}

impl Turn<'_> {
    /// Erases the person of a request, unless a hold forbids it.
    pub(super) fn erase_by(&mut self, request: &mut Request) -> Result<(), Stop> {
        self.meet(request.person)?;
        if self.is_held(request.person) {
            request.state = RequestState::OnHold;
            return Ok(());
        }
        request.state = RequestState::Working;
        request.leave([FILES.to_owned()]);
        let person = self.person_state(request.person);
        self.leave_to_recipients(request, &person, &person);
        let people = self.everybody(request.person)?;
        let contacts = self.contacts(&people)?;
        let suppressed = contacts.iter().map(|contact| self.driver.suppressions.hash(contact)).collect();
        let listed = Erasure { version: VERSION, at: self.now, people, suppressed, request: request.clone() };
        let line = serde_json::to_vec(&listed).map_err(|e| StoreError::unreadable("an erasure", e))?;
        // On the list first: what is on it and not done is done at the next start.
        self.driver.store.record_erasure(&line)?;
        self.wipe(&listed, &contacts)?;
        request.note(self.now, "filrouge", ERASED, None);
        Ok(())
    }

    fn is_held(&self, person: Id) -> bool {
        self.group.people.get(&person).is_some_and(|state| state.limits.held.is_some())
    }

    /// The same for somebody whom a retention ends. It is on no list: out of a backup the same retention ends them again.
    pub(super) fn erase_by_retention(&mut self, person: Id) -> Result<(), StoreError> {
        self.meet(person)?;
        let request = self.retained_no_longer(person);
        for one in self.everybody(person)? {
            self.forget_person(one)?;
            self.silence_requests(one, request.id)?;
            self.group.commit.rights.push(RightsChange::Erase { people: vec![one] });
        }
        if request.errands.is_empty() { Ok(()) } else { self.keep_own(request, "opened") }
    }

    fn erase_as_before(&mut self, erasure: Erasure) -> Result<(), Stop> {
        let contacts = self.contacts(&erasure.people)?;
        let mut request = match self.known_request(erasure.request.id)? {
            Some(request) => request,
            None => erasure.request.clone(),
        };
        // Recipients are asked again: it is not known any more which of them have confirmed.
        let person = self.state_of_all(&erasure.people)?;
        self.leave_to_recipients(&mut request, &person, &person);
        self.wipe(&erasure, &contacts)?;
        request
            .tasks
            .iter_mut()
            .filter(|task| task.name == FILES)
            .for_each(|task| task.state = TaskState::Open);
        request.leave([FILES.to_owned()]);
        request.state = RequestState::Working;
        request.note(self.now, "filrouge", "erased again from a backup", None);
        self.keep(request, "erased again", "filrouge").map(drop)
    }

    /// The person, and everybody who became one with them.
    fn everybody(&self, person: Id) -> Result<Vec<Id>, StoreError> {
        let absorbed = self.driver.shared.reader.aliases(person)?.into_iter().map(|alias| alias.absorbed);
        Ok(absorbed.chain([person]).collect())
    }

    /// Every address and every name by which these people were known, in its normal form.
    fn contacts(&mut self, people: &[Id]) -> Result<BTreeSet<String>, StoreError> {
        let mut contacts = BTreeSet::new();
        for person in people {
            for known in self.driver.shared.reader.identifiers(*person)? {
                contacts.insert(known.value);
            }
            let Some(row) = self.driver.store.person(*person)? else { continue };
            let state = Person::decode(&self.driver.active.ready, &row.body)
                .map_err(|error| StoreError::unreadable("a person", error))?;
            contacts.extend(state.identifiers.values().flatten().cloned());
            contacts.extend(self.addresses(&state));
        }
        Ok(contacts.iter().map(|contact| contact.trim().to_lowercase()).filter(|it| !it.is_empty()).collect())
    }

    fn addresses(&self, state: &Person) -> Vec<String> {
        let channels = self.driver.active.bundle().plan.channels.iter();
        let slots = channels.filter_map(|channel| state.profile.get(usize::try_from(channel.address).ok()?));
        slots.filter_map(text_of).map(str::to_owned).collect()
    }

    fn wipe(&mut self, erasure: &Erasure, contacts: &BTreeSet<String>) -> Result<(), StoreError> {
        for person in &erasure.people {
            self.forget_person(*person)?;
            self.silence_requests(*person, erasure.request.id)?;
        }
        self.drop_mentions(contacts)?;
        let at = erasure.at;
        let suppress = erasure.suppressed.iter().map(|hash| RightsChange::Suppress { hash: *hash, at });
        self.group.commit.rights.extend(suppress);
        self.group.commit.rights.push(RightsChange::Erase { people: erasure.people.clone() });
        Ok(())
    }

    /// What is known of people who are one by now, and were several when the backup was made.
    fn state_of_all(&mut self, people: &[Id]) -> Result<Person, StoreError> {
        let mut all = Person::default();
        for person in people.iter().rev() {
            if self.driver.store.person(*person)?.is_none() {
                continue;
            }
            self.meet(*person)?;
            let state = self.person_state(*person);
            for (name, values) in &state.identifiers {
                let known = all.identifiers.entry(name.clone()).or_default();
                known.extend(
                    values.iter().filter(|value| !known.contains(value)).cloned().collect::<Vec<_>>(),
                );
            }
            if all.profile.is_empty() {
                all.profile = state.profile;
            }
        }
        Ok(all)
    }

    /// Out of the memory, and from where they stand.
    fn forget_person(&mut self, person: Id) -> Result<(), StoreError> {
        if self.driver.store.alias(person)?.is_none() {
            self.meet(person)?;
        }
        self.group.people.remove(&person);
        self.group.marked.remove(&person);
        self.driver.cache.take(&person);
        self.driver.names.clear();
        if let Some(feeding) = &mut self.driver.feeding {
            feeding.forget(person);
            self.group.fed.push(Fed::Forget { person });
        }
        Ok(())
    }

    /// Other requests stay, as proof that they were dealt with, without a word of the person's.
    fn silence_requests(&mut self, person: Id, but: Id) -> Result<(), StoreError> {
        for known in self.driver.shared.reader.requests_of(person)? {
            let mut request = request_of(&known)?;
            if request.id == but {
                continue;
            }
            request.fall_silent();
            if request.state.is_open() && !request.kind.erases() {
                request.state = RequestState::Ended;
                request.note(self.now, "filrouge", ERASED, None);
            }
            self.write_request(&request)?;
        }
        Ok(())
    }

    /// What could not be understood belongs to nobody; what names the person goes.
    fn drop_mentions(&mut self, contacts: &BTreeSet<String>) -> Result<(), StoreError> {
        let mut after = 0;
        loop {
            let page = self.driver.shared.reader.quarantined(after, PAGE)?;
            let named = page.iter().filter(|(_, row)| mentions(&row.payload, contacts));
            let drops: Vec<_> = named.map(|(_, row)| QuarantineChange::Drop(row.id)).collect();
            self.group.commit.quarantine.extend(drops);
            match page.last() {
                Some((last, _)) => after = *last,
                None => return Ok(()),
            }
        }
    }

    fn files_are_clean(&mut self, mut request: Request) -> Result<(), Stop> {
        let now = self.now;
        for task in request.tasks.iter_mut().filter(|task| is_waiting(task)) {
            (task.state, task.by, task.at) = (TaskState::Done, Some(SOURCE.to_owned()), Some(now));
        }
        request.end_if_nothing_is_left(now);
        self.keep(request, "files are clean", "filrouge").map(drop)
    }
}
