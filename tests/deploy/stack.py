"""A deployed stack with those nested in it: what they hold, and how to deploy and remove them."""

import json

from machine import Machine, Refused, ROOT

import tomlkit


class Stack:
    """The stack of an environment in samconfig.toml."""

    def __init__(self, machine: Machine, environment: str):
        self.machine = machine
        self.environment = environment
        self.config = tomlkit.parse((ROOT / "samconfig.toml").read_text()).unwrap()[environment]
        self.name = self.config["global"]["parameters"]["stack_name"]

    def parameters(self) -> dict[str, str]:
        """What the environment sets."""
        pairs = self.config["deploy"]["parameters"]["parameter_overrides"]
        return dict(pair.split("=", 1) for pair in pairs)

    def deploy(self, *arguments: str) -> str:
        """Deploys it, as `make deploy` does."""
        config = ("--config-file", str(ROOT / "samconfig.toml"), "--config-env", self.environment)
        return self.machine.sam("deploy", *config, "--no-confirm-changeset", *arguments)

    def each(self) -> dict[str, dict[str, dict]]:
        """The resources of each stack by logical id: the root's own, and those of each area."""
        root = self.listed(self.name)
        nested = {logical_id: one for logical_id, one in root.items() if one["ResourceType"] == "AWS::CloudFormation::Stack"}
        return {"root": root} | {logical_id: self.listed(one["PhysicalResourceId"]) for logical_id, one in nested.items()}

    def listed(self, stack: str) -> dict[str, dict]:
        """The resources of one stack, by logical id."""
        pages = self.machine.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stack)
        return {one["LogicalResourceId"]: one for page in pages for one in page["StackResourceSummaries"]}

    def resources(self) -> dict[str, dict]:
        """The resources of all stacks, by logical id. Those that are asked for here have ids of their own."""
        return {logical_id: one for resources in self.each().values() for logical_id, one in resources.items()}

    def physical(self, logical_id: str) -> str:
        """What a resource is really called."""
        return self.resources()[logical_id]["PhysicalResourceId"]

    def outputs(self) -> dict[str, str]:
        """Its outputs."""
        stack = self.machine.client("cloudformation").describe_stacks(StackName=self.name)["Stacks"][0]
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    def lines(self, area: str) -> list[str]:
        """What the functions of an area logged."""
        pages = self.machine.client("logs").get_paginator("filter_log_events").paginate(logGroupName=f"/{self.name}/{area}")
        return [event["message"] for page in pages for event in page["events"]]

    def complaints(self, *levels: str) -> list[str]:
        """The lines of these levels that all functions logged."""
        areas = [logical_id.removesuffix("Logs").lower() for logical_id in self.resources() if logical_id.endswith("Logs")]
        lines = [line for area in areas if area != "api" for line in self.lines(area) if line.startswith("{")]
        return [line for line in lines if json.loads(line).get("level") in (levels or ("ERROR", "WARN"))]

    def invoke(self, logical_id: str, event: dict):
        """Invokes a function, which must not fail."""
        answer = self.machine.client("lambda").invoke(FunctionName=self.physical(logical_id), Payload=json.dumps(event))
        text = answer["Payload"].read()
        assert "FunctionError" not in answer, f"{logical_id}: {text[:2000]}"
        return json.loads(text)

    def planned(self, packaged: str, parameters: dict[str, str]) -> dict[str, str]:
        """The parameters that a change set resolves to; it is made and not executed."""
        pairs = [f"{name}={value}" for name, value in parameters.items()]
        said = self.deploy("--template-file", packaged, "--no-execute-changeset", "--parameter-overrides", *pairs)
        changes = self.machine.client("cloudformation").list_change_sets(StackName=self.name)["Summaries"]
        assert changes, said
        described = self.machine.client("cloudformation").describe_change_set(
            StackName=self.name, ChangeSetName=changes[-1]["ChangeSetName"])
        return {one["ParameterKey"]: one["ParameterValue"] for one in described["Parameters"]}

    def refusal(self, packaged: str) -> str:
        """Why the environment cannot be deployed as it is."""
        try:
            return f"it was deployed: {self.deploy('--template-file', packaged, '--no-execute-changeset')}"
        except Refused as refused:
            return str(refused)
