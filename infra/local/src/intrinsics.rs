//! `CloudFormation`'s functions (`!Ref`, `!Sub`, `!If`, …), evaluated to the values they have on a laptop.
//!
//! Only what the template uses is understood. Anything else is an error where its value is needed, never
//! a guess.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::LocalError;

/// The region that local ARNs name.
pub const REGION: &str = "eu-central-1";
/// The account that local ARNs name.
pub const ACCOUNT: &str = "000000000000";
/// The stack's name on a laptop: local tables and queues begin with it.
pub const STACK: &str = "foyer-local";

/// A template whose values can be asked for.
#[derive(Debug)]
pub(crate) struct Source {
    /// The name of the stack that it makes; its resources are called after it.
    stack: String,
    /// What the stack above gives for the parameters.
    given: Map<String, Value>,
    /// The resources that the conditions allow, by logical id, unevaluated.
    pub(crate) resources: BTreeMap<String, Map<String, Value>>,
    globals: Value,
    parameters: Map<String, Value>,
    conditions: Map<String, Value>,
}

impl Source {
    /// Reads the text of the root's template.
    pub(crate) fn parse(text: &str) -> Result<Self, LocalError> {
        Self::read(text, STACK.to_owned(), Map::new())
    }

    /// Reads the text of the nested stack `id`, which is given these parameters.
    pub(crate) fn nested(text: &str, id: &str, given: Map<String, Value>) -> Result<Self, LocalError> {
        let read = Self::read(text, format!("{STACK}-{id}"), given)?;
        match read.given.keys().find(|name| !read.parameters.contains_key(*name)) {
            Some(name) => Err(LocalError::Template(format!("{id}: there is no parameter {name} to give"))),
            None => Ok(read),
        }
    }

    fn read(text: &str, stack: String, given: Map<String, Value>) -> Result<Self, LocalError> {
        let yaml: serde_norway::Value = serde_norway::from_str(text).map_err(|error| LocalError::Template(error.to_string()))?;
        let mut root = object(&plain(yaml)?, "the template")?;
        let mut section = |name: &str| root.remove(name).unwrap_or_else(|| json!({}));
        let (globals, parameters, conditions) = (section("Globals"), section("Parameters"), section("Conditions"));
        let mut source = Self {
            stack,
            given,
            resources: BTreeMap::new(),
            globals,
            parameters: object(&parameters, "Parameters")?,
            conditions: object(&conditions, "Conditions")?,
        };
        for (id, resource) in object(&section("Resources"), "Resources")? {
            let resource = object(&resource, &id)?;
            let there = match resource.get("Condition").and_then(Value::as_str) {
                None => true,
                Some(condition) => source.holds(condition)?,
            };
            if there {
                source.resources.insert(id, resource);
            }
        }
        Ok(source)
    }

    /// The properties of a resource, unevaluated.
    pub(crate) fn properties(&self, id: &str) -> Map<String, Value> {
        let properties = self.resources.get(id).and_then(|resource| resource.get("Properties"));
        properties.and_then(Value::as_object).cloned().unwrap_or_default()
    }

    /// The resources of a type, with their properties, unevaluated.
    pub(crate) fn of_type(&self, kind: &str) -> Vec<(&str, Map<String, Value>)> {
        let named = self.resources.iter().filter(|(_, resource)| resource.get("Type").and_then(Value::as_str) == Some(kind));
        named.map(|(id, _)| (id.as_str(), self.properties(id))).collect()
    }

    /// A member of `Globals`, by JSON pointer, unevaluated.
    pub(crate) fn global(&self, pointer: &str) -> Option<&Value> {
        self.globals.pointer(pointer)
    }

    /// Evaluates. `None` is `AWS::NoValue`.
    pub(crate) fn value(&self, value: &Value) -> Result<Option<Value>, LocalError> {
        match value {
            Value::Array(items) => {
                let items: Result<Vec<Option<Value>>, LocalError> = items.iter().map(|item| self.value(item)).collect();
                Ok(Some(items?.into_iter().flatten().collect()))
            }
            Value::Object(members) => match function(members) {
                Some((name, argument)) => self.call(name, argument),
                None => self.members(members).map(|members| Some(Value::Object(members))),
            },
            plain => Ok(Some(plain.clone())),
        }
    }

    /// Evaluates each member; what is `AWS::NoValue` is left out.
    pub(crate) fn members(&self, members: &Map<String, Value>) -> Result<Map<String, Value>, LocalError> {
        let mut evaluated = Map::new();
        for (name, member) in members {
            if let Some(value) = self.value(member)? {
                evaluated.insert(name.clone(), value);
            }
        }
        Ok(evaluated)
    }

    /// Evaluates to text.
    pub(crate) fn text(&self, value: &Value) -> Result<String, LocalError> {
        match self.value(value)? {
            Some(Value::String(text)) => Ok(text),
            Some(Value::Number(number)) => Ok(number.to_string()),
            Some(Value::Bool(truth)) => Ok(truth.to_string()),
            other => Err(LocalError::Template(format!("{value} should be text and is {other:?}"))),
        }
    }

    fn call(&self, name: &str, argument: &Value) -> Result<Option<Value>, LocalError> {
        match (name, argument) {
            ("Ref", Value::String(id)) => self.reference(id),
            ("Fn::GetAtt", Value::String(path)) => {
                let (id, attribute) = path.split_once('.').ok_or_else(|| misunderstood(name, argument))?;
                self.attribute(id, attribute).map(Some)
            }
            ("Fn::GetAtt", Value::Array(path)) => match path.as_slice() {
                [Value::String(id), Value::String(attribute)] => self.attribute(id, attribute).map(Some),
                _ => Err(misunderstood(name, argument)),
            },
            ("Fn::Sub", Value::String(text)) => self.substitute(text, &Map::new()).map(Some),
            ("Fn::Sub", Value::Array(parts)) => match parts.as_slice() {
                [Value::String(text), Value::Object(names)] => self.substitute(text, &self.members(names)?).map(Some),
                _ => Err(misunderstood(name, argument)),
            },
            ("Fn::If", Value::Array(parts)) => match parts.as_slice() {
                [Value::String(condition), yes, no] => self.value(if self.holds(condition)? { yes } else { no }),
                _ => Err(misunderstood(name, argument)),
            },
            ("Fn::Join", Value::Array(parts)) => match parts.as_slice() {
                [Value::String(separator), Value::Array(items)] => {
                    let texts: Result<Vec<String>, LocalError> = items.iter().map(|item| self.text(item)).collect();
                    Ok(Some(texts?.join(separator).into()))
                }
                _ => Err(misunderstood(name, argument)),
            },
            _ => Err(misunderstood(name, argument)),
        }
    }

    fn reference(&self, id: &str) -> Result<Option<Value>, LocalError> {
        let known = match id {
            "AWS::NoValue" => return Ok(None),
            "AWS::Region" => REGION.to_owned(),
            "AWS::AccountId" => ACCOUNT.to_owned(),
            "AWS::Partition" => "aws".to_owned(),
            "AWS::URLSuffix" => "amazonaws.com".to_owned(),
            "AWS::StackName" => self.stack.clone(),
            _ if self.resources.contains_key(id) => return self.resource(id).map(|name| Some(name.into())),
            _ => {
                let parameter = self.parameters.get(id).ok_or_else(|| LocalError::Template(format!("nothing is called {id}")))?;
                let value = self.given.get(id).or_else(|| parameter.get("Default")).cloned();
                return value.map(Some).ok_or_else(|| LocalError::Template(format!("the parameter {id} has no value")));
            }
        };
        Ok(Some(known.into()))
    }

    /// What `!Ref` gives for a resource.
    fn resource(&self, id: &str) -> Result<String, LocalError> {
        match self.kind(id) {
            "AWS::DynamoDB::Table" => self.name(id, "TableName"),
            "AWS::SQS::Queue" => Ok(format!("https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{}", self.name(id, "QueueName")?)),
            "AWS::SNS::Topic" => Ok(format!("arn:aws:sns:{REGION}:{ACCOUNT}:{}", self.name(id, "TopicName")?)),
            "AWS::S3::Bucket" => self.bucket(id),
            _ => Ok(format!("{}-{id}", self.stack)),
        }
    }

    fn attribute(&self, id: &str, attribute: &str) -> Result<Value, LocalError> {
        let text = match (self.kind(id), attribute) {
            ("AWS::DynamoDB::Table", "Arn") => format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{}", self.name(id, "TableName")?),
            ("AWS::DynamoDB::Table", "StreamArn") => {
                format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{}/stream/local", self.name(id, "TableName")?)
            }
            ("AWS::SQS::Queue", "Arn") => format!("arn:aws:sqs:{REGION}:{ACCOUNT}:{}", self.name(id, "QueueName")?),
            ("AWS::SQS::Queue", "QueueName") => self.name(id, "QueueName")?,
            ("AWS::SNS::Topic", "TopicArn" | "Arn") => self.resource(id)?,
            ("AWS::S3::Bucket", "RegionalDomainName") => format!("{}.s3.{REGION}.amazonaws.com", self.bucket(id)?),
            ("AWS::S3::Bucket", "Arn") => format!("arn:aws:s3:::{}", self.bucket(id)?),
            ("", _) => return Err(LocalError::Template(format!("nothing is called {id}"))),
            (_, "Arn") => format!("arn:aws:{}:{REGION}:{ACCOUNT}:{id}", self.stack),
            (kind, _) => return Err(LocalError::Template(format!("{id}.{attribute} ({kind}) has no value on a laptop"))),
        };
        Ok(text.into())
    }

    fn kind(&self, id: &str) -> &str {
        self.resources.get(id).and_then(|resource| resource.get("Type")).and_then(Value::as_str).unwrap_or("")
    }

    /// A resource's own name, or one made of its logical id.
    pub(crate) fn name(&self, id: &str, property: &str) -> Result<String, LocalError> {
        match self.properties(id).get(property) {
            Some(name) => self.text(name),
            None => Ok(format!("{}-{id}", self.stack)),
        }
    }

    /// A bucket's name, which has no capitals.
    fn bucket(&self, id: &str) -> Result<String, LocalError> {
        self.name(id, "BucketName").map(|name| name.to_lowercase())
    }

    /// Replaces `${Name}`, `${Name.Attribute}` and `${!Literal}`.
    fn substitute(&self, text: &str, names: &Map<String, Value>) -> Result<Value, LocalError> {
        let mut made = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after.split_once('}').ok_or_else(|| misunderstood("Fn::Sub", &json!(text)))?;
            made.push_str(before);
            match (name.strip_prefix('!'), names.get(name), name.split_once('.')) {
                (Some(literal), _, _) => made.extend(["${", literal, "}"]),
                (None, Some(value), _) => made.push_str(&self.text(value)?),
                (None, None, Some((id, attribute))) => made.push_str(&self.text(&self.attribute(id, attribute)?)?),
                (None, None, None) => made.push_str(&self.text(&json!({ "Ref": name }))?),
            }
            rest = after;
        }
        made.push_str(rest);
        Ok(made.into())
    }

    fn holds(&self, condition: &str) -> Result<bool, LocalError> {
        let rule = self.conditions.get(condition).ok_or_else(|| LocalError::Template(format!("no condition is called {condition}")))?;
        self.truth(rule)
    }

    fn truth(&self, rule: &Value) -> Result<bool, LocalError> {
        let understood = rule.as_object().and_then(function);
        let (name, argument) = understood.ok_or_else(|| misunderstood("a condition", rule))?;
        let parts = argument.as_array().map_or(&[][..], Vec::as_slice);
        match (name, parts) {
            ("Condition", _) => self.holds(argument.as_str().ok_or_else(|| misunderstood(name, argument))?),
            ("Fn::Equals", [left, right]) => Ok(self.value(left)? == self.value(right)?),
            ("Fn::Not", [only]) => Ok(!self.truth(only)?),
            ("Fn::And", parts) => parts.iter().try_fold(true, |all, part| Ok(all && self.truth(part)?)),
            ("Fn::Or", parts) => parts.iter().try_fold(false, |any, part| Ok(any || self.truth(part)?)),
            _ => Err(misunderstood(name, argument)),
        }
    }
}

/// An object of one member that names a function is its call.
fn function(members: &Map<String, Value>) -> Option<(&str, &Value)> {
    let (name, argument) = members.iter().next().filter(|_| members.len() == 1)?;
    let call = name == "Ref" || name == "Condition" || name.starts_with("Fn::");
    call.then_some((name.as_str(), argument))
}

/// JSON with the long forms instead of YAML's tags.
fn plain(yaml: serde_norway::Value) -> Result<Value, LocalError> {
    use serde_norway::Value as Yaml;
    let refuse = |problem: String| LocalError::Template(problem);
    match yaml {
        Yaml::Sequence(items) => items.into_iter().map(plain).collect::<Result<Vec<_>, _>>().map(Value::Array),
        Yaml::Mapping(members) => {
            let mut made = Map::new();
            for (name, member) in members {
                let name = match name {
                    Yaml::String(name) => name,
                    Yaml::Number(number) => number.to_string(),
                    other => return Err(refuse(format!("{other:?} names a member"))),
                };
                made.insert(name, plain(member)?);
            }
            Ok(Value::Object(made))
        }
        Yaml::Tagged(tagged) => {
            let tag = tagged.tag.to_string();
            let name = match tag.trim_start_matches('!') {
                short @ ("Ref" | "Condition") => short.to_owned(),
                short => format!("Fn::{short}"),
            };
            Ok(Value::Object(Map::from_iter([(name, plain(tagged.value)?)])))
        }
        scalar => serde_json::to_value(scalar).map_err(|error| refuse(error.to_string())),
    }
}

fn object(value: &Value, what: &str) -> Result<Map<String, Value>, LocalError> {
    value.as_object().cloned().ok_or_else(|| LocalError::Template(format!("{what} is not a mapping")))
}

fn misunderstood(name: &str, argument: &Value) -> LocalError {
    LocalError::Template(format!("{name} of {argument} is not understood on a laptop"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "
Parameters:
  Stage: { Type: String, Default: dev }
  Domain: { Type: String }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsDev: !Not [!Condition IsProd]
Resources:
  Things: { Type: AWS::DynamoDB::Table, Properties: { TableName: !Sub '${AWS::StackName}-things' } }
  Jobs: { Type: AWS::SQS::Queue }
  Alarm: { Type: AWS::CloudWatch::Alarm, Condition: IsProd }
";

    fn value(yaml: &str) -> Result<Option<Value>, LocalError> {
        let source = Source::parse(TEXT).unwrap();
        source.value(&plain(serde_norway::from_str(yaml).unwrap()).unwrap())
    }

    #[test]
    fn the_forms_that_the_template_uses_have_values() {
        for (yaml, expected) in [
            ("!Ref Things", json!("foyer-local-things")),
            ("!GetAtt Things.StreamArn", json!("arn:aws:dynamodb:eu-central-1:000000000000:table/foyer-local-things/stream/local")),
            ("Fn::GetAtt: [Jobs, Arn]", json!("arn:aws:sqs:eu-central-1:000000000000:foyer-local-Jobs")),
            ("!Sub '${Stage}/${Jobs.QueueName}/${!kept}'", json!("dev/foyer-local-Jobs/${kept}")),
            ("!Sub ['${a}-b', { a: !Ref Stage }]", json!("dev-b")),
            ("!If [IsProd, 1, 2]", json!(2)),
            ("!If [IsDev, [a, !Ref AWS::NoValue], b]", json!(["a"])),
            ("!Join [',', [a, !Ref Stage]]", json!("a,dev")),
        ] {
            assert_eq!(value(yaml).unwrap(), Some(expected), "{yaml}");
        }
    }

    #[test]
    fn a_nested_stack_is_called_after_its_root_and_takes_what_it_is_given() {
        let given = |text: &str| serde_json::from_str::<Map<String, Value>>(text).unwrap();
        let nested = Source::nested(TEXT, "Area", given(r#"{ "Domain": "example.com", "Stage": "prod" }"#)).unwrap();
        let value = |text: &str| nested.text(&json!({ "Fn::Sub": text })).unwrap();
        assert_eq!(value("${Domain} ${Stage} ${Jobs.QueueName}"), "example.com prod foyer-local-Area-Jobs");
        assert!(nested.resources.contains_key("Alarm"), "a condition on what was given");
        let unknown = Source::nested(TEXT, "Area", given(r#"{ "Colour": "red" }"#)).unwrap_err();
        assert!(unknown.to_string().contains("Area: there is no parameter Colour"), "{unknown}");
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        for yaml in ["!ImportValue other", "!Ref Nothing", "!Ref Domain", "!GetAtt Things.Colour", "!If [Unknown, 1, 2]"] {
            assert!(matches!(value(yaml), Err(LocalError::Template(_))), "{yaml}");
        }
    }

    #[test]
    fn a_resource_whose_condition_fails_is_not_there() {
        let source = Source::parse(TEXT).unwrap();
        assert!(!source.resources.contains_key("Alarm"));
        assert!(source.resources.contains_key("Jobs"));
    }
}
