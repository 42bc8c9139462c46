//! The body of a request: bytes in memory, or what is read while it is sent.

use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock, PoisonError};

use bytes::Bytes;
use reqwest::Body;
use reqwest::header::HeaderValue;
use tokio::task::spawn_blocking;

use self::stream::{Opened, ReadError, Stream};
use crate::progress::Progress;
use crate::sanitise::sanitise;
use crate::upload::{Slot, Source};

pub(crate) mod stream;
#[cfg(test)]
mod tests;

/// The body of a request, for any number of attempts.
#[derive(Clone)]
pub(crate) enum Payload {
    Bytes(Bytes),
    Streamed(Box<Streamed>),
}

/// A body that is read while it is sent.
#[derive(Clone)]
pub(crate) struct Streamed {
    pub(crate) content_type: HeaderValue,
    pub(crate) progress: Arc<Progress>,
    segments: Vec<Segment>,
}

/// A piece of a body.
#[derive(Clone)]
pub(crate) enum Segment {
    Bytes(Bytes),
    File {
        path: PathBuf,
        /// What it was at the first attempt.
        length: OnceLock<u64>,
    },
    Reader {
        slot: Slot,
        length: Option<u64>,
    },
}

impl Payload {
    pub(crate) fn streamed(content_type: HeaderValue, segments: Vec<Segment>) -> Self {
        Self::Streamed(Box::new(Streamed {
            content_type,
            progress: Arc::default(),
            segments,
        }))
    }
}

impl Streamed {
    /// Opens the files and takes the readers, for one attempt.
    pub(crate) async fn open(&self) -> Result<Body, ReadError> {
        self.progress.begin();
        let mut opened = VecDeque::with_capacity(self.segments.len());
        for segment in &self.segments {
            opened.push_back(segment.open().await?);
        }
        Ok(Body::wrap(Stream::new(opened, self.progress.clone())))
    }

    /// Whether it can be sent once more: no reader was read.
    pub(crate) fn is_unread(&self) -> bool {
        self.segments.iter().all(|segment| match segment {
            Segment::Reader { slot, .. } => slot
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .is_some(),
            _ => true,
        })
    }
}

impl Segment {
    pub(crate) fn new(source: Source) -> Self {
        match source {
            Source::Bytes(bytes) => Self::Bytes(bytes),
            Source::Path(path) => Self::File {
                path,
                length: OnceLock::new(),
            },
            Source::Reader { slot, length } => Self::Reader { slot, length },
        }
    }

    async fn open(&self) -> Result<Opened, ReadError> {
        match self {
            Self::Bytes(bytes) => Ok(Opened::Bytes(bytes.clone())),
            Self::File { path, length } => {
                let name = path.file_name().unwrap_or(path.as_os_str());
                let name = format!("`{}`", sanitise(&name.to_string_lossy()));
                let path = path.clone();
                let opened = spawn_blocking(move || open_file(path)).await;
                let opened = opened.unwrap_or_else(|error| Err(io::Error::other(error)));
                let opened = opened.and_then(|(file, now)| match length.get_or_init(|| now) {
                    before if *before != now => Err(changed()),
                    _ => Ok((file, now)),
                });
                match opened {
                    Ok((file, length)) => Ok(Opened::file(name, file, length)),
                    Err(cause) => Err(ReadError::new(name, cause)),
                }
            }
            Self::Reader { slot, length } => Opened::reader(slot, *length),
        }
    }
}

fn open_file(path: PathBuf) -> io::Result<(File, u64)> {
    // Opening a pipe waits for whoever writes to it.
    if !std::fs::metadata(&path)?.is_file() {
        let problem = "it is no regular file: give an `Upload::reader` of it";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, problem));
    }
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    Ok((file, length))
}

/// A file has another length than when the call began.
fn changed() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "its length changed during the call",
    )
}
