//! The bytes of a call: bounded in size and in time, unpacked.

use crate::answer::refusal;
use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::response::Response;
use flate2::read::MultiGzDecoder;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use std::io::Read as _;
use std::time::Duration;
use tokio::time::timeout;

/// Bytes of a call, packed or unpacked. Segment's own limit is 500 KB.
pub(crate) const LONGEST: usize = 512 * 1024;
/// A client that needs longer for its body is cut off.
const SLOWEST: Duration = Duration::from_secs(20);
/// The first bytes of gzip.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Reads a body. Whether it is packed is told by its first bytes, never by what the client says of it: clients
/// send gzip under any content type, with or without a content encoding.
pub(crate) async fn read(body: Body) -> Result<Vec<u8>, Response> {
    let bytes = as_sent(body).await?;
    let bytes = match bytes.starts_with(&GZIP) {
        true => {
            unpack(&bytes).ok_or_else(|| refusal(StatusCode::BAD_REQUEST, "the body is not valid gzip"))?
        }
        false => bytes.to_vec(),
    };
    if bytes.len() > LONGEST { Err(too_long()) } else { Ok(bytes) }
}

/// Reads a body as it was sent, packed or not: signatures are made of it.
pub(super) async fn as_sent(body: Body) -> Result<Bytes, Response> {
    match timeout(SLOWEST, Limited::new(body, LONGEST).collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.downcast_ref::<LengthLimitError>().is_some() => Err(too_long()),
        Ok(Err(_)) => Err(refusal(StatusCode::BAD_REQUEST, "the body ended too early")),
        Err(_) => Err(refusal(StatusCode::REQUEST_TIMEOUT, "the body took longer than 20 seconds")),
    }
}

/// Unpacks no more than one byte too many: a small body can hold a huge one.
fn unpack(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut unpacked = Vec::new();
    MultiGzDecoder::new(bytes).take(LONGEST as u64 + 1).read_to_end(&mut unpacked).ok()?;
    Some(unpacked)
}

fn too_long() -> Response {
    refusal(StatusCode::PAYLOAD_TOO_LARGE, "a call may have 512 KB at most; send smaller batches")
}
