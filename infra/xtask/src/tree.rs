//! The repository's files.

use std::path::{Path, PathBuf};

use crate::Finding;

/// A directory, and files named relative to it with slashes.
#[derive(Debug, Clone)]
pub struct Tree {
    root: PathBuf,
}

impl Tree {
    /// The files below `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// This repository.
    pub fn repository() -> Self {
        Self::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
    }

    /// A file's text.
    pub fn read(&self, file: &str) -> Result<String, Finding> {
        let failed = |error: std::io::Error| Finding::new(file, format!("cannot be read: {error}"), "Write it, or take it out of use.");
        std::fs::read_to_string(self.root.join(file)).map_err(failed)
    }

    /// Writes a file and the directories above it.
    pub fn write(&self, file: &str, text: &str) -> Result<(), Finding> {
        let path = self.root.join(file);
        let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        let written = made.and_then(|()| std::fs::write(&path, text));
        written.map_err(|error| Finding::new(file, format!("cannot be written: {error}"), "Make room for it, then go on."))
    }

    /// Whether there is such a file or directory.
    pub fn exists(&self, file: &str) -> bool {
        self.root.join(file).exists()
    }

    /// The names of the files in a directory, sorted.
    pub fn files(&self, directory: &str) -> Vec<String> {
        self.names(directory, Path::is_file)
    }

    /// The names of the directories in a directory, sorted.
    pub fn directories(&self, directory: &str) -> Vec<String> {
        self.names(directory, Path::is_dir)
    }

    /// Every file below a directory whose name ends in `.{extension}`.
    pub fn below(&self, directory: &str, extension: &str) -> Vec<String> {
        let named = self.files(directory).into_iter().filter(|name| Path::new(name).extension().is_some_and(|of| of == extension));
        let mut found: Vec<String> = named.map(|name| format!("{directory}/{name}")).collect();
        for inner in self.directories(directory) {
            found.extend(self.below(&format!("{directory}/{inner}"), extension));
        }
        found
    }

    fn names(&self, directory: &str, kind: impl Fn(&Path) -> bool) -> Vec<String> {
        let entries = std::fs::read_dir(self.root.join(directory)).into_iter().flatten().flatten();
        let named = entries.filter(|entry| kind(&entry.path())).filter_map(|entry| entry.file_name().into_string().ok());
        let mut names: Vec<String> = named.filter(|name| !name.starts_with('.')).collect();
        names.sort();
        names
    }
}
