//! What the commands print, and what happens when nobody reads it.

use std::env;
use std::error::Error;
use std::io::{self, IsTerminal, Write};

/// Standard output; a reader that went away (`… | head`) is no error.
pub(crate) fn stdout() -> impl Write {
    Tolerant(io::stdout())
}

/// Standard error; a reader that went away is no error.
pub(crate) fn stderr() -> impl Write {
    Tolerant(io::stderr())
}

/// Whether what is printed there may have colours: a person looks at it, and did not ask for none
/// with `NO_COLOR`.
pub(crate) fn is_coloured(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Prints an error and its causes on standard error.
pub(crate) fn report(error: &anyhow::Error) {
    let mut text = String::from("error: ");
    push_chain(&mut text, error.as_ref());
    // There is no third place to complain to.
    let _ = stderr().write_all(text.as_bytes());
}

/// Appends an error's message and, a line each, its causes.
pub(crate) fn push_chain(text: &mut String, error: &(dyn Error + 'static)) {
    text.push_str(error.to_string().trim_end());
    text.push('\n');
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str("  caused by: ");
        text.push_str(error.to_string().trim_end());
        text.push('\n');
        cause = error.source();
    }
}

/// A writer that drops what it is given once its reader is gone, so that the work goes on.
struct Tolerant<W>(W);

impl<W: Write> Write for Tolerant<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(bytes.len()),
            result => result.map_err(|error| cannot_print(&error)),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.0.flush() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            result => result.map_err(|error| cannot_print(&error)),
        }
    }
}

/// Says what the error is about; its kind stays, since callers retry an interrupted write.
fn cannot_print(error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot print: {error}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::io::{self, Write};

    use super::{Tolerant, push_chain};

    struct Failing(io::ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(self.0.into())
        }
    }

    #[test]
    fn a_gone_reader_is_tolerated_and_a_full_disk_is_not() {
        let mut gone = Tolerant(Failing(io::ErrorKind::BrokenPipe));
        gone.write_all(b"text").unwrap();
        gone.flush().unwrap();

        let mut full = Tolerant(Failing(io::ErrorKind::StorageFull));
        let error = full.write_all(b"text").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        assert!(error.to_string().starts_with("cannot print: "), "{error}");
    }

    #[test]
    fn causes_follow_their_error() {
        let error = anyhow::anyhow!("inner").context("middle").context("outer");
        let mut text = String::new();
        push_chain(&mut text, error.as_ref());
        assert_eq!(text, "outer\n  caused by: middle\n  caused by: inner\n");
    }
}
