//! Files of a Rust crate do not import each other in a circle.
//!
//! A file is a node. It points at the file that holds what it names: in a `use`, in a path, in the words of a
//! macro; a re-export is followed to where the thing is. What only tests name does not count, and `mod` alone names nothing.
//! Names are read, not resolved by types: a method is not followed.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

use crate::Finding;
use crate::tree::Tree;

/// A path of names, like `crate::a::b` without `crate`.
type Names = Vec<String>;

/// The files of one crate, by the module that each is.
#[derive(Debug, Default)]
pub struct Crate {
    modules: BTreeMap<Names, Module>,
}

#[derive(Debug, Default)]
struct Module {
    file: String,
    /// What it defines itself.
    items: BTreeSet<String>,
    /// What `use` gives another name here, and the path that it means.
    imports: BTreeMap<String, Names>,
    /// What `use …::*` opens.
    globs: Vec<Names>,
    /// Every path that it names, as it is written.
    named: Vec<Names>,
}

/// Every circle of every crate of the repository.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for root in ["functions", "infra", "shared", "tests"].iter().flat_map(|directory| roots(tree, directory)) {
        match Crate::read(tree, &root) {
            Ok(read) => findings.extend(read.circles().iter().map(|circle| finding(circle))),
            Err(finding) => findings.push(finding),
        }
    }
    findings
}

/// The directories that hold a crate's root file.
fn roots(tree: &Tree, directory: &str) -> Vec<String> {
    let files = tree.below(directory, "rs");
    let roots = files.iter().filter_map(|file| file.strip_suffix("/lib.rs").or_else(|| file.strip_suffix("/main.rs")));
    roots.map(str::to_owned).collect::<BTreeSet<_>>().into_iter().collect()
}

fn finding(circle: &[String]) -> Finding {
    let what = format!("imports itself in a circle: {}", circle.join(" -> "));
    Finding::new(&circle[0], what, "Move what both need into a file of its own, or hand it over.")
}

impl Crate {
    /// Reads the crate whose root file is in `root`: `lib.rs`, or else `main.rs`.
    pub fn read(tree: &Tree, root: &str) -> Result<Self, Finding> {
        let is_library = tree.exists(&format!("{root}/lib.rs"));
        let mut read = Self::default();
        for file in tree.below(root, "rs") {
            let inside = &file[root.len() + 1..];
            // Programs beside a library are crates of their own.
            if (is_library && inside == "main.rs") || inside.starts_with("bin/") {
                continue;
            }
            let module = module_of(inside);
            for (name, elsewhere) in read.add(&file, module.clone(), &tree.read(&file)?)? {
                read.add(&elsewhere, joined(&module, &[name]), &tree.read(&elsewhere)?)?;
            }
        }
        Ok(read)
    }

    /// Takes a file in, and says which modules it fetches from elsewhere: the name of each, and its file.
    fn add(&mut self, file: &str, module: Names, text: &str) -> Result<Vec<(String, String)>, Finding> {
        let parsed = syn::parse_file(text);
        let parsed = parsed.map_err(|error| Finding::new(file, format!("is not understood: {error}"), "Correct it."))?;
        let mut reader = Reader { module: Module { file: file.to_owned(), ..Module::default() }, inner: 0, elsewhere: Vec::new() };
        reader.visit_file(&parsed);
        self.modules.insert(module, reader.module);
        Ok(reader.elsewhere)
    }

    /// Of each knot of files that reach each other, the shortest circle.
    pub fn circles(&self) -> Vec<Vec<String>> {
        let arrows: BTreeMap<&Names, BTreeSet<&Names>> = self.modules.keys().map(|module| (module, self.used_by(module))).collect();
        let mut circles: Vec<Vec<&Names>> = arrows.keys().copied().filter_map(|start| circle(&arrows, start)).collect();
        circles.sort_by_key(Vec::len);
        let mut seen: BTreeSet<&Names> = BTreeSet::new();
        let mut apart = Vec::new();
        for circle in circles {
            // What shares a file with a shorter one is said when that is mended.
            if circle.iter().all(|module| !seen.contains(module)) {
                seen.extend(&circle);
                apart.push(circle);
            }
        }
        let files = |circle: Vec<&Names>| circle.iter().chain(circle.first()).map(|module| self.modules[*module].file.clone()).collect();
        apart.into_iter().map(files).collect()
    }

    /// The files that hold what a file names.
    fn used_by(&self, module: &Names) -> BTreeSet<&Names> {
        let of = &self.modules[module];
        let paths = of.named.iter().chain(&of.globs);
        // What a macro makes is not seen; it is where the rest of its path leads.
        let nearest = |path: &Names| (1..=path.len()).rev().find_map(|end| self.holder(module, &path[..end], 0));
        let mut used: BTreeSet<&Names> = paths.filter_map(nearest).collect();
        used.remove(module);
        used
    }

    /// The module that holds what `path` names in the module `at`; none if it is of another crate.
    fn holder(&self, at: &[String], path: &[String], depth: usize) -> Option<&Names> {
        // A name that means itself by way of others, which the compiler would refuse.
        const DEEPEST: usize = 16;
        let first = path.first().filter(|_| depth < DEEPEST)?;
        match first.as_str() {
            "crate" => self.within(&[], &path[1..], depth),
            "self" => self.within(at, &path[1..], depth),
            "super" => self.holder(at.split_last()?.1, &joined(&["self".to_owned()], &path[1..]), depth + 1),
            _ => self.local(at, path, depth),
        }
    }

    /// The same for a path that begins with no keyword: a child, an import, or something of the module itself.
    fn local(&self, at: &[String], path: &[String], depth: usize) -> Option<&Names> {
        let known = self.modules.get(at)?;
        let begins_here = known.imports.contains_key(&path[0]) || known.items.contains(&path[0]);
        let is_child = self.modules.contains_key(&joined(at, &path[..1]));
        let opened = || known.globs.iter().any(|glob| self.holder(at, &joined(glob, &path[..1]), depth + 1).is_some());
        (begins_here || is_child || opened()).then(|| self.within(at, path, depth))?
    }

    /// The module that holds `path`, which begins in the module `at`.
    fn within(&self, at: &[String], path: &[String], depth: usize) -> Option<&Names> {
        let (name, module) = self.modules.get_key_value(at)?;
        let Some((first, rest)) = path.split_first() else {
            return Some(name);
        };
        let child = joined(at, &path[..1]);
        if self.modules.contains_key(&child) {
            return self.within(&child, rest, depth);
        }
        if module.items.contains(first) {
            return Some(name);
        }
        if let Some(meant) = module.imports.get(first) {
            return self.holder(at, &joined(meant, rest), depth + 1);
        }
        module.globs.iter().find_map(|glob| self.holder(at, &joined(glob, path), depth + 1))
    }
}

/// The shortest way from `start` back to itself, without the return.
fn circle<'a>(arrows: &BTreeMap<&'a Names, BTreeSet<&'a Names>>, start: &'a Names) -> Option<Vec<&'a Names>> {
    let mut came_from: BTreeMap<&Names, &Names> = BTreeMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(at) = open.pop_front() {
        for &next in &arrows[at] {
            if next == start {
                let back = std::iter::successors(Some(at), |at| came_from.get(at).copied());
                let mut way: Vec<&Names> = back.collect();
                way.reverse();
                return Some(way);
            }
            if !came_from.contains_key(next) {
                came_from.insert(next, at);
                open.push_back(next);
            }
        }
    }
    None
}

fn joined(before: &[String], after: &[String]) -> Names {
    [before, after].concat()
}

/// `a/b.rs` and `a/b/mod.rs` are the module `a::b`; the root file is the empty path.
fn module_of(file: &str) -> Names {
    let plain = file.trim_end_matches(".rs");
    let plain = plain.strip_suffix("/mod").unwrap_or(plain);
    if matches!(plain, "lib" | "main") { Vec::new() } else { plain.split('/').map(str::to_owned).collect() }
}

/// Reads one file.
struct Reader {
    module: Module,
    /// How deep inside of `mod … { … }`, whose names are the file's.
    inner: usize,
    /// The modules with a `#[path]`, and their files.
    elsewhere: Vec<(String, String)>,
}

impl Reader {
    fn used(&mut self, before: &[String], tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => self.used(&joined(before, &[path.ident.to_string()]), &path.tree),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.used(before, tree)),
            syn::UseTree::Glob(_) => self.module.globs.push(before.to_vec()),
            syn::UseTree::Name(name) => self.import(before, &name.ident, &name.ident),
            syn::UseTree::Rename(rename) => self.import(before, &rename.ident, &rename.rename),
        }
    }

    fn import(&mut self, before: &[String], name: &syn::Ident, called: &syn::Ident) {
        let name = name.to_string();
        let path = if name == "self" { before.to_vec() } else { joined(before, &[name]) };
        let called = if called == "self" { path.last().cloned().unwrap_or_default() } else { called.to_string() };
        self.module.named.push(path.clone());
        self.module.imports.insert(called, path);
    }

    fn defines(&mut self, item: &syn::Item) {
        let name = match item {
            syn::Item::Const(item) => &item.ident,
            syn::Item::Enum(item) => &item.ident,
            syn::Item::Fn(item) => &item.sig.ident,
            syn::Item::Mod(item) if item.content.is_some() => &item.ident,
            syn::Item::Static(item) => &item.ident,
            syn::Item::Struct(item) => &item.ident,
            syn::Item::Trait(item) => &item.ident,
            syn::Item::Type(item) => &item.ident,
            syn::Item::Union(item) => &item.ident,
            syn::Item::Macro(syn::ItemMacro { ident: Some(ident), .. }) => ident,
            _ => return,
        };
        self.module.items.insert(name.to_string());
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if attributes(item).iter().any(is_for_tests) {
            return;
        }
        if self.inner == 0 {
            self.defines(item);
        }
        visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if let Some(path) = item.attrs.iter().find_map(path_of) {
            self.elsewhere.push((item.ident.to_string(), beside(&self.module.file, &path)));
        }
        self.inner += 1;
        visit::visit_item_mod(self, item);
        self.inner -= 1;
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if self.inner == 0 {
            self.used(&[], &item.tree);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 && path.leading_colon.is_none() {
            self.module.named.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        self.module.named.extend(paths(called.tokens.clone()));
        visit::visit_macro(self, called);
    }
}

fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// `#[cfg(test)]`.
fn is_for_tests(attribute: &syn::Attribute) -> bool {
    attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Ident>().is_ok_and(|what| what == "test")
}

/// What `#[path = "…"]` says.
fn path_of(attribute: &syn::Attribute) -> Option<String> {
    let syn::Meta::NameValue(syn::MetaNameValue { value: syn::Expr::Lit(literal), .. }) = &attribute.meta else {
        return None;
    };
    match &literal.lit {
        syn::Lit::Str(path) if attribute.path().is_ident("path") => Some(path.value()),
        _ => None,
    }
}

/// The file that `path` leads to from the directory of `file`.
fn beside(file: &str, path: &str) -> String {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

/// The paths in what a macro is given.
fn paths(given: TokenStream) -> Vec<Names> {
    let mut found = vec![Names::new()];
    let mut colons = 0;
    for token in given {
        match token {
            TokenTree::Ident(name) => match found.last_mut() {
                Some(path) if colons == 2 => path.push(name.to_string()),
                _ => found.push(vec![name.to_string()]),
            },
            TokenTree::Punct(mark) if mark.as_char() == ':' => {
                colons += 1;
                continue;
            }
            TokenTree::Group(group) => found.extend(paths(group.stream()).into_iter().chain([Names::new()])),
            TokenTree::Punct(_) | TokenTree::Literal(_) => found.push(Names::new()),
        }
        colons = 0;
    }
    found.retain(|path| path.len() > 1);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circles(files: &[(&str, &str)]) -> Vec<String> {
        let mut read = Crate::default();
        for (file, text) in files {
            read.add(file, module_of(file), text).unwrap();
        }
        read.circles().into_iter().map(|circle| circle.join(" ")).collect()
    }

    #[test]
    fn a_circle_is_found_however_it_is_named() {
        for back in [
            "use crate::a::Thing;",
            "use crate::{a::{self, Thing}};",
            "use super::a::Thing as Other;",
            "use super::a::*;",
            "fn f(thing: crate::a::Thing) {}",
            "fn f() { super::a::thing() }",
            "fn f() { println!(\"{}\", crate::a::THING) }",
            "fn f() { json!({ \"x\": [1, super::a::thing()] }) }",
            "use super::a; fn f() { a::thing() }",
            "impl crate::a::Thing { fn f() {} }",
            "mod inner { fn f() { crate::a::thing() } }",
        ] {
            let files = [("lib.rs", "mod a; mod b;"), ("a.rs", "use crate::b::f; pub struct Thing;"), ("b.rs", back)];
            assert_eq!(circles(&files), ["a.rs b.rs a.rs"], "{back}");
        }
    }

    #[test]
    fn what_is_no_circle_is_none() {
        for harmless in [
            "use std::fmt; use serde::Value; fn f() { a::thing() }",
            "// use crate::a::Thing;\nfn f() { let text = \"crate::a::Thing\"; println!(\"crate::a::Thing\") }",
            "#[cfg(test)] mod tests { use crate::a::Thing; }",
            "#[cfg(test)] use crate::a::Thing;",
            "use crate::c::Thing;",
            "fn f() { self::g() } fn g() {}",
        ] {
            let files = [("lib.rs", "mod a; mod b; mod c;"), ("a.rs", "use crate::b::f; pub struct Thing;"), ("b.rs", harmless)];
            let c = ("c.rs", "pub struct Thing;");
            assert_eq!(circles(&[files[0], files[1], files[2], c]), [""; 0], "{harmless}");
        }
    }

    #[test]
    fn re_exports_lead_to_where_things_are() {
        let root = ("lib.rs", "mod folder; pub use folder::{b, c}; pub use b::Thing;");
        let folder = ("folder/mod.rs", "pub mod b; pub mod c;");
        let c = ("folder/c.rs", "use crate::Thing;");
        assert_eq!(circles(&[root, folder, ("folder/b.rs", "pub struct Thing;"), c]), [""; 0]);
        let b = ("folder/b.rs", "use crate::c::Other; pub struct Thing;");
        assert_eq!(circles(&[root, folder, b, c]), ["folder/b.rs folder/c.rs folder/b.rs"]);
        // The root is a file as well: what it defines and what it shows lie apart.
        let b = ("folder/b.rs", "use crate::Failure; pub struct Thing;");
        let defines = ("lib.rs", "mod folder; pub use folder::b::Thing; pub struct Failure;");
        assert_eq!(circles(&[defines, folder, b, ("folder/c.rs", "")]), ["lib.rs folder/b.rs lib.rs"]);
    }

    #[test]
    fn of_longer_circles_each_is_said_once() {
        let files = [
            ("lib.rs", "mod a; mod b; mod c; mod d; mod e;"),
            ("a.rs", "use crate::b::x;"),
            ("b.rs", "use crate::c::x;"),
            ("c.rs", "use crate::a::x;"),
            ("d.rs", "use crate::e::x; use crate::a::x;"),
            ("e.rs", "use crate::d::x;"),
        ];
        assert_eq!(circles(&files), ["d.rs e.rs d.rs", "a.rs b.rs c.rs a.rs"]);
    }

    #[test]
    fn a_module_from_elsewhere_is_a_file_of_its_own() {
        let mut read = Crate::default();
        let root = "#[path = \"../../coverage/case.rs\"] mod case; mod world; use crate::world::Bench;";
        let elsewhere = read.add("tests/bench/src/main.rs", Vec::new(), root).unwrap();
        assert_eq!(elsewhere, [("case".to_owned(), "tests/coverage/case.rs".to_owned())]);
        read.add("tests/bench/src/world.rs", vec!["world".to_owned()], "use crate::case::Case;").unwrap();
        read.add("tests/coverage/case.rs", vec!["case".to_owned()], "pub struct Case;").unwrap();
        assert!(read.circles().is_empty());
        read.add("tests/coverage/case.rs", vec!["case".to_owned()], "use crate::world::Bench; pub struct Case;").unwrap();
        assert_eq!(read.circles().len(), 1);
    }

    #[test]
    fn a_file_that_is_not_rust_is_a_finding() {
        assert!(Crate::default().add("a.rs", Vec::new(), "fn {").unwrap_err().what.contains("is not understood"));
    }
}
