"""The local AWS emulator (ministack), with what it does otherwise than AWS put right.

Run by the emulator's own Python. What is changed here is the emulator, so that neither template nor
functions have to know of it; what cannot be changed is in docs/OPERATIONS.md.
"""

import base64
import json
import os
from urllib.parse import parse_qs

from ministack.app import main
from ministack.core import iam_actions, iam_evaluator
from ministack.services import secretsmanager, sqs
from ministack.services.cloudformation import engine, handlers
from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS as HANDLERS


def nested_stacks_are_expanded() -> None:
    """CloudFormation expands what SAM writes short in nested stacks too. The emulator does so in the root alone."""
    handler = HANDLERS["AWS::CloudFormation::Stack"]

    def expanding(step, properties_at: int):
        def run(*arguments):
            parse = engine._parse_template
            engine._parse_template = lambda text: expanded(parse(text), arguments[properties_at]["Parameters"])
            try:
                return step(*arguments)
            finally:
                engine._parse_template = parse
        return run

    def expanded(template: dict, given: dict) -> dict:
        # SAM decides by the parameters' values.
        for name, value in given.items():
            template["Parameters"][name]["Default"] = value
        return engine._apply_transforms(template)

    handler.update(create=expanding(handler["create"], 1), update=expanding(handler["update"], 2))


def templates_are_at_an_address_of_s3() -> None:
    """`sam delete` reads the addresses of the nested templates, and knows those of S3 alone."""
    get = handlers._ACTION_HANDLERS["GetTemplate"]
    here = f"http://{os.environ['BIND_HOST']}:{os.environ['GATEWAY_PORT']}/".encode()
    there = f"https://s3.{os.environ['MINISTACK_REGION']}.amazonaws.com/".encode()

    def got(parameters):
        status, headers, body = get(parameters)
        return status, headers, body.replace(here, there)

    handlers._ACTION_HANDLERS["GetTemplate"] = got


def secrets_are_referred_to_by_arn() -> None:
    """`!Ref` of a secret is its ARN. The emulator answers with its name, which no policy would match."""
    handler = HANDLERS["AWS::SecretsManager::Secret"]
    create, update, delete = handler["create"], handler["update"], handler["delete"]

    def name(arn: str) -> str:
        return next((name for name, secret in secretsmanager._secrets.items() if secret["ARN"] == arn), arn)

    def created(logical_id, properties, stack):
        _, attributes = create(logical_id, properties, stack)
        return attributes["Id"], attributes

    def updated(arn, old, new, stack, logical_id=None):
        _, attributes = update(name(arn), old, new, stack, logical_id)
        return attributes["Id"], attributes

    handler.update(create=created, update=updated, delete=lambda arn, properties: delete(name(arn), properties))


def batches_need_the_right_of_their_single_action() -> None:
    """SNS has no action `PublishBatch` to allow: AWS asks for `sns:Publish`."""
    extract = iam_actions.extract_iam_action

    def extracted(*request):
        action = extract(*request)
        return "sns:Publish" if action == "sns:PublishBatch" else action

    iam_actions.extract_iam_action = extracted


def email_is_sent_by_an_identity() -> None:
    """Who may send email is asked of the identity that the address belongs to, and may depend on the address.
    The emulator asks of nothing in particular, and knows no condition `ses:FromAddress`.
    """
    resource, context = iam_actions.extract_resource_arn, iam_actions.request_tag_context

    def source(service: str, body: bytes) -> str | None:
        sent = parse_qs(body.decode()) if service == "ses" else {}
        return sent.get("Source", [None])[0]

    def resource_of(service, method, path, headers, body, parameters, region, account):
        address = source(service, body)
        if address is None:
            return resource(service, method, path, headers, body, parameters, region, account)
        return f"arn:aws:ses:{region}:{account}:identity/{address.rpartition('@')[2]}"

    def context_of(service, action, body, parameters):
        address = source(service, body)
        return context(service, action, body, parameters) | ({"ses:fromaddress": address} if address else {})

    iam_actions.extract_resource_arn = resource_of
    iam_actions.request_tag_context = context_of


def calls_come_by_tls() -> None:
    """AWS is reached by TLS alone, and the bucket's policy denies all else. The emulator is reached by plain HTTP."""
    resolve = iam_evaluator._resolve_condition_key

    def resolved(key, context):
        return "true" if key.lower() == "aws:securetransport" else resolve(key, context)

    iam_evaluator._resolve_condition_key = resolved


def dead_letters_can_be_sent_back() -> None:
    """A move task sends what is in a dead-letter queue to the queue that names it. The emulator has no such tasks."""

    def named(wanted) -> dict:
        return next(queue for queue in sqs._queues.values() if wanted(queue["attributes"]))

    def started(task: dict, _url: str) -> dict:
        dead = named(lambda of: of["QueueArn"] == task["SourceArn"])
        back = named(lambda of: json.loads(of.get("RedrivePolicy", "{}")).get("deadLetterTargetArn") == task["SourceArn"])
        for message in dead["messages"]:
            sqs._act_send_message({"MessageBody": message["body"]}, back["url"])
        dead["messages"].clear()
        return {"TaskHandle": task["SourceArn"]}

    sqs._HANDLERS["StartMessageMoveTask"] = started


def rules_look_for_bytes() -> None:
    """What a rule of a web ACL looks for is text in a template and bytes in the API. The emulator answers with the text."""
    handler = HANDLERS["AWS::WAFv2::WebACL"]
    create = handler["create"]

    def in_bytes(value):
        if isinstance(value, list):
            return [in_bytes(one) for one in value]
        if not isinstance(value, dict):
            return value
        return {name: base64.b64encode(one.encode()).decode() if name == "SearchString" else in_bytes(one) for name, one in value.items()}

    handler.update(create=lambda logical_id, properties, stack: create(logical_id, in_bytes(properties), stack))


def calls_are_recorded() -> None:
    """A line for each call that the policies were asked about: who, action, resource, and whether it was allowed."""
    enforce, calls = iam_evaluator.enforce, open("calls.jsonl", "a", encoding="utf-8")

    def recorded(access_key, action, service, region, resource_arn="*", service_context=None):
        denied = enforce(access_key, action, service, region, resource_arn=resource_arn, service_context=service_context)
        calls.write(json.dumps([iam_evaluator.caller_arn(), action, resource_arn, denied is None]) + "\n")
        calls.flush()
        return denied

    iam_evaluator.enforce = recorded


if __name__ == "__main__":
    calls_are_recorded()
    nested_stacks_are_expanded()
    templates_are_at_an_address_of_s3()
    secrets_are_referred_to_by_arn()
    batches_need_the_right_of_their_single_action()
    email_is_sent_by_an_identity()
    calls_come_by_tls()
    dead_letters_can_be_sent_back()
    rules_look_for_bytes()
    main()
