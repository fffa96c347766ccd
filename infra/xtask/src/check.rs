//! Everything that must agree, in one run.

use std::collections::{BTreeMap, BTreeSet};

use foyer_kit::Run;
use foyer_kit::sealing::SECRET;
use foyer_messaging::Event;

use crate::deployed::{Deployed, Invoked, area_file};
use crate::registry::{AREAS, Registered, common_variables, registered};
use crate::samples::{self, Sample};
use crate::sources::Area;
use crate::tree::Tree;
use crate::{Finding, camel, circles, docs, events, openapi, problems, snake};

/// Memory in MB of a function that hashes a password or decodes a picture: one whole core.
const COMPUTING_MEMORY: u64 = 1769;
/// Memory in MB of every other function.
const MEMORY: u64 = 256;

/// What is compared.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The template.
    pub deployed: Deployed,
    /// The registries.
    pub registered: Vec<Registered>,
    /// The code, by area.
    pub areas: BTreeMap<String, Area>,
    /// The programs' text, by area.
    pub programs: BTreeMap<String, String>,
    /// The samples.
    pub samples: Vec<Sample>,
}

impl Facts {
    /// Reads them.
    pub fn gather(tree: &Tree) -> Result<Self, Finding> {
        let mut areas = BTreeMap::new();
        let mut programs = BTreeMap::new();
        for area in tree.directories("functions") {
            programs.insert(area.clone(), tree.read(&program_file(&area))?);
            areas.insert(area.clone(), Area::read(tree, &area)?);
        }
        Ok(Self { deployed: Deployed::read(tree)?, registered: registered()?, areas, programs, samples: samples::read(tree)? })
    }
}

/// All findings.
pub async fn all(tree: &Tree) -> Vec<Finding> {
    let facts = match Facts::gather(tree) {
        Ok(facts) => facts,
        Err(finding) => return vec![finding],
    };
    let mut findings = vec![
        areas(&facts),
        common(&facts),
        functions(&facts),
        programs(&facts),
        handlers(&facts),
        triggers(&facts),
        environment(&facts),
        memory(&facts),
        subscriptions(&facts),
        samples::complete(&facts.samples, &facts.registered),
        samples::fit(&facts.samples, &facts.registered, &facts.deployed).await,
        events::check(tree),
        api(tree, &facts),
        docs::links(tree),
        circles::check(tree),
    ];
    findings.push(match tree.read(docs::DATA) {
        Ok(data) => docs::capacity(&data, &facts.registered),
        Err(finding) => vec![finding],
    });
    findings.push(match tree.read(docs::SECURITY) {
        Ok(security) => docs::proofs(&security, &sources(tree)),
        Err(finding) => vec![finding],
    });
    findings.concat()
}

/// The text of every Rust file that may hold a test.
fn sources(tree: &Tree) -> String {
    let files = ["functions", "infra", "shared", "tests"].iter().flat_map(|directory| tree.below(directory, "rs"));
    files.filter_map(|file| tree.read(&file).ok()).collect()
}

/// Writes what is made from the types: the API's description and the events' schemas. Answers with the
/// files that changed.
pub fn generate(tree: &Tree) -> Result<Vec<String>, Finding> {
    let facts = Facts::gather(tree)?;
    let mut made = vec![(openapi::FILE.to_owned(), openapi::text(&facts.registered, &facts.deployed, &facts.areas)?)];
    for event in Event::TYPES {
        made.push((events::schema_file(event), events::schema_text(event)?));
    }
    made.retain(|(file, text)| tree.read(file).ok().as_ref() != Some(text));
    made.iter().try_for_each(|(file, text)| tree.write(file, text))?;
    Ok(made.into_iter().map(|(file, _)| file).collect())
}

fn registry_file(area: &str) -> String {
    format!("functions/{area}/src/lib.rs")
}

fn program_file(area: &str) -> String {
    format!("functions/{area}/src/main.rs")
}

/// The packages below `functions` are the areas whose registries are asked.
pub fn areas(facts: &Facts) -> Vec<Finding> {
    let unknown = facts.areas.keys().filter(|area| !AREAS.contains(&area.as_str()));
    unknown
        .map(|area| Finding::new(registry_file(area), "is of an area that is not known", "Name it in infra/xtask/src/registry.rs."))
        .collect()
}

/// The areas' templates say the same of all their functions: `Globals` hold for the template that they are in alone.
pub fn common(facts: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, place) in [("Globals", 0), ("Mappings", 1)] {
        let mut written = facts.deployed.common.iter().filter(|(_, common)| !common[place].is_null());
        let Some((first, expected)) = written.next() else { continue };
        let others = written.filter(|(_, common)| common[place] != expected[place]);
        findings.extend(others.map(|(file, _)| {
            Finding::new(file.clone(), format!("has other {name} than {first}"), "Write the same in each area's template.")
        }));
    }
    findings
}

/// Templates and registries name the same operations, functions are in the template of their area, and resources are
/// named after them.
pub fn functions(facts: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    for one in &facts.registered {
        let name = one.operation.name;
        let file = area_file(one.area);
        let (id, logs) = (format!("{}Function", camel(name)), format!("{}Logs", camel(one.area)));
        let finding = |what: String, remedy: String| Finding::new(file.clone(), what, remedy);
        match facts.deployed.function(name) {
            None => findings.push(finding(format!("has no function for {name}"), format!("Write {id}."))),
            Some(function) if function.file != file => {
                findings.push(finding(format!("has no {id}: it is in {}", function.file), "Move it here.".to_owned()));
            }
            Some(function) if function.id != id => {
                findings.push(finding(format!("calls the function of {name} {}", function.id), format!("Call it {id}.")));
            }
            Some(function) if function.log_group.as_deref() != Some(&logs) => {
                findings.push(finding(format!("{id} does not log to its area's group"), format!("Let it log to !Ref {logs}.")));
            }
            Some(_) => {}
        }
    }
    let mut seen = BTreeSet::new();
    for function in &facts.deployed.functions {
        if !facts.registered.iter().any(|one| one.operation.name == function.operation) {
            let what = format!("{} runs {}, which no registry holds", function.id, function.operation);
            findings.push(Finding::new(&function.file, what, "Add it to operations() of its area, or remove the function."));
        }
        if !seen.insert(&function.operation) {
            findings.push(Finding::new(&function.file, format!("has a second function for {}", function.operation), "Remove one."));
        }
    }
    findings
}

/// Every area has a program that runs its registry, and its functions have that program.
pub fn programs(facts: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (area, text) in &facts.programs {
        let call = format!("foyer_kit::lambda::run(&foyer_{area}::operations())");
        if !text.contains(&call) {
            findings.push(Finding::new(program_file(area), "does not run its area's registry", format!("Write it: {call}.")));
        }
    }
    for one in &facts.registered {
        let code = format!("../../target/lambda/{}.zip", one.area);
        if let Some(function) = facts.deployed.function(one.operation.name).filter(|function| function.code != code) {
            let what = format!("{} has the program {}, which is not its area's", function.id, function.code);
            findings.push(Finding::new(&function.file, what, format!("Let its CodeUri be {code}.")));
        }
    }
    findings
}

/// Every operation has a file of its own, with a caller that is known.
pub fn handlers(facts: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    for one in &facts.registered {
        let name = one.operation.name;
        let file = format!("functions/{}/src/<what it is about>/{}.rs", one.area, snake(name));
        let Some(area) = facts.areas.get(one.area).filter(|area| area.has(name)) else {
            findings.push(Finding::new(file, "is missing", format!("One operation, one file: move {name} there.")));
            continue;
        };
        let reached = area.reached(name);
        let caller = reached.caller();
        if matches!(one.operation.run, Run::Http(_)) && !problems::callers().any(|known| known == caller) {
            let what = format!("has the caller {caller:?}, which is not known to the API's description");
            findings.push(Finding::new(file, what, "Name it in infra/xtask/src/problems.rs, or call the parameter `caller`."));
        }
    }
    findings
}

/// Operations behind routes have one, no other has, and no two have the same.
pub fn triggers(facts: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut routes = BTreeMap::new();
    for one in &facts.registered {
        let name = one.operation.name;
        let Some(function) = facts.deployed.function(name) else { continue };
        match (&one.operation.run, &function.trigger) {
            (Run::Http(_), Some(Invoked::Route { method, path })) => {
                if let Some(other) = routes.insert((method, path), name) {
                    findings.push(Finding::new(
                        &function.file,
                        format!("{method} {path} leads to {other} and to {name}"),
                        "Give one of them another route.",
                    ));
                }
            }
            (Run::Http(_), _) => {
                findings.push(Finding::new(
                    &function.file,
                    format!("{} takes requests and has no route", function.id),
                    "Give it an integration and a route.",
                ));
            }
            (Run::Event(_), Some(Invoked::Route { .. })) => {
                findings.push(Finding::new(&function.file, format!("{} takes events and has a route", function.id), "Remove the route."));
            }
            (Run::Event(_), _) => {}
        }
    }
    findings
}

/// Functions have the variables that their code reads, and no others.
pub fn environment(facts: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    for one in &facts.registered {
        let name = one.operation.name;
        let Some(function) = facts.deployed.function(name) else { continue };
        let mut read: BTreeSet<String> = common_variables().into_iter().collect();
        read.extend(one.variables.iter().cloned());
        if facts.areas.get(one.area).is_some_and(|area| area.reached(name).seals()) {
            read.insert(SECRET.to_owned());
        }
        for missing in read.difference(&function.environment) {
            let what = format!("{} has no variable {missing}, which its code reads", function.id);
            findings.push(Finding::new(
                &function.file,
                what,
                "Set it in the function's Environment, or in Globals if every function reads it.",
            ));
        }
        for unread in function.environment.difference(&read) {
            let what = format!("{} has the variable {unread}, which its code does not read", function.id);
            findings.push(Finding::new(
                &function.file,
                what,
                "Remove it, or read it where the operation makes its clients or in foyer_kit::config.",
            ));
        }
    }
    findings
}

/// Functions that hash a password or decode a picture have a whole core, the others what is enough.
pub fn memory(facts: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    for one in &facts.registered {
        let (Some(function), Some(area)) = (facts.deployed.function(one.operation.name), facts.areas.get(one.area)) else { continue };
        let reached = area.reached(one.operation.name);
        let computes = reached.hashes() || reached.decodes();
        let needed = if computes { COMPUTING_MEMORY } else { MEMORY };
        if function.memory != Some(needed) {
            let why = if computes { "it hashes a password or decodes a picture" } else { "it hashes no password and decodes no picture" };
            let what = format!("{} has {} MB, and {why}", function.id, function.memory.unwrap_or(0));
            findings.push(Finding::new(&function.file, what, format!("Give it {needed} MB.")));
        }
    }
    findings
}

/// Subscriptions name types of events that there are.
pub fn subscriptions(facts: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    for subscription in &facts.deployed.subscriptions {
        for unknown in subscription.types.iter().filter(|kind| !Event::TYPES.contains(&kind.as_str())) {
            let what = format!("{} takes {unknown}, which is no event", subscription.id);
            findings.push(Finding::new(&subscription.file, what, "Name one of Event::TYPES in shared/messaging/src/event.rs."));
        }
        if subscription.types.is_empty() {
            findings.push(Finding::new(
                &subscription.file,
                format!("{} takes no type of event", subscription.id),
                "List the types it takes.",
            ));
        }
    }
    findings
}

/// The API's description is the one that the types give.
fn api(tree: &Tree, facts: &Facts) -> Vec<Finding> {
    match openapi::text(&facts.registered, &facts.deployed, &facts.areas) {
        Err(finding) => vec![finding],
        Ok(made) if tree.read(openapi::FILE).is_ok_and(|written| written == made) => Vec::new(),
        Ok(_) => vec![Finding::new(openapi::FILE, "differs from the types and routes", "Run `cargo run -p foyer-xtask -- generate`.")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployed;

    fn facts() -> Facts {
        Facts::gather(&Tree::repository()).unwrap()
    }

    /// The facts with a change of the text of an area's template.
    fn with_template(area: &str, change: (&str, &str)) -> Facts {
        let mut texts = deployed::texts(&Tree::repository()).unwrap();
        let text = texts.nested.get_mut(&format!("areas/{area}.yaml")).unwrap();
        let changed = text.replacen(change.0, change.1, 1);
        assert_ne!(*text, changed, "{change:?} changes nothing");
        *text = changed;
        Facts { deployed: Deployed::parse(&texts).unwrap(), ..facts() }
    }

    #[track_caller]
    fn only(findings: &[Finding], what: &str) {
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(findings[0].what.contains(what), "{findings:?}");
    }

    #[test]
    fn the_repository_agrees_with_itself() {
        let facts = facts();
        let checks = [areas, common, functions, programs, handlers, triggers, environment, memory, subscriptions];
        assert_eq!(checks.into_iter().flat_map(|check| check(&facts)).collect::<Vec<_>>(), []);
    }

    #[test]
    fn an_area_without_a_registry_is_found() {
        let mut facts = facts();
        facts.areas.insert("billing".into(), Area::default());
        only(&areas(&facts), "not known");
    }

    #[test]
    fn template_and_registries_are_compared_both_ways() {
        let mut facts = with_template("identity", ("Handler: get-me\n", "Handler: get-you\n"));
        let found = functions(&facts);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].what.contains("no function for get-me") && found[1].what.contains("runs get-you"));
        facts = with_template("portal", ("  CountTicketsFunction:", "  AddTicketsFunction:"));
        only(&functions(&facts), "AddTicketsFunction");
        facts = with_template("tickets", ("LogGroup: !Ref TicketsLogs", "LogGroup: !Ref PortalLogs"));
        only(&functions(&facts), "does not log");
    }

    #[test]
    fn areas_that_differ_in_what_they_have_in_common_are_found() {
        let found = common(&with_template("portal", ("    Timeout: 10\n", "    Timeout: 20\n")));
        only(&found, "has other Globals than");
        only(&common(&with_template("tickets", ("Traffic: Canary10Percent10Minutes", "Traffic: AllAtOnce"))), "has other Mappings than");
    }

    #[test]
    fn a_function_in_the_template_of_another_area_is_found() {
        let mut moved = facts();
        let login = moved.deployed.functions.iter_mut().find(|function| function.operation == "login").unwrap();
        login.file = area_file("portal");
        only(&functions(&moved), "has no LoginFunction: it is in infra/areas/portal.yaml");
    }

    #[test]
    fn programs_of_other_areas_are_found() {
        let mut made = facts();
        made.programs.insert("identity".into(), "foyer_kit::lambda::run(&foyer_portal::operations())".into());
        only(&programs(&made), "does not run its area's registry");
        let swapped = ("lambda/identity.zip\n      Handler: login\n", "lambda/portal.zip\n      Handler: login\n");
        only(&programs(&with_template("identity", swapped)), "LoginFunction has the program ../../target/lambda/portal.zip");
    }

    #[test]
    fn a_missing_handler_file_and_an_unknown_caller_are_found() {
        let mut facts = facts();
        let list_staff = |caller: &str| format!("pub async fn handle(deps: Deps, caller: {caller}) {{\n}}\n");
        facts.areas.insert("agents".into(), Area::of(&[("list_staff", &list_staff("Staff"))]));
        only(&handlers(&facts), "is missing");
        let mut facts = self::facts();
        let bootstrap_tenant = ("bootstrap_tenant", "pub async fn handle(deps: Deps, input: Input) {\n}\n");
        facts.areas.insert("agents".into(), Area::of(&[bootstrap_tenant, ("list_staff", &list_staff("Robot"))]));
        only(&handlers(&facts), "Robot");
    }

    #[test]
    fn routes_that_are_missing_or_taken_are_found() {
        let facts = with_template("identity", ("\"GET /api/me\"", "\"GET /api/queues\""));
        only(&triggers(&facts), "GET /api/queues leads to");
        let event = ("IntegrationUri: !GetAtt ListStaffFunction.Arn", "IntegrationUri: !GetAtt BootstrapTenantFunction.Arn");
        let found = triggers(&with_template("agents", event));
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().any(|finding| finding.what.contains("ListStaffFunction takes requests and has no route")));
        assert!(found.iter().any(|finding| finding.what.contains("BootstrapTenantFunction takes events and has a route")));
    }

    #[test]
    fn variables_are_compared_both_ways() {
        let facts = with_template("notifications", ("SMS_SENDER_ID: !Ref SmsSenderId", "SMS_SENDER: !Ref SmsSenderId"));
        let found = environment(&facts);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].what.contains("no variable SMS_SENDER_ID") && found[1].what.contains("the variable SMS_SENDER,"));
        let sealing = "      Environment:\n        Variables:\n          SEALING_KEY_SECRET_ARN: !Ref SealingKeys\n";
        only(&environment(&with_template("identity", (sealing, ""))), "no variable SEALING_KEY_SECRET_ARN, which its code reads");
        let needless = ("      Handler: get-me\n", &*format!("      Handler: get-me\n{sealing}"));
        only(&environment(&with_template("identity", needless)), "GetMeFunction has the variable SEALING_KEY_SECRET_ARN");
        let everywhere = environment(&with_template("agents", ("        LOG_LEVEL: !Ref LogLevel\n", "")));
        assert_eq!(everywhere.len(), facts.registered.iter().filter(|one| one.area == "agents").count());
    }

    #[test]
    fn memory_that_does_not_fit_the_work_is_found() {
        only(&memory(&with_template("identity", ("      MemorySize: 1769\n", ""))), "256 MB, and it hashes a password");
        let little_work = ("      Role: !GetAtt GetMeRole.Arn\n", "      Role: !GetAtt GetMeRole.Arn\n      MemorySize: 1769\n");
        only(&memory(&with_template("identity", little_work)), "1769 MB, and it hashes no password");
    }

    #[test]
    fn subscriptions_to_nothing_are_found() {
        only(&subscriptions(&with_template("tickets", ("- ticket.accepted", "- ticket.excepted"))), "ticket.excepted");
    }

    #[test]
    fn a_stale_description_of_the_api_is_found_and_written_anew() {
        let directory = tempfile::tempdir().unwrap();
        let tree = Tree::new(directory.path());
        let facts = facts();
        only(&api(&tree, &facts), "differs");
        tree.write(openapi::FILE, &openapi::text(&facts.registered, &facts.deployed, &facts.areas).unwrap()).unwrap();
        assert_eq!(api(&tree, &facts), []);
    }
}
