//! From the name of a document to the path of a file, and back.

use std::fmt::Write;

/// The path of a `file:` document; nothing for a document that is no file.
#[must_use]
pub fn path(uri: &str) -> Option<String> {
    let rest = uri.strip_prefix("file://")?;
    let path = rest.get(rest.find('/')?..)?;
    String::from_utf8(decoded(path)).ok()
}

/// The document of a file.
#[must_use]
pub fn of(path: &str) -> String {
    let mut uri = String::from("file://");
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

fn decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        let code = text.get(at + 1..at + 3).and_then(|code| u8::from_str_radix(code, 16).ok());
        match code.filter(|_| *byte == b'%') {
            Some(code) => out.push(code),
            None => out.push(*byte),
        }
        at += if *byte == b'%' && code.is_some() { 3 } else { 1 };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_comes_back() {
        for own in ["/a/b.kdl", "/été 😀/100%/a+b.kdl", "/a#b?c"] {
            assert_eq!(path(&of(own)).as_deref(), Some(own));
        }
    }

    #[test]
    fn what_clients_write_is_understood() {
        assert_eq!(path("file:///a%20b/%C3%A9.kdl").as_deref(), Some("/a b/é.kdl"));
        assert_eq!(path("file://localhost/a.kdl").as_deref(), Some("/a.kdl"));
        assert_eq!(path("file:///100%").as_deref(), Some("/100%"));
        assert_eq!(path("untitled:Untitled-1"), None);
        assert_eq!(path("file:///%FF"), None);
    }
}
