//! What the SAM templates say: the functions with their triggers and environment, the tables, queues and
//! subscriptions. The templates, the root's and those of the areas, are the only source of all of it.

use std::collections::BTreeMap;

use foyer_domain::time::SignedDuration;
use serde_json::{Map, Value, json};

use crate::LocalError;
use crate::filter::{AttributeFilter, Pattern};
use crate::intrinsics::Source;
use crate::roles::{Grants, grants, logical_id};

/// The texts of the templates.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    /// The root's.
    pub root: String,
    /// Those of the nested stacks, by the path by which the root names them.
    pub nested: BTreeMap<String, String>,
}

impl Texts {
    /// The templates that are deployed.
    pub fn deployed() -> Self {
        let areas = [
            ("areas/agents.yaml", include_str!("../../areas/agents.yaml")),
            ("areas/directory.yaml", include_str!("../../areas/directory.yaml")),
            ("areas/identity.yaml", include_str!("../../areas/identity.yaml")),
            ("areas/notifications.yaml", include_str!("../../areas/notifications.yaml")),
            ("areas/portal.yaml", include_str!("../../areas/portal.yaml")),
            ("areas/tickets.yaml", include_str!("../../areas/tickets.yaml")),
        ];
        let nested = areas.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
        Self { root: include_str!("../../template.yaml").to_owned(), nested }
    }
}

/// The templates, evaluated.
#[derive(Debug)]
pub struct Template {
    /// One per operation.
    pub functions: Vec<Function>,
    /// The tables.
    pub tables: Vec<Table>,
    /// The queues, by ARN.
    pub queues: BTreeMap<String, Queue>,
    /// Which queue takes which events.
    pub subscriptions: Vec<Subscription>,
    /// The buckets.
    pub buckets: Vec<Bucket>,
}

/// A function.
#[derive(Debug, Clone)]
pub struct Function {
    /// The operation that it runs.
    pub operation: String,
    /// Its environment.
    pub environment: BTreeMap<String, String>,
    /// What its role allows it to do with the tables.
    pub grants: Grants,
    /// What invokes it.
    pub triggers: Vec<Trigger>,
    /// How long an invocation may take.
    pub timeout: SignedDuration,
}

/// What invokes a function.
#[derive(Debug, Clone)]
pub enum Trigger {
    /// A request.
    Route(Route),
    /// Changes of a table.
    Stream(StreamTrigger),
    /// Messages of a queue.
    Queue(QueueTrigger),
    /// The time.
    Schedule(Schedule),
}

/// A route of the HTTP API.
#[derive(Debug, Clone)]
pub struct Route {
    /// The method, in capitals; `ANY` is every method.
    pub method: String,
    /// The path, like `/api/contacts/{contact_id}`.
    pub path: String,
}

/// Changes of a table invoke a function.
#[derive(Debug, Clone)]
pub struct StreamTrigger {
    /// The table's local name.
    pub table: String,
    /// Records per invocation.
    pub batch: usize,
    /// How often a failed batch is tried again.
    pub retries: usize,
    /// Records that match none are left out; without patterns none is.
    pub patterns: Vec<Pattern>,
    /// Whether the answer names the records that failed.
    pub partial: bool,
    /// The ARN of the queue that is told of records that were given up.
    pub on_failure: Option<String>,
}

/// Messages of a queue invoke a function.
#[derive(Debug, Clone)]
pub struct QueueTrigger {
    /// The queue's ARN.
    pub queue: String,
    /// Messages per invocation.
    pub batch: usize,
    /// Whether the answer names the messages that failed.
    pub partial: bool,
}

/// The time invokes a function.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// How often.
    pub every: SignedDuration,
    /// What it is given, if the template says so.
    pub input: Option<Value>,
}

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its local name.
    pub name: String,
    /// The request that creates it.
    pub definition: Value,
    /// The attribute by which rows expire.
    pub expires_by: Option<String>,
}

/// A queue.
#[derive(Debug, Clone)]
pub struct Queue {
    /// Its ARN.
    pub arn: String,
    /// How long a received message is invisible.
    pub visibility: SignedDuration,
    /// Where messages end that were received too often: the ARN, and how often is too often.
    pub dead_letters: Option<(String, u32)>,
}

/// A bucket.
#[derive(Debug, Clone)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// The methods by which pages may reach it.
    pub methods: Vec<String>,
    /// The headers that they may send.
    pub headers: Vec<String>,
}

/// A queue's subscription to the topic.
#[derive(Debug, Clone)]
pub struct Subscription {
    /// The topic's ARN.
    pub topic: String,
    /// The queue's ARN.
    pub queue: String,
    /// Which events it takes.
    pub filter: AttributeFilter,
}

/// Resources that would invoke functions in ways that are not understood here.
const FOREIGN: [&str; 6] = [
    "AWS::Lambda::Function",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Serverless::HttpApi",
    "AWS::Events::Rule",
    "AWS::Scheduler::Schedule",
    "AWS::Pipes::Pipe",
];

impl Template {
    /// The ARN of the queue that invokes an operation, and of its dead letters.
    pub fn queue_of(&self, operation: &str) -> Option<(&str, &str)> {
        let function = self.functions.iter().find(|function| function.operation == operation)?;
        let queue = function.triggers.iter().find_map(|trigger| match trigger {
            Trigger::Queue(trigger) => self.queues.get(&trigger.queue),
            _ => None,
        })?;
        Some((&queue.arn, &queue.dead_letters.as_ref()?.0))
    }

    /// Reads the templates. `environment` replaces variables of the functions, so that their values in the
    /// cloud are not needed.
    pub fn parse(texts: &Texts, environment: &BTreeMap<String, String>) -> Result<Self, LocalError> {
        let root = Source::parse(&texts.root)?;
        let areas = nested(&root, texts)?;
        let mut read =
            Self { functions: Vec::new(), tables: Vec::new(), queues: BTreeMap::new(), subscriptions: Vec::new(), buckets: Vec::new() };
        for source in std::iter::once(&root).chain(&areas) {
            read.add(&root, source, environment)?;
        }
        read.functions.sort_by(|one, other| one.operation.cmp(&other.operation));
        Ok(read)
    }

    /// Reads what one of the templates has.
    fn add(&mut self, root: &Source, source: &Source, environment: &BTreeMap<String, String>) -> Result<(), LocalError> {
        for kind in FOREIGN {
            if let Some((id, _)) = source.of_type(kind).first() {
                return Err(LocalError::Template(format!("{id} ({kind}) is not understood on a laptop")));
            }
        }
        for (id, of) in source.of_type("AWS::SQS::Queue") {
            let queue = queue(source, id, &of)?;
            self.queues.insert(queue.arn.clone(), queue);
        }
        for (id, of) in source.of_type("AWS::SNS::Subscription") {
            self.subscriptions.push(within(id, subscription(source, &of))?);
        }
        for (id, of) in source.of_type("AWS::DynamoDB::Table") {
            self.tables.push(within(id, table(source, id, &of))?);
        }
        for (id, of) in source.of_type("AWS::S3::Bucket") {
            self.buckets.push(within(id, bucket(source, id, &of))?);
        }
        let mut routes = routes(source)?;
        for (id, of) in source.of_type("AWS::Serverless::Function") {
            let mut function = within(id, function(root, source, &of, environment))?;
            function.triggers.extend(routes.remove(id).into_iter().flatten().map(Trigger::Route));
            self.functions.push(function);
        }
        match routes.into_keys().next() {
            Some(id) => refuse(format!("a route leads to {id}, which is no function of its template")),
            None => Ok(()),
        }
    }
}

/// The templates of the nested stacks, with the parameters that the root gives them.
fn nested(root: &Source, texts: &Texts) -> Result<Vec<Source>, LocalError> {
    let mut unused: Vec<&String> = texts.nested.keys().collect();
    let mut read = Vec::new();
    for (id, properties) in root.of_type("AWS::CloudFormation::Stack") {
        let path = root.text(properties.get("TemplateURL").unwrap_or(&Value::Null))?;
        let text = texts.nested.get(&path).ok_or_else(|| LocalError::Template(format!("{id}: there is no template {path}")))?;
        let given = properties.get("Parameters").and_then(Value::as_object).cloned().unwrap_or_default();
        read.push(Source::nested(text, id, within(id, root.members(&given))?)?);
        unused.retain(|nested| **nested != path);
    }
    match unused.first() {
        Some(path) => refuse(format!("{path} is the template of no stack")),
        None => Ok(read),
    }
}

/// The routes of a template, by the logical id of the function that they lead to.
fn routes(source: &Source) -> Result<BTreeMap<String, Vec<Route>>, LocalError> {
    let mut integrations = BTreeMap::new();
    for (id, of) in source.of_type("AWS::ApiGatewayV2::Integration") {
        let function = within(id, integration(source, &of))?;
        integrations.insert(format!("integrations/{}", source.text(&json!({ "Ref": id }))?), function);
    }
    let mut routes: BTreeMap<String, Vec<Route>> = BTreeMap::new();
    for (id, of) in source.of_type("AWS::ApiGatewayV2::Route") {
        let (route, target) = within(id, route(source, &of))?;
        let Some(function) = integrations.get(&target) else { return refuse(format!("{id}: {target} is no integration")) };
        routes.entry(function.clone()).or_default().push(route);
    }
    Ok(routes)
}

/// The logical id of the function that an integration invokes.
fn integration(source: &Source, properties: &Map<String, Value>) -> Result<String, LocalError> {
    let text = |name: &str| source.text(properties.get(name).unwrap_or(&Value::Null));
    if text("IntegrationType")? != "AWS_PROXY" || text("PayloadFormatVersion")? != "2.0" {
        return refuse("only integrations with functions in payload format 2.0 are understood");
    }
    // Without the role, API Gateway may not invoke the function.
    text("CredentialsArn")?;
    Ok(properties.get("IntegrationUri").map(logical_id).unwrap_or_default())
}

/// A route and its target.
fn route(source: &Source, properties: &Map<String, Value>) -> Result<(Route, String), LocalError> {
    if let Some(other) = properties.keys().find(|name| !["ApiId", "RouteKey", "Target"].contains(&name.as_str())) {
        return refuse(format!("{other} of a route is not understood on a laptop"));
    }
    let text = |name: &str| source.text(properties.get(name).unwrap_or(&Value::Null));
    let key = text("RouteKey")?;
    let Some((method, path)) = key.split_once(' ') else { return refuse(format!("{key} is no method and path")) };
    Ok((Route { method: method.to_owned(), path: path.to_owned() }, text("Target")?))
}
/// What Lambda takes where the template says nothing, in seconds.
const LAMBDAS_TIMEOUT: i64 = 3;

fn within<T>(id: &str, outcome: Result<T, LocalError>) -> Result<T, LocalError> {
    outcome.map_err(|error| match error {
        LocalError::Template(problem) => LocalError::Template(format!("{id}: {problem}")),
        other => other,
    })
}

fn refuse<T>(problem: impl Into<String>) -> Result<T, LocalError> {
    Err(LocalError::Template(problem.into()))
}

fn function(
    root: &Source,
    source: &Source,
    properties: &Map<String, Value>,
    replaced: &BTreeMap<String, String>,
) -> Result<Function, LocalError> {
    let operation = source.text(properties.get("Handler").unwrap_or(&Value::Null))?;
    let mut triggers = Vec::new();
    for (name, event) in properties.get("Events").and_then(Value::as_object).into_iter().flatten() {
        triggers.push(within(name, trigger(source, event))?);
    }
    let timeout = properties.get("Timeout").or_else(|| source.global("/Function/Timeout")).and_then(Value::as_i64);
    Ok(Function {
        operation,
        environment: variables(source, properties, replaced)?,
        grants: grants(root, source, properties)?,
        triggers,
        timeout: SignedDuration::from_secs(timeout.unwrap_or(LAMBDAS_TIMEOUT)),
    })
}

fn variables(
    source: &Source,
    properties: &Map<String, Value>,
    replaced: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, LocalError> {
    let own = properties.get("Environment").and_then(|of| of.get("Variables"));
    let mut variables = BTreeMap::new();
    for (name, value) in
        [source.global("/Function/Environment/Variables"), own].into_iter().flatten().filter_map(Value::as_object).flatten()
    {
        let value = match replaced.get(name) {
            Some(local) => local.clone(),
            None => within(name, source.text(value))?,
        };
        variables.insert(name.clone(), value);
    }
    Ok(variables)
}

fn trigger(source: &Source, event: &Value) -> Result<Trigger, LocalError> {
    let properties = event.get("Properties").and_then(Value::as_object).cloned().unwrap_or_default();
    match event.get("Type").and_then(Value::as_str) {
        Some("DynamoDB") => stream_trigger(source, &properties).map(Trigger::Stream),
        Some("SQS") => queue_trigger(source, &properties).map(Trigger::Queue),
        Some("Schedule") => schedule(source, &properties, "Schedule").map(Trigger::Schedule),
        Some("ScheduleV2") => schedule(source, &properties, "ScheduleExpression").map(Trigger::Schedule),
        other => refuse(format!("a trigger of the type {other:?} is not understood on a laptop")),
    }
}

fn stream_trigger(source: &Source, properties: &Map<String, Value>) -> Result<StreamTrigger, LocalError> {
    let properties = source.members(properties)?;
    let stream = properties.get("Stream").and_then(Value::as_str).unwrap_or("");
    let Some(table) = stream.split(":table/").nth(1).and_then(|rest| rest.split('/').next()) else {
        return refuse(format!("{stream:?} is not a table's stream"));
    };
    let Some(retries) = number(&properties, "MaximumRetryAttempts") else {
        return refuse("MaximumRetryAttempts must be set: without it one bad record stops the stream for a day");
    };
    let filters = properties.get("FilterCriteria").and_then(|criteria| criteria.get("Filters")).and_then(Value::as_array);
    let patterns = filters.into_iter().flatten().map(|filter| Pattern::parse(filter.get("Pattern").and_then(Value::as_str).unwrap_or("")));
    Ok(StreamTrigger {
        table: table.to_owned(),
        batch: number(&properties, "BatchSize").unwrap_or(100).max(1),
        retries,
        patterns: patterns.collect::<Result<_, _>>()?,
        partial: partial(&properties),
        on_failure: properties.get("DestinationConfig").and_then(|of| of.pointer("/OnFailure/Destination")?.as_str()).map(str::to_owned),
    })
}

fn queue_trigger(source: &Source, properties: &Map<String, Value>) -> Result<QueueTrigger, LocalError> {
    let properties = source.members(properties)?;
    if properties.contains_key("FilterCriteria") {
        return refuse("a filter of a queue is not understood; filter in the subscription");
    }
    let queue = properties.get("Queue").and_then(Value::as_str).unwrap_or("").to_owned();
    Ok(QueueTrigger { queue, batch: number(&properties, "BatchSize").unwrap_or(10).max(1), partial: partial(&properties) })
}

fn partial(properties: &Map<String, Value>) -> bool {
    let kinds = properties.get("FunctionResponseTypes").and_then(Value::as_array);
    kinds.is_some_and(|kinds| kinds.contains(&json!("ReportBatchItemFailures")))
}

fn number(properties: &Map<String, Value>, name: &str) -> Option<usize> {
    match properties.get(name)? {
        Value::String(text) => text.parse().ok(),
        value => value.as_u64().and_then(|number| usize::try_from(number).ok()),
    }
}

fn schedule(source: &Source, properties: &Map<String, Value>, member: &str) -> Result<Schedule, LocalError> {
    let expression = source.text(properties.get(member).unwrap_or(&Value::Null))?;
    let rate = expression.strip_prefix("rate(").and_then(|rest| rest.strip_suffix(')')).and_then(|rate| rate.split_once(' '));
    let every = rate.and_then(|(count, unit)| {
        let count: i64 = count.parse().ok()?;
        match unit.trim_end_matches('s') {
            "minute" => Some(SignedDuration::from_mins(count)),
            "hour" => Some(SignedDuration::from_hours(count)),
            "day" => Some(SignedDuration::from_hours(24 * count)),
            _ => None,
        }
    });
    let Some(every) = every.filter(SignedDuration::is_positive) else {
        return refuse(format!("{expression} is not understood; only rate(…) is"));
    };
    let input = properties.get("Input").map(|input| source.text(input)).transpose()?;
    let input =
        input.map(|input| serde_json::from_str(&input)).transpose().map_err(|error| LocalError::Template(format!("Input: {error}")))?;
    Ok(Schedule { every, input })
}

/// The parts of a table that `CreateTable` takes; the others (encryption, backups) mean nothing here.
const TABLE_PARTS: [&str; 5] = ["KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "LocalSecondaryIndexes", "BillingMode"];

fn table(source: &Source, id: &str, properties: &Map<String, Value>) -> Result<Table, LocalError> {
    let name = source.name(id, "TableName")?;
    let mut definition = Map::from_iter([("TableName".to_owned(), json!(name))]);
    for part in TABLE_PARTS {
        if let Some(value) = properties.get(part).map(|value| source.value(value)).transpose()?.flatten() {
            definition.insert(part.to_owned(), value);
        }
    }
    if let Some(stream) = properties.get("StreamSpecification") {
        let view = source.text(stream.get("StreamViewType").unwrap_or(&Value::Null))?;
        definition.insert("StreamSpecification".into(), json!({ "StreamEnabled": true, "StreamViewType": view }));
    }
    let expiry = properties.get("TimeToLiveSpecification").and_then(|of| of.get("AttributeName"));
    Ok(Table { name, definition: Value::Object(definition), expires_by: expiry.map(|name| source.text(name)).transpose()? })
}

fn queue(source: &Source, id: &str, properties: &Map<String, Value>) -> Result<Queue, LocalError> {
    let arn = source.text(&json!({ "Fn::GetAtt": [id, "Arn"] }))?;
    let seconds = properties.get("VisibilityTimeout").map(|value| source.text(value)).transpose()?;
    let seconds = seconds.map_or(Some(30), |seconds| seconds.parse().ok());
    let Some(seconds) = seconds.filter(|seconds| *seconds > 0) else {
        return refuse(format!("{id}: VisibilityTimeout must be at least 1"));
    };
    let dead_letters = match properties.get("RedrivePolicy") {
        None => None,
        Some(policy) => {
            let part = |name: &str| source.text(policy.get(name).unwrap_or(&Value::Null));
            let Ok(times) = part("maxReceiveCount")?.parse() else {
                return refuse(format!("{id}: maxReceiveCount is not a number"));
            };
            Some((part("deadLetterTargetArn")?, times))
        }
    };
    Ok(Queue { arn, visibility: SignedDuration::from_secs(seconds), dead_letters })
}

fn bucket(source: &Source, id: &str, properties: &Map<String, Value>) -> Result<Bucket, LocalError> {
    let name = source.text(&json!({ "Ref": id }))?;
    let rules = properties.get("CorsConfiguration").and_then(|cors| cors.get("CorsRules")).and_then(Value::as_array);
    let listed = |member: &str| {
        let texts = rules.into_iter().flatten().filter_map(|rule| rule.get(member)?.as_array()).flatten();
        texts.filter_map(|text| text.as_str().map(str::to_owned)).collect()
    };
    Ok(Bucket { name, methods: listed("AllowedMethods"), headers: listed("AllowedHeaders") })
}

fn subscription(source: &Source, properties: &Map<String, Value>) -> Result<Subscription, LocalError> {
    let properties = source.members(properties)?;
    let text = |name: &str| properties.get(name).and_then(Value::as_str).unwrap_or("");
    if text("Protocol") != "sqs" || properties.get("RawMessageDelivery") != Some(&json!(true)) {
        return refuse("only subscriptions of queues with RawMessageDelivery are understood");
    }
    if !matches!(text("FilterPolicyScope"), "" | "MessageAttributes") {
        return refuse("only filters by message attributes are understood");
    }
    let filter = AttributeFilter::parse(properties.get("FilterPolicy").unwrap_or(&json!({})))?;
    Ok(Subscription { topic: text("TopicArn").to_owned(), queue: text("Endpoint").to_owned(), filter })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = include_str!("../tests/small.yaml");
    const AREA: &str = include_str!("../tests/small_area.yaml");

    fn parse(text: &str) -> Result<Template, LocalError> {
        parse_with(text, AREA)
    }

    fn parse_with(text: &str, area: &str) -> Result<Template, LocalError> {
        let nested = BTreeMap::from([("small_area.yaml".to_owned(), area.to_owned())]);
        Template::parse(
            &Texts { root: text.to_owned(), nested },
            &BTreeMap::from([("PORTAL_URL".to_owned(), "http://127.0.0.1".to_owned())]),
        )
    }

    fn problem(change: (&str, &str)) -> String {
        let text = SMALL.replacen(change.0, change.1, 1);
        assert_ne!(text, SMALL, "{change:?} changes nothing");
        parse(&text).unwrap_err().to_string()
    }

    #[test]
    fn functions_have_their_operation_environment_and_triggers() {
        let template = parse(SMALL).unwrap();
        let relay = template.functions.iter().find(|function| function.operation == "relay").unwrap();
        assert_eq!(relay.environment["TOPIC"], "arn:aws:sns:eu-central-1:000000000000:foyer-local-Events");
        assert_eq!(relay.environment["TABLE_THINGS"], "foyer-local-things");
        assert_eq!(relay.environment["PORTAL_URL"], "http://127.0.0.1");
        let Trigger::Stream(stream) = &relay.triggers[0] else { panic!("{:?}", relay.triggers) };
        assert_eq!((stream.table.as_str(), stream.batch, stream.retries, stream.partial), ("foyer-local-things", 10, 2, true));
        let consumer = template.functions.iter().find(|function| function.operation == "consume").unwrap();
        let Trigger::Queue(queue) = &consumer.triggers[0] else { panic!("{:?}", consumer.triggers) };
        let queue = &template.queues[&queue.queue];
        assert_eq!(queue.visibility, SignedDuration::from_secs(60));
        assert_eq!(queue.dead_letters.as_ref().unwrap().1, 2);
        assert!(template.queues.contains_key(&queue.dead_letters.as_ref().unwrap().0));
        assert_eq!(template.subscriptions[0].queue, queue.arn);
        assert_eq!(template.tables[0].expires_by.as_deref(), Some("expires"));
    }

    #[test]
    fn a_nested_stack_has_functions_with_routes_and_the_policies_of_the_root() {
        let template = parse(SMALL).unwrap();
        let greet = template.functions.iter().find(|function| function.operation == "greet").unwrap();
        let Trigger::Route(route) = &greet.triggers[0] else { panic!("{:?}", greet.triggers) };
        assert_eq!((route.method.as_str(), route.path.as_str()), ("POST", "/api/greetings/{name}"));
        assert_eq!(greet.environment["QUEUE"], "arn:aws:sqs:eu-central-1:000000000000:foyer-local-Jobs");
        let table = "arn:aws:dynamodb:eu-central-1:000000000000:table/foyer-local-things";
        let granted = ["dynamodb:GetItem", "dynamodb:PutItem"].map(|action| (action.to_owned(), table.to_owned()));
        assert_eq!(greet.grants, Grants::from(granted));
    }

    #[test]
    fn a_nested_stack_that_does_not_fit_its_root_is_named() {
        assert!(problem(("TemplateURL: small_area.yaml", "TemplateURL: other.yaml")).contains("Area: there is no template other.yaml"));
        assert!(problem(("Queue: !GetAtt", "Line: !GetAtt")).contains("Area: there is no parameter Line"));
        let area = |change: (&str, &str)| {
            let text = AREA.replacen(change.0, change.1, 1);
            assert_ne!(text, AREA, "{change:?} changes nothing");
            parse_with(SMALL, &text).unwrap_err().to_string()
        };
        assert!(area(("\"2.0\"", "\"1.0\"")).contains("GreetIntegration: only integrations with functions in payload format 2.0"));
        assert!(area(("Target: !Sub", "AuthorizationType: JWT, Target: !Sub")).contains("GreetRoute: AuthorizationType of a route"));
        assert!(area(("${GreetIntegration}", "none")).contains("GreetRoute: integrations/none is no integration"));
        assert!(area(("Uri: !GetAtt Greet.", "Uri: !GetAtt GreetRole.")).contains("leads to GreetRole, which is no function"));
        assert!(area(("!Ref ReadPolicy", "!Ref Table")).contains("Greet: the policy foyer-local-things is neither"));
        let unused = Texts { root: "Resources: {}".to_owned(), nested: BTreeMap::from([("a.yaml".to_owned(), String::new())]) };
        assert!(Template::parse(&unused, &BTreeMap::new()).unwrap_err().to_string().contains("a.yaml is the template of no stack"));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert!(problem(("Type: ScheduleV2", "Type: Kinesis")).contains("Sweep: Tick: a trigger of the type Some(\"Kinesis\")"));
        assert!(problem(("rate(5 minutes)", "cron(0 8 * * ? *)")).contains("cron(0 8 * * ? *) is not understood"));
        assert!(problem(("[wanted]", "[{ prefix: want }]")).contains("prefix"));
        assert!(problem(("\"S\": [\"outbox\"]", "\"S\": [{\"suffix\": \"box\"}]")).contains("suffix"));
        assert!(problem(("RawMessageDelivery: true", "RawMessageDelivery: false")).contains("RawMessageDelivery"));
        assert!(problem(("MaximumRetryAttempts: 2", "ParallelizationFactor: 1")).contains("MaximumRetryAttempts"));
        assert!(problem(("AWS::SNS::Topic", "AWS::Events::Rule")).contains("Events (AWS::Events::Rule)"));
    }
}
