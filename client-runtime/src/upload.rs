//! What is uploaded: bytes, a file on disk, or what a reader gives.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use tokio::io::AsyncRead;

/// The content of a body, or of a file in a form. Where an operation takes one, everything is taken
/// that converts into it: bytes (`Vec<u8>`, `&'static [u8]`, [`Bytes`]) and the path of a file
/// (`PathBuf`, `&Path`).
///
/// It is sent in pieces, however large it is. While it goes on, neither
/// [`attempt_timeout`](crate::ClientBuilder::attempt_timeout) nor
/// [`total_timeout`](crate::ClientBuilder::total_timeout) counts; the attempt ends when nothing of it
/// could be sent for 30 s. Retries are those of every call, except that a [reader](Self::reader) gives
/// its content only once.
///
/// An error of kind [`Read`](crate::ErrorKind::Read) names the file that cannot be read.
#[derive(Clone)]
#[must_use = "an upload does nothing unless it is sent"]
pub struct Upload {
    pub(crate) source: Source,
    pub(crate) file_name: Option<String>,
    pub(crate) content_type: Option<String>,
}

#[derive(Clone)]
pub(crate) enum Source {
    Bytes(Bytes),
    Path(PathBuf),
    Reader { slot: Slot, length: Option<u64> },
}

/// A reader that is read once.
pub(crate) type Reader = Pin<Box<dyn AsyncRead + Send>>;

/// The reader, until an attempt has begun to read it.
pub(crate) type Slot = Arc<Mutex<Option<Reader>>>;

impl Upload {
    fn new(source: Source) -> Self {
        Self {
            source,
            file_name: None,
            content_type: None,
        }
    }

    /// Uploads bytes that are in memory; copies of it share them.
    ///
    /// ```
    /// use generated_client::Upload;
    ///
    /// let upload = Upload::bytes("id;name\n1;Rosa\n").file_name("contacts.csv").content_type("text/csv");
    /// ```
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::new(Source::Bytes(bytes.into()))
    }

    /// Uploads a file. It is opened anew for each attempt and never held in memory as a whole; its
    /// length comes from its metadata, and must stay the same until the call has ended. Pipes and other
    /// files without a length are read with [`reader`](Self::reader).
    ///
    /// ```
    /// use generated_client::Upload;
    ///
    /// // In a form its file name is `photo.jpg`.
    /// let upload = Upload::path("/home/rosa/photo.jpg").content_type("image/jpeg");
    /// ```
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self::new(Source::Path(path.into()))
    }

    /// Uploads what a reader gives, up to its end. Say with [`length`](Self::length) how much that is, if it
    /// is known: many servers take no body without a length.
    ///
    /// It is read once. A request is not sent again after the first byte of it was read, and the error
    /// says so; a copy of the upload does not give the content again either.
    ///
    /// ```
    /// use generated_client::Upload;
    ///
    /// let (reader, writer) = tokio::io::duplex(1024);
    /// let upload = Upload::reader(reader).length(16).file_name("export.csv");
    /// # drop(writer);
    /// ```
    pub fn reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::new(Source::Reader {
            slot: Arc::new(Mutex::new(Some(Box::pin(reader)))),
            length: None,
        })
    }

    /// Name of the file in a form. Default: that of its path, else `file`. The server may see any text;
    /// quotation marks and line breaks are escaped.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Its media type, as in `image/png`. Default: the one that the contract names, if that is one
    /// alone, else `application/octet-stream`.
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// How many bytes a [reader](Self::reader) gives: fewer are an error, and no more are read. Of bytes
    /// and files the length is known, and this changes nothing.
    pub fn length(mut self, bytes: u64) -> Self {
        if let Source::Reader { length, .. } = &mut self.source {
            *length = Some(bytes);
        }
        self
    }

    /// Its name and media type as a file of a form, whose default media type is given.
    pub(crate) fn into_file(mut self, content_type: &str) -> Self {
        let name = match &self.source {
            Source::Path(path) => path.file_name().map(OsStr::to_string_lossy),
            _ => None,
        };
        let name = || name.unwrap_or("file".into()).into_owned();
        self.file_name.get_or_insert_with(name);
        self.with_default_type(content_type)
    }

    pub(crate) fn with_default_type(mut self, content_type: &str) -> Self {
        if self.content_type.is_none() {
            let is_one = !content_type.contains(['*', ',']);
            let default = if is_one { content_type } else { OCTETS };
            self.content_type = Some(default.to_owned());
        }
        self
    }
}

/// The media type of bytes of which nothing is known.
pub(crate) const OCTETS: &str = "application/octet-stream";

/// What a form takes as its files.
pub trait IntoUploads {
    /// The files.
    fn into_uploads(self) -> Vec<Upload>;
}

impl IntoUploads for Upload {
    fn into_uploads(self) -> Vec<Upload> {
        vec![self]
    }
}

impl IntoUploads for Vec<Upload> {
    fn into_uploads(self) -> Vec<Upload> {
        self
    }
}

impl<T: IntoUploads> IntoUploads for Option<T> {
    fn into_uploads(self) -> Vec<Upload> {
        self.map(T::into_uploads).unwrap_or_default()
    }
}

impl fmt::Debug for Upload {
    /// Without the content, and without the folder of a file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Upload");
        match &self.source {
            Source::Bytes(bytes) => shown.field("bytes", &bytes.len()),
            Source::Path(path) => shown.field("path", &path.file_name()),
            Source::Reader { length, .. } => shown.field("reader", length),
        };
        shown
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

impl From<Vec<u8>> for Upload {
    fn from(bytes: Vec<u8>) -> Self {
        Self::bytes(bytes)
    }
}

impl From<Bytes> for Upload {
    fn from(bytes: Bytes) -> Self {
        Self::bytes(bytes)
    }
}

impl From<&'static [u8]> for Upload {
    fn from(bytes: &'static [u8]) -> Self {
        Self::bytes(bytes)
    }
}

impl<const N: usize> From<&'static [u8; N]> for Upload {
    fn from(bytes: &'static [u8; N]) -> Self {
        Self::bytes(bytes.as_slice())
    }
}

impl From<PathBuf> for Upload {
    fn from(path: PathBuf) -> Self {
        Self::path(path)
    }
}

impl From<&Path> for Upload {
    fn from(path: &Path) -> Self {
        Self::path(path)
    }
}
