//! What the templates say, as far as the rest of the repository must agree with them.

use std::collections::{BTreeMap, BTreeSet};

use foyer_local::template::{Template, Texts, Trigger};
use serde_norway::Value as Yaml;

use crate::Finding;
use crate::tree::Tree;

/// Where the root's template is.
pub const FILE: &str = "infra/template.yaml";
/// Where the templates of the areas are.
pub const AREAS: &str = "infra/areas";

/// The template of an area.
pub fn area_file(area: &str) -> String {
    format!("{AREAS}/{area}.yaml")
}

/// The templates.
#[derive(Debug, Clone, Default)]
pub struct Deployed {
    /// What each area's template says of all its functions, and how it maps, by file.
    pub common: BTreeMap<String, [Yaml; 2]>,
    /// Its functions.
    pub functions: Vec<Function>,
    /// Its subscriptions.
    pub subscriptions: Vec<Subscription>,
}

/// A function.
#[derive(Debug, Clone)]
pub struct Function {
    /// The template that has it.
    pub file: String,
    /// Its logical id.
    pub id: String,
    /// The operation that it runs: its handler.
    pub operation: String,
    /// Where its program is.
    pub code: String,
    /// The logical id of its log group.
    pub log_group: Option<String>,
    /// Memory in MB.
    pub memory: Option<u64>,
    /// The variables in its environment.
    pub environment: BTreeSet<String>,
    /// What invokes it; nothing for a function that is invoked by hand.
    pub trigger: Option<Invoked>,
}

/// What invokes a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invoked {
    /// A request.
    Route {
        /// The method, in capitals.
        method: String,
        /// The path, like `/api/contacts/{contact_id}`.
        path: String,
    },
    /// Changes of tables.
    Stream,
    /// Messages of the queue with this logical id.
    Queue(String),
    /// The time.
    Schedule,
}

/// A queue's subscription to the topic.
#[derive(Debug, Clone, Default)]
pub struct Subscription {
    /// The template that has it.
    pub file: String,
    /// Its logical id.
    pub id: String,
    /// The logical id of the queue.
    pub queue: String,
    /// The types of events that it takes.
    pub types: Vec<String>,
}

/// The texts of the templates.
pub fn texts(tree: &Tree) -> Result<Texts, Finding> {
    let named = |file: String| Ok((format!("areas/{file}"), tree.read(&format!("{AREAS}/{file}"))?));
    let nested: Result<BTreeMap<String, String>, Finding> = tree.files(AREAS).into_iter().map(named).collect();
    Ok(Texts { root: tree.read(FILE)?, nested: nested? })
}

impl Deployed {
    /// Reads the templates of a repository.
    pub fn read(tree: &Tree) -> Result<Self, Finding> {
        Self::parse(&texts(tree)?)
    }

    /// Reads the templates' texts.
    pub fn parse(texts: &Texts) -> Result<Self, Finding> {
        let unreadable = |error: String| Finding::new(FILE, error, "Correct it; nothing can be compared before.");
        let template = Template::parse(texts, &BTreeMap::new()).map_err(|error| unreadable(error.to_string()))?;
        let mut read = Self::default();
        read.add(FILE, &texts.root, &template)?;
        for (path, text) in &texts.nested {
            read.add(&format!("infra/{path}"), text, &template)?;
        }
        Ok(read)
    }

    /// Reads what one of the templates has.
    fn add(&mut self, file: &str, text: &str, template: &Template) -> Result<(), Finding> {
        let unreadable = |error: String| Finding::new(file, error, "Correct it; nothing can be compared before.");
        let yaml: Yaml = serde_norway::from_str(text).map_err(|error| unreadable(error.to_string()))?;
        let section = |name: &str| yaml.get(name).cloned().unwrap_or_default();
        let global = yaml.get("Globals").and_then(|globals| globals.get("Function")?.get("MemorySize")?.as_u64());
        if file != FILE {
            self.common.insert(file.to_owned(), [section("Globals"), section("Mappings")]);
        }
        for (id, resource) in yaml.get("Resources").and_then(Yaml::as_mapping).into_iter().flatten() {
            let (Some(id), Some(properties)) = (id.as_str(), resource.get("Properties")) else { continue };
            match resource.get("Type").and_then(Yaml::as_str) {
                Some("AWS::Serverless::Function") => self.functions.push(function(file, id, properties, global, template)),
                Some("AWS::SNS::Subscription") if properties.get("FilterPolicy").is_some() => {
                    self.subscriptions.push(subscription(file, id, properties));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The function of an operation.
    pub fn function(&self, operation: &str) -> Option<&Function> {
        self.functions.iter().find(|function| function.operation == operation)
    }

    /// The route of an operation: method and path.
    pub fn route(&self, operation: &str) -> Option<(&str, &str)> {
        match &self.function(operation)?.trigger {
            Some(Invoked::Route { method, path }) => Some((method, path)),
            _ => None,
        }
    }

    /// The types of events that reach a queue.
    pub fn types_of(&self, queue: &str) -> Vec<&str> {
        let subscribed = self.subscriptions.iter().filter(|subscription| subscription.queue == queue);
        subscribed.flat_map(|subscription| subscription.types.iter().map(String::as_str)).collect()
    }
}

fn function(file: &str, id: &str, properties: &Yaml, global_memory: Option<u64>, template: &Template) -> Function {
    let text = |name: &str| properties.get(name).and_then(Yaml::as_str).unwrap_or("").to_owned();
    let operation = text("Handler");
    let evaluated = template.functions.iter().find(|function| function.operation == operation);
    let trigger = evaluated.and_then(|function| function.triggers.first()).map(|trigger| invoked(trigger, properties));
    Function {
        file: file.to_owned(),
        id: id.to_owned(),
        code: text("CodeUri"),
        log_group: properties.get("LoggingConfig").and_then(|logging| logical_id(logging.get("LogGroup")?)),
        memory: properties.get("MemorySize").and_then(Yaml::as_u64).or(global_memory),
        environment: evaluated.map(|function| function.environment.keys().cloned().collect()).unwrap_or_default(),
        trigger,
        operation,
    }
}

fn invoked(trigger: &Trigger, properties: &Yaml) -> Invoked {
    match trigger {
        Trigger::Route(route) => Invoked::Route { method: route.method.clone(), path: route.path.clone() },
        Trigger::Stream(_) => Invoked::Stream,
        Trigger::Schedule(_) => Invoked::Schedule,
        Trigger::Queue(_) => {
            let mut events = properties.get("Events").and_then(Yaml::as_mapping).into_iter().flatten();
            let queue = events.find_map(|(_, event)| logical_id(event.get("Properties")?.get("Queue")?));
            Invoked::Queue(queue.unwrap_or_default())
        }
    }
}

fn subscription(file: &str, id: &str, properties: &Yaml) -> Subscription {
    let types = properties.get("FilterPolicy").and_then(|policy| policy.get("type")?.as_sequence()).into_iter().flatten();
    Subscription {
        file: file.to_owned(),
        id: id.to_owned(),
        queue: properties.get("Endpoint").and_then(logical_id).unwrap_or_default(),
        types: types.filter_map(|kind| kind.as_str().map(str::to_owned)).collect(),
    }
}

/// The resource that `!Ref Name` or `!GetAtt Name.Attribute` names.
fn logical_id(value: &Yaml) -> Option<String> {
    let Yaml::Tagged(tagged) = value else { return None };
    let named = tagged.value.as_str()?;
    named.split('.').next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_are_read() {
        let deployed = Deployed::read(&Tree::repository()).unwrap();
        assert_eq!(deployed.route("get-contact"), Some(("GET", "/api/contacts/{contact_id}")));
        let login = deployed.function("login").unwrap();
        assert_eq!(login.file, area_file("identity"));
        assert_eq!((login.id.as_str(), login.log_group.as_deref(), login.memory), ("LoginFunction", Some("IdentityLogs"), Some(1769)));
        assert_eq!(deployed.function("logout").unwrap().memory, Some(256));
        assert_eq!(deployed.function("send-sms").unwrap().trigger, Some(Invoked::Queue("SmsQueue".into())));
        assert!(deployed.types_of("SmsQueue").contains(&"account.opened"));
        assert_eq!(deployed.function("bootstrap-tenant").unwrap().trigger, None);
    }

    #[test]
    fn a_template_that_cannot_be_read_is_a_finding() {
        let unreadable = Texts { root: "Resources: [".into(), ..Texts::default() };
        assert_eq!(Deployed::parse(&unreadable).unwrap_err().file, FILE);
    }
}
