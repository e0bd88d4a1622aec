//! The reference of a word, as people read it.

use filrouge_language::{WORDS, reference};

fn page(name: &str) -> String {
    WORDS.iter().find(|word| word.name == name).map(|word| reference(word)).unwrap_or_default()
}

#[test]
fn the_reference_of_a_word_is_a_table_of_its_parts() {
    insta::assert_snapshot!(page("enter"), @r#"
    ```text
    enter [on=EVENT] [segment=SEGMENT] [left=SEGMENT] [where="event.value >= 20.0"] [key="event.cart_id"] { … }
    ```

    | part | where | how often | holds | meaning |
    |---|---|---|---|---|
    | `on` | property | at most once | the name of a declared event | The event that starts it. |
    | `segment` | property | at most once | the name of a declared segment | The segment that people come into when it starts. |
    | `left` | property | at most once | the name of a declared segment | The segment that people leave when it starts. |
    | `where` | property | at most once | a condition: `"event.value >= 20.0"` | Which of these events do, or whom of these people. |
    | `key` | property | at most once | an expression: `"event.cart_id"` | What tells instances of one person apart: one journey for each order. |
    | `re-entry` | line | at most once | see below | Whether a person may come again; never, where nothing is said. |
    | `requalify` | line | at most once | see below | People inside are held to this entry when it changes. |

    Exactly one of `on`, `segment`, `left`.

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
    "#);
}

#[test]
fn every_word_has_a_reference_that_ends() {
    for word in WORDS {
        assert!(reference(word).contains("```text"), "{}", word.name);
    }
}
