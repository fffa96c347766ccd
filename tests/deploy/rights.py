"""What the functions' roles allow, as they are deployed: what each operation does, and nothing else.

What operations do with the tables is what `tests/measure/roles.rs` recorded; what they do with other services is
what the emulator recorded in this run. It asks the policies about every call, so that none is missing.
"""

import fnmatch
import json

from machine import ACCOUNT, REGION, ROOT
from stack import Stack

CALLS = ROOT / "target/tmp/calls.json"
SAMPLES = ROOT / "events/samples"


class Function:
    """A deployed function with what its role allows."""

    def __init__(self, stack: Stack, name: str):
        self.stack, self.name = stack, name
        configuration = stack.machine.client("lambda").get_function_configuration(FunctionName=name)
        self.role = configuration["Role"].rpartition("/")[2]
        self.logs = configuration["LoggingConfig"]["LogGroup"]
        self.variables = configuration["Environment"]["Variables"]
        self.operation = configuration["Handler"]

    def statements(self) -> list[dict]:
        """All statements of its role's policies."""
        iam = self.stack.machine.client("iam")
        documents = [iam.get_role_policy(RoleName=self.role, PolicyName=name)["PolicyDocument"]
                     for name in iam.list_role_policies(RoleName=self.role)["PolicyNames"]]
        for attached in iam.list_attached_role_policies(RoleName=self.role)["AttachedPolicies"]:
            arn = attached["PolicyArn"]
            version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
            documents.append(iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"])
        return [statement for document in documents for statement in document["Statement"]]

    def granted(self) -> set[tuple[str, str]]:
        """Action and resource of everything that is allowed. `!` marks what a resource must not be."""
        pairs = set()
        for statement in self.statements():
            assert statement["Effect"] == "Allow", f"{self.name}: {statement}"
            resources = listed(statement.get("Resource", [])) + [f"!{one}" for one in listed(statement.get("NotResource", []))]
            pairs |= {(action, resource) for action in listed(statement["Action"]) for resource in resources}
        return pairs


def listed(one_or_many) -> list[str]:
    """As a list."""
    return [one_or_many] if isinstance(one_or_many, str) else one_or_many


def functions(stack: Stack) -> list[Function]:
    """All of the stack."""
    found = [one for one in stack.resources().values() if one["ResourceType"] == "AWS::Lambda::Function"]
    return [Function(stack, one["PhysicalResourceId"]) for one in found]


def recorded(stack: Stack) -> dict[str, set[tuple[str, str, bool]]]:
    """By role: the calls that the emulator asked the policies about, and whether they were allowed."""
    found: dict[str, set] = {}
    for line in stack.machine.calls.read_text().splitlines():
        caller, action, resource, allowed = json.loads(line)
        if ":assumed-role/" in caller:
            found.setdefault(caller.split("/")[1], set()).add((action, resource, allowed))
    return found


def every_function_starts(stack: Stack) -> None:
    """Those that the stories left out are given a sample, so that each has started under its own role. What it
    answers is not looked at: the sample's ids are nobody's."""
    client, seen, deployed = stack.machine.client("lambda"), recorded(stack), functions(stack)
    for function in deployed:
        if function.role not in seen:
            sample = next((SAMPLES / function.operation).glob("good*.json"))
            answer = client.invoke(FunctionName=function.name, Payload=sample.read_bytes())
            text = answer["Payload"].read().decode()
            assert "FunctionError" not in answer, f"{function.name}: {text[:1000]}"
    seen = recorded(stack)
    silent = [function.operation for function in deployed if function.role not in seen]
    # It has pages to give and asks nobody.
    assert set(silent) <= {"get-page", "get-openapi"}, silent


def no_role_allows_more_than_its_function_does(stack: Stack) -> None:
    """Each right was used or is needed to run at all, and each call of the run was one that was recorded before."""
    expected, run, mappings = json.loads(CALLS.read_text()), recorded(stack), sources(stack)
    wrong = []
    for function in functions(stack):
        granted, did = function.granted(), run.get(function.role, set())
        tables = {(action, table_arn(stack, table, index)) for action, table, index in expected[function.operation]}
        wrong += [f"{function.name} was refused {call[:2]}" for call in did if not call[2]]
        others = {(action, resource) for action, resource, _ in did if not action.startswith("dynamodb:")}
        unknown = {call[:2] for call in did if call[0].startswith("dynamodb:")} - tables
        wrong += [f"{function.name} did {call}, which no test recorded" for call in unknown]
        infrastructure = runtime(function) | named(function) | mappings.get(function.name, set())
        for action, resource in granted - infrastructure:
            used = (action, resource) in tables or any(action == one and covers(resource, of) for one, of in others)
            if not used:
                wrong.append(f"{function.name} may {action} {resource} and does not")
        wrong += [f"{function.name} lacks {pair}" for pair in (tables | infrastructure) - granted]
    assert not wrong, "\n".join(sorted(wrong))


def covers(resource: str, used: str) -> bool:
    """Whether a granted resource is what was used. A phone number is no ARN."""
    if resource.startswith("!"):
        return not fnmatch.fnmatchcase(used, resource[1:])
    return resource == used or (resource.endswith("/*") and used.startswith(resource[:-1]))


def no_wildcard(stack: Stack) -> None:
    """Rights name actions and resources. AWS knows no resources for traces, and streams, of a table as of a log, have
    names of their own."""
    for function in functions(stack):
        for action, resource in function.granted():
            traces = resource == "*" and action.startswith("xray:Put")
            streams = resource.endswith("/stream/*") and action == "dynamodb:ListStreams"
            streams = streams or (resource.endswith(":*") and action in ("logs:CreateLogStream", "logs:PutLogEvents"))
            phones = resource == "!arn:aws:sns:*:*:*" and action == "sns:Publish"
            objects = resource.startswith("arn:aws:s3:::") and resource.endswith("/*")
            assert "*" not in action, f"{function.name}: {action}"
            assert "*" not in resource or traces or streams or phones or objects, f"{function.name}: {action} {resource}"


def the_api_may_invoke_its_functions_and_no_others(stack: Stack) -> None:
    """Its role covers every function that a route leads to, and nothing that is named after another stack. The
    emulator invokes without asking for it."""
    api = stack.machine.client("apigatewayv2")
    integrations = api.get_integrations(ApiId=stack.physical("Api"), MaxResults="1000")["Items"]
    policy = stack.machine.client("iam").get_role_policy(RoleName=stack.physical("ApiRole"), PolicyName="invoke")["PolicyDocument"]
    (statement,) = policy["Statement"]
    assert (statement["Effect"], statement["Action"]) == ("Allow", "lambda:InvokeFunction")
    refused = [one["IntegrationUri"] for one in integrations if not fnmatch.fnmatchcase(one["IntegrationUri"], statement["Resource"])]
    assert integrations and not refused, refused
    assert statement["Resource"] == f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{stack.name}-*"


def table_arn(stack: Stack, table: str, index: str | None) -> str:
    """Of a table or of one of its indexes."""
    arn = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{stack.name}-{table}"
    return f"{arn}/index/{index}" if index else arn


def runtime(function: Function) -> set[tuple[str, str]]:
    """What every function needs to run: its log and its traces."""
    logs = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{function.logs}:*"
    return ({(f"logs:{action}", logs) for action in ("CreateLogStream", "PutLogEvents")}
            | {(f"xray:{action}", "*") for action in ("PutTelemetryRecords", "PutTraceSegments")})


def named(function: Function) -> set[tuple[str, str]]:
    """What the run need not use: the topic, to which the sweep publishes what the relay left, the configuration set,
    of which the emulator does not ask, and the list of files, without which AWS does not tell that one is missing."""
    topic, configuration = (function.variables.get(name) for name in ("EVENTS_TOPIC_ARN", "EMAIL_CONFIGURATION_SET"))
    rights = {("sns:Publish", topic)} if topic else set()
    if configuration:
        rights.add(("ses:SendEmail", f"arn:aws:ses:{REGION}:{ACCOUNT}:configuration-set/{configuration}"))
    if function.operation == "finish-attachment":
        rights.add(("s3:ListBucket", f"arn:aws:s3:::{function.variables['ATTACHMENTS_BUCKET']}"))
    return rights


def sources(stack: Stack) -> dict[str, set[tuple[str, str]]]:
    """By function: what Lambda does in its name to read the queues and streams that invoke it."""
    found: dict[str, set] = {}
    for mapping in stack.machine.client("lambda").list_event_source_mappings()["EventSourceMappings"]:
        arn = mapping["EventSourceArn"]
        of = found.setdefault(mapping["FunctionArn"].split(":function:")[1].split(":")[0], set())
        if ":sqs:" in arn:
            of |= {(f"sqs:{action}", arn) for action in ("DeleteMessage", "GetQueueAttributes", "ReceiveMessage")}
            continue
        of |= {(f"dynamodb:{action}", arn) for action in ("DescribeStream", "GetRecords", "GetShardIterator")}
        of.add(("dynamodb:ListStreams", arn.rpartition("/")[0] + "/*"))
        of.add(("sqs:SendMessage", mapping["DestinationConfig"]["OnFailure"]["Destination"]))
    return found
