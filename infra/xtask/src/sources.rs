//! What an operation's code does that its types do not say: which refusals it names, whether it hashes a
//! password or needs the sealing key, whether it answers 201.
//!
//! The area's files are cut into items (functions, types, impls); what `handle` mentions, and what that
//! mentions, is what the operation reaches. That is a reading of text, not of types: it takes a mention
//! for a call, and follows nothing out of the area.

use std::collections::{BTreeMap, BTreeSet};

use crate::tree::Tree;
use crate::{Finding, snake};

/// The code of an area, by module and item.
#[derive(Debug, Clone, Default)]
pub struct Area {
    modules: BTreeMap<String, Module>,
    /// What the area is about: the first sentence of its `lib.rs`.
    pub about: String,
}

#[derive(Debug, Clone, Default)]
struct Module {
    items: BTreeMap<String, String>,
    /// Names that `use crate::…` brings in, with the module and item that they mean.
    imports: BTreeMap<String, (String, String)>,
}

/// What an operation reaches.
#[derive(Debug, Clone)]
pub struct Reached(String);

impl Area {
    /// Reads the files of an area.
    pub fn read(tree: &Tree, area: &str) -> Result<Self, Finding> {
        let source = format!("functions/{area}/src");
        let mut read = Self::default();
        for file in tree.below(&source, "rs") {
            let module = file.rsplit('/').next().and_then(|name| name.strip_suffix(".rs")).unwrap_or("");
            let text = tree.read(&file)?;
            match module {
                "lib" => read.about = about(&text),
                // Programs and lists of modules hold no code of an operation.
                "main" | "mod" => {}
                _ => drop(read.modules.insert(module.to_owned(), Module::parse(&text))),
            }
        }
        Ok(read)
    }

    /// An area of these modules and texts.
    #[cfg(test)]
    pub(crate) fn of(modules: &[(&str, &str)]) -> Self {
        let modules = modules.iter().map(|(name, text)| ((*name).to_owned(), Module::parse(text)));
        Self { modules: modules.collect(), about: String::new() }
    }

    /// Whether the operation has a file of its own.
    pub fn has(&self, operation: &str) -> bool {
        self.modules.contains_key(&snake(operation))
    }

    /// What an operation reaches from its `handle`.
    pub fn reached(&self, operation: &str) -> Reached {
        let mut seen = BTreeSet::new();
        let mut texts = String::new();
        let mut open = vec![(snake(operation), "handle".to_owned())];
        while let Some(item) = open.pop() {
            let Some(text) = self.modules.get(&item.0).and_then(|module| module.items.get(&item.1)) else { continue };
            if seen.insert(item.clone()) {
                texts.push_str(text);
                texts.push('\n');
                open.extend(self.mentioned(&item.0, text));
            }
        }
        Reached(texts)
    }

    /// The items of the area that a text in `module` mentions.
    fn mentioned(&self, module: &str, text: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let imports = self.modules.get(module).map(|module| &module.imports);
        for (qualifier, name) in names(text) {
            found.push((module.to_owned(), name.to_owned()));
            found.extend(imports.and_then(|imports| imports.get(name)).cloned());
            found.extend(qualifier.map(|qualifier| (qualifier.to_owned(), name.to_owned())));
        }
        found
    }
}

impl Module {
    fn parse(text: &str) -> Self {
        let code = text.split("#[cfg(test)]").next().unwrap_or("");
        let mut module = Self::default();
        let mut lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        while let Some(line) = lines.next() {
            if let Some(used) = line.strip_prefix("use crate::") {
                let mut used = used.to_owned();
                while !used.ends_with(';') {
                    let Some(line) = lines.next() else { break };
                    used.push_str(line.trim());
                }
                module.imports.extend(imports(&used));
                continue;
            }
            let Some(name) = item(line) else { continue };
            let is_value = ["const ", "static ", "type "].iter().any(|kind| line.contains(kind)) && !line.contains("fn ");
            let mut text = line.to_owned();
            if !(line.ends_with(';') || line.ends_with('}')) {
                for line in lines.by_ref() {
                    text.push(' ');
                    text.push_str(line.trim());
                    if matches!(line, "}" | "};" | "];" | ");") || (is_value && line.ends_with(';')) {
                        break;
                    }
                }
            }
            let known = module.items.entry(name).or_default();
            known.push_str(&text);
            known.push('\n');
        }
        module
    }
}

impl Reached {
    /// Whether this appears in what is reached.
    pub fn has(&self, text: &str) -> bool {
        self.0.contains(text)
    }

    /// Whether a password is hashed.
    pub fn hashes(&self) -> bool {
        self.has(".passwords.")
    }

    /// Whether a picture is decoded.
    pub fn decodes(&self) -> bool {
        self.has("ImageReader::")
    }

    /// Whether a secret is sealed or opened.
    pub fn seals(&self) -> bool {
        self.has(".sealer()")
    }

    /// Whether the answer is 201.
    pub fn creates(&self) -> bool {
        self.has("Reply::created(")
    }

    /// The type of the caller of `handle`.
    pub fn caller(&self) -> &str {
        let caller = self.0.split("caller: ").nth(1).unwrap_or("");
        caller.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or("")
    }

    /// The refusals that the area itself names: status and code.
    pub fn refusals(&self) -> BTreeSet<(u16, String)> {
        let code = self.0.replace("( ", "(");
        let mut found = BTreeSet::new();
        for line in code.lines() {
            for (status, rest) in line.split("StatusCode::").skip(1).filter_map(|rest| rest.split_once(", \"")) {
                found.extend(status_of(status).zip(word(rest)));
            }
            for rest in line.split("Problem::conflict(\"").skip(1) {
                found.extend(word(rest).map(|code| (409, code)));
            }
            // `match … { … => ("code", "Title"), … }` before `Problem::conflict(code, title)`.
            if line.contains("Problem::conflict(code") {
                let titled = |rest: &&str| rest.split_once('"').is_some_and(|(_, after)| after.starts_with(", \""));
                found.extend(line.split("(\"").skip(1).filter(titled).filter_map(word).map(|code| (409, code)));
            }
        }
        found
    }
}

fn status_of(name: &str) -> Option<u16> {
    match name {
        "BAD_REQUEST" => Some(400),
        "UNAUTHORIZED" => Some(401),
        "FORBIDDEN" => Some(403),
        "NOT_FOUND" => Some(404),
        "CONFLICT" => Some(409),
        "GONE" => Some(410),
        "PRECONDITION_FAILED" => Some(412),
        "UNPROCESSABLE_ENTITY" => Some(422),
        "TOO_MANY_REQUESTS" => Some(429),
        _ => None,
    }
}

/// The code at the beginning of `rest`, up to the closing quote.
fn word(rest: &str) -> Option<String> {
    let (code, _) = rest.split_once('"')?;
    let well_formed = !code.is_empty() && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    well_formed.then(|| code.to_owned())
}

/// The name of the item that a line at the left margin begins.
fn item(line: &str) -> Option<String> {
    let mut words = line.split_whitespace().skip_while(|word| word.starts_with("pub") || matches!(*word, "async"));
    let kind = words.next().filter(|_| !line.starts_with(' '))?;
    let plain = |word: &str| word.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("").to_owned();
    match kind {
        "fn" | "struct" | "enum" | "const" | "static" | "type" | "trait" => words.next().map(plain),
        _ if kind.starts_with("impl") => {
            let rest: Vec<&str> = words.collect();
            let of = rest.iter().position(|word| *word == "for").map_or(0, |place| place + 1);
            rest.get(of).map(|word| plain(word))
        }
        _ => None,
    }
}

/// `folder::a::{b, c};` as the names `b` and `c` of the module `a`, whichever folder it lies in.
fn imports(used: &str) -> Vec<(String, (String, String))> {
    let used = used.trim_end_matches(';');
    let path = used.split("::{").next().unwrap_or(used);
    let (path, rest) = if path == used { used.rsplit_once("::").unwrap_or((used, "")) } else { (path, &used[path.len() + 2..]) };
    let module = path.rsplit("::").next().unwrap_or(path);
    if module.starts_with('{') {
        return Vec::new();
    }
    let listed = rest.trim_start_matches('{').trim_end_matches('}').split(',').map(str::trim).filter(|name| !name.is_empty());
    listed.map(|name| (name.to_owned(), (module.to_owned(), name.to_owned()))).collect()
}

/// The identifiers of a text, each with the one before its `::`.
fn names(text: &str) -> Vec<(Option<&str>, &str)> {
    let mut found: Vec<(Option<&str>, &str)> = Vec::new();
    let mut end_of_last = 0;
    let mut from = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (letter.is_alphanumeric() || letter == '_', from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                let qualified = &text[end_of_last..start] == "::";
                let qualifier = found.last().map(|(_, last)| *last).filter(|_| qualified);
                found.push((qualifier, &text[start..at]));
                (end_of_last, from) = (at, None);
            }
            _ => {}
        }
    }
    found
}

/// The first sentence of a module's documentation.
fn about(text: &str) -> String {
    let lines = text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim).take_while(|line| !line.is_empty());
    let whole = lines.collect::<Vec<_>>().join(" ");
    whole.split_inclusive(". ").next().unwrap_or("").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_reached_is_followed_through_functions_imports_and_methods() {
        let area = Area::of(&[
            (
                "open_it",
                "use crate::common::opening;\nuse crate::problems;\n\npub async fn handle(deps: Deps, caller: Staff) {\n    opening::prepare();\n}\n",
            ),
            ("close_it", "use crate::accounts::open_it::{\n    shared,\n};\n\npub async fn handle(_caller: Member) {\n    shared();\n}\n"),
            (
                "opening",
                "pub fn prepare() -> Opening {\n    deps.passwords.hash();\n}\n\nimpl Opening {\n    fn add() {\n        deps.sealer()?;\n        problems::taken()\n    }\n}\n",
            ),
            (
                "problems",
                "pub fn taken() {\n    Problem::conflict(\"taken\", \"It is\")\n}\n\npub fn other() {\n    Problem::conflict(\"other\", \"It is\")\n}\n",
            ),
        ]);
        let open = area.reached("open-it");
        assert!(open.hashes() && open.seals() && !open.creates());
        assert_eq!(open.caller(), "Staff");
        assert_eq!(open.refusals(), BTreeSet::from([(409, "taken".to_owned())]));
        let close = area.reached("close-it");
        assert!(!close.hashes());
        assert_eq!(close.caller(), "Member");
    }

    #[test]
    fn refusals_are_found_in_each_form_that_the_areas_use() {
        let text = "pub fn handle() {\n    let (code, title) = match taken {\n        A => (\"a_code\", \"Title\"),\n        B => (\"b_code\", \"Title\"),\n    };\n    \
                    Problem::conflict(code, title).with(\"state\", json!(1));\n    Problem::new(http::StatusCode::UNAUTHORIZED, \"failed\", \"Wrong\");\n}\n";
        let codes = Area::of(&[("x", text)]).reached("x").refusals();
        let expected = [(401, "failed"), (409, "a_code"), (409, "b_code")].map(|(status, code)| (status, code.to_owned()));
        assert_eq!(codes, BTreeSet::from(expected));
    }

    #[test]
    fn the_areas_of_the_repository_are_understood() {
        let tree = Tree::repository();
        let read = |area: &str| Area::read(&tree, area).unwrap();
        let (directory, identity, tickets) = (read("directory"), read("identity"), read("tickets"));
        assert!(directory.reached("approve-request").hashes() && directory.reached("approve-request").seals());
        assert!(!directory.reached("reject-request").hashes());
        assert!(identity.reached("login").hashes() && identity.reached("login").creates());
        assert!(!identity.reached("logout").hashes());
        assert!(tickets.reached("queue-position").refusals().contains(&(409, "not_waiting".to_owned())));
        assert!(directory.reached("open-account").refusals().contains(&(409, "account_open".to_owned())));
    }
}
