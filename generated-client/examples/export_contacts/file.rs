//! Contacts that are written page by page: to a file, which can be gone on with after an
//! interruption, or to anything else.
//!
//! Beside a file stands another, `FILE.resume`: how long the file was after the last whole page,
//! and the cursor of the next. It is replaced as a whole, once the page is in the file. Whatever
//! stands behind that length belongs to a page that was not finished, and is cut off.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use generated_client::kirim::types::ContactList;
use serde::{Deserialize, Serialize};

use crate::rows::Format;
use crate::support::AnyError;

/// An export that is going on.
pub(crate) struct Export {
    output: Output,
    state: State,
}

/// Where contacts are written to.
enum Output {
    File {
        file: File,
        path: PathBuf,
        state_path: PathBuf,
    },
    Other(Box<dyn Write>),
}

/// How far an export has come.
#[derive(Deserialize, Serialize)]
struct State {
    account: String,
    format: Format,
    /// Length of the file up to the end of the last whole page.
    bytes: u64,
    contacts: u64,
    /// Where the next page begins; nothing before the first page.
    cursor: Option<String>,
    complete: bool,
}

impl Export {
    /// Begins an export that cannot be gone on with.
    pub(crate) fn to(
        output: Box<dyn Write>,
        format: Format,
        account: &str,
    ) -> Result<Self, AnyError> {
        Self::start(Output::Other(output), format, account)
    }

    /// Begins an export to a file, or goes on with one.
    pub(crate) fn open(path: &Path, format: Format, account: &str) -> Result<Self, AnyError> {
        let state_path = with_suffix(path, ".resume");
        match fs::read(&state_path) {
            Ok(state) => Self::resume(path, format, account, state_path, &state),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Self::begin(path, format, account, state_path)
            }
            Err(error) => Err(format!("{}: {error}", state_path.display()).into()),
        }
    }

    fn begin(
        path: &Path,
        format: Format,
        account: &str,
        state_path: PathBuf,
    ) -> Result<Self, AnyError> {
        let file = OpenOptions::new().write(true).create_new(true).open(path);
        let file = file.map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => {
                format!(
                    "{} exists: remove it, or choose another file",
                    path.display()
                )
            }
            _ => format!("{}: {error}", path.display()),
        })?;
        let path = path.to_owned();
        let output = Output::File {
            file,
            path,
            state_path,
        };
        Self::start(output, format, account)
    }

    fn start(output: Output, format: Format, account: &str) -> Result<Self, AnyError> {
        let mut export = Self {
            output,
            state: State {
                account: account.to_owned(),
                format,
                bytes: 0,
                contacts: 0,
                cursor: None,
                complete: false,
            },
        };
        export.append(format.head().as_bytes())?;
        export.save()?;
        Ok(export)
    }

    fn resume(
        path: &Path,
        format: Format,
        account: &str,
        state_path: PathBuf,
        state: &[u8],
    ) -> Result<Self, AnyError> {
        let start_again = format!(
            "remove {} and {} to start again",
            path.display(),
            state_path.display()
        );
        let state: State = serde_json::from_slice(state)
            .map_err(|error| format!("{}: {error}: {start_again}", state_path.display()))?;
        if state.account != account {
            let other = &state.account;
            return Err(format!("this is the export of account {other}: {start_again}").into());
        }
        if state.format != format {
            return Err(format!("this is an export in another format: {start_again}").into());
        }
        let mut file = OpenOptions::new()
            .write(true)
            .open(path)
            .map_err(|error| format!("{}: {error}: {start_again}", path.display()))?;
        if file.metadata()?.len() < state.bytes {
            return Err(format!("{} was shortened: {start_again}", path.display()).into());
        }
        file.set_len(state.bytes)?;
        file.seek(SeekFrom::End(0))?;
        Ok(Self {
            output: Output::File {
                file,
                path: path.to_owned(),
                state_path,
            },
            state,
        })
    }

    /// `phone_number_id` of the account whose contacts these are.
    pub(crate) fn account(&self) -> &str {
        &self.state.account
    }

    /// Contacts written so far.
    pub(crate) fn contacts(&self) -> u64 {
        self.state.contacts
    }

    /// Cursor of the next page.
    pub(crate) fn cursor(&self) -> Option<&str> {
        self.state.cursor.as_deref()
    }

    /// Whether the last page has been written.
    pub(crate) fn is_complete(&self) -> bool {
        self.state.complete
    }

    /// Writes a page, and only then remembers that it was written.
    pub(crate) fn write(&mut self, page: &ContactList) -> Result<(), AnyError> {
        let cursor = match &page.next_cursor {
            Some(cursor) if page.has_more => Some(cursor.clone()),
            None if page.has_more => {
                return Err("the server says that there are more contacts but not where".into());
            }
            _ => None,
        };
        let mut text = Vec::new();
        for contact in &page.data {
            self.state.format.push(&mut text, contact)?;
        }
        self.append(&text)?;
        self.state.contacts += page.data.len() as u64;
        self.state.complete = cursor.is_none();
        self.state.cursor = cursor;
        self.save()
    }

    /// Ends a complete export: a file stays alone. Gives the number of contacts.
    pub(crate) fn finish(self) -> Result<u64, AnyError> {
        if let Output::File {
            file, state_path, ..
        } = self.output
        {
            file.sync_all()?;
            fs::remove_file(state_path)?;
        }
        Ok(self.state.contacts)
    }

    /// Ends an export that failed: files without a contact would only be in the way of the next one.
    pub(crate) fn fail(self) -> Result<(), AnyError> {
        if let Output::File {
            path, state_path, ..
        } = self.output
            && self.state.contacts == 0
        {
            fs::remove_file(path)?;
            fs::remove_file(state_path)?;
        }
        Ok(())
    }

    fn append(&mut self, text: &[u8]) -> Result<(), AnyError> {
        let output: &mut dyn Write = match &mut self.output {
            Output::File { file, .. } => file,
            Output::Other(output) => output,
        };
        output.write_all(text)?;
        output.flush()?;
        self.state.bytes += text.len() as u64;
        Ok(())
    }

    /// Replaces the file beside, in one step.
    fn save(&self) -> Result<(), AnyError> {
        if let Output::File { state_path, .. } = &self.output {
            let new = with_suffix(state_path, ".new");
            fs::write(&new, serde_json::to_vec(&self.state)?)?;
            fs::rename(&new, state_path)?;
        }
        Ok(())
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}
