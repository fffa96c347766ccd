"""The front door: the web ACL with a share for each source, and the distribution before the API (docs/OPERATIONS.md).

The emulator keeps both, and sends no request through them: what a rule blocks is AWS's to do. What is ours is asserted: the
rules and what they are limited to, that the distribution has the ACL, shows the key and names the source, and that the
functions serve nobody who does not show the key.
"""

import json

from machine import ACCOUNT, REGION, ROOT, Machine
from stack import Stack

# CloudFront takes web ACLs from there alone.
HOME = "us-east-1"
NAME = "foyer-front-door"
SYSTEM = "foyer-behind"
KEY = "0123456789abcdefghijklmnopqrstuvwxyz"
SOURCE = "198.51.100.7"


def its_web_acl_is_deployed(machine: Machine) -> str:
    """As docs/OPERATIONS.md says. Each source has a share of requests, and a smaller one of logins and codes."""
    formation, template = machine.client("cloudformation", HOME), (ROOT / "infra/front-door.yaml").read_text()
    known = {one["ParameterKey"]: one["DefaultValue"] for one in formation.validate_template(TemplateBody=template)["Parameters"]}
    assert known == {"Requests": "3000", "Logins": "100"}, known
    formation.create_stack(StackName=NAME, TemplateBody=template)
    formation.get_waiter("stack_create_complete").wait(StackName=NAME, WaiterConfig={"Delay": 1})
    [output] = formation.describe_stacks(StackName=NAME)["Stacks"][0]["Outputs"]
    assert output["OutputKey"] == "WebAclArn"
    arn = output["OutputValue"]
    assert arn.startswith(f"arn:aws:wafv2:{HOME}:{ACCOUNT}:global/webacl/"), arn

    name, uid = arn.split("/")[-2:]
    acl = machine.client("wafv2", HOME).get_web_acl(Name=name, Scope="CLOUDFRONT", Id=uid)["WebACL"]
    assert acl["DefaultAction"] == {"Allow": {}}, acl
    logins, requests = sorted(acl["Rules"], key=lambda rule: rule["Priority"])
    for rule, limit in ((logins, 100), (requests, 3000)):
        assert rule["Action"]["Block"]["CustomResponse"]["ResponseCode"] == 429, rule
        rate = rule["Statement"]["RateBasedStatement"]
        assert (int(rate["Limit"]), int(rate["EvaluationWindowSec"]), rate["AggregateKeyType"]) == (limit, 300, "IP"), rate
    assert "ScopeDownStatement" not in requests["Statement"]["RateBasedStatement"], "it counts everything"
    counts_logins(logins["Statement"]["RateBasedStatement"]["ScopeDownStatement"])
    return arn


def counts_logins(statement: dict) -> None:
    """What the rule of logins is limited to: POST, to sessions and password resets, however the path is written."""
    method, paths = statement["AndStatement"]["Statements"]
    assert method["ByteMatchStatement"]["FieldToMatch"] == {"Method": {}}, method
    assert searched(method) == "POST"
    paths = paths["OrStatement"]["Statements"]
    assert [searched(path) for path in paths] == ["/api/sessions", "/api/password-resets"]
    for path in (path["ByteMatchStatement"] for path in paths):
        assert (path["FieldToMatch"], path["PositionalConstraint"]) == ({"UriPath": {}}, "STARTS_WITH"), path
        assert [one["Type"] for one in path["TextTransformations"]] == ["URL_DECODE", "NORMALIZE_PATH"], path


def searched(statement: dict) -> str:
    """The text that a statement looks for."""
    return statement["ByteMatchStatement"]["SearchString"].decode()


def a_system_is_deployed_behind_it(machine: Machine, acl: str) -> Stack:
    """With the option's parameters: the distribution has the ACL, shows the key, and names the source.

    A system of its own: the emulator cannot update a log group that something refers to.
    """
    stack = Stack(machine, "default")
    stack.name = SYSTEM
    given = stack.parameters() | {"FrontDoorWebAcl": acl, "FrontDoorKey": KEY}
    stack.deploy("--stack-name", SYSTEM, "--parameter-overrides", *(f"{name}={value}" for name, value in given.items()))
    cloudfront = stack.machine.client("cloudfront", HOME)
    config = cloudfront.get_distribution(Id=stack.physical("FrontDoor"))["Distribution"]["DistributionConfig"]
    assert config["Enabled"] and config["WebACLId"] == acl, config
    [origin] = config["Origins"]["Items"]
    assert origin["DomainName"] == f"{stack.physical('Api')}.execute-api.{REGION}.amazonaws.com", origin
    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only", origin
    [shown] = origin["CustomHeaders"]["Items"]
    assert shown == {"HeaderName": "x-foyer-front-door", "HeaderValue": KEY}, shown
    behaviour = config["DefaultCacheBehavior"]
    assert behaviour["ViewerProtocolPolicy"] == "redirect-to-https", behaviour
    [association] = behaviour["FunctionAssociations"]["Items"]
    function = stack.physical("FrontDoorFunction")
    assert association["EventType"] == "viewer-request" and association["FunctionARN"].endswith(f":function/{function}"), association
    code = cloudfront.get_function(Name=function, Stage="LIVE")["FunctionCode"].read().decode()
    # Whatever the client says of itself is written over.
    assert "request.headers['x-foyer-source'] = { value: event.viewer.ip };" in code, code
    assert stack.outputs()["FrontDoorUrl"].startswith("https://")
    return stack


def nobody_is_served_who_comes_past_it(stack: Stack) -> None:
    """Only with the key, which the distribution alone has."""
    host = f"{stack.physical('Api')}.execute-api.localhost:{stack.machine.port}"

    def asked(headers: dict) -> tuple[int, str]:
        status, text = stack.machine.request("GET", "/api/me", None, headers, host)
        return status, json.loads(text)["code"]

    assert asked({}) == (403, "front_door")
    assert asked({"x-foyer-front-door": KEY[:-1], "x-foyer-source": SOURCE}) == (403, "front_door")
    assert asked({"x-foyer-front-door": KEY, "x-foyer-source": SOURCE, "x-foyer-host": "portal.foyer.test"}) == (401, "not_signed_in")


def both_are_removed(stack: Stack) -> None:
    """The system with its distribution, and then the ACL, which no distribution has any more."""
    machine = stack.machine
    machine.sam("delete", "--stack-name", SYSTEM, "--region", REGION, "--no-prompts")
    assert machine.client("cloudfront", HOME).list_distributions()["DistributionList"].get("Items", []) == []
    formation = machine.client("cloudformation", HOME)
    formation.delete_stack(StackName=NAME)
    formation.get_waiter("stack_delete_complete").wait(StackName=NAME, WaiterConfig={"Delay": 1})
    assert machine.client("wafv2", HOME).list_web_acls(Scope="CLOUDFRONT")["WebACLs"] == []
