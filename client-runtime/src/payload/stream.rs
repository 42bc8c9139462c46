//! A body of one attempt, read as fast as it is sent.

use std::collections::VecDeque;
use std::error::Error as StdError;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::io::ReadBuf;
use tokio::task::{JoinHandle, spawn_blocking};

use super::changed;
use crate::progress::Progress;
use crate::upload::{Reader, Slot};

/// Number of bytes that are handed over at once: what a slow connection sends within the time of
/// silence.
const PIECE: usize = 16 * 1024;

/// Number of bytes that are read from a file at once.
const BLOCK: u64 = 128 * 1024;

/// What is to be sent cannot be read; shown with the name of the file, without its folder.
#[derive(Debug)]
pub(crate) struct ReadError {
    what: String,
    cause: io::Error,
}

impl ReadError {
    pub(crate) fn new(what: impl Into<String>, cause: io::Error) -> Self {
        Self {
            what: what.into(),
            cause,
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cannot be sent: {}", self.what, self.cause)
    }
}

impl StdError for ReadError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.cause)
    }
}

/// The pieces that are still to be sent.
pub(super) struct Stream {
    pieces: VecDeque<Opened>,
    /// Number of bytes, if it is known.
    left: Option<u64>,
    progress: Arc<Progress>,
}

/// A piece of a body, ready to be read.
pub(super) enum Opened {
    Bytes(Bytes),
    File(FileSource),
    Reader(ReaderSource),
}

impl Opened {
    pub(super) fn file(name: String, file: File, length: u64) -> Self {
        Self::File(FileSource {
            name,
            file: Arc::new(file),
            length,
            left: length,
            block: Bytes::new(),
            reading: None,
        })
    }

    pub(super) fn reader(slot: &Slot, length: Option<u64>) -> Result<Self, ReadError> {
        let reader = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
        let problem = "it was read already, or is being read by another call";
        let reader = reader.ok_or_else(|| ReadError::new(READER, io::Error::other(problem)))?;
        Ok(Self::Reader(ReaderSource {
            slot: slot.clone(),
            reader: Mutex::new(Some(reader)),
            is_begun: false,
            left: length,
            buffer: Vec::new(),
        }))
    }

    fn length(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => Some(bytes.len() as u64),
            Self::File(file) => Some(file.left + file.block.len() as u64),
            Self::Reader(reader) => reader.left,
        }
    }

    /// The next bytes; `None` at the end.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, ReadError>> {
        match self {
            Self::Bytes(bytes) if bytes.is_empty() => Poll::Ready(Ok(None)),
            Self::Bytes(bytes) => Poll::Ready(Ok(Some(bytes.split_to(bytes.len().min(PIECE))))),
            Self::File(file) => file.poll(context),
            Self::Reader(reader) => reader.poll(context),
        }
    }
}

impl Stream {
    pub(super) fn new(mut pieces: VecDeque<Opened>, progress: Arc<Progress>) -> Self {
        pieces.retain(|piece| piece.length() != Some(0));
        Self {
            left: pieces.iter().map(Opened::length).sum(),
            pieces,
            progress,
        }
    }
}

impl Body for Stream {
    type Data = Bytes;
    type Error = ReadError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, ReadError>>> {
        while let Some(piece) = self.pieces.front_mut() {
            let bytes = match ready!(piece.poll(context)) {
                Ok(bytes) => bytes,
                Err(error) => return Poll::Ready(Some(Err(error))),
            };
            if bytes.is_none() || piece.length() == Some(0) {
                self.pieces.pop_front();
            }
            if let Some(bytes) = bytes {
                self.left = self
                    .left
                    .map(|left| left.saturating_sub(bytes.len() as u64));
                self.progress.moved(self.pieces.is_empty());
                return Poll::Ready(Some(Ok(Frame::data(bytes))));
            }
        }
        self.progress.moved(true);
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        self.pieces.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        self.left
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// A file that is read in blocks, on the threads where blocking is allowed.
pub(super) struct FileSource {
    name: String,
    file: Arc<File>,
    length: u64,
    /// What was not read yet.
    left: u64,
    /// What was read and not handed over.
    block: Bytes,
    reading: Option<JoinHandle<io::Result<Vec<u8>>>>,
}

impl FileSource {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, ReadError>> {
        if self.block.is_empty() {
            if self.left == 0 {
                return Poll::Ready(Ok(None));
            }
            let (file, left, length) = (&self.file, self.left, self.length);
            let reading = self.reading.get_or_insert_with(|| {
                let file = file.clone();
                spawn_blocking(move || read(&file, left, length))
            });
            let block = ready!(Pin::new(reading).poll(context));
            self.reading = None;
            let block = block.unwrap_or_else(|error| Err(io::Error::other(error)));
            let block = block.map_err(|cause| ReadError::new(&*self.name, cause))?;
            self.left -= block.len() as u64;
            self.block = block.into();
        }
        let piece = self.block.split_to(self.block.len().min(PIECE));
        Poll::Ready(Ok(Some(piece)))
    }
}

/// Reads the next block. The last one is not handed over if the file has another length by then, so
/// that the server does not take the body for complete.
fn read(mut file: &File, left: u64, length: u64) -> io::Result<Vec<u8>> {
    let size = left.min(BLOCK);
    let mut block = vec![0; usize::try_from(size).unwrap_or_default()];
    match file.read_exact(&mut block) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Err(changed()),
        result => result?,
    }
    if size == left && file.metadata()?.len() != length {
        return Err(changed());
    }
    Ok(block)
}

/// How a reader is called in errors.
const READER: &str = "the reader of an upload";

/// A reader, which goes back to its place if nothing of it was read.
pub(super) struct ReaderSource {
    slot: Slot,
    /// Readers need not be `Sync`, bodies are.
    reader: Mutex<Option<Reader>>,
    is_begun: bool,
    left: Option<u64>,
    buffer: Vec<u8>,
}

impl ReaderSource {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, ReadError>> {
        let reader = self
            .reader
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        let Some(reader) = reader else {
            return Poll::Ready(Ok(None));
        };
        self.buffer.resize(PIECE, 0);
        let size = self.left.map_or(PIECE, |left| {
            usize::try_from(left).unwrap_or(PIECE).min(PIECE)
        });
        let mut buffer = ReadBuf::new(&mut self.buffer[..size]);
        let result = ready!(reader.as_mut().poll_read(context, &mut buffer));
        let failed = |cause| Poll::Ready(Err(ReadError::new(READER, cause)));
        self.is_begun = true;
        if let Err(cause) = result {
            return failed(cause);
        }
        let piece = Bytes::copy_from_slice(buffer.filled());
        let length = piece.len() as u64;
        match &mut self.left {
            Some(left) if piece.is_empty() && *left > 0 => {
                let problem = format!("it ended {left} bytes before its length");
                failed(io::Error::new(io::ErrorKind::UnexpectedEof, problem))
            }
            left => {
                *left = left.map(|left| left - length);
                Poll::Ready(Ok((length > 0).then_some(piece)))
            }
        }
    }
}

impl Drop for ReaderSource {
    fn drop(&mut self) {
        if !self.is_begun {
            let reader = self
                .reader
                .get_mut()
                .unwrap_or_else(PoisonError::into_inner);
            *self.slot.lock().unwrap_or_else(PoisonError::into_inner) = reader.take();
        }
    }
}
