//! The register as a spreadsheet (OpenDocument).

use crate::cnil;
use crate::zip::{Entry, archive};
use filrouge_plan::manifest::Manifest;
use std::fmt::Write as _;

const KIND: &str = "application/vnd.oasis.opendocument.spreadsheet";

const CONTENTS: &str = include_str!("templates/manifest.xml");

/// Up to the first sheet.
const HEAD: &str = include_str!("templates/content.xml");

const TAIL: &str = "</office:spreadsheet></office:body></office:document-content>\n";

/// The register of the CNIL as a spreadsheet: a sheet of the activities, and one of the organisation.
#[must_use]
pub fn ods(manifest: &Manifest) -> Vec<u8> {
    let mut content = HEAD.to_owned();
    sheet("Activités", &cnil::COLUMNS, &cnil::register(manifest), &mut content);
    sheet("Organisme", &["Rubrique", "Valeur"], &cnil::organisation(manifest), &mut content);
    content.push_str(TAIL);
    // The kind stands first and uncompressed, so that it can be told from the first bytes.
    archive(&[
        Entry { name: "mimetype", bytes: KIND.as_bytes() },
        Entry { name: "content.xml", bytes: content.as_bytes() },
        Entry { name: "META-INF/manifest.xml", bytes: CONTENTS.as_bytes() },
    ])
}

fn sheet(name: &str, columns: &[&str], rows: &[Vec<String>], out: &mut String) {
    let count = columns.len();
    let _ = write!(
        out,
        r#"<table:table table:name="{}"><table:table-column table:style-name="wide" table:number-columns-repeated="{count}"/>"#,
        escaped(name)
    );
    out.push_str("<table:table-header-rows>");
    row(columns.iter().copied(), "head", out);
    out.push_str("</table:table-header-rows>");
    rows.iter().for_each(|cells| row(cells.iter().map(String::as_str), "cell", out));
    out.push_str("</table:table>");
}

fn row<'c>(cells: impl Iterator<Item = &'c str>, style: &str, out: &mut String) {
    out.push_str("<table:table-row>");
    for cell in cells {
        let _ = write!(out, r#"<table:table-cell table:style-name="{style}" office:value-type="string">"#);
        for line in cell.lines() {
            let _ = write!(out, "<text:p>{}</text:p>", escaped(line));
        }
        out.push_str("</table:table-cell>");
    }
    out.push_str("</table:table-row>");
}

/// XML knows no control characters but three.
fn escaped(text: &str) -> String {
    let known = text.chars().filter(|letter| !letter.is_control());
    let known: String = known.collect();
    known.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
