"""The house keeps its order: what may import what, what is named how, and what belongs together."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = sorted(path.name for path in (ROOT / "functions").iterdir() if path.is_dir() and path.name != "__pycache__")
CODE = sorted(path for top in ("functions", "shared") for path in (ROOT / top).rglob("*.py"))
PURE = [path for path in CODE if path.name == "rules.py" or path.is_relative_to(ROOT / "shared" / "domain")]
WRITTEN = [
    path
    for top in (
        "app.py",
        "functions",
        "shared",
        "infra",
        "tests",
        "Makefile",
        "README.md",
        ".ci",
        ".chalice/config.json",
    )
    for path in ([ROOT / top] if (ROOT / top).is_file() else sorted((ROOT / top).rglob("*")))
    if path.is_file() and path.suffix in {"", ".py", ".md", ".json", ".yaml", ".html", ".js", ".css", ".txt"}
]
POLICIES = sorted((ROOT / "infra" / "policies").glob("*.json"))
CONFIG = json.loads((ROOT / ".chalice" / "config.json").read_text())

of_each = pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
of_each_pure = pytest.mark.parametrize("path", PURE, ids=lambda path: str(path.relative_to(ROOT)))
of_each_policy = pytest.mark.parametrize("policy", POLICIES, ids=lambda path: path.stem)


@of_each
def test_a_room_never_enters_another(path: Path):
    room = path.relative_to(ROOT / "functions").parts[0] if path.is_relative_to(ROOT / "functions") else None
    entered = {name.split(".")[1] for name in imports(path) if name.startswith("functions.")}
    assert entered <= {room}


@of_each
def test_clients_are_built_behind_their_doors_alone(path: Path):
    doors = (ROOT / "shared" / "storage", ROOT / "shared" / "channels")
    if not any(path.is_relative_to(door) for door in doors):
        assert not top_levels(path) & {"boto3", "urllib3", "requests", "httpx", "http"}


@of_each
def test_only_the_signatures_know_how_pdfs_are_read(path: Path):
    if not path.is_relative_to(ROOT / "shared" / "signatures"):
        assert not top_levels(path) & {"pyhanko", "pyhanko_certvalidator", "pypdf", "asn1crypto"}


@of_each_pure
def test_rules_and_words_have_no_world(path: Path):
    assert not top_levels(path) & {
        "boto3",
        "botocore",
        "chalice",
        "os",
        "time",
        "socket",
        "pathlib",
        "random",
        "secrets",
    }
    assert not set(calls(path)) & {"now", "utcnow", "today", "open", "print"}


@of_each_pure
def test_rules_and_words_know_only_the_words(path: Path):
    ours = {name for name in imports(path) if name.startswith("shared.")}
    assert {name for name in ours if not name.startswith("shared.domain")} == set()


def test_the_api_never_loads_what_reads_or_draws_pdfs():
    loaded = told_of_the_app("*sys.modules")
    assert not {name.partition(".")[0] for name in loaded} & {
        "pyhanko",
        "pyhanko_certvalidator",
        "pypdf",
        "fpdf",
        "fontTools",
        "segno",
        "pydantic",
    }


def test_of_our_own_code_the_api_loads_its_handlers_and_doors_alone():
    """What is listed here names something behind the handlers by `from … import name`, or asks it while it loads."""
    executed = told_of_the_app("*[name for name, each in sys.modules.items() if type(each) is types.ModuleType]")
    behind = re.compile(r"functions\.\w+\.(?!handlers$)|shared\.(domain|storage|channels|signatures)\.")
    assert {name for name in executed if behind.match(name)} <= {
        "shared.domain.errors",
        "shared.domain.working_time",
        "shared.storage.clients",
    }


def test_no_two_handlers_share_a_name():
    names = Counter(name for room in ROOMS for name in handlers(ROOT / "functions" / room / "handlers.py"))
    assert [name for name, times in names.items() if times > 1] == []


def test_every_function_is_configured_and_every_configured_one_exists():
    assert set(CONFIG["lambda_functions"]) == functions()


def test_every_function_has_its_own_policy_and_every_policy_its_function():
    assert {path.stem for path in POLICIES} == functions()
    for name, settings in CONFIG["lambda_functions"].items():
        assert settings["iam_policy_file"] == f"../infra/policies/{name}.json"


@of_each_policy
def test_a_policy_allows_named_actions_on_named_resources(policy: Path):
    for statement in json.loads(policy.read_text())["Statement"]:
        assert not [action for action in statement["Action"] if "*" in action]
        assert '"*"' not in json.dumps(statement["Resource"])


def test_no_file_is_called_after_nothing_in_particular():
    nothing = {"utils", "util", "helpers", "common", "manager", "base", "impl", "data", "info", "misc"}
    assert [str(path) for path in WRITTEN if path.stem in nothing] == []


def test_no_file_knows_whose_desk_it_was_written_at():
    desk = re.compile(r"(?<![\w.])/(?:work|home|Users|root)/\w|--(?:extra-)?index-url|--trusted-host")
    assert [str(path) for path in WRITTEN if path != Path(__file__) and desk.search(path.read_text())] == []


def test_no_test_pretends_to_be_our_own_code():
    tests = sorted((ROOT / "tests").rglob("*.py"))
    assert [str(path) for path in tests if {"unittest.mock", "mock"} & imports(path)] == []


def test_what_needs_the_package_or_the_stack_lies_where_make_test_looks_for_it():
    [places] = re.findall(r'-m "package or stack" (.+)', (ROOT / "Makefile").read_text())
    tests = [(each, each.read_text()) for each in (ROOT / "tests").rglob("test_*.py")]
    needy = {each for each, text in tests if re.search(r"mark\.(package|stack)\b", text)}
    found = {each for place in places.split() for each in (ROOT / place).rglob("test_*.py")}
    assert needy
    assert not needy - found


def test_what_chalice_would_leave_out_is_linked():
    for room in ("functions", "shared"):
        assert (ROOT / "vendor" / room).is_symlink()
        assert (ROOT / "vendor" / room).resolve() == ROOT / room


def functions() -> set[str]:
    """The Lambdas Chalice will make of the app."""
    theirs = "[*app.app.pure_lambda_functions, *app.app.builtin_auth_handlers, *app.app.event_sources]"
    return {"api_handler", *told_of_the_app(f"*[each.name for each in {theirs}]")}


def told_of_the_app(words: str) -> list[str]:
    """What a fresh process that has loaded the API prints."""
    program = f"import app, sys, types; print({words})"
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return told.stdout.split()


def imports(path: Path) -> set[str]:
    """Every module a file imports, also inside its functions; not what it imports for types alone."""
    return {name for node in ast.walk(without_type_imports(path)) for name in _imported(node)}


def top_levels(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(path)}


def without_type_imports(path: Path) -> ast.Module:
    tree = ast.parse(path.read_text())
    tree.body = [
        node for node in tree.body if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
    ]
    return tree


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(path: Path) -> Iterator[str]:
    """The last names of everything a file calls."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Attribute(attr=name) | ast.Name(id=name):
                    yield name


def handlers(path: Path) -> list[str]:
    """The functions of a file a blueprint registers."""
    registering = {"on", "route", "on_sqs_message", "on_dynamodb_record", "schedule", "authorizer", "lambda_function"}
    return [
        node.name
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef)
        and any(
            isinstance(decorator, ast.Call)
            and isinstance(decorator.func, ast.Attribute)
            and decorator.func.attr in registering
            for decorator in node.decorator_list
        )
    ]
