"""One of three operations as a Lambda function: `peer.py login`, `submit-ticket` or `queue-position`."""

import hashlib
import http.client
import json
import os
import secrets
import sys
import time

import boto3
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.config import Config

DATABASE = boto3.client(
    "dynamodb", endpoint_url=os.environ["AWS_ENDPOINT_URL_DYNAMODB"], config=Config(parameter_validation=False))
IDENTITY, SESSIONS, TICKETS = (os.environ[f"TABLE_{name}"] for name in ("IDENTITY", "SESSIONS", "TICKETS"))
HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
READ, WRITE = TypeDeserializer(), TypeSerializer()


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def key(pk, sk):
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def read(item):
    return {name: READ.deserialize(value) for name, value in item.items()}


def written(pk, sk, value):
    return {name: WRITE.serialize(one) for name, one in ({"pk": pk, "sk": sk} | value).items()}


def get(table, pk, sk):
    item = DATABASE.get_item(TableName=table, Key=key(pk, sk), ConsistentRead=True).get("Item")
    return item and read(item)


def reply(status, body):
    return {"statusCode": status, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}


def caller(event):
    """The account of the session that the request is made in."""
    # Between them stand hints, which are not needed here.
    account, *_, secret = event["headers"]["authorization"].removeprefix("Bearer ").split(".")
    found = DATABASE.batch_get_item(RequestItems={
        SESSIONS: {"Keys": [key(f"ACC#{account}", f"SESSION#{digest(secret)}")], "ConsistentRead": True},
        IDENTITY: {"Keys": [key(f"ACC#{account}", "ACCOUNT")], "ConsistentRead": True},
    })["Responses"]
    if not found.get(SESSIONS) or not found.get(IDENTITY):
        return None
    return read(found[IDENTITY][0])


def may_use_tickets(tenant):
    DATABASE.batch_get_item(RequestItems={IDENTITY: {"Keys": [key(f"TEN#{tenant}", "APPS")], "ConsistentRead": True}})


def count(by, what):
    now = time.time()
    DATABASE.update_item(
        TableName=SESSIONS, Key=key(f"ATTEMPTS#{by}#{digest(what)}", "ATTEMPTS"),
        UpdateExpression="ADD attempts :one SET expires = :until",
        ConditionExpression="(attribute_not_exists(not_before) OR not_before <= :millis)",
        ExpressionAttributeValues={
            ":one": {"N": "1"}, ":until": {"N": str(int(now) + 3600)}, ":millis": {"N": str(int(now * 1000))}},
        ReturnValues="UPDATED_NEW")


def login(event):
    asked = json.loads(event["body"])
    name, source = asked["login"], event["requestContext"]["http"]["sourceIp"]
    count("source", source)
    count("name", name)
    guard = get(IDENTITY, f"LOGIN#{name}", "LOGIN")
    account = guard and get(IDENTITY, f"ACC#{guard['account_id']}", "ACCOUNT")
    if not account:
        return reply(401, {"code": "login_failed"})
    try:
        HASHER.verify(account["password"]["phc"], asked["password"])
    except VerifyMismatchError:
        return reply(401, {"code": "login_failed"})
    secret = secrets.token_urlsafe(32)
    session = {"digest": digest(secret), "expires": int(time.time()) + 36000}
    pk = f"ACC#{account['account_id']}"
    DATABASE.transact_write_items(TransactItems=[
        {"Put": {"TableName": SESSIONS, "Item": written(pk, f"SESSION#{session['digest']}", session),
                 "ConditionExpression": "attribute_not_exists(pk)"}},
        {"Delete": {"TableName": SESSIONS, "Key": key(f"ATTEMPTS#name#{digest(name)}", "ATTEMPTS")}},
        {"Update": {"TableName": SESSIONS, "Key": key(f"ATTEMPTS#source#{digest(source)}", "ATTEMPTS"),
                    "UpdateExpression": "ADD attempts :one", "ExpressionAttributeValues": {":one": {"N": "-1"}}}},
    ])
    return reply(201, {"token": f"{account['account_id']}.{secret}"})


def submit_ticket(event):
    account, asked = caller(event), json.loads(event["body"])
    if not account:
        return reply(401, {"code": "not_signed_in"})
    identity = account["identities"][0]
    tenant, queue = identity["tenant_id"], asked["queue_id"]
    may_use_tickets(tenant)
    if not get(TICKETS, f"TEN#{tenant}", f"QUEUE#{queue}"):
        return reply(422, {"code": "unknown_queue"})
    place = f"TEN#{tenant}#QUE#{queue}"
    taken = DATABASE.update_item(
        TableName=TICKETS, Key=key(place, "HEAD"), UpdateExpression="ADD next_number :one",
        ConditionExpression="attribute_exists(next_number)", ExpressionAttributeValues={":one": {"N": "1"}},
        ReturnValues="UPDATED_NEW")
    number = int(taken["Attributes"]["next_number"]["N"]) - 1
    ticket, event_id = f"tkt_{secrets.token_hex(13)}", f"evt_{secrets.token_hex(13)}"
    row = asked | {"ticket_id": ticket, "tenant_id": tenant, "number": number, "state": "waiting",
                   "submitter": identity["identity_id"], "kind": "ticket", "version": 1}
    outgoing = {"kind": "sent", "body": json.dumps({"id": event_id, "type": "ticket.submitted", "data": row})}
    put = [
        (f"TEN#{tenant}#TKT#{ticket}", "TICKET", row),
        (f"{place}#NUMBER#{number:012}", "NUMBER", {"ticket_id": ticket}),
        ("OUTBOX#0", event_id, outgoing),
    ]
    DATABASE.transact_write_items(TransactItems=[
        {"Put": {"TableName": TICKETS, "Item": written(*one), "ConditionExpression": "attribute_not_exists(pk)"}}
        for one in put])
    return reply(201, row)


def queue_position(event):
    account = caller(event)
    if not account:
        return reply(401, {"code": "not_signed_in"})
    tenant = account["identities"][0]["tenant_id"]
    may_use_tickets(tenant)
    ticket = get(TICKETS, f"TEN#{tenant}#TKT#{event['pathParameters']['ticket_id']}", "TICKET")
    if not ticket or ticket["state"] != "waiting":
        return reply(404, {"code": "not_found"})
    number, place = int(ticket["number"]), f"TEN#{tenant}#QUE#{ticket['queue_id']}"
    heads = [read(item) for item in DATABASE.query(
        TableName=TICKETS, KeyConditionExpression="pk = :pk", ConsistentRead=True,
        ExpressionAttributeValues={":pk": {"S": place}})["Items"]]
    block = get(TICKETS, f"{place}#BLOCK#{number // 4032:08}", "BLOCK") or {}
    get(TICKETS, f"TEN#{tenant}", f"QUEUE#{ticket['queue_id']}")
    head = next(row for row in heads if row["sk"] == "HEAD")
    counts = [(row["sk"], name, int(count)) for row in heads if row["sk"].startswith("SUPER#")
              for name, count in row.items() if name[0] == "c" and name[1:].isdigit()]
    departed = sum(count for _, _, count in counts)
    before = sum(count for sk, name, count in counts if int(sk[6:]) * 64 + int(name[1:]) < number // 4032)
    inside = number % 4032
    for name, mask in block.items():
        if name[0] == "w" and name[1:].isdigit():
            below = max(0, min(126, inside - int(name[1:]) * 126))
            before += (int(mask) & ((1 << below) - 1)).bit_count()
    return reply(200, {"position": number + 1 - before, "waiting": int(head["next_number"]) - departed})


HANDLERS = {"login": login, "submit-ticket": submit_ticket, "queue-position": queue_position}


def main():
    handle = HANDLERS[sys.argv[1]]
    DATABASE.get_item(TableName=SESSIONS, Key=key("NOTHING", "NOTHING"))
    runtime = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    while True:
        runtime.request("GET", "/2018-06-01/runtime/invocation/next")
        asked = runtime.getresponse()
        event, request = json.loads(asked.read()), asked.getheader("lambda-runtime-aws-request-id")
        runtime.request("POST", f"/2018-06-01/runtime/invocation/{request}/response", json.dumps(handle(event)))
        runtime.getresponse().read()


main()
