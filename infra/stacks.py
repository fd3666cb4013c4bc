"""CloudFormation stacks by change set: what would change, then the change, then what came of it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from infra.obstacle import Obstacle

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

_CHANGE_SET = "proposed"
_NOTHING_TO_DO = ("didn't contain changes", "No updates are to be performed")


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a change set."""

    action: str
    resource: str
    kind: str
    replaced: bool

    def __str__(self) -> str:
        return f"  {self.action:7} {self.resource}  ({self.kind}){'  REPLACED' if self.replaced else ''}"


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack by its name."""

    name: str
    cloudformation: CloudFormationClient

    def propose(self, template_url: str, parameters: Mapping[str, str]) -> list[Change]:
        """What the template would change; nothing is changed yet. Empty when there is nothing to do."""
        status = self._status()
        if status:  # an earlier proposal nobody accepted
            self.cloudformation.delete_change_set(StackName=self.name, ChangeSetName=_CHANGE_SET)
        creating = status in (None, "REVIEW_IN_PROGRESS")
        asked: dict[str, Any] = {"ChangeSetType": "CREATE", "OnStackFailure": "DELETE"} if creating else {}
        self.cloudformation.create_change_set(
            StackName=self.name,
            ChangeSetName=_CHANGE_SET,
            TemplateURL=template_url,
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
            Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
            **asked,
        )
        return self._proposed()

    def _proposed(self) -> list[Change]:
        while (told := self._described())[-1]["Status"] in ("CREATE_PENDING", "CREATE_IN_PROGRESS"):
            self._rest()
        if told[-1]["Status"] != "FAILED":
            return [_change(line["ResourceChange"]) for page in told for line in page["Changes"]]
        reason = told[-1].get("StatusReason", "")
        if any(nothing in reason for nothing in _NOTHING_TO_DO):
            return []
        raise Obstacle(f"The change to {self.name} was refused: {reason}")

    def _described(self) -> list[Any]:
        pages = self.cloudformation.get_paginator("describe_change_set")
        return list(pages.paginate(StackName=self.name, ChangeSetName=_CHANGE_SET))

    def apply(self) -> None:
        """Carry out what was proposed and wait; an obstacle, with the reasons, when it fails."""
        [stack] = self.cloudformation.describe_stacks(StackName=self.name)["Stacks"]
        seen = {event["EventId"] for event in self._events(stack["StackId"])}
        self.cloudformation.execute_change_set(StackName=self.name, ChangeSetName=_CHANGE_SET)
        while (status := self._status(stack["StackId"]) or "").endswith("IN_PROGRESS"):
            self._rest()
        if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            new = [event for event in self._events(stack["StackId"]) if event["EventId"] not in seen]
            raise Obstacle(f"{self.name} is {status}:\n{_reasons(new)}")

    def outputs(self) -> dict[str, str]:
        """What the stack tells about itself."""
        [stack] = self.cloudformation.describe_stacks(StackName=self.name)["Stacks"]
        return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}

    def _status(self, stack: str | None = None) -> str | None:
        try:
            [told] = self.cloudformation.describe_stacks(StackName=stack or self.name)["Stacks"]
        except ClientError as error:
            if "does not exist" in str(error):
                return None
            raise
        return told["StackStatus"]

    def _events(self, stack: str) -> list[Any]:
        pages = self.cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack)
        return [event for page in pages for event in page["StackEvents"]]

    def _rest(self) -> None:
        time.sleep(0.1 if "127.0.0.1" in self.cloudformation.meta.endpoint_url else 3)


def _change(line: Mapping[str, Any]) -> Change:
    return Change(line["Action"], line["LogicalResourceId"], line["ResourceType"], line.get("Replacement") == "True")


def _reasons(events: list[Any]) -> str:
    failed = [event for event in reversed(events) if event["ResourceStatus"].endswith("FAILED")]
    return "\n".join(f"  {event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}" for event in failed)
