//! The documents: their links lead somewhere, and the capacity table has a row for every operation.

use crate::Finding;
use crate::registry::Registered;
use crate::tree::Tree;

/// Where the access patterns and capacities are.
pub const DATA: &str = "docs/DATA.md";

/// Every operation has a row in the capacity table.
pub fn capacity(data: &str, registered: &[Registered]) -> Vec<Finding> {
    let names = registered.iter().map(|one| one.operation.name);
    let missing = names.filter(|name| !data.contains(&format!("| `{name}` |")));
    missing
        .map(|name| Finding::new(DATA, format!("has no row for {name}"), format!("Write what it reads and writes: | `{name}` | … |")))
        .collect()
}

/// Where the tests that prove what is said about security are named.
pub const SECURITY: &str = "docs/SECURITY.md";

/// Every test that the document on security names, in the last column of its tables, is there.
pub fn proofs(security: &str, sources: &str) -> Vec<Finding> {
    let rows = security.lines().filter(|line| line.starts_with("| "));
    let last = rows.filter_map(|row| row.trim_end_matches(" |").rsplit(" | ").next());
    let names = last.flat_map(|cell| cell.split(", ")).filter_map(|name| name.strip_prefix('`')?.strip_suffix('`'));
    let names = names.filter(|name| name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_'));
    let missing = names.filter(|name| !sources.contains(&format!("fn {name}(")));
    missing
        .map(|name| Finding::new(SECURITY, format!("names the test {name}, which is not there"), "Name the one that proves it."))
        .collect()
}

/// Every link to a file, and to a heading in it, leads there.
pub fn links(tree: &Tree) -> Vec<Finding> {
    let mut files: Vec<String> = tree.files(".").into_iter().filter(|name| name.strip_suffix(".md").is_some()).collect();
    files.extend(["docs", "events"].iter().flat_map(|directory| tree.below(directory, "md")));
    let mut findings = Vec::new();
    for file in files {
        match tree.read(&file) {
            Ok(text) => findings.extend(targets(&text).into_iter().filter_map(|target| broken(tree, &file, &text, target))),
            Err(finding) => findings.push(finding),
        }
    }
    findings
}

fn broken(tree: &Tree, file: &str, text: &str, target: &str) -> Option<Finding> {
    let finding = |what: String| Some(Finding::new(file, what, "Correct the link."));
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (path, heading) = target.split_once('#').unwrap_or((target, ""));
    let there = beside(file, path);
    let other = if path.is_empty() { None } else { Some(tree.read(&there)) };
    match other {
        Some(Err(_)) if !tree.exists(&there) => finding(format!("links to {target}, which is not there")),
        Some(Ok(other)) if !has_heading(&other, heading) => finding(format!("links to {target}, which has no such heading")),
        None if !has_heading(text, heading) => finding(format!("links to {target}, which is no heading here")),
        _ => None,
    }
}

/// The path of `target` as seen from `file`.
fn beside(file: &str, target: &str) -> String {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The lines outside of code blocks.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut in_code = false;
    text.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        in_code ^= fence;
        !in_code && !fence
    })
}

/// What the links of a text point to.
fn targets(text: &str) -> Vec<&str> {
    let links = prose(text).flat_map(|line| line.split("](").skip(1)).filter_map(|rest| rest.split(')').next());
    links.filter_map(|target| target.split_whitespace().next()).collect()
}

fn has_heading(text: &str, anchor: &str) -> bool {
    anchor.is_empty() || prose(text).filter_map(|line| line.strip_prefix('#')).any(|heading| slug(heading) == anchor)
}

/// The anchor that a heading gets.
fn slug(heading: &str) -> String {
    let kept = heading.trim_start_matches('#').trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_row_is_found() {
        let registered = crate::registry::registered().unwrap();
        let rows: Vec<String> = registered.iter().map(|one| format!("| `{}` | 1 |", one.operation.name)).collect();
        let rows = rows.join("\n");
        assert_eq!(capacity(&rows, &registered), []);
        let found = capacity(&rows.replace("| `login` |", "| login |"), &registered);
        assert_eq!(found.len(), 1);
        assert!(found[0].what.contains("login"));
    }

    #[test]
    fn a_test_that_is_not_there_is_found() {
        let table = "| item | here | proved by |\n|---|---|---|\n| `a_b` | `c_d` | `it_ends`, `it_begins` |\n";
        assert_eq!(proofs(table, "async fn it_ends() {}\nfn it_begins() {}"), []);
        let found = proofs(table, "fn it_ends() {}");
        assert!(found.len() == 1 && found[0].what.contains("it_begins"), "{found:?}");
    }

    #[test]
    fn broken_links_are_found() {
        let directory = tempfile::tempdir().unwrap();
        let tree = Tree::new(directory.path());
        tree.write("README.md", "# 门厅 Foyer\n[a](docs/A.md#two-words) [b](#门厅-foyer) [c](https://example.com) [d](docs)\n").unwrap();
        tree.write("docs/A.md", "## Two words\n[up](../README.md)\n```\n[code](nothing.md)\n```\n").unwrap();
        assert_eq!(links(&tree), []);
        tree.write("docs/A.md", "## Three words\n[up](../READ.md)\n[here](#four)\n").unwrap();
        let found: Vec<String> = links(&tree).into_iter().map(|finding| finding.what).collect();
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].contains("docs/A.md#two-words") && found[1].contains("../READ.md") && found[2].contains("#four"));
    }
}
