"""What the deployment runs on: the emulator as a process, `sam`, and clients of the emulator's services."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import boto3
from botocore.config import Config

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "target" / "tools"
REGION = "eu-central-1"
ACCOUNT = "000000000000"


class Refused(Exception):
    """`sam` ended with an error; the message is what it printed."""


def wait_for(what: str, look, seconds: float = 180):
    """Looks until there is something, and returns it. The time only ends what hangs: the machine may be busy."""
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, f"waited {seconds:.0f} seconds for {what}"
        time.sleep(0.2)
    return found


class Machine:
    """An emulator with nothing in it, until it is stopped."""

    def __init__(self, directory: Path):
        self.directory = directory
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        # From nothing, so that no profile or endpoint of the caller's can lead to a real account.
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(directory),
            "TMPDIR": str(directory),
            "LANG": "C.UTF-8",
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
            "SAM_CLI_TELEMETRY": "0",
        }
        self.process = None

    def start(self) -> None:
        """Starts the emulator, which asks every call of a function whether its role allows it (`AUTH`)."""
        settings = {"GATEWAY_PORT": str(self.port), "BIND_HOST": "127.0.0.1", "MINISTACK_REGION": REGION, "AUTH": "true"}
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [TOOLS / "emulator/bin/python", ROOT / "tests/deploy/emulator.py"],
                env=self.environment | settings, cwd=self.directory, stdout=log, stderr=log, start_new_session=True,
            )
        wait_for("the emulator", lambda: self.process.poll() is not None or self.answers())
        assert self.process.poll() is None, f"the emulator ended: {self.log.read_text()}"

    def stop(self) -> None:
        """Stops the emulator with the functions that it runs."""
        if self.process is None:
            return
        for how in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, how)
                self.process.wait(5)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                pass

    @property
    def log(self) -> Path:
        """What the emulator says."""
        return self.directory / "emulator.log"

    @property
    def calls(self) -> Path:
        """The calls that the emulator asked the policies about, a line each."""
        return self.directory / "calls.jsonl"

    def answers(self) -> bool:
        """Whether the emulator is there yet."""
        try:
            return self.request("GET", "/_ministack/health")[0] == 200
        except OSError:
            return False

    def request(self, method: str, path: str, body=None, headers=None, host=None):
        """Status and text of an answer. `host` is the API's: the emulator tells APIs apart by it."""
        headers = dict(headers or {}) | ({"host": host} if host else {})
        data = None if body is None else json.dumps(body).encode()
        if data is not None:
            headers["content-type"] = "application/json"
        status, content = self.send(method, self.url + path, data, headers)
        return status, content.decode()

    @staticmethod
    def send(method: str, url: str, data: bytes | None = None, headers=None) -> tuple[int, bytes]:
        """Status and content of an answer."""
        request = urllib.request.Request(url, data, headers or {}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()

    def client(self, service: str, region: str = REGION):
        """A client of one of the emulator's services."""
        return boto3.client(
            service, region_name=region, endpoint_url=self.url, aws_access_key_id="test", aws_secret_access_key="test",
            config=Config(retries={"max_attempts": 1}, read_timeout=60),
        )

    def sam(self, *arguments: str) -> str:
        """Runs `sam` in the repository, as `make` does, and returns what it printed."""
        command = [TOOLS / "python/bin/sam", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, timeout=600, check=False,
        )
        if done.returncode != 0:
            raise Refused(done.stdout)
        return done.stdout

    def make(self, *arguments: str) -> str:
        """Runs `make` in the repository and returns what it printed."""
        done = subprocess.run(
            ["make", "--no-print-directory", *arguments], cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=600, check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def sms(self, number: str) -> list[str]:
        """The SMS that were sent to a number."""
        sent = json.loads(self.request("GET", "/_ministack/sns/sms-messages")[1])["sms_messages"]
        return [message["Message"] for message in sent.get(number, [])]

    def emails(self, address: str) -> list[str]:
        """The subjects of the emails that were sent to an address."""
        sent = json.loads(self.request("GET", "/_ministack/ses/messages")[1])["messages"]
        return [email["Subject"] for emails in sent.values() for email in emails if address in email["To"]]
