//! Who gets nothing: a file of numbers that may change while messages are sent.

use std::collections::HashSet;
use std::path::PathBuf;
use std::time::SystemTime;
use std::{fs, io};

use crate::{AnyError, numbers};

/// The numbers of a file, as they were when it was last looked at.
pub(crate) struct Suppressed {
    path: PathBuf,
    country: Option<String>,
    /// When the file was changed, and its length.
    version: Option<(SystemTime, u64)>,
    numbers: HashSet<String>,
}

impl Suppressed {
    pub(crate) fn open(path: PathBuf, country: Option<String>) -> Result<Self, AnyError> {
        let mut list = Self {
            path,
            country,
            version: None,
            numbers: HashSet::new(),
        };
        list.refresh()?;
        Ok(list)
    }

    /// Whether a number stands in the file now. A file that cannot be read is an error: who is in it
    /// is not known then.
    pub(crate) fn contains(&mut self, number: &str) -> Result<bool, AnyError> {
        self.refresh()?;
        Ok(self.numbers.contains(number))
    }

    fn refresh(&mut self) -> Result<(), AnyError> {
        let shown = self.path.display();
        let version = || -> io::Result<_> {
            let file = fs::metadata(&self.path)?;
            Ok((file.modified()?, file.len()))
        };
        let version = version().map_err(|error| format!("{shown}: {error}"))?;
        if self.version == Some(version) {
            return Ok(());
        }
        let text = fs::read_to_string(&self.path).map_err(|error| format!("{shown}: {error}"))?;
        let lines = text.trim_start_matches('\u{feff}').lines().zip(1..);
        let numbers = lines
            .filter(|(line, _)| !line.trim().is_empty())
            .map(|(line, number)| {
                let normalized = numbers::normalize(line, self.country.as_deref());
                normalized.map_err(|wrong| format!("{shown}, line {number}: {line:?}: {wrong}"))
            });
        self.numbers = numbers.collect::<Result<_, _>>()?;
        self.version = Some(version);
        Ok(())
    }
}
