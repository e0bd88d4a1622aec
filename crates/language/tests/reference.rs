//! The reference of a word, as people read it.

use filrouge_language::{WORDS, reference};

fn page(name: &str) -> String {
    WORDS.iter().find(|word| word.name == name).map(|word| reference(word)).unwrap_or_default()
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table, as people read it")]
fn the_reference_of_a_word_is_a_table_of_its_parts() {
    insta::assert_snapshot!(page("enter"), @r#"
    ```text
    enter [on=EVENT] [segment=SEGMENT] [left=SEGMENT] [BY] [date=first_name] [offset="-3d"] [at="21:00"] [every=EVERY] [leap=LEAP] [past=PAST] [schedule="Welcome"] [for=SEGMENT] [from="2026-03-28T20:30"] [zone=ZONE] [late="7d"] [where="event.value >= 20.0"] [key="event.cart_id"] { … }
    ```

    | part | where | how often | holds | meaning |
    |---|---|---|---|---|
    | `on` | property | at most once | the name of a declared event | The event that starts it. |
    | `segment` | property | at most once | the name of a declared segment | The segment that people come into when it starts. |
    | `left` | property | at most once | the name of a declared segment | The segment that people leave when it starts. |
    | BY | argument | at most once | `api`, `called` | Who asks for it: somebody outside, or another journey. |
    | `date` | property | at most once | the name of a field: `first_name` | The date of the profile that starts it. |
    | `offset` | property | at most once | an offset: `"-3d"` | How long before the date, or after it: `-3d`, `7d`. |
    | `at` | property | at most once | a time of day: `"21:00"` | At what time of that day. |
    | `every` | property | at most once | `year` | How often the date comes again; once, where nothing is said. |
    | `leap` | property | at most once | `feb-28`, `mar-01` | When 29 February is kept in a year without one. |
    | `past` | property | at most once | `skip`, `enter` | What happens when the moment is over by the time the date is known. |
    | `schedule` | property | at most once | a text: `"Welcome"` | The schedule that starts it: five fields of cron, or a recurrence rule. |
    | `for` | property | at most once | the name of a declared segment | Whom the schedule concerns; everybody, where nothing is said. |
    | `from` | property | at most once | a date and time: `"2026-03-28T20:30"` | When the schedule starts: its first moment. |
    | `zone` | property | at most once | `person`, `project` | Whose clock the schedule follows; the person's, where nothing is said. |
    | `late` | property | at most once | a duration: `"7d"` | How much later than its moment a journey still starts; a day, where nothing is said. |
    | `where` | property | at most once | a condition: `"event.value >= 20.0"` | Which of these events do, or whom of these people. |
    | `key` | property | at most once | an expression: `"event.cart_id"` | What tells instances of one person apart: one journey for each order. |
    | `re-entry` | line | at most once | see below | Whether a person may come again with the same key. |
    | `requalify` | line | at most once | see below | People inside are held to this entry when it changes. |
    | `backfill` | line | at most once | see below | Lets people in who are in the segment already when the journey becomes active. |
    | `limit` | line | at most once | see below | How often a person may come, whatever the key. |
    | *fields* | the rest | any number | the fields | A field that whoever asks for the journey gives, and its type. |

    Exactly one of `on`, `segment`, `left`, BY, `date`, `schedule`.

    ### `re-entry`

    Whether a person may come again with the same key.

    ```text
    re-entry [MODE] [after="7d"]
    ```

    | part | where | how often | holds | meaning |
    |---|---|---|---|---|
    | MODE | argument | at most once | `never`, `after-exit`, `every` | When, in a word. |
    | `after` | property | at most once | a duration: `"7d"` | How long after the last entry. |

    Exactly one of MODE, `after`.

    ### `requalify`

    People inside are held to this entry when it changes.

    ```text
    requalify
    ```

    ### `backfill`

    Lets people in who are in the segment already when the journey becomes active.

    ```text
    backfill NAME over="7d"
    ```

    | part | where | how often | holds | meaning |
    |---|---|---|---|---|
    | NAME | argument | once | a name: `first-name` | Its name. Each person is looked at once for each name. |
    | `over` | property | once | a duration: `"7d"` | How long it takes until all are in. |

    ### `limit`

    How often a person may come, whatever the key.

    ```text
    limit COUNT per="7d"
    ```

    | part | where | how often | holds | meaning |
    |---|---|---|---|---|
    | COUNT | argument | once | a whole number above zero: `3` | How many times. |
    | `per` | property | once | a duration: `"7d"` | In what time. |

    ### `FIELD`

    A field: its name, its type, and what is known about it.

    ```text
    NAME [category="user.contact.email"] [min=9.90] [max=9.90] [retain="7d"] [for=PURPOSE] TYPE { … }
    ```

    | part | where | how often | holds | meaning |
    |---|---|---|---|---|
    | *name* | name of the line | once | the name of a field: `first_name` | The name, as conditions and payloads spell it. |
    | *ty* | the rest | once | a type | The type; `?` behind it when the field may be absent. |
    | `category` | property | at most once | a key: `"user.contact.email"` | Category of personal data (a fideslang key); a field without one is not personal. |
    | `min` | property | at most once | a number: `9.90` | Least value, or least length of a text or a list. |
    | `max` | property | at most once | a number: `9.90` | Greatest value, or greatest length of a text or a list. |
    | `retain` | property | at most once | a duration: `"7d"` | How long this field is kept, when that is shorter than for the whole. |
    | `for` | property or line | any number | the name of a declared purpose | Purposes that it is collected for; else those around it. |
    "#);
}

#[test]
fn every_word_has_a_reference_that_ends() {
    for word in WORDS {
        assert!(reference(word).contains("```text"), "{}", word.name);
    }
}
