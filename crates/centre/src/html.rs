//! The frame of every page: its head, its style, its colours.

use crate::Language;
use filrouge_page::escape;
use filrouge_plan::{Centre, Theme};
use std::fmt::Write as _;

/// A whole page with this title; `body` stands below it.
#[must_use]
pub fn shell(centre: &Centre, language: Language, title: &str, body: &str) -> String {
    let title = escape(title);
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<title>{title}</title>\n\
         <style>{}{STYLE}</style>\n</head>\n<body>\n{}<main>\n<h1>{title}</h1>\n{body}</main>\n{}</body>\n</html>\n",
        language.tag(),
        colours(centre.theme.as_ref()),
        head(centre),
        foot(centre, language),
    )
}

/// The colours of buttons, by day and in the dark. Both were checked when the project was compiled.
fn colours(theme: Option<&Theme>) -> String {
    let day = theme.map_or(("#a4161a", "#ffffff"), |own| (&own.light.ground, &own.light.text));
    let night = theme.map_or(("#ff8a80", "#101114"), |own| (&own.dark.ground, &own.dark.text));
    let set = |(ground, text): (&str, &str)| format!("--b:{};--t:{}", escape(ground), escape(text));
    format!(":root{{{}}}@media(prefers-color-scheme:dark){{:root{{{}}}}}", set(day), set(night))
}

/// The project's picture. As the source of an `img` an SVG runs nothing and loads nothing.
fn head(centre: &Centre) -> String {
    let Some(logo) = &centre.logo else { return String::new() };
    let mut address = String::with_capacity(logo.len().saturating_mul(2));
    for byte in logo.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' | b' ' | b'=' | b':' => {
                address.push(char::from(byte));
            }
            other => drop(write!(address, "%{other:02X}")),
        }
    }
    let name = escape(&centre.controller);
    format!("<header><img src=\"data:image/svg+xml,{address}\" alt=\"{name}\" height=\"48\"></header>\n")
}

/// Who answers for all this.
fn foot(centre: &Centre, language: Language) -> String {
    if centre.controller.is_empty() {
        return String::new();
    }
    let who = language.pick("Responsable de vos données", "Responsible for your data");
    let contact = centre.contact.as_ref().map(|contact| {
        let contact = escape(contact);
        format!(" · <a href=\"mailto:{contact}\">{contact}</a>")
    });
    let controller = escape(&centre.controller);
    format!(
        "<footer><p>{who}{} {controller}{}</p></footer>\n",
        language.pick(" :", ":"),
        contact.unwrap_or_default()
    )
}

/// Text with paragraphs, as authors write it in a file: blank lines part paragraphs, `#` begins a heading.
pub(crate) fn paragraphs(text: &str) -> String {
    let mut html = String::new();
    for part in text.replace("\r\n", "\n").split("\n\n").map(str::trim).filter(|part| !part.is_empty()) {
        let heading = part.trim_start_matches('#');
        let _ = if heading.len() == part.len() {
            write!(html, "<p>{}</p>", escape(part))
        } else {
            write!(html, "<p><strong>{}</strong></p>", escape(heading.trim()))
        };
    }
    html
}

/// One style for all pages. The dark page is `#16181d`: the compiler compares colours with it.
const STYLE: &str = "\
:root{color-scheme:light dark;--p:#fff;--i:#16181d;--m:#4a4f57;--l:#8a9099}\
@media(prefers-color-scheme:dark){:root{--p:#16181d;--i:#f1f2f4;--m:#b9bec6;--l:#7d838d}}\
*{box-sizing:border-box}\
body{font:1.0625rem/1.6 system-ui,sans-serif;margin:0;padding:1.5rem 1rem 3rem;overflow-wrap:anywhere;\
background:var(--p);color:var(--i)}\
header,main,footer{max-width:40rem;margin-inline:auto}\
header{margin-bottom:1rem}header img{height:3rem;max-width:100%;display:block}\
h1{font-size:1.75rem;line-height:1.25;margin:.5rem 0 1rem;border-left:.3rem solid var(--b);padding-left:.75rem}\
h2{font-size:1.2rem;margin:2.25rem 0 .5rem}\
a{color:inherit;text-underline-offset:.2em}\
fieldset,.card{border:1px solid var(--l);border-radius:.6rem;margin:0 0 1rem;padding:1rem 1.1rem;min-width:0}\
legend{font-weight:650;font-size:1.1rem;padding:0 .4rem;margin-left:-.4rem}\
fieldset p,.card p{margin:.25rem 0 .5rem}\
.row{display:flex;gap:.75rem;align-items:flex-start;padding:.5rem 0}\
.row label{font-weight:550}\
.row small,.note,footer{color:var(--m)}.row small{display:block;font-size:.9375rem}\
input[type=checkbox],input[type=radio]{width:1.5rem;height:1.5rem;margin:.05rem 0 0;flex:none;accent-color:var(--b)}\
select{font:inherit;min-height:2.75rem;padding:.4rem .6rem;max-width:100%;background:var(--p);color:var(--i);\
border:1px solid var(--l);border-radius:.4rem}\
.buttons{display:flex;flex-wrap:wrap;gap:.75rem;margin:1.5rem 0}\
button{font:inherit;font-weight:650;min-height:3rem;padding:.6rem 1.4rem;border:2px solid var(--b);border-radius:.5rem;\
background:var(--b);color:var(--t);cursor:pointer}\
button.plain{background:var(--p);color:var(--i)}\
button:hover{filter:brightness(.92)}\
:focus-visible{outline:3px solid var(--i);outline-offset:3px}\
.told{border:2px solid var(--b);border-radius:.6rem;padding:.75rem 1rem;margin:0 0 1.25rem;font-weight:600}\
.told p{margin:0}\
summary{cursor:pointer;min-height:1.75rem}details{margin:.25rem 0 .5rem}\
details div{border-left:3px solid var(--l);padding-left:.9rem;margin-top:.5rem}\
dl{display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:.35rem 1rem;margin:1rem 0}dt{color:var(--m)}dd{margin:0}\
.languages{display:flex;gap:1rem;justify-content:flex-end;padding:0;margin:0 0 .75rem;list-style:none}\
.languages a{display:inline-block;min-height:1.75rem}.languages a[aria-current]{font-weight:700;text-decoration:none}\
ul.plain{padding-left:1.2rem}\
footer{font-size:.9375rem;margin-top:2.5rem;border-top:1px solid var(--l)}\
@media(max-width:30rem){.buttons button{width:100%}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}}\
@media(prefers-reduced-motion:no-preference){button{transition:filter .15s}}\
@media print{button,.languages,.buttons{display:none}body{background:#fff;color:#000;padding:0}\
details::details-content{content-visibility:visible}fieldset,.card{break-inside:avoid}}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_authors_wrote_is_text() {
        let centre = Centre {
            controller: "<script>".into(),
            logo: Some("<svg onload='x'>\"".into()),
            ..Centre::default()
        };
        let page = shell(&centre, Language::English, "a < b", "");
        assert!(page.contains("&lt;script&gt;") && page.contains("<title>a &lt; b</title>"), "{page}");
        assert!(page.contains("data:image/svg+xml,%3Csvg onload=%27x%27%3E%22\""), "{page}");
        assert_eq!(
            paragraphs("# One\n\ntwo\nthree\n\n<b>"),
            "<p><strong>One</strong></p><p>two\nthree</p><p>&lt;b&gt;</p>"
        );
    }

    #[test]
    fn a_page_runs_no_script_and_names_no_other_place() {
        let page = shell(&Centre::default(), Language::French, "x", "");
        assert!(!page.contains("<script") && !page.contains("http") && !page.contains("url("), "{page}");
    }
}
