use super::*;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;

const NOTE: &str = "filrouge/1\n7\nAAAA\n\n\u{2014} filrouge/1 AAAA\n";

#[test]
fn a_place_is_named_in_one_of_three_ways() {
    for text in ["file=/mnt/other/checkpoint", "url=https://example.com/log", "git=../audit"] {
        assert_eq!(text.parse::<Place>().map(|place| place.to_string()), Ok(text.to_owned()));
    }
    for text in ["file=", "url=ftp://example.com", "/mnt/other", "s3=bucket"] {
        assert_eq!(text.parse::<Place>(), Err(BadPlace), "{text}");
    }
}

#[test]
fn a_file_has_the_last_checkpoint() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("checkpoint");
    let publisher = Publisher::start(&Place::File(path.clone()));
    publisher.publish("an older one");
    publisher.publish(NOTE);
    publisher.stop();
    assert_eq!(fs::read_to_string(path).unwrap(), NOTE);
}

#[test]
fn a_service_gets_it_by_post() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/log", listener.local_addr().unwrap());
    let served = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut heard = Vec::new();
        while !String::from_utf8_lossy(&heard).ends_with("AAAA\n") {
            let mut piece = [0; 1_024];
            let count = stream.read(&mut piece).unwrap();
            heard.extend(&piece[..count]);
        }
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
        String::from_utf8(heard).unwrap()
    });
    publish(&Place::Url(url), NOTE).unwrap();
    let heard = served.join().unwrap();
    assert!(
        heard.starts_with("POST /log HTTP/1.1\r\n") && heard.ends_with(&format!("\r\n\r\n{NOTE}")),
        "{heard}"
    );
}

#[test]
fn a_repository_gets_a_commit_of_each() {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "--quiet"]).unwrap();
    publish(&Place::Git(folder.path().to_owned()), NOTE).unwrap();
    publish(&Place::Git(folder.path().to_owned()), &NOTE.replace("\n7\n", "\n9\n")).unwrap();
    let log = git(folder.path(), &["log", "--format=%s"]).unwrap();
    assert_eq!(
        String::from_utf8(log.stdout).unwrap(),
        "The audit log up to record 9\nThe audit log up to record 7\n"
    );
}

#[test]
fn a_place_that_refuses_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let refused = publish(&Place::Git(folder.path().join("absent")), NOTE).unwrap_err();
    assert_eq!(refused.kind(), io::ErrorKind::NotFound);
    let refused = publish(&Place::Git(folder.path().to_owned()), NOTE).unwrap_err().to_string();
    assert!(refused.starts_with("`git add`: "), "{refused}");
}
