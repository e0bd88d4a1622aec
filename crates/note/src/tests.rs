//! The note that the documentation of Go's package `golang.org/x/mod/sumdb/note` shows, and what is done to it.

use super::*;

const PRIVATE: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const PUBLIC: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const TEXT: &str =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const LINE: &str = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";

fn note() -> String {
    format!("{TEXT}\n{LINE}\n")
}

fn known() -> Vec<Verifier> {
    vec![PUBLIC.parse().unwrap()]
}

#[test]
fn a_note_of_another_program_is_verified_and_signed_with_the_same_bytes() {
    let signer: Signer = PRIVATE.parse().unwrap();
    assert_eq!(signer.verifier().to_string(), PUBLIC);
    assert_eq!(signer.written(), PRIVATE);
    assert_eq!(signer.sign(TEXT).unwrap(), note());
    assert_eq!(open(&note(), &known()), Ok(Note { text: TEXT, by: vec!["PeterNeumann"] }));
}

#[test]
fn every_byte_that_is_flipped_is_found() {
    let (note, known) = (note(), known());
    let flipped = (0..note.len()).filter_map(|at| {
        let mut bytes = note.clone().into_bytes();
        bytes[at] ^= 1;
        String::from_utf8(bytes).ok()
    });
    let taken: Vec<String> = flipped.filter(|note| open(note, &known).is_ok()).collect();
    assert_eq!(taken, Vec::<String>::new());
    let cut = (0..note.len()).filter_map(|at| note.get(..at));
    assert_eq!(cut.filter(|note| open(note, &known).is_ok()).count(), 0);
}

#[test]
fn a_stranger_says_nothing_and_a_forger_spoils_the_note() {
    let lea = Signer::from_seed("lea", [7; 32]).unwrap();
    let both = format!("{}{}\n", note(), lea.line(TEXT).unwrap());
    assert_eq!(open(&both, &known()).unwrap().by, ["PeterNeumann"]);
    assert_eq!(open(&lea.sign(TEXT).unwrap(), &known()), Err(Refused::Unsigned));
    let of_another_text = lea.line("another\n").unwrap();
    let forged = format!("{}{of_another_text}\n", note());
    let known = [known(), vec![lea.verifier().clone()]].concat();
    assert_eq!(open(&forged, &known), Err(Refused::Forged("lea".to_owned())));
    assert_eq!(open(&both, &known).unwrap().by, ["PeterNeumann", "lea"]);
}

#[test]
fn what_is_no_key_is_said() {
    let unusable = |text: &str| text.parse::<Verifier>().unwrap_err();
    assert_eq!(unusable("lea"), Unusable::Form);
    assert_eq!(unusable(&PUBLIC.replace("c74f20a3", "c74f20a4")), Unusable::Number);
    assert_eq!(unusable(&PUBLIC.replace("PeterNeumann", "Mallory")), Unusable::Number);
    assert_eq!(unusable(&PUBLIC.replace("+AR", "+BR")), Unusable::Kind);
    assert_eq!(unusable(PUBLIC.get(..40).unwrap()), Unusable::Form);
    assert_eq!(PUBLIC.parse::<Signer>().unwrap_err(), Unusable::Form);
    assert_eq!(Signer::from_seed("Léa Martin", [7; 32]).unwrap_err(), Unusable::Name);
    let lea = Signer::from_seed("lea", [7; 32]).unwrap();
    assert_eq!(lea.sign("no line end").unwrap_err(), Unusable::Text);
    assert!(!format!("{lea:?}").contains(lea.written().get(20..).unwrap()));
}
