"""Deploys infra/template.yaml and its areas with the programs in target/lambda to a local AWS, uses it, and removes it.

`make deployment` runs it after `make lambda`. Every step needs those before it; the first that fails ends the
run, which then prints what the functions and the emulator said.
"""

import json
import signal
import sys
import tempfile
import time
from pathlib import Path

from machine import ACCOUNT, REGION, ROOT, Machine, wait_for
from stack import Stack

import front_door
import rights
import stories

# Longer than the run takes on a slow machine; it never waits for ever.
LIMIT_SECONDS = 3000
FIRST = json.loads((ROOT / "events/samples/bootstrap-tenant/first.json").read_text())
# A stack holds 500. To be raised as operations come, to 450 at most: then an area is split.
MOST_RESOURCES = 300
# Of one API, and AWS does not raise it.
MOST_INTEGRATIONS = 300
ADDRESSES = {"PortalUrl": "https://portal.foyer.test", "EmailFrom": "foyer@foyer.test", "EmailIdentity": "foyer.test"}


def it_deploys(stack: Stack) -> None:
    """As an operator would, with what samconfig.toml says, after verifying the domain that emails come from."""
    stack.machine.client("ses").verify_domain_identity(Domain="example.com")
    stack.deploy()
    assert stack.outputs()["EventsTopicArn"].startswith(f"arn:aws:sns:{REGION}:{ACCOUNT}:")
    each = stack.each()
    for name, resources in each.items():
        print(f"{len(resources):10} resources of {name}")
        assert len(resources) <= MOST_RESOURCES, f"{name}: split it"
    kinds = [one["ResourceType"] for resources in each.values() for one in resources.values()]
    integrations = kinds.count("AWS::ApiGatewayV2::Integration")
    print(f"{integrations:10} integrations of the API")
    assert integrations <= MOST_INTEGRATIONS


def the_same_again_changes_nothing(stack: Stack) -> None:
    """A second deployment says so, and is no failure."""
    before = stack.resources()
    assert "No changes to deploy" in stack.deploy()
    assert stack.resources() == before


def other_environments_resolve(machine: Machine) -> None:
    """Those of samconfig.toml give the parameters they name, and not with the addresses of the example."""
    # Packed once: to pack the functions takes longer than the rest.
    packaged = str(machine.directory / "packaged.yaml")
    machine.sam("package", "--template-file", "infra/template.yaml", "--resolve-s3", "--output-template-file", packaged)
    # What is at another address than S3's, `sam` would pack once more.
    there = Path(packaged).read_text().replace(machine.url, f"https://s3.{REGION}.amazonaws.com")
    Path(packaged).write_text(there)
    for environment in ("staging", "prod"):
        stack = Stack(machine, environment)
        refusal = stack.refusal(packaged)
        assert "Set PortalUrl to the portal's address." in refusal, refusal
        named = stack.parameters() | ADDRESSES
        resolved = stack.planned(packaged, named)
        assert {name: resolved[name] for name in named} == named, resolved
        assert resolved["Stage"] == environment


def a_tenant_is_made(stack: Stack) -> dict:
    """By `make invoke`, and once only."""
    made = json.loads(stack.machine.make("invoke", "OP=bootstrap-tenant", "CASE=first").splitlines()[-1])
    assert made["created"] is True
    again = stack.invoke("BootstrapTenantFunction", FIRST)
    assert again == made | {"created": False}
    return made


def a_second_administrator(stack: Stack) -> None:
    """No operation makes staff of a tenant that there is: this one is a copy of the first one's rows."""
    database = stack.machine.client("dynamodb")
    first = FIRST["administrator"]
    changes = {
        "acc_0": "acc_1", "idn_0": "idn_1", first["login"] + '"': 'wu.hao"', first["email"]: "wu.hao@example.com",
        first["phone"]: stories.COLLEAGUE, first["name"]: "吴昊",
    }
    for table in ("identity", "agents"):
        for item in database.scan(TableName=f"{stack.name}-{table}")["Items"]:
            text = json.dumps(item, ensure_ascii=False)
            for old, new in changes.items():
                text = text.replace(old, new)
            database.put_item(TableName=f"{stack.name}-{table}", Item=json.loads(text))


def users_use_it(stack: Stack, made: dict) -> None:
    """The stories of the README."""
    host = f"{stack.physical('Api')}.execute-api.localhost:{stack.machine.port}"
    api, organisation = stories.Api(stack.machine, host), made["organisation_id"]
    stories.anybody_reads_the_description(api)
    chen = api.with_initial_password(FIRST["administrator"]["login"], FIRST["administrator"]["phone"])
    a_second_administrator(stack)
    chen = chen.enrolled()
    wu = api.login("wu.hao", stories.PASSWORD).enrolled()
    stories.staff_opens_an_account(api, chen, organisation)
    stories.customers_keep_their_place(api, chen)
    stories.a_file_is_attached(api, stack)
    stories.one_of_several_approves(chen, wu, organisation)
    stories.a_rejection_has_a_reason(chen, wu, organisation)
    stories.a_session_ends(chen)


def sweeps_sweep(stack: Stack) -> None:
    """They come each minute anyway; here they are seen to."""
    stack.invoke("SweepOutboxFunction", {})
    stack.invoke("SweepQueuesFunction", {})
    assert stack.complaints("ERROR") == []


def a_message_that_fails_is_kept_and_sent_again(stack: Stack, made: dict) -> None:
    """Without the right to send email, a message ends in the dead-letter queue; redriven, it is sent.

    That the right is missed is what shows that the emulator asks for it.
    """
    iam, queues = stack.machine.client("iam"), stack.machine.client("sqs")
    queue, dead, role = (stack.physical(name) for name in ("EmailQueue", "EmailDeadLetters", "SendEmailRole"))
    # Five attempts of three minutes would be fifteen.
    queues.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "1"})
    policy = iam.get_role_policy(RoleName=role, PolicyName="send-email")["PolicyDocument"]
    without = policy | {"Statement": [one for one in policy["Statement"] if one["Action"] != "ses:SendEmail"]}
    iam.put_role_policy(RoleName=role, PolicyName="send-email", PolicyDocument=json.dumps(without))

    event = json.loads((ROOT / "events/domain/account_request.submitted/v1.example.json").read_text())
    event["tenant_id"] = made["tenant_id"]
    address, before = "wu.hao@example.com", len(stack.machine.emails("wu.hao@example.com"))
    queues.send_message(QueueUrl=queue, MessageBody=json.dumps(event))
    kept = wait_for("the dead letter", lambda: receive(queues, dead))
    assert json.loads(kept["Body"])["id"] == event["id"]
    assert len(stack.machine.emails(address)) == before
    assert any("AccessDenied" in line for line in stack.lines("notifications"))

    iam.put_role_policy(RoleName=role, PolicyName="send-email", PolicyDocument=json.dumps(policy))
    arn = queues.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    queues.start_message_move_task(SourceArn=arn)
    wait_for("the email that was sent again", lambda: len(stack.machine.emails(address)) == before + 1)


def a_message_that_cannot_be_read_holds_up_nobody(stack: Stack) -> None:
    """It is put aside, and the message behind it is sent."""
    queues = stack.machine.client("sqs")
    queue, dead = stack.physical("SmsQueue"), stack.physical("SmsDeadLetters")
    queues.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "1"})
    queues.send_message(QueueUrl=queue, MessageBody="no event")
    assert wait_for("the dead letter", lambda: receive(queues, dead))["Body"] == "no event"


def what_came_back_marks_the_address(stack: Stack) -> None:
    """What SES says to its topic is recorded."""
    database = stack.machine.client("dynamodb")
    event = json.loads((ROOT / "events/samples/record-feedback/good.json").read_text())["Records"][0]["body"]
    stack.machine.client("sns").publish(TopicArn=stack.physical("FeedbackTopic"), Message=event)

    def marks() -> list:
        rows = database.scan(TableName=f"{stack.name}-notifications")["Items"]
        return [row for row in rows if row.get("kind") == {"S": "address_mark"}]

    marked = wait_for("the mark", marks)
    assert [mark["fault"]["S"] for mark in marked] == ["undeliverable"], marked


def rights_are_least(stack: Stack) -> None:
    """Each role allows what its function does, and nothing else."""
    rights.every_function_starts(stack)
    rights.no_role_allows_more_than_its_function_does(stack)
    rights.no_wildcard(stack)
    rights.the_api_may_invoke_its_functions_and_no_others(stack)


def receive(queues, url: str):
    """A message of a queue, if there is one. It stays where it is."""
    received = queues.receive_message(QueueUrl=url, WaitTimeSeconds=0, VisibilityTimeout=0)
    return next(iter(received.get("Messages", [])), None)


def it_is_removed_but_for_its_data(stack: Stack) -> None:
    """What is left is what DeletionPolicy keeps: the tables, but for what is made anew from the others, the files, and the
    keys that sealed what is in them."""
    keys, files = stack.outputs()["SealingKeysArn"], stack.physical("AttachmentsBucket")
    tables = {one["PhysicalResourceId"] for one in stack.resources().values() if one["ResourceType"] == "AWS::DynamoDB::Table"}
    tables.remove(stack.physical("FindsTable"))
    stack.machine.sam("delete", "--stack-name", stack.name, "--region", REGION, "--no-prompts")
    left = remaining(stack.machine, stack.name)
    assert left == {"tables": tables, "secrets": {keys}, "buckets": {files}}, left


def remaining(machine: Machine, name: str) -> dict[str, set[str]]:
    """What there is that is named after the stack, by kind."""
    found = {
        "tables": machine.client("dynamodb").list_tables()["TableNames"],
        "buckets": [one["Name"] for one in machine.client("s3").list_buckets()["Buckets"]],
        "secrets": [one["ARN"] for one in machine.client("secretsmanager").list_secrets()["SecretList"]],
        "functions": [one["FunctionName"] for one in machine.client("lambda").list_functions()["Functions"]],
        "mappings": [one["UUID"] for one in machine.client("lambda").list_event_source_mappings()["EventSourceMappings"]],
        "queues": machine.client("sqs").list_queues().get("QueueUrls", []),
        "topics": [one["TopicArn"] for one in machine.client("sns").list_topics()["Topics"]],
        "stacks": [one["StackName"] for one in machine.client("cloudformation").list_stacks()["StackSummaries"]
                   if one["StackStatus"] != "DELETE_COMPLETE"],
        "roles": [one["RoleName"] for one in machine.client("iam").list_roles()["Roles"]],
        "policies": [one["PolicyName"] for one in machine.client("iam").list_policies(Scope="Local")["Policies"]],
        "apis": [one["ApiId"] for one in machine.client("apigatewayv2").get_apis()["Items"]],
        "rules": [one["Name"] for one in machine.client("events").list_rules()["Rules"]],
        "logs": [one["logGroupName"] for one in machine.client("logs").describe_log_groups()["logGroups"]],
        "alarms": [one["AlarmName"] for one in machine.client("cloudwatch").describe_alarms()["MetricAlarms"]],
        "dashboards": [one["DashboardName"] for one in machine.client("cloudwatch").list_dashboards()["DashboardEntries"]],
    }
    # Of one kind, ids say nothing: any that is left is too many.
    return {kind: of for kind, all_of in found.items()
            if (of := {one for one in all_of if name in one or kind in ("apis", "mappings")})}


def run(stack: Stack) -> None:
    """The run, step by step."""
    step(it_deploys, stack)
    step(the_same_again_changes_nothing, stack)
    made = step(a_tenant_is_made, stack)
    step(users_use_it, stack, made)
    step(what_came_back_marks_the_address, stack)
    step(sweeps_sweep, stack)
    step(rights_are_least, stack)
    step(a_message_that_fails_is_kept_and_sent_again, stack, made)
    step(a_message_that_cannot_be_read_holds_up_nobody, stack)
    step(other_environments_resolve, stack.machine)
    step(it_is_removed_but_for_its_data, stack)
    acl = step(front_door.its_web_acl_is_deployed, stack.machine)
    behind = step(front_door.a_system_is_deployed_behind_it, stack.machine, acl)
    step(front_door.nobody_is_served_who_comes_past_it, behind)
    step(front_door.both_are_removed, behind)


def step(what, *arguments):
    """Does one, and says how long it took."""
    began = time.monotonic()
    outcome = what(*arguments)
    print(f"{time.monotonic() - began:6.1f} s  {what.__name__.replace('_', ' ')}", flush=True)
    return outcome


def give_up(number, _frame):
    """Ends the run by an exception, so that the emulator is stopped."""
    raise TimeoutError(f"ended by {signal.Signals(number).name}; the limit is {LIMIT_SECONDS} seconds")


def main() -> int:
    """Runs it; 0 if all went well."""
    for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, give_up)
    signal.alarm(LIMIT_SECONDS)
    with tempfile.TemporaryDirectory(prefix="foyer-deployment-") as directory:
        machine = Machine(Path(directory))
        stack = Stack(machine, "default")
        try:
            machine.start()
            run(stack)
        except BaseException:
            report(machine, stack)
            raise
        finally:
            signal.alarm(0)
            machine.stop()
    return 0


def report(machine: Machine, stack: Stack) -> None:
    """What the functions complained of, and the last that the emulator said."""
    said = machine.log.read_text(errors="replace").splitlines() if machine.log.exists() else []
    said = [line for line in said if not line.startswith("{")]  # Functions' own lines, which are in their logs.
    try:
        complaints = stack.complaints()
    except Exception as missing:  # The logs are of no use if there is no stack, and what failed matters more.
        complaints = [f"no logs of functions: {missing}"]
    for title, lines in (("functions", complaints), ("emulator", said)):
        print(f"-- {title}", *(line[:600] for line in lines[-60:]), sep="\n", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
