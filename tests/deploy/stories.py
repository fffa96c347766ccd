"""The stories of the README, by HTTP against the deployed API."""

import base64
import hmac
import json
import re
import struct
import time

from machine import Machine, wait_for
from stack import Stack

CUSTOMER, COLLEAGUE, APPLICANT = "+12015550111", "+8613800000002", "+12015550112"
PASSWORD = "lantern-harbour-42"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01"


class Api:
    """The deployed API, as one caller sees it."""

    def __init__(self, machine: Machine, host: str, token: str | None = None):
        self.machine, self.host, self.token = machine, host, token

    def call(self, expected: int, method: str, path: str, body=None) -> dict:
        """Sends a request, whose answer must have the expected status."""
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        status, text = self.machine.request(method, path, body, headers, self.host)
        assert status == expected, f"{method} {path}: {status} instead of {expected}: {text}"
        return json.loads(text) if text else {}

    def login(self, name: str, password: str) -> "Api":
        """Logs in."""
        token = self.call(201, "POST", "/api/sessions", {"login": name, "password": password})["token"]
        return Api(self.machine, self.host, token)

    def with_initial_password(self, name: str, number: str) -> "Api":
        """Logs in with the password of the SMS and replaces it."""
        text = wait_for(f"the SMS to {number}", lambda: self.machine.sms(number))[0]
        initial = re.search(r"(?:Initial password: |初始密码：)(\S+)", text)[1]
        caller = self.login(name, initial)
        assert caller.call(403, "GET", "/api/queues")["code"] == "password_change_required"
        caller.call(200, "PUT", "/api/me/password", {"current_password": initial, "new_password": PASSWORD})
        return self.login(name, PASSWORD)

    def enrolled(self) -> "Api":
        """With a second factor, without which an administrator may do nothing."""
        assert self.call(403, "GET", "/api/contacts")["code"] == "second_factor_enrolment_required"
        secret = self.call(200, "POST", "/api/me/second-factor", {"password": PASSWORD})["secret"]
        answer = self.call(200, "POST", "/api/me/second-factor/confirm", {"code": one_time_code(secret)})
        assert len(answer["recovery_codes"]) == 10
        self.call(401, "GET", "/api/me")
        return Api(self.machine, self.host, answer["session"]["token"])


def one_time_code(secret: str) -> str:
    """What an authenticator shows now (RFC 6238)."""
    step = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(base64.b32decode(secret), step, "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start:start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def anybody_reads_the_description(api: Api) -> None:
    """The API is there, and knows who is not signed in."""
    assert api.call(200, "GET", "/api/openapi.json")["openapi"].startswith("3.")
    assert api.call(401, "GET", "/api/me")["code"] == "not_signed_in"
    assert api.call(404, "GET", "/api/nothing")["code"] == "not_found"


def staff_opens_an_account(api: Api, chen: Api, organisation: str) -> None:
    """A contact gets an account, its owner an SMS, and logs in with it."""
    contact = chen.call(201, "POST", "/api/contacts", {
        "organisation_id": organisation, "name": "Anna Berg", "mobile": CUSTOMER, "language": "en"})
    assert chen.call(200, "GET", f"/api/contacts/{contact['contact_id']}")["account"]["state"] == "none"
    assert "Anna Berg" in json.dumps(chen.call(200, "GET", "/api/contacts"))
    opened = chen.call(201, "POST", f"/api/contacts/{contact['contact_id']}/account", {})
    assert opened["login"] == CUSTOMER
    api.with_initial_password(CUSTOMER, CUSTOMER)


def customers_keep_their_place(api: Api, chen: Api) -> None:
    """Two tickets wait; when the first is accepted, the place of the second falls."""
    anna = api.login(CUSTOMER, PASSWORD)
    queue = anna.call(200, "GET", "/api/queues")["items"][0]["queue_id"]

    def submit(title: str, reply: str) -> str:
        ticket = {"title": title, "description": "E-204.", "queue_id": queue, "reply_method": reply}
        return anna.call(201, "POST", "/api/tickets", ticket)["ticket_id"]

    def place(ticket: str) -> tuple[int, int]:
        answer = anna.call(200, "GET", f"/api/tickets/{ticket}/queue-position")
        return answer["position"], answer["waiting"]

    first, second = submit("Printer offline", "sms"), submit("Scanner jams", "portal")
    assert (place(first), place(second)) == ((1, 2), (2, 2))
    assert chen.call(200, "POST", f"/api/tickets/{first}/accept", {})["state"] == "in_progress"
    assert place(second) == (1, 1)
    assert anna.call(200, "GET", f"/api/tickets/{second}")["state"] == "waiting"
    assert len(anna.call(200, "GET", "/api/tickets?view=submitted")["items"]) == 2
    # The password, the ticket that was submitted and that it was accepted.
    wait_for("the SMS about the first ticket", lambda: len(api.machine.sms(CUSTOMER)) == 3)


def a_file_is_attached(api: Api, stack: Stack) -> None:
    """It goes to the bucket and comes from there by links. Taken away, it is swept."""
    anna = api.login(CUSTOMER, PASSWORD)
    ticket = anna.call(200, "GET", "/api/tickets?view=submitted")["items"][0]["ticket_id"]
    path = f"/api/tickets/{ticket}/attachments"
    begun = anna.call(201, "POST", path, {"name": "fault.png", "size": len(PNG)})
    path = f"{path}/{begun['attachment']['attachment_id']}"
    assert anna.call(409, "POST", f"{path}/finish", {})["code"] == "not_uploaded"
    upload = begun["upload"]
    status, text = api.machine.send(upload["method"], upload["url"], PNG, upload["headers"])
    assert status == 200, text
    anna.call(200, "POST", f"{path}/finish", {})
    link = anna.call(200, "GET", path)["url"]
    assert api.machine.send("GET", link) == (200, PNG)
    anna.call(204, "DELETE", path)
    assert stack.invoke("SweepAttachmentsFunction", {})["failed"] == 0
    assert api.machine.send("GET", link)[0] == 404


def one_of_several_approves(chen: Api, wu: Api, organisation: str) -> None:
    """Who may decide is told by email; the second decision learns of the first."""
    contact = chen.call(201, "POST", "/api/contacts", {
        "organisation_id": organisation, "name": "Bob Reyes", "mobile": APPLICANT, "language": "en"})
    request = apply(chen, contact["contact_id"])
    assert request in json.dumps(chen.call(200, "GET", "/api/account-requests?state=pending"))
    wait_for("the email to who may decide", lambda: chen.machine.emails("wu.hao@example.com"))
    assert wu.call(200, "POST", f"/api/account-requests/{request}/approve", {})["state"] == "approved"
    late = chen.call(409, "POST", f"/api/account-requests/{request}/approve", {})
    assert (late["code"], late["decision"]) == ("already_decided", "approved")
    wait_for("the SMS to the applicant", lambda: chen.machine.sms(APPLICANT))


def a_rejection_has_a_reason(chen: Api, wu: Api, organisation: str) -> None:
    """It stays with the contact, and another request may be made."""
    contact = chen.call(201, "POST", "/api/contacts", {"organisation_id": organisation, "name": "Eve Stone", "mobile": "+12015550113"})
    request = apply(chen, contact["contact_id"])
    reject = {"reason": "She has left."}
    assert wu.call(200, "POST", f"/api/account-requests/{request}/reject", reject)["state"] == "rejected"
    assert "She has left." in json.dumps(chen.call(200, "GET", f"/api/contacts/{contact['contact_id']}"))


def apply(caller: Api, contact: str) -> str:
    """Applies for a contact's account."""
    remark = {"remark": "Reports faults from January on."}
    return caller.call(201, "POST", f"/api/contacts/{contact}/account-requests", remark)["request_id"]


def a_session_ends(chen: Api) -> None:
    """After logging out, the token is worth nothing."""
    chen.call(204, "DELETE", "/api/sessions/current")
    chen.call(401, "GET", "/api/me")
