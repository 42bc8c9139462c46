//! The body of a request as it came: counted to its end, and kept as far as there is use for it.

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::HeaderMap;
use hyper::body::Incoming;
use hyper::header::CONTENT_TYPE;

use crate::media::essence;
use crate::multipart::{self, FIRST, FORM_DATA, MAX_BODY, Part};

/// The longest body of parts that is read.
const MAX_UPLOAD: u64 = 256 << 20;

#[derive(Default)]
pub(crate) struct Received {
    /// All of it, or its beginning.
    pub(crate) start: Bytes,
    pub(crate) size: u64,
    /// The parts of [`FORM_DATA`], or what is wrong with them; nothing of one that is too long.
    pub(crate) parts: Option<Result<Vec<Part>, &'static str>>,
}

impl Received {
    /// Reads a body to its end; nothing if it broke off.
    pub(crate) async fn read(headers: &HeaderMap, mut body: Incoming) -> Option<Self> {
        let content_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
        let multipart = content_type.filter(|it| essence(it) == FORM_DATA);
        let most = if multipart.is_some() {
            MAX_UPLOAD
        } else {
            MAX_BODY as u64
        };
        let mut start = BytesMut::new();
        let mut size = 0;
        while let Some(frame) = body.frame().await {
            if let Ok(bytes) = frame.ok()?.into_data() {
                size += bytes.len() as u64;
                if size <= most {
                    start.extend_from_slice(&bytes);
                }
            }
        }
        let whole = multipart.filter(|_| size <= MAX_UPLOAD);
        let parts = whole.map(|content_type| multipart::parts(content_type, &start));
        if size > MAX_BODY as u64 {
            start = start[..start.len().min(FIRST)].into();
        }
        Some(Self {
            start: start.freeze(),
            size,
            parts,
        })
    }

    /// The whole body, unless it is too long.
    pub(crate) fn whole(&self) -> Option<&Bytes> {
        Some(&self.start).filter(|start| start.len() as u64 == self.size)
    }
}
