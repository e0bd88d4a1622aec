//! What the tests of the pictures share.

use filrouge_compile::{Analysis, analyse, lower, manifest};
use filrouge_plan::Bundle;
use filrouge_plan::manifest::Manifest;
use filrouge_source::Sources;

/// The bundle and the manifest of a project in one file.
pub fn compiled(text: &str) -> (Bundle, Manifest) {
    let mut sources = Sources::new();
    sources.add("filrouge.kdl", text);
    sources.add("notice.md", "What the shop writes about.");
    let Analysis { sources, findings, checked } = analyse(sources);
    let Some(checked) = checked else {
        panic!("{:#?}", findings.iter().map(|finding| &finding.message).collect::<Vec<_>>())
    };
    let bundle = lower(&checked, &sources, None);
    let manifest = manifest(&checked, &sources, &bundle);
    (bundle, manifest)
}

/// The bundle of a project in one file.
pub fn bundle(text: &str) -> Bundle {
    compiled(text).0
}
