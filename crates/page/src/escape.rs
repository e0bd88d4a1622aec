//! What somebody wrote, between marks.

/// `text`, safe inside an element or a quoted attribute.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn no_mark_and_no_quote_is_left() {
        assert_eq!(escape(r#"<a href="x" id='y'>&é"#), "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;é");
    }
}
