//! Where the data is: files in a directory, or nowhere but in memory.

use std::path::{Path, PathBuf};

use foyer_domain::time::{Entropy, characters};
use rusqlite::Connection;

use crate::LocalError;

/// Where the data is kept.
#[derive(Debug, Clone)]
pub enum Data {
    /// Nowhere: it ends with the process. For tests.
    Memory,
    /// In this directory, which is made where it does not exist.
    Dir(PathBuf),
}

/// Raised when the shape of the runner's own files changes.
const VERSION: i32 = 1;

impl Data {
    /// The path of a file, if there are files. Makes the directory.
    pub(crate) fn file(&self, name: &str) -> Result<Option<PathBuf>, LocalError> {
        let Self::Dir(dir) = self else {
            return Ok(None);
        };
        std::fs::create_dir_all(dir).map_err(|error| unusable(dir, error))?;
        Ok(Some(dir.join(name)))
    }

    /// Opens a `SQLite` file of the runner's own and makes its tables with `schema`.
    ///
    /// A committed write is with the operating system before the call returns (WAL, `synchronous` NORMAL):
    /// it survives a kill of the process, if not a power cut. The lock is exclusive, so that a second
    /// runner on the same data does not deliver everything again.
    pub(crate) fn sqlite(&self, name: &str, schema: &str) -> Result<Connection, LocalError> {
        let Some(path) = self.file(name)? else {
            let connection = Connection::open_in_memory()?;
            connection.execute_batch(schema)?;
            return Ok(connection);
        };
        let open = || -> rusqlite::Result<(Connection, i32)> {
            let connection = Connection::open(&path)?;
            connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")?;
            connection.execute_batch("BEGIN IMMEDIATE; COMMIT;")?;
            let version = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
            Ok((connection, version))
        };
        let (connection, version) = open().map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => unusable(&path, "another process uses it"),
            _ => unusable(&path, error),
        })?;
        match version {
            0 => connection.execute_batch(&format!("BEGIN; {schema} PRAGMA user_version = {VERSION}; COMMIT;"))?,
            VERSION => {}
            other => {
                return Err(LocalError::OtherVersion { path, problem: format!("it has version {other}, this program needs {VERSION}") });
            }
        }
        Ok(connection)
    }

    /// The text of the sealing key ring: kept in a file that only its owner can read, made on first use.
    pub(crate) fn sealing_keys(&self, entropy: &dyn Entropy) -> Result<String, LocalError> {
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let ring = || format!(r#"{{"current":"local","local":"{}"}}"#, characters(entropy, alphabet, 64));
        let Some(path) = self.file("sealing-keys.json")? else {
            return Ok(ring());
        };
        match create_private(&path) {
            Ok(mut file) => std::io::Write::write_all(&mut file, ring().as_bytes()).map_err(|error| unusable(&path, error))?,
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(unusable(&path, error)),
        }
        std::fs::read_to_string(&path).map_err(|error| unusable(&path, error))
    }
}

fn create_private(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

pub(crate) fn unusable(path: &Path, problem: impl std::fmt::Display) -> LocalError {
    LocalError::Data { path: path.to_owned(), problem: problem.to_string() }
}
