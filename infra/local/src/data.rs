//! Where the data is: files in a directory, or nowhere but in memory.

use std::fs::{File, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use foyer_domain::time::{Entropy, characters};
use foyer_messaging::seal::KeyRing;
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

/// The file that says how far a directory is, and that is locked by whoever uses it.
const STATE: &str = "state";
/// What stands in it when the first start was completed. It is written over [`MAKING`], so that more may stand behind it.
const MADE: &str = "made";
/// What stands in it until then: a start that finds it begins anew.
const MAKING: &str = "making";
/// What is in a directory: without these it cannot be used again.
const NEEDED: [&str; 3] = [QUEUES, DATABASE, SEALING_KEYS];
/// The file of the queues.
pub(crate) const QUEUES: &str = "queues.sqlite";
/// The file of the messages.
pub(crate) const MESSAGES: &str = "messages.sqlite";
/// The file of the database.
pub(crate) const DATABASE: &str = "database.sqlite";
/// The file of the key ring.
const SEALING_KEYS: &str = "sealing-keys.json";
/// The directory of the files of attachments.
pub(crate) const FILES: &str = "files";

/// A directory that is in use. Dropping it lets another process use it.
#[derive(Debug, Default)]
pub(crate) struct Held(Option<(PathBuf, File)>);

impl Held {
    /// Says that what is being made is not whole: a start that finds it so begins anew.
    pub(crate) fn begins(&mut self) -> Result<(), LocalError> {
        self.write(MAKING)
    }

    /// Says that everything is there, from which on nothing is removed any more.
    pub(crate) fn made(&mut self) -> Result<(), LocalError> {
        self.write(MADE)
    }

    fn write(&mut self, text: &str) -> Result<(), LocalError> {
        let Some((path, file)) = &mut self.0 else {
            return Ok(());
        };
        write_over(file, text).map_err(|error| unusable(path, error))
    }
}

/// Writes `text` where something else stood. On a disk that is full nothing is lost that stood there: it is not emptied
/// first, and not touched if it says the same.
fn write_over(file: &mut File, text: &str) -> std::io::Result<()> {
    let mut before = String::new();
    file.rewind()?;
    file.read_to_string(&mut before)?;
    if before == text {
        return Ok(());
    }
    file.rewind()?;
    file.write_all(text.as_bytes())?;
    file.set_len(u64::try_from(text.len()).unwrap_or(u64::MAX))
}

impl Data {
    /// Takes the data for this process alone. What an interrupted first start left is removed: nobody has used it. What
    /// is there is complete.
    pub(crate) fn hold(&self) -> Result<Held, LocalError> {
        let (Self::Dir(dir), Some(path)) = (self, self.file(STATE)?) else {
            return Ok(Held(None));
        };
        let is_older = !path.exists() && dir.join(QUEUES).exists();
        let opened = File::options().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = opened.map_err(|error| unusable(&path, error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(unusable(dir, "another process uses it")),
            Err(TryLockError::Error(error)) => return Err(unusable(&path, error)),
        }
        let mut state = String::new();
        file.read_to_string(&mut state).map_err(|error| unusable(&path, error))?;
        let mut held = Held(Some((path.clone(), file)));
        if is_older {
            held.made()?;
        } else if state == MAKING || (state.is_empty() && !dir.join(QUEUES).exists()) {
            held.begins()?;
            remove_what_is_half_made(dir)?;
            return Ok(held);
        } else if !state.starts_with(MADE) {
            let problem = format!(
                "it does not say whether the data beside it is whole; if somebody has used it, write {MADE} into the file, \
                 or begin anew: remove the directory, or name another one with --data"
            );
            return Err(unusable(&path, problem));
        }
        match NEEDED.iter().find(|name| is_missing(&dir.join(name))) {
            None => Ok(held),
            Some(name) => {
                let problem = "it is missing or empty, while the rest of the data is there; put it back, \
                               or begin anew: remove the directory, or name another one with --data";
                Err(unusable(&dir.join(name), problem))
            }
        }
    }

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
            0 => connection
                .execute_batch(&format!("BEGIN; {schema} PRAGMA user_version = {VERSION}; COMMIT;"))
                .map_err(|error| unusable(&path, error))?,
            VERSION => {}
            other => {
                return Err(LocalError::OtherVersion { path, problem: format!("it has version {other}, this program needs {VERSION}") });
            }
        }
        Ok(connection)
    }

    /// The sealing key ring: kept in a file that only its owner can read, made on first use.
    pub(crate) fn sealing_keys(&self, entropy: &dyn Entropy) -> Result<KeyRing, LocalError> {
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let ring = || format!(r#"{{"current":"local","local":"{}"}}"#, characters(entropy, alphabet, 64));
        let Some(path) = self.file(SEALING_KEYS)? else {
            return KeyRing::parse(&ring()).map_err(|error| LocalError::Wiring(error.to_string()));
        };
        match create_private(&path) {
            Ok(mut file) => file.write_all(ring().as_bytes()).map_err(|error| unusable(&path, error))?,
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(unusable(&path, error)),
        }
        let ring = std::fs::read_to_string(&path).map_err(|error| unusable(&path, error))?;
        KeyRing::parse(&ring).map_err(|error| {
            let problem = format!("it holds no key ring ({error}); without it what was sealed cannot be opened: put it back");
            unusable(&path, problem)
        })
    }
}

/// Whether a file that is needed is not there, or has nothing in it.
fn is_missing(path: &Path) -> bool {
    std::fs::metadata(path).map_or(true, |file| file.len() == 0)
}

/// Whether a name is one of the files, or of those that `SQLite` keeps beside one, like `database.sqlite-wal`.
fn is_ours(name: &str) -> bool {
    let rest = [QUEUES, MESSAGES, DATABASE, SEALING_KEYS, FILES].iter().find_map(|known| name.strip_prefix(known));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Removes what a first start made that did not come to its end.
fn remove_what_is_half_made(dir: &Path) -> Result<(), LocalError> {
    let entries = std::fs::read_dir(dir).map_err(|error| unusable(dir, error))?;
    let paths = entries.flatten().filter(|entry| entry.file_name().to_str().is_some_and(is_ours)).map(|entry| entry.path());
    let mut found = false;
    for path in paths {
        found = true;
        let removed = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        removed.map_err(|error| unusable(&path, error))?;
    }
    if found {
        tracing::warn!("the first start in {} was interrupted; it begins anew", dir.display());
    }
    Ok(())
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
