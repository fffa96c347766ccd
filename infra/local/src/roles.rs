//! What a function's role allows it to do with tables and files. A laptop refuses what AWS would refuse.

use std::collections::BTreeSet;

use foyer_kit::Config;
use foyer_store::meter::{Call, Spent};
use serde_json::{Map, Value, json};

use crate::LocalError;
use crate::intrinsics::{ACCOUNT, REGION, Source};

/// Pairs of an action and the ARN of a table, an index, a bucket, or of files (with a `*` at its end).
pub type Grants = BTreeSet<(String, String)>;

/// The grants of a function with these properties: of its role and of the policies attached to it, which are of its own
/// stack or of the root.
pub(crate) fn grants(root: &Source, source: &Source, function: &Map<String, Value>) -> Result<Grants, LocalError> {
    let role = function.get("Role").map(logical_id).unwrap_or_default();
    let role = source.properties(&role);
    let mut grants = Grants::new();
    for policy in role.get("Policies").and_then(Value::as_array).into_iter().flatten() {
        add(source, policy, &mut grants)?;
    }
    for attached in role.get("ManagedPolicyArns").and_then(Value::as_array).into_iter().flatten() {
        let arn = source.text(attached)?;
        let (of, policy) = policy(source, &arn)
            .or_else(|| policy(root, &arn))
            .ok_or_else(|| LocalError::Template(format!("the policy {arn} is neither in the template nor in the root's")))?;
        add(of, &Value::Object(policy), &mut grants)?;
    }
    Ok(grants)
}

/// The managed policy of a template that a `!Ref` gives this ARN for.
fn policy<'a>(source: &'a Source, arn: &str) -> Option<(&'a Source, Map<String, Value>)> {
    let policies = source.of_type("AWS::IAM::ManagedPolicy");
    let (_, found) = policies.into_iter().find(|(id, _)| source.text(&json!({ "Ref": id })).is_ok_and(|named| named == arn))?;
    Some((source, found))
}

/// The resource that a `!Ref` or a `!GetAtt` is about.
pub(crate) fn logical_id(reference: &Value) -> String {
    let target = reference.get("Ref").or_else(|| reference.get("Fn::GetAtt"));
    let target = target.and_then(|target| target.as_str().or_else(|| target.get(0)?.as_str()));
    target.and_then(|target| target.split('.').next()).unwrap_or_default().to_owned()
}

fn add(source: &Source, policy: &Value, grants: &mut Grants) -> Result<(), LocalError> {
    for statement in policy.pointer("/PolicyDocument/Statement").and_then(Value::as_array).into_iter().flatten() {
        let actions = texts(&statement["Action"]);
        let actions: Vec<&String> = actions.iter().filter(|action| action.starts_with("dynamodb:") || action.starts_with("s3:")).collect();
        if actions.is_empty() || statement["Effect"] != "Allow" {
            continue;
        }
        let resources = source.value(&statement["Resource"])?.unwrap_or(Value::Null);
        for resource in texts(&resources) {
            grants.extend(actions.iter().map(|action| ((*action).clone(), resource.clone())));
        }
    }
    Ok(())
}

fn texts(one_or_many: &Value) -> Vec<String> {
    match one_or_many {
        Value::String(text) => vec![text.clone()],
        Value::Array(texts) => texts.iter().filter_map(|text| text.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}

/// A call as a grant would name it.
pub fn needed(call: &Call, config: &Config) -> (String, String) {
    let table = format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{}", config.tables.name(call.table));
    let resource = call.index.map_or(table.clone(), |index| format!("{table}/index/{index}"));
    (call.action.to_owned(), resource)
}

/// The first call that is not granted, as AWS would put it.
pub(crate) fn denied(grants: &Grants, spent: &Spent, config: &Config) -> Option<String> {
    let mut needed = spent.calls.iter().map(|call| needed(call, config));
    let (action, resource) = needed.find(|needed| !grants.contains(needed))?;
    Some(format!("AccessDeniedException: the role does not allow {action} on {resource}"))
}
