//! `new-operation`: the files of an operation behind a route, in the form that the others have. What it
//! makes compiles, is refused to everybody, and says what is to be filled in.

use serde_json::{Map, Value, json};

use crate::deployed::{self, area_file};
use crate::openapi::parameters_of;
use crate::registry::AREAS;
use crate::tree::Tree;
use crate::{Finding, camel, snake};

/// What is wanted.
#[derive(Debug, Clone)]
pub struct NewOperation {
    /// The area, like `tickets`.
    pub area: String,
    /// What it is about: a folder of the area, like `agents`.
    pub subject: String,
    /// The operation, like `close-ticket`.
    pub operation: String,
    /// The method, like `POST`.
    pub method: String,
    /// The path, like `/api/tickets/{ticket_id}/close`.
    pub path: String,
}

/// Parameters that are ids of a kind: name, type, and an id of the kind.
const IDS: [(&str, &str, &str); 10] = [
    ("account_id", "AccountId", "acc_01ke6jq30000000000000000a1"),
    ("contact_id", "ContactId", "ctc_01ke6jq30000000000000000c1"),
    ("customer_id", "CustomerId", "cus_01ke6jq30000000000000000s1"),
    ("dimension_id", "DimensionId", "dim_01ke6jq30000000000000000d1"),
    ("identity_id", "IdentityId", "idn_01ke6jq30000000000000001d1"),
    ("organisation_id", "OrganisationId", "org_01ke6jq3000000000000000006"),
    ("queue_id", "QueueId", "que_01ke6jq3000000000000000091"),
    ("session_id", "SessionId", "ses_01ke6jq30000000000000005e1"),
    ("request_id", "AccountRequestId", "req_01ke6jq30000000000000000e1"),
    ("ticket_id", "TicketId", "tkt_01ke6jq30000000000000007c1"),
];

/// The longest line that rustfmt leaves.
const WIDTH: usize = 140;

/// Makes the files. Answers with what was made and what is left to do.
pub fn scaffold(tree: &Tree, wanted: &NewOperation) -> Result<Vec<String>, Finding> {
    let wanted = NewOperation { method: wanted.method.to_uppercase(), ..wanted.clone() };
    let folder = format!("functions/{}/src/{}", wanted.area, wanted.subject);
    let handler = format!("{folder}/{}.rs", snake(&wanted.operation));
    let registry = format!("{folder}/mod.rs");
    wanted.check(tree, &handler)?;
    let file = area_file(&wanted.area);
    let template = with_function(&tree.read(&file)?, &file, &wanted)?;
    let samples = format!("{}/{}", crate::samples::DIRECTORY, wanted.operation);
    let good = wanted.sample(true);
    let refused = wanted.sample(false);
    let files = [
        (registry.clone(), registered(&tree.read(&registry)?, &registry, &wanted.operation)?),
        (file, template),
        (handler.clone(), wanted.handler()),
        (format!("{samples}/good.json"), format!("{good:#}\n")),
        (format!("{samples}/refused.json"), format!("{refused:#}\n")),
    ];
    files.iter().try_for_each(|(file, text)| tree.write(file, text))?;
    let mut lines: Vec<String> = files.into_iter().map(|(file, _)| format!("written: {file}")).collect();
    lines.extend(wanted.left_to_do(&handler, &samples));
    Ok(lines)
}

impl NewOperation {
    fn check(&self, tree: &Tree, handler: &str) -> Result<(), Finding> {
        let refuse = |what: String, remedy: &str| Err(Finding::new("new-operation", what, remedy));
        if !AREAS.contains(&self.area.as_str()) {
            return refuse(format!("there is no area {}", self.area), &format!("Name one of {}.", AREAS.join(", ")));
        }
        if !tree.exists(&format!("functions/{}/src/{}/mod.rs", self.area, self.subject)) {
            let folders = tree.directories(&format!("functions/{}/src", self.area));
            let folders: Vec<String> = folders.into_iter().filter(|folder| folder != "common").collect();
            let remedy = format!("Name one of {}, or make the folder with its mod.rs first.", folders.join(", "));
            return refuse(format!("{} has no folder {}", self.area, self.subject), &remedy);
        }
        let word = |word: &str| {
            word.starts_with(|c: char| c.is_ascii_lowercase()) && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        if !self.operation.contains('-') || !self.operation.split('-').all(word) {
            return refuse(
                format!("{} is no name of an operation", self.operation),
                "Write verb and noun in small letters, like close-ticket.",
            );
        }
        if !["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&self.method.as_str()) {
            return refuse(format!("{} is no method", self.method), "Name GET, POST, PUT, PATCH or DELETE.");
        }
        let segment = |segment: &str| {
            let name = segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')).unwrap_or(segment);
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.'))
        };
        if !self.path.strip_prefix("/api/").is_some_and(|path| path.split('/').all(segment)) {
            return refuse(format!("{} is no path of the API", self.path), "Write it like /api/tickets/{ticket_id}/close.");
        }
        if tree.exists(handler) {
            return refuse(format!("{} is there already", self.operation), "Choose another name.");
        }
        let route = format!("RouteKey: \"{} {}\"", self.method, self.path);
        if deployed::texts(tree)?.nested.values().any(|text| text.contains(&route)) {
            return refuse(format!("{} {} leads somewhere already", self.method, self.path), "Choose another route.");
        }
        Ok(())
    }

    /// `close-ticket` as `Close ticket`.
    fn sentence(&self) -> String {
        let words = self.operation.replace('-', " ");
        let mut letters = words.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    /// The path's parameters: name, type and a value.
    fn parameters(&self) -> Vec<(&str, &'static str, &'static str)> {
        let known = |name: &str| IDS.iter().find(|(id, _, _)| *id == name).map_or(("String", "sample"), |(_, kind, value)| (*kind, *value));
        parameters_of(&self.path).map(|name| (name, known(name).0, known(name).1)).collect()
    }

    fn handler(&self) -> String {
        let parameters = self.parameters();
        let mut ids: Vec<&str> = parameters.iter().map(|(_, kind, _)| *kind).filter(|kind| *kind != "String").collect();
        ids.sort_unstable();
        ids.dedup();
        let import = match ids.as_slice() {
            [] => String::new(),
            [one] => format!("use foyer_domain::id::{one};\n"),
            more => format!("use foyer_domain::id::{{{}}};\n", more.join(", ")),
        };
        let field = |(name, kind, _): &(&str, &str, &str)| {
            let with = if *kind == "String" { "" } else { "    #[schemars(with = \"String\")]\n" };
            format!("    /// Of the path.\n{with}    pub {name}: {kind},\n")
        };
        let fields: String = parameters.iter().map(field).collect();
        let fields = if fields.is_empty() { " {}".to_owned() } else { format!(" {{\n{fields}}}") };
        let input: Map<String, Value> = parameters.iter().map(|(name, _, value)| ((*name).to_owned(), json!(value))).collect();
        let input = if input.is_empty() { "{}".to_owned() } else { json(&input) };
        let (serde, output, answer) = match self.method.as_str() {
            "DELETE" => ("Deserialize", "", "()"),
            _ => ("{Deserialize, Serialize}", OUTPUT, "Output"),
        };
        HANDLER
            .replace("«sentence»", &self.sentence())
            .replace("«operation»", &self.operation)
            .replace("«import»", &import)
            .replace("«serde»", serde)
            .replace("«fields»", &fields)
            .replace("«output»", output)
            .replace("«answer»", answer)
            .replace("«input»", &input)
    }

    /// An event for it, with a session or without.
    fn sample(&self, signed_in: bool) -> Value {
        let route = format!("{} {}", self.method, self.path);
        let mut path = self.path.clone();
        let mut parameters = Map::new();
        for (name, _, value) in self.parameters() {
            path = path.replace(&format!("{{{name}}}"), value);
            parameters.insert(name.to_owned(), json!(value));
        }
        let mut headers = json!({ "accept": "application/json" });
        if signed_in {
            headers["authorization"] = json!(format!("Bearer {}.{}", IDS[0].2, "0".repeat(43)));
        }
        headers["host"] = json!("api.example.com");
        headers["x-forwarded-for"] = json!("203.0.113.7");
        let mut event = json!({ "version": "2.0", "routeKey": route, "rawPath": path, "rawQueryString": "", "headers": headers });
        if !parameters.is_empty() {
            event["pathParameters"] = Value::Object(parameters);
        }
        event["requestContext"] = json!({
            "accountId": "000000000000",
            "apiId": "sample",
            "domainName": "api.example.com",
            "domainPrefix": "api",
            "http": { "method": self.method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "203.0.113.7", "userAgent": "sample" },
            "requestId": "sample-request",
            "routeKey": route,
            "stage": "$default",
            "time": "05/Jan/2026:08:00:00 +0000",
            "timeEpoch": 1_767_600_000_000_u64,
        });
        event["isBase64Encoded"] = json!(false);
        event
    }

    fn left_to_do(&self, handler: &str, samples: &str) -> Vec<String> {
        let name = &self.operation;
        vec![
            format!("to do: {handler}: the doc, the caller's type, Input, Output and handle; it refuses everybody so far"),
            format!("to do: {}: the comment of {}Function and what {}Role may do", area_file(&self.area), camel(name), camel(name)),
            format!("to do: {samples}: bodies that fit Input"),
            "to do: tests/coverage/operations.rs: a request that would be accepted".to_owned(),
            format!(
                "to do: tests/measure/walk.rs: a call of {name} in each case, and {}: the table that the test prints",
                crate::docs::DATA
            ),
            "then: cargo run -p foyer-xtask -- generate, and check".to_owned(),
        ]
    }
}

/// A JSON object on one line, as `json!` is written in the code.
fn json(members: &Map<String, Value>) -> String {
    let members: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
    format!("{{ {} }}", members.join(", "))
}

/// The folder's `mod.rs` with the operation's module and its line in the registry.
fn registered(text: &str, file: &str, operation: &str) -> Result<String, Finding> {
    let unclear = || Finding::new(file, "has no list of modules, or no vec![…] in operations()", "Add module and operation by hand.");
    let module = snake(operation);
    let mut modules: Vec<&str> = text.lines().filter(|line| line.starts_with("pub mod ")).collect();
    let first = *modules.first().ok_or_else(unclear)?;
    let (head, _) = text.split_once(first).ok_or_else(unclear)?;
    let last = *modules.last().ok_or_else(unclear)?;
    let (_, tail) = text.split_once(last).ok_or_else(unclear)?;
    let own = format!("pub mod {module};");
    modules.push(&own);
    modules.sort_unstable();
    let (before, rest) = tail.split_once("vec![").ok_or_else(unclear)?;
    let (listed, after) = rest.split_once(']').ok_or_else(unclear)?;
    let mut entries: Vec<String> = listed.split(',').map(|entry| entry.trim().to_owned()).filter(|entry| !entry.is_empty()).collect();
    entries.push(format!("{module}::operation()"));
    let line = format!("    vec![{}]", entries.join(", "));
    let list = if line.len() <= WIDTH { entries.join(", ") } else { format!("\n        {},\n    ", entries.join(",\n        ")) };
    Ok(format!("{head}{}{before}vec![{list}]{after}", modules.join("\n")))
}

/// The area's template with the function, its role, its integration and its route at the end of the functions.
fn with_function(template: &str, file: &str, wanted: &NewOperation) -> Result<String, Finding> {
    let is_header = |line: &str| line.starts_with("  # ----");
    let lines: Vec<&str> = template.lines().collect();
    let from = lines.iter().position(|line| is_header(line) && line.ends_with("- functions")).ok_or_else(|| {
        Finding::new(file, "has no section functions", "Write the section's head, and the area's log group and policy before it.")
    })?;
    let past = |line: &&str| is_header(line) || line.starts_with(|c: char| c.is_ascii_uppercase());
    let next = lines[from + 1..].iter().position(past).map_or(lines.len(), |length| from + 1 + length);
    let (own, rest) = lines.split_at(next);
    let section = SECTION
        .replace("«operation»", &wanted.operation)
        .replace("«Operation»", &camel(&wanted.operation))
        .replace("«area»", &wanted.area)
        .replace("«Area»", &camel(&wanted.area))
        .replace("«method»", &wanted.method)
        .replace("«path»", &wanted.path);
    let text = format!("{}\n\n{section}", own.join("\n").trim_end());
    Ok(if rest.is_empty() { text } else { format!("{text}\n{}\n", rest.join("\n")) })
}

const SECTION: &str = r#"  # «operation»: what it does. For whom.
  «Operation»Function:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ../../target/lambda/«area».zip
      Handler: «operation»
      Role: !GetAtt «Operation»Role.Arn
      LoggingConfig: { LogGroup: !Ref «Area»Logs }
  «Operation»Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }]
      ManagedPolicyArns: [!Ref «Area»RuntimePolicy, !Ref SignedInPolicy]
  «Operation»Integration:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationType: AWS_PROXY
      IntegrationUri: !GetAtt «Operation»Function.Arn
      PayloadFormatVersion: "2.0"
      CredentialsArn: !Ref ApiRoleArn
  «Operation»Route:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Api, RouteKey: "«method» «path»", Target: !Sub "integrations/${«Operation»Integration}" }
"#;

const OUTPUT: &str = "
/// What is answered.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The moment at which this was true.
    pub as_of: String,
}
";

const HANDLER: &str = r#"//! «sentence»: what it does, who may, and which events it emits. So far it is refused to everybody.

«import»use foyer_kit::{Deps, Operation, Problem, Reply, Staff};
use schemars::JsonSchema;
use serde::«serde»;

/// What is asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input«fields»
«output»
/// The operation.
pub fn operation() -> Operation {
    Operation::http("«operation»", "«sentence»", handle)
}

/// Handles the request.
pub async fn handle(_deps: Deps, _caller: Staff, _input: Input) -> Result<Reply<«answer»>, Problem> {
    Err(Problem::not_found())
}

#[cfg(test)]
mod tests {
    use foyer_kit::Run;
    use schemars::SchemaGenerator;
    use serde_json::json;

    use super::*;

    #[test]
    fn who_is_not_signed_in_is_refused() {
        let Run::Http(http) = operation().run else { panic!("it has a route") };
        assert!((http.contract)(&mut SchemaGenerator::default()).signed_in);
    }

    #[test]
    fn what_is_not_known_is_refused() {
        let mut input = json!(«input»);
        serde_json::from_value::<Input>(input.clone()).unwrap();
        input["unknown"] = json!(true);
        assert!(serde_json::from_value::<Input>(input).is_err());
    }
}
"#;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployed::{Deployed, Invoked};

    const FOLDER: &str = "functions/tickets/src/agents/mod.rs";

    fn wanted() -> NewOperation {
        NewOperation {
            area: "tickets".into(),
            subject: "agents".into(),
            operation: "close-ticket".into(),
            method: "post".into(),
            path: "/api/tickets/{ticket_id}/close/{note}".into(),
        }
    }

    /// A copy of what a scaffold changes.
    fn copy(directory: &tempfile::TempDir) -> Tree {
        let (tree, repository) = (Tree::new(directory.path()), Tree::repository());
        let mut files = vec![FOLDER.to_owned(), deployed::FILE.to_owned(), "functions/agents/src/staff/mod.rs".to_owned()];
        files.extend(repository.files(deployed::AREAS).iter().map(|file| format!("{}/{file}", deployed::AREAS)));
        for file in files {
            tree.write(&file, &repository.read(&file).unwrap()).unwrap();
        }
        tree
    }

    #[test]
    fn an_operation_is_made_everywhere() {
        let directory = tempfile::tempdir().unwrap();
        let tree = copy(&directory);
        let before = tree.read(FOLDER).unwrap();
        let lines = scaffold(&tree, &wanted()).unwrap();
        assert!(lines.iter().any(|line| line.contains("docs/DATA.md")));
        let handler = tree.read("functions/tickets/src/agents/close_ticket.rs").unwrap();
        assert!(
            handler.contains("use foyer_domain::id::TicketId;\n")
                && handler.contains("    pub ticket_id: TicketId,\n    /// Of the path.\n    pub note: String,\n")
        );
        assert!(handler.contains("Operation::http(\"close-ticket\", \"Close ticket\", handle)") && !handler.contains('«'));
        let folder = tree.read(FOLDER).unwrap();
        let modules: Vec<&str> = folder.lines().filter(|line| line.starts_with("pub mod ")).collect();
        assert!(modules.is_sorted() && modules.contains(&"pub mod close_ticket;"), "{modules:?}");
        assert!(folder.contains("        close_ticket::operation(),\n    ]\n"));
        assert_eq!(folder.lines().count(), before.lines().count() + 2);
    }

    #[test]
    fn the_template_of_the_area_has_its_function() {
        let directory = tempfile::tempdir().unwrap();
        let tree = copy(&directory);
        scaffold(&tree, &wanted()).unwrap();
        let file = area_file("tickets");
        let text = tree.read(&file).unwrap();
        let deployed = Deployed::read(&tree).unwrap();
        let function = deployed.function("close-ticket").unwrap();
        assert_eq!((function.id.as_str(), function.log_group.as_deref()), ("CloseTicketFunction", Some("TicketsLogs")));
        let route = Invoked::Route { method: "POST".into(), path: wanted().path };
        assert_eq!(function.trigger, Some(route));
        let at = |what: &str| text.find(what).unwrap();
        assert!(at("SweepQueuesRole:") < at("CloseTicketFunction:") && at("CloseTicketRoute:") < at("- alarms\n"));
        let old = Tree::repository().read(&file).unwrap();
        assert!(old.lines().all(|line| text.contains(line)) && text.len() > old.len());
        assert_eq!(text.lines().count(), old.lines().count() + 27);
    }

    #[test]
    fn a_short_registry_stays_on_one_line() {
        let directory = tempfile::tempdir().unwrap();
        let tree = copy(&directory);
        let wanted = NewOperation {
            area: "agents".into(),
            subject: "staff".into(),
            operation: "drop-staff".into(),
            method: "DELETE".into(),
            path: "/api/staff/all".into(),
        };
        scaffold(&tree, &wanted).unwrap();
        let folder = tree.read("functions/agents/src/staff/mod.rs").unwrap();
        assert!(folder.contains("    vec![list_staff::operation(), drop_staff::operation()]\n"), "{folder}");
        let handler = tree.read("functions/agents/src/staff/drop_staff.rs").unwrap();
        assert!(handler.contains("pub struct Input {}\n") && handler.contains("Reply<()>") && !handler.contains("Output"));
    }

    #[tokio::test]
    async fn its_samples_are_what_the_checks_ask_for() {
        let directory = tempfile::tempdir().unwrap();
        let tree = copy(&directory);
        let wanted =
            NewOperation { operation: "show-ticket".into(), method: "GET".into(), path: "/api/shown/{ticket_id}".into(), ..wanted() };
        scaffold(&tree, &wanted).unwrap();
        let deployed = Deployed::read(&tree).unwrap();
        let samples = crate::samples::read(&tree).unwrap();
        assert_eq!(samples.len(), 2);
        // An operation with the same Input stands in for the one that is not compiled yet.
        let mut registered = crate::registry::registered().unwrap();
        registered.retain(|one| one.operation.name == "get-ticket");
        registered[0].operation.name = "show-ticket";
        assert_eq!(crate::samples::fit(&samples, &registered, &deployed).await, []);
        assert_eq!(crate::samples::complete(&samples, &registered), []);
    }

    #[test]
    fn what_cannot_be_made_is_refused_and_changes_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let tree = copy(&directory);
        let before = (tree.read(FOLDER).unwrap(), tree.read(&area_file("tickets")).unwrap());
        for (refused, why) in [
            (NewOperation { area: "billing".into(), ..wanted() }, "no area billing"),
            (NewOperation { subject: "billing".into(), ..wanted() }, "no folder billing"),
            (NewOperation { operation: "Close_Ticket".into(), ..wanted() }, "no name"),
            (NewOperation { method: "FETCH".into(), ..wanted() }, "no method"),
            (NewOperation { path: "/tickets".into(), ..wanted() }, "no path"),
            (NewOperation { path: "/api/tickets".into(), ..wanted() }, "leads somewhere already"),
        ] {
            assert!(scaffold(&tree, &refused).unwrap_err().what.contains(why), "{why}");
        }
        assert_eq!((tree.read(FOLDER).unwrap(), tree.read(&area_file("tickets")).unwrap()), before);
        scaffold(&tree, &wanted()).unwrap();
        assert!(scaffold(&tree, &wanted()).unwrap_err().what.contains("there already"));
    }
}
