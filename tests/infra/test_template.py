"""The template as it is deployed: what Chalice wrote and what we merged into it, together."""

from __future__ import annotations

import json
import re
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from shared.domain import forwarding
from shared.storage import announcements, keys

pytestmark = pytest.mark.package

ROOT = Path(__file__).parents[2]
FUNCTIONS = {
    "APIHandler": (512, 20),
    "Authorize": (256, 5),
    "CountDossiers": (512, 60),
    "ExportVault": (1024, 300),
    "FetchRevocation": (512, 180),
    "RejudgeVersions": (1769, 300),
    "SweepUploads": (256, 120),
    "JudgeUpload": (1769, 90),
    "PublishReuseRate": (1769, 300),
    "RecountSample": (1769, 600),
    "RelayOutbox": (256, 30),
    "RemindHolders": (512, 300),
    "RemindUnits": (512, 300),
    "SendNotification": (256, 30),
    "ForwardFeedback": (256, 25),
    "ReleaseNotifications": (256, 30),
    "RefreshZaloToken": (256, 30),
    "TendDeadLetters": (256, 120),
}
GIVEN = {
    "APIHandler": {
        "TABLE",
        "REPORTS_BUCKET",
        "EXPORTS_BUCKET",
        "EXPORTS_QUEUE_URL",
        "INCOMING_BUCKET",
        "VAULT_BUCKET",
        "TOKEN_KEY",
        "IDENTITY_KEY",
        "OPENID_SECRET",
        "CALLBACKS_SECRET",
        "STAGE",
        "TRUST_BUCKET",
        "DEMO_TRUST",
        "DATA_KEY",
        "WEBHOOK_SECRETS",
        "LOOPBACK_RECEIVERS",
    },
    "Authorize": {"TOKEN_KEY"},
    "CountDossiers": {"TABLE"},
    "ExportVault": {"TABLE", "VAULT_BUCKET", "EXPORTS_BUCKET", "EXPORTS_QUEUE_URL"},
    "PublishReuseRate": {"TABLE", "REPORTS_BUCKET"},
    "RecountSample": {"TABLE", "STAGE"},
    "FetchRevocation": {"STAGE", "TABLE", "TRUST_BUCKET", "DEMO_TRUST"},
    "SweepUploads": {"TABLE", "INCOMING_BUCKET", "VAULT_BUCKET"},
    "RejudgeVersions": {"TABLE", "VAULT_BUCKET", "TRUST_BUCKET", "DEMO_TRUST", "STAGE"},
    "JudgeUpload": {
        "TABLE",
        "INCOMING_BUCKET",
        "VAULT_BUCKET",
        "QUARANTINE_BUCKET",
        "TRUST_BUCKET",
        "DEMO_TRUST",
        "STAGE",
    },
    "RelayOutbox": {"TABLE", "NOTIFICATIONS_QUEUE_URL", "FORWARDING_QUEUE_URL"},
    "ForwardFeedback": {"STAGE", "TABLE", "FORWARDING_QUEUE_URL", "WEBHOOK_SECRETS", "LOOPBACK_RECEIVERS"},
    "SendNotification": {"TABLE", "CHANNELS_SECRET", "ZALO_SECRET", "CALLBACKS_SECRET"},
    "ReleaseNotifications": {"TABLE", "NOTIFICATIONS_QUEUE_URL"},
    "RefreshZaloToken": {"TABLE", "ZALO_SECRET"},
    "TendDeadLetters": {
        "TABLE",
        "UPLOADS_QUEUE_URL",
        "UPLOADS_DEAD_LETTERS_URL",
        "EXPORTS_QUEUE_URL",
        "EXPORTS_DEAD_LETTERS_URL",
        "NOTIFICATIONS_QUEUE_URL",
        "NOTIFICATIONS_DEAD_LETTERS_URL",
        "FORWARDING_QUEUE_URL",
        "FORWARDING_DEAD_LETTERS_URL",
        "OUTBOX_DEAD_LETTERS_URL",
        "COUNTING_DEAD_LETTERS_URL",
    },
    "RemindHolders": {"TABLE"},
    "RemindUnits": {"TABLE"},
}
SCHEDULED = {
    "FetchRevocation": "cron(23 * * * ? *)",
    "PublishReuseRate": "cron(30 17 * * ? *)",  # 00:30 in Vietnam
    "RecountSample": "cron(10 19 * * ? *)",  # 02:10 in Vietnam
    "RejudgeVersions": "cron(41 * * * ? *)",
    "RemindHolders": "cron(30 0 * * ? *)",
    "RemindUnits": "cron(0 1 * * ? *)",
    "SweepUploads": "cron(37 18 * * ? *)",
    "ReleaseNotifications": "rate(1 minute)",
    "RefreshZaloToken": "rate(5 minutes)",
    "TendDeadLetters": "rate(1 minute)",
}
CONSUMED = {
    "JudgeUpload": "Uploads",
    "ExportVault": "Exports",
    "SendNotification": "Notifications",
    "ForwardFeedback": "Forwarding",
}
of_each_function = pytest.mark.parametrize("name", FUNCTIONS)


def of_type(template: Any, kind: str) -> dict[str, Any]:
    return {name: each["Properties"] for name, each in template["Resources"].items() if each["Type"] == kind}


def event(template: Any, name: str) -> Any:
    [source] = template["Resources"][name]["Properties"]["Events"].values()
    return source["Properties"]


def test_these_are_the_functions(template: Any):
    found = of_type(template, "AWS::Serverless::Function")
    assert {name: (each["MemorySize"], each["Timeout"]) for name, each in found.items()} == FUNCTIONS


def test_each_function_has_a_role_of_its_own(template: Any):
    roles = [each["Role"]["Fn::GetAtt"][0] for each in of_type(template, "AWS::Serverless::Function").values()]
    assert len(set(roles)) == len(FUNCTIONS)


@of_each_function
def test_a_function_is_told_what_it_needs_and_no_more(template: Any, name: str):
    assert set(template["Resources"][name]["Properties"]["Environment"]["Variables"]) == GIVEN[name]


def test_nothing_is_read_from_the_environment_that_the_template_does_not_give():
    asked = re.compile(r'environ(?:\.get\(|\[)"([A-Z_]+)"')
    code = [path for top in ("functions", "shared") for path in (ROOT / top).rglob("*.py")]
    read = {name for path in code for name in asked.findall(path.read_text())}
    assert read - {"AWS_ENDPOINT_URL"} <= set().union(*GIVEN.values())


@of_each_function
def test_a_function_writes_to_its_own_log_and_nowhere_else(template: Any, name: str):
    [log] = template["Resources"][name]["Properties"]["LoggingConfig"].values()
    assert template["Resources"][log["Ref"]]["Properties"]["RetentionInDays"] == 90
    written = [each["Resource"] for each in statements(template, name) if "logs:PutLogEvents" in each["Action"]]
    assert written == [{"Fn::GetAtt": [log["Ref"], "Arn"]}]


@of_each_function
def test_a_function_that_fails_or_is_throttled_rings(template: Any, name: str):
    watched = [
        (alarm["MetricName"], alarm["Namespace"])
        for alarm in of_type(template, "AWS::CloudWatch::Alarm").values()
        if {"Name": "FunctionName", "Value": {"Ref": name}} in alarm["Dimensions"]
    ]
    assert sorted(watched) == [("Errors", "AWS/Lambda"), ("Throttles", "AWS/Lambda")]


@of_each_function
def test_a_role_names_what_it_may_touch(template: Any, name: str):
    for statement in statements(template, name):
        assert not [action for action in statement["Action"] if "*" in action]
        resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
        assert all(set(resource) & {"Fn::GetAtt", "Fn::Sub"} for resource in resources)


DAY = date(2026, 11, 23)
TOUCHED = {
    "JudgeUpload": [
        keys.upload("u"),
        keys.item("i"),
        keys.signer("5401", "i", 1),
        keys.held("v", "type", "i"),
        keys.held_bytes("v", "sha256"),
        keys.corrected_bytes("sha256"),
        keys.dossier("d"),
        keys.feedback("f"),
        keys.outbox("m"),
        keys.current_catalogue(),
        keys.catalogue_part("c", 1),
    ],
    "PublishReuseRate": [
        keys.figures("2026-11", "as_it_was", "u"),
        keys.frozen("2026-11"),
        keys.below_target("2026-11", "u"),
        keys.outbox("m"),
        keys.current_catalogue(),
    ],
    "RecountSample": [
        keys.counted("u", DAY, "d"),
        keys.dossier("d"),
        keys.recount(DAY),
        keys.sheet("u", DAY),
        keys.current_catalogue(),
        keys.catalogue_part("c", 1),
    ],
    "ExportVault": [
        keys.export("v", "e"),
        keys.exporting("v"),
        keys.held("v", "type", "i"),
        keys.item("i"),
        keys.access("i", "a"),
        keys.outbox("m"),
        keys.current_catalogue(),
        keys.catalogue_part("c", 1),
    ],
    "CountDossiers": [keys.counted("u", DAY, "d"), keys.sheet("u", DAY), keys.queues("u")],
    "SweepUploads": [keys.upload("u"), keys.dossier("d"), keys.feedback("f")],
    "RejudgeVersions": [
        keys.item("i"),
        keys.held("v", "type", "i"),
        keys.outbox("m"),
        keys.signer("5401", "i", 1),
        keys.looked_through("a"),
        keys.current_catalogue(),
        keys.catalogue_part("c", 1),
    ],
    "RelayOutbox": [keys.outbox("m"), keys.inbox("v", "m"), keys.unread("v"), keys.pending("v")],
    "SendNotification": [
        keys.outbox("m"),
        keys.telling("m"),
        keys.receipt("m", "sms"),
        keys.person("p"),
        keys.preferences("v"),
        keys.pending("v"),
        keys.zalo_token(),
    ],
    "RefreshZaloToken": [keys.zalo_token()],
    "ForwardFeedback": [
        keys.feedback("f"),
        keys.delivery("f", 1, "u"),
        keys.webhook("u"),
        keys.item("i"),
        keys.current_catalogue(),
        keys.catalogue_part("c", 1),
    ],
    "TendDeadLetters": [keys.look("uploads"), keys.replay("r"), keys.replay_under_way("uploads")],
    "RemindHolders": [keys.item("i"), keys.current_catalogue(), keys.catalogue_part("c", 1)],
    "RemindUnits": [keys.dossier("d"), keys.current_catalogue(), keys.catalogue_part("c", 1)],
}
CLOSED = [keys.identity("a"), keys.session("s"), keys.sign_in("s"), keys.handover("h"), keys.access("i", "a")]


@pytest.mark.parametrize("name", TOUCHED)
def test_who_is_not_asked_by_people_touches_only_rows_of_its_own_kinds(template: Any, name: str):
    """The emulator does not know `LeadingKeys`; AWS does, and would refuse what is missing here."""
    on_the_table = [each for each in statements(template, name) if "dynamodb:GetItem" in each["Action"]]
    kinds = [
        kind for each in on_the_table for kind in each["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
    ]
    may = {key["PK"]: any(fnmatchcase(key["PK"], kind) for kind in kinds) for key in (*TOUCHED[name], *CLOSED)}
    assert may == {key["PK"]: key in TOUCHED[name] for key in (*TOUCHED[name], *CLOSED)}


@pytest.mark.parametrize("name", ["APIHandler", "JudgeUpload", "RelayOutbox", "SendNotification"])
def test_whose_transactions_check_rows_they_do_not_write_may_do_so(template: Any, name: str):
    """A transaction is refused whole where one of its parts is."""
    assert any("dynamodb:ConditionCheckItem" in each["Action"] for each in statements(template, name))


def test_a_desk_of_many_officers_behind_one_address_is_no_attack():
    [limit] = re.findall(r"RateBasedStatement: .*Limit: (\d+)", (ROOT / "infra" / "firewall.yaml").read_text())
    assert int(limit) >= 300 * 60


def statements(template: Any, function: str) -> list[Any]:
    role = template["Resources"][function]["Properties"]["Role"]["Fn::GetAtt"][0]
    [policy] = template["Resources"][role]["Properties"]["Policies"]
    return list(policy["PolicyDocument"]["Statement"])


@pytest.mark.parametrize("name", CONSUMED)
def test_a_message_fails_alone_and_comes_to_rest(template: Any, name: str):
    source, queue = event(template, name), template["Resources"][CONSUMED[name]]["Properties"]
    assert source["Queue"] == {"Fn::Sub": f"${{{CONSUMED[name]}.Arn}}"}
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert queue["VisibilityTimeout"] >= 6 * FUNCTIONS[name][1]
    assert queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0] == f"{CONSUMED[name]}DeadLetters"


def test_the_stream_tells_of_new_messages_and_of_what_happens_to_feedback(template: Any):
    source = event(template, "RelayOutbox")
    assert [json.loads(each["Pattern"]) for each in source["FilterCriteria"]["Filters"]] == [
        {
            "eventName": ["INSERT"],
            "dynamodb": {"Keys": {"PK": {"S": [{"prefix": "OUTBOX#"}]}, "SK": {"S": ["OUTBOX"]}}},
        },
        {
            "eventName": ["INSERT", "MODIFY"],
            "dynamodb": {"Keys": {"PK": {"S": [{"prefix": "FEEDBACK#"}]}, "SK": {"S": ["FEEDBACK"]}}},
        },
    ]
    assert source["Stream"] == {"Fn::GetAtt": ["Table", "StreamArn"]}
    assert source["StartingPosition"] == "TRIM_HORIZON"


def test_the_stream_tells_of_submitted_dossiers(template: Any):
    """Numbers of a stream are text, so a draft's state is compared as text; who deletes a draft is not heard either."""
    keys = {"PK": {"S": [{"prefix": "DOSSIER#"}]}, "SK": {"S": ["DOSSIER"]}}
    no_draft = {"state": {"N": [{"anything-but": ["0"]}]}}
    filters = [json.loads(each["Pattern"]) for each in event(template, "CountDossiers")["FilterCriteria"]["Filters"]]
    assert filters == [
        {"dynamodb": {"Keys": keys, "NewImage": no_draft}},
        {"eventName": ["REMOVE"], "dynamodb": {"Keys": keys, "OldImage": no_draft}},
    ]


def test_a_shard_of_the_stream_serves_two_readers_at_most(template: Any):
    functions = of_type(template, "AWS::Serverless::Function").values()
    sources = [source for each in functions for source in each.get("Events", {}).values()]
    assert sum("Stream" in source["Properties"] for source in sources) <= 2


@pytest.mark.parametrize(("name", "rests"), [("RelayOutbox", "Outbox"), ("CountDossiers", "Counting")])
def test_what_the_stream_cannot_deliver_comes_to_rest(template: Any, name: str, rests: str):
    source = event(template, name)
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert source["BisectBatchOnFunctionError"] is True
    assert source["MaximumRetryAttempts"] == 10
    assert source["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": [f"{rests}DeadLetters", "Arn"]}


def test_no_function_has_an_event_we_do_not_know(template: Any):
    known = {
        "CountDossiersDynamodbEventSource",
        "ExportVaultSqsEventSource",
        "JudgeUploadSqsEventSource",
        "RelayOutboxDynamodbEventSource",
        "SendNotificationSqsEventSource",
        "ForwardFeedbackSqsEventSource",
        *(f"{name}Event" for name in SCHEDULED),
    }
    events = [each.get("Events", {}) for each in of_type(template, "AWS::Serverless::Function").values()]
    assert {name for each in events for name in each} == known
    assert all("Type" in source for each in events for source in each.values())


@pytest.mark.parametrize("name", SCHEDULED)
def test_what_is_scheduled_comes_as_often_as_it_should(template: Any, name: str):
    """Hours of a schedule are UTC."""
    assert event(template, name) == {"Schedule": SCHEDULED[name]}


def test_a_list_going_stale_and_a_fetch_that_never_runs_ring(template: Any):
    alarm = template["Resources"]["RevocationGoesStale"]["Properties"]
    assert (alarm["Namespace"], alarm["MetricName"], alarm["Statistic"]) == ("Kho", "RevocationHoursLeft", "Minimum")
    assert (alarm["ComparisonOperator"], alarm["TreatMissingData"]) == ("LessThanThreshold", "breaching")
    assert alarm["Dimensions"] == [{"Name": "Stage", "Value": {"Ref": "Stage"}}]


def test_figures_that_are_not_what_the_dossiers_say_ring_until_a_night_finds_none(template: Any):
    alarm = template["Resources"]["ReuseRateDiffers"]["Properties"]
    assert (alarm["Namespace"], alarm["MetricName"], alarm["Threshold"]) == ("Kho", "ReuseRateDifferences", 0)
    assert (alarm["ComparisonOperator"], alarm["TreatMissingData"]) == ("GreaterThanThreshold", "ignore")
    assert alarm["Dimensions"] == [{"Name": "Stage", "Value": {"Ref": "Stage"}}]


def test_figures_wanted_at_once_are_published_by_the_function_of_the_night(template: Any):
    rule = template["Resources"]["PublicationWanted"]["Properties"]
    assert rule["EventPattern"] == {"source": [{"Fn::Sub": "kho.${Stage}"}], "detail-type": [announcements.PUBLICATION]}
    assert [each["Arn"] for each in rule["Targets"]] == [{"Fn::GetAtt": ["PublishReuseRate", "Arn"]}]
    allowed = template["Resources"]["PublicationMayRun"]["Properties"]
    assert (allowed["FunctionName"], allowed["Principal"]) == ({"Ref": "PublishReuseRate"}, "events.amazonaws.com")
    assert allowed["SourceArn"] == {"Fn::GetAtt": ["PublicationWanted", "Arn"]}


def test_every_resting_place_rings_when_it_is_not_empty(template: Any):
    resting = {name for name in of_type(template, "AWS::SQS::Queue") if name.endswith("DeadLetters")}
    dimensions = [alarm["Dimensions"][0] for alarm in of_type(template, "AWS::CloudWatch::Alarm").values()]
    watched = {each["Value"]["Fn::GetAtt"][0] for each in dimensions if each["Name"] == "QueueName"}
    places = ("Uploads", "Exports", "Notifications", "Forwarding", "Outbox", "Counting")
    assert watched == resting == {f"{name}DeadLetters" for name in places}


def test_what_a_system_does_not_take_rests_when_its_tries_are_used_up(template: Any):
    queue = template["Resources"]["Forwarding"]["Properties"]
    assert queue["RedrivePolicy"]["maxReceiveCount"] == forwarding.MOST_TRIES
    assert forwarding.FIRST_PAUSE.total_seconds() > FUNCTIONS["ForwardFeedback"][1], "never two at once"


def test_the_api_writes_the_secrets_of_webhooks_and_reads_none(template: Any):
    def may(function: str) -> set[str]:
        return {
            action
            for each in statements(template, function)
            if "/webhooks/*" in json.dumps(each["Resource"])
            for action in each["Action"]
        }

    assert may("ForwardFeedback") == {"secretsmanager:GetSecretValue"}
    assert may("APIHandler") == {
        f"secretsmanager:{each}" for each in ("CreateSecret", "DeleteSecret", "PutSecretValue")
    }


def test_every_queue_is_encrypted(template: Any):
    assert all(queue["SqsManagedSseEnabled"] is True for queue in of_type(template, "AWS::SQS::Queue").values())


def test_every_bucket_is_private_and_encrypted_with_our_key(template: Any):
    for bucket in of_type(template, "AWS::S3::Bucket").values():
        [rule] = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"] == {"Fn::GetAtt": ["DataKey", "Arn"]}
        assert rule["BucketKeyEnabled"] is True
        assert list(bucket["PublicAccessBlockConfiguration"].values()) == [True] * 4
        assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}


def test_every_bucket_refuses_plain_http(template: Any):
    policies = of_type(template, "AWS::S3::BucketPolicy").values()
    assert {policy["Bucket"]["Ref"] for policy in policies} == set(of_type(template, "AWS::S3::Bucket"))
    for policy in policies:
        [statement] = policy["PolicyDocument"]["Statement"]
        assert (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", "s3:*")
        assert statement["Condition"]["Bool"] == {"aws:SecureTransport": "false"}


def test_accepted_files_have_versions_and_refused_ones_an_end(template: Any):
    buckets = of_type(template, "AWS::S3::Bucket")
    assert buckets["VaultBucket"]["VersioningConfiguration"] == {"Status": "Enabled"}
    kept = {name: each["LifecycleConfiguration"] for name, each in buckets.items() if "LifecycleConfiguration" in each}
    assert {name: each["Rules"][0]["ExpirationInDays"] for name, each in kept.items()} == {
        "IncomingBucket": 30,
        "QuarantineBucket": 30,
        "ReportsBucket": 1,
        "ExportsBucket": 4,
    }
    [exports] = kept["ReportsBucket"]["Rules"]
    assert exports["Prefix"] == "exports/"


def test_a_file_outlives_every_message_about_it(template: Any):
    [rule] = template["Resources"]["IncomingBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    queues = of_type(template, "AWS::SQS::Queue")
    lives = [queues[name]["MessageRetentionPeriod"] for name in ("Uploads", "UploadsDeadLetters")]
    assert rule["ExpirationInDays"] * 24 * 3600 > sum(lives)


def test_only_the_incoming_bucket_tells_of_uploads(template: Any):
    [statement] = template["Resources"]["UploadsPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    named = template["Resources"]["IncomingBucket"]["Properties"]["BucketName"]["Fn::Sub"]
    assert statement["Condition"]["ArnEquals"]["aws:SourceArn"] == {"Fn::Sub": f"arn:${{AWS::Partition}}:s3:::{named}"}


def test_the_table_is_encrypted_recoverable_and_followed(template: Any):
    table = template["Resources"]["Table"]["Properties"]
    assert table["SSESpecification"]["KMSMasterKeyId"] == {"Fn::GetAtt": ["DataKey", "Arn"]}
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert table["DeletionProtectionEnabled"] == {"Fn::If": ["IsProduction", True, False]}


def test_what_people_gave_us_outlives_the_stack(template: Any):
    kinds = {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::SecretsManager::Secret"}
    kept = {name: each for name, each in template["Resources"].items() if each["Type"] in kinds}
    assert {each["DeletionPolicy"] for each in kept.values()} == {"RetainExceptOnCreate"}
    assert {each["UpdateReplacePolicy"] for each in kept.values()} == {"Retain"}


@pytest.mark.parametrize("parameter", ["DemoTrust", "LoopbackReceivers"])
def test_production_believes_no_demonstration_and_calls_nothing_of_its_own(template: Any, parameter: str):
    rules = template["Rules"].values()
    assert [each["RuleCondition"] for each in rules] == [{"Fn::Equals": [{"Ref": "Stage"}, "production"]}] * 2
    asserted = [assertion["Assert"] for each in rules for assertion in each["Assertions"]]
    assert {"Fn::Equals": [{"Ref": parameter}, "false"]} in asserted
    assert template["Parameters"][parameter]["Default"] == "false"


def test_the_access_log_says_nothing_about_anybody(template: Any):
    logged = template["Resources"]["RestAPI"]["Properties"]["AccessLogSetting"]["Format"]
    assert set(json.loads(logged)) == {"time", "request", "method", "route", "status", "ms", "error"}
    assert not re.search(r"identity|authorizer|\$context\.path\b|extendedRequestId|wafResponse", logged)


def test_the_api_is_regional_and_bounded(template: Any):
    api = template["Resources"]["RestAPI"]["Properties"]
    [settings] = api["MethodSettings"]
    assert api["EndpointConfiguration"] == "REGIONAL"
    assert (settings["ThrottlingRateLimit"], settings["ThrottlingBurstLimit"]) == (200, 400)
    assert (settings["LoggingLevel"], settings["DataTraceEnabled"]) == ("OFF", False)
    assert template["Resources"]["ApiDomain"]["Properties"]["SecurityPolicy"] == "TLS_1_2"


def test_what_the_gateway_answers_reads_like_the_rest_of_the_api(template: Any):
    for response in template["Resources"]["RestAPI"]["Properties"]["GatewayResponses"].values():
        problem = json.loads(response["ResponseTemplates"]["application/json"])
        assert problem["type"] == f"/problems/{problem['code'].lower().replace('_', '-')}"
        assert problem.get("status") == response.get("StatusCode")
        assert {"title", "detail", "problems"} <= set(problem)
