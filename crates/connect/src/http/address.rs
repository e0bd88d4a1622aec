//! The address of a question: that of the connector, and below it what is asked for.

use filrouge_machine::Ask;
use reqwest::Url;

/// The address of a question.
pub(super) fn of(url: Url, ask: &Ask) -> Url {
    below(url, &ask.path, &ask.query)
}

/// The address below `url`. Segments and parameters are encoded here and nowhere else: whatever a value is, it stays
/// inside its segment or its parameter.
pub(super) fn below(mut url: Url, path: &[String], query: &[(String, String)]) -> Url {
    if !path.is_empty() {
        let below: String = path.iter().map(|segment| format!("/{}", encoded(segment))).collect();
        let path = format!("{}{below}", url.path().trim_end_matches('/'));
        url.set_path(&path);
    }
    if !query.is_empty() {
        let pair = |(name, value): &(String, String)| format!("{}={}", encoded(name), encoded(value));
        let own = url.query().map(str::to_owned).filter(|own| !own.is_empty());
        let pairs: Vec<String> = own.into_iter().chain(query.iter().map(pair)).collect();
        url.set_query(Some(&pairs.join("&")));
    }
    url
}

/// The part of an address that its service sees.
pub(super) fn target(url: &Url) -> String {
    url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
}

/// Every byte but the unreserved ones of RFC 3986, encoded.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use filrouge_machine::Id;

    fn ask(path: &[&str], query: &[(&str, &str)]) -> Ask {
        Ask {
            effect: Id(1),
            input: None,
            connector: "stock".into(),
            purpose: "orders".into(),
            journey: "back".into(),
            step: "shelf".into(),
            path: path.iter().map(|segment| (*segment).to_owned()).collect(),
            query: query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            tells: serde_json::Map::new(),
            answer: vec![],
        }
    }

    fn address(url: &str, path: &[&str], query: &[(&str, &str)]) -> String {
        of(Url::parse(url).unwrap(), &ask(path, query)).to_string()
    }

    #[test]
    fn a_path_stands_below_that_of_the_connector_and_parameters_behind_its_own() {
        for (url, whole) in [
            ("https://stock.example", "https://stock.example/shelf/a?lang=fr"),
            ("https://stock.example/v1/", "https://stock.example/v1/shelf/a?lang=fr"),
            ("https://stock.example/v1?key=k%26k", "https://stock.example/v1/shelf/a?key=k%26k&lang=fr"),
            ("https://stock.example/v1?", "https://stock.example/v1/shelf/a?lang=fr"),
        ] {
            assert_eq!(address(url, &["shelf", "a"], &[("lang", "fr")]), whole);
        }
        assert_eq!(address("https://stock.example/v1/?a=b", &[], &[]), "https://stock.example/v1/?a=b");
        assert_eq!(
            address("https://stock.example/v1", &["shelf", ""], &[]),
            "https://stock.example/v1/shelf/"
        );
    }

    #[test]
    fn no_value_leaves_its_place() {
        let hostile = [
            "a/b", "a\\b", "../x", "..\t", ".\n.", "%2e%2e", "%2F", "a?b", "a#b", "a&b=c", "a b", "é☃",
            "a;b", "a@b:1", "\0",
        ];
        for value in hostile {
            let url =
                of(Url::parse("https://stock.example/v1").unwrap(), &ask(&["x", value], &[(value, value)]));
            assert_eq!(url.host_str(), Some("stock.example"));
            let segments: Vec<_> = url.path_segments().unwrap().collect();
            assert_eq!((segments.len(), segments[0], segments[1]), (3, "v1", "x"), "{value:?} gives {url}");
            assert_eq!(decoded(segments[2]), value);
            let pairs: Vec<_> = url.query_pairs().collect();
            assert_eq!(pairs, [(value.into(), value.into())], "{value:?} gives {url}");
            assert_eq!(url.fragment(), None);
        }
    }

    fn decoded(segment: &str) -> String {
        let mut bytes = Vec::new();
        let mut rest = segment.as_bytes();
        while let [first, behind @ ..] = rest {
            let hex = (*first == b'%').then(|| std::str::from_utf8(&behind[..2]).unwrap());
            bytes.push(hex.map_or(*first, |hex| u8::from_str_radix(hex, 16).unwrap()));
            rest = if hex.is_some() { &behind[2..] } else { behind };
        }
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_service_sees_the_path_and_the_parameters() {
        let target = |url: &str| target(&Url::parse(url).unwrap());
        assert_eq!(target("https://stock.example"), "/");
        assert_eq!(target("https://u:p@stock.example:8/v1/a%20b?c=d#e"), "/v1/a%20b?c=d");
    }
}
