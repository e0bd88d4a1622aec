//! A review for those who read a pull request.

use crate::Class;
use crate::document::{Forecast, Outlook, Place, Review, Reviewed, Shift};
use crate::told::{UNLOCKED, side};

/// The longest text that a comment of GitHub takes, in characters.
pub const LONGEST: usize = 65_536;

/// The review as a comment: the verdict, a table of the gravest changes first, and what was left out when it would not
/// fit.
#[must_use]
pub fn markdown(review: &Review) -> String {
    let head = head(review);
    let tail = tail(review);
    let room = LONGEST.saturating_sub(head.chars().count() + tail.chars().count() + RESERVE);
    let rows = rows(review);
    if rows.is_empty() {
        return format!("{head}{tail}");
    }
    let mut table = String::from(TABLE);
    let mut told = 0;
    let mut length = table.chars().count();
    for row in &rows {
        length += row.chars().count();
        if length > room {
            break;
        }
        table.push_str(row);
        told += 1;
    }
    if told < rows.len() {
        let left = rows.len() - told;
        table.push_str(&format!(
            "\n**{left} more changes are not shown here**: run `filrouge plan` to read them all.\n"
        ));
    }
    format!("{head}{table}{tail}")
}

/// Kept free for the line that says what was left out.
const RESERVE: usize = 200;

const TABLE: &str = "\n| class | change | where |\n|---|---|---|\n";

fn head(review: &Review) -> String {
    let sides = format!(
        "{} → {}",
        plain(&side(&review.old, str::to_owned)),
        plain(&side(&review.new, str::to_owned))
    );
    let mut text = format!("### Filrouge plan\n\n{sides}\n\n{}", lock(review));
    if review.is_empty() {
        text.push_str(if review.texts.is_empty() {
            "**No changes.**\n"
        } else {
            "**No changes**: the plans do the same, only the wording of the source differs.\n"
        });
        return text;
    }
    let each: Vec<_> =
        review.counts.iter().rev().map(|(class, count)| format!("{count} {}", class.word())).collect();
    text.push_str(&format!(
        "**{}**\n",
        if each.is_empty() { "less is done with personal data".to_owned() } else { each.join(", ") }
    ));
    if review.needs_approval() {
        let words: Vec<_> = review.approval.iter().map(|class| class.word()).collect();
        text.push_str(&format!("\n> [!WARNING]\n> Approval needed: {}\n", words.join(", ")));
    }
    if let Some(asked) = &review.privacy_approval {
        text.push_str(&match asked.agreed.as_slice() {
            [] => format!(
                "\n> [!CAUTION]\n> The privacy approver must agree: {}. `filrouge manifest approve` writes the agreement.\n",
                plain(&asked.approvers.join(" or "))
            ),
            agreed => format!("\nThe privacy approver agreed: {}\n", plain(&agreed.join(", "))),
        });
    }
    if let Some(release) = &review.release {
        text.push_str(&format!("\n> [!WARNING]\n> {}\n", plain(&release.sentence())));
    }
    if let Some(inside) = review.inside {
        text.push_str(&format!("\nPeople inside now: {inside}\n"));
    }
    text
}

fn lock(review: &Review) -> String {
    let packs = review.stale_lock.iter().map(|pack| plain(pack)).collect::<Vec<_>>().join("; ");
    if packs.is_empty() { packs } else { format!("> [!WARNING]\n> {packs}. {}.\n\n", plain(UNLOCKED)) }
}

/// The gravest first: what is left out is the least.
fn rows(review: &Review) -> Vec<String> {
    let mut rows: Vec<(Class, String)> = review.changes.iter().map(|one| (one.class, change(one))).collect();
    rows.extend(review.privacy.iter().map(shift));
    rows.sort_by_key(|(class, _)| std::cmp::Reverse(*class));
    rows.into_iter().map(|(_, row)| row).collect()
}

fn change(reviewed: &Reviewed) -> String {
    let mut text = plain(&reviewed.change.sentence);
    if let Some((was, is)) = reviewed.values() {
        text.push_str(&format!("<br>{} → {}", code(was), code(is)));
    }
    if let Some(help) = &reviewed.change.help {
        text.push_str(&format!("<br>*{}*", plain(help)));
    }
    format!("| {} | {text} | {} |\n", reviewed.class.word(), at(reviewed.place.as_ref()))
}

fn shift(shift: &Shift) -> (Class, String) {
    let (class, word) = match shift.widens {
        true => (Class::PrivacyWidening, Class::PrivacyWidening.word()),
        false => (Class::Cosmetic, "privacy-narrowing"),
    };
    (class, format!("| {word} | {} | {} |\n", plain(&shift.sentence), at(shift.place.as_ref())))
}

fn at(place: Option<&Place>) -> String {
    place.map_or_else(String::new, |Place { file, line, .. }| code(&format!("{file}:{line}")))
}

/// The most parts that are listed as touched through others.
const LISTED: usize = 100;

fn tail(review: &Review) -> String {
    let outlook = review.forecast.as_ref().map(outlook).unwrap_or_default();
    format!("{outlook}{}", indirect(review))
}

fn outlook(forecast: &Forecast) -> String {
    let rows = forecast.messages.iter().take(LISTED).map(|Outlook { journey, channel, old, new }| {
        format!("| {} | {} | {old} | {new} |\n", plain(journey), plain(channel))
    });
    let rows: String = rows.collect();
    let title = forecast.ground();
    if rows.is_empty() {
        return format!("\nNo {title}.\n");
    }
    format!("\n{title}:\n\n| journey | channel | before | after |\n|---|---|---|---|\n{rows}")
}

fn indirect(review: &Review) -> String {
    if review.indirect.is_empty() {
        return String::new();
    }
    let named = |address: &str| plain(&address.replacen('/', " ", 1));
    let lines = review.indirect.iter().take(LISTED).map(|(part, causes)| {
        let causes: Vec<_> = causes.iter().take(5).map(|cause| named(cause)).collect();
        format!("- {} by {}\n", named(part), causes.join(", "))
    });
    let more = review.indirect.len().saturating_sub(LISTED);
    let more = if more > 0 { format!("- and {more} more\n") } else { String::new() };
    format!(
        "\n<details><summary>Touched through others: {}</summary>\n\n{}{more}\n</details>\n",
        review.indirect.len(),
        lines.collect::<String>()
    )
}

/// Text of an author that stays text: no table is broken, no tag and no mention comes out of it. What stands in backticks is
/// code already.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for (index, part) in text.split('`').enumerate() {
        if index % 2 == 1 {
            out.push_str(&code(part));
        } else {
            part.chars().for_each(|c| escaped(c, &mut out));
        }
    }
    out
}

fn escaped(c: char, out: &mut String) {
    match c {
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' => out.push_str("&amp;"),
        '@' => out.push_str("&#64;"),
        '|' | '*' | '_' | '[' | ']' | '\\' | '~' | '#' => {
            out.push('\\');
            out.push(c);
        }
        '\n' | '\r' => out.push(' '),
        other => out.push(other),
    }
}

/// A span of code with as many backticks as its text asks for; a bar would end the cell.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    let text = text.replace('|', "\\|").replace(['\n', '\r'], " ");
    if text.is_empty() { String::new() } else { format!("{ticks}{pad}{text}{pad}{ticks}") }
}
