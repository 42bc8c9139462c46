//! The body of a request as it came: counted to its end, and kept as far as there is use for it.

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::HeaderMap;
use hyper::body::Incoming;
use hyper::header::CONTENT_TYPE;

use crate::media::essence;
use crate::multipart::{self, FIRST, MAX_BODY, Part};

/// The longest body of parts that is read.
pub(crate) const MAX_UPLOAD: u64 = 256 << 20;

#[derive(Default)]
pub(crate) struct Received {
    /// All of it, or its beginning.
    pub(crate) start: Bytes,
    pub(crate) size: u64,
    /// The parts of `multipart/form-data`, or what is wrong with them.
    pub(crate) parts: Option<Result<Vec<Part>, &'static str>>,
}

impl Received {
    /// Reads a body to its end; nothing if it broke off.
    pub(crate) async fn read(headers: &HeaderMap, mut body: Incoming) -> Option<Self> {
        let content_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
        let multipart = content_type.filter(|it| essence(it) == "multipart/form-data");
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
        let parts = multipart.map(|content_type| match size {
            ..=MAX_UPLOAD => multipart::parts(content_type, &start),
            _ => Err("is larger than 256 MiB"),
        });
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
