//! Checkpoints: signed notes of a certain text.

use crate::log::{Log, signer};
use filrouge_audit::{Checkpoint, Misread};
use filrouge_note::{Refused, Signer, Verifier};

fn other() -> Signer {
    Signer::from_seed("example.com/other", [3; 32]).unwrap()
}

fn verifier() -> Verifier {
    signer().verifier().clone()
}

#[test]
fn a_checkpoint_is_that_of_its_log_alone() {
    let checkpoint = Log::of(5).checkpoint();
    let note = checkpoint.sign(&signer()).unwrap();
    assert_eq!(Checkpoint::open(&note, &verifier()), Ok(checkpoint.clone()));
    let elsewhere = Checkpoint { origin: "example.com/other".to_owned(), ..checkpoint };
    let elsewhere = elsewhere.sign(&signer()).unwrap();
    assert_eq!(Checkpoint::open(&elsewhere, &verifier()), Err(Misread::Origin));
    assert_eq!(Checkpoint::open(&note, other().verifier()), Err(Misread::Note(Refused::Unsigned)));
}

#[test]
fn a_witness_may_sign_beside_us() {
    let checkpoint = Log::of(5).checkpoint();
    let line = other().line(&checkpoint.text()).unwrap();
    let note = format!("{}{line}\n", checkpoint.sign(&signer()).unwrap());
    assert_eq!(Checkpoint::open(&note, &verifier()), Ok(checkpoint));
}

#[test]
fn what_is_signed_and_no_checkpoint_is_refused() {
    for text in ["a\n5\n", "a\n05\nAAAA\n", "a\n+5\nAAAA\n", "a\n5\nAAAA\n", "\n5\nAAAA\n"] {
        let note = signer().sign(text).unwrap();
        assert_eq!(Checkpoint::open(&note, &verifier()), Err(Misread::Body), "{text:?}");
    }
}
