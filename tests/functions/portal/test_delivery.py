import base64
import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

import functions.portal
from functions.portal.delivery import LIBRARIES, fingerprint, front_page, needed_first, policy

ROOM = Path(functions.portal.__file__).parent
SITE = {each.name: each.read_text(encoding="utf-8") for each in (ROOM / "site").iterdir()}
OWN_MODULES = {name: text for name, text in SITE.items() if name.endswith(".js")}
VENDORED = json.loads((ROOM / "vendored.json").read_text())
FIRST_LOAD = 150 * 1024  # bytes
STYLES = ("tokens.css", "kho.css", "icon.svg")
UPLOADS = "https://incoming.s3.ap-southeast-1.amazonaws.com/"
PAPERS = "https://vault.s3.ap-southeast-1.amazonaws.com/"

of_each_module = pytest.mark.parametrize("name", sorted(OWN_MODULES))
of_each_library = pytest.mark.parametrize("library", VENDORED, ids=lambda library: library["file"])


def directives(files=SITE):
    return dict(each.split(" ", 1) for each in policy(files, uploads=UPLOADS, papers=PAPERS).split("; "))


def imported(text):
    return re.findall(r'\b(?:from|import)\s*\(?"([^"]+)"', text)


def test_any_change_gives_every_file_a_new_address():
    assert fingerprint(SITE) != fingerprint({**SITE, "kho.css": SITE["kho.css"] + " "})
    assert fingerprint(SITE) != fingerprint({**SITE, "another.js": ""})
    assert fingerprint(SITE) == fingerprint(dict(reversed(SITE.items())))


def test_two_files_never_pass_for_one():
    assert fingerprint({"a": "bc"}) != fingerprint({"a": "", "bc": ""})


def test_every_address_of_the_front_page_is_relative():
    addresses = re.findall(r'(?:href|src)="([^"]*)"', front_page(SITE))
    assert addresses
    assert not [each for each in addresses if each.startswith("/") or ":" in each]


def test_the_front_page_asks_for_files_that_are_there():
    site = f"site/{fingerprint(SITE)}/"
    addresses = re.findall(r'(?:href|src)="([^"]*)"', front_page(SITE))
    assert {each.removeprefix(site) for each in addresses} <= SITE.keys()


def test_what_the_first_page_needs_is_asked_for_at_once():
    first = needed_first(SITE, "start.js")
    assert {"start.js", "page.js", "session.js", *LIBRARIES.values()} <= set(first)
    assert "item.js" not in first
    assert all(f'rel="modulepreload" href="site/{fingerprint(SITE)}/{name}"' in front_page(SITE) for name in first)


def test_who_is_signed_in_is_asked_before_anything_else_is_there():
    """Its few modules are the first that are fetched, and nothing of the pages is among them."""
    asked_first = needed_first(SITE, "early.js")
    fetched = re.findall(r'href="site/\w+/([\w-]+\.m?js)"', front_page(SITE))
    assert fetched[: len(asked_first)] == list(asked_first)
    assert not {"start.js", "page.js", "home.js"} & set(asked_first)
    assert front_page(SITE).index("early.js") < front_page(SITE).index("modulepreload")


def test_the_first_load_is_light():
    first = (*needed_first(SITE, "start.js"), *STYLES)
    assert sum(len(SITE[name].encode()) for name in first) + len(front_page(SITE).encode()) <= FIRST_LOAD


def test_any_page_opened_first_is_light():
    for page in sorted(set(re.findall(r'"(\./\w+\.js)"', SITE["start.js"]))):
        needed = {*needed_first(SITE, "start.js"), *needed_first(SITE, page.removeprefix("./")), *STYLES}
        sent = [gzip.compress(SITE[name].encode()) for name in needed]
        assert sum(map(len, sent)) + len(gzip.compress(front_page(SITE).encode())) <= FIRST_LOAD, page


def test_nothing_inline_runs_but_the_import_map():
    inline = re.search(r'<script type="importmap">(.*?)</script>', front_page(SITE))
    digest = base64.b64encode(hashlib.sha256(inline[1].encode()).digest()).decode()
    assert directives()["script-src"] == f"'self' 'sha256-{digest}'"
    assert "unsafe" not in policy(SITE, uploads=UPLOADS, papers=PAPERS)
    assert not re.search(r"<style|\sstyle=|\son\w+=", front_page(SITE))


def test_a_browser_may_talk_to_us_and_to_where_files_are_sent_alone():
    assert directives()["connect-src"] == f"'self' {UPLOADS}"
    assert directives()["default-src"] == "'none'"


def test_a_page_may_show_papers_of_the_vault_in_a_frame_and_nothing_else():
    assert directives()["frame-src"] == PAPERS
    assert directives()["frame-ancestors"] == "'none'"
    assert "object-src" not in directives()


def test_html_is_never_made_of_text():
    assert directives()["require-trusted-types-for"] == "'script'"
    assert directives()["trusted-types"] == "'none'"


@of_each_module
def test_a_module_sets_no_html_and_runs_no_text(name):
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", SITE[name])


@of_each_module
def test_a_module_keeps_no_token_where_it_outlives_the_page(name):
    assert name == "device.js" or "localStorage" not in SITE[name]
    imported = "device.js" in SITE[name]
    assert not imported or name in {"language.js", "ready.js"}  # a language, and whether hints are shown


@of_each_module
def test_a_module_calls_nobody_else_and_no_absolute_path(name):
    assert not re.search(r"https?://", SITE[name])
    assert not re.search(r'(?:ask|look|send)\((?:"\w+", )?[`"]/', SITE[name])


@of_each_module
def test_what_a_module_imports_is_there(name):
    found = {LIBRARIES.get(each, each.removeprefix("./")) for each in imported(SITE[name])}
    assert found <= SITE.keys()


def test_every_module_is_reached_from_the_start():
    waiting, found = ["early.js", "start.js"], set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            modules = re.findall(r'"\./([\w]+\.js)"', SITE[name])
            waiting += modules
    assert found == OWN_MODULES.keys()


@of_each_library
def test_a_library_is_what_its_package_delivered(library):
    assert hashlib.sha256(SITE[library["file"]].encode()).hexdigest() == library["sha256"]


@of_each_library
def test_a_library_comes_with_its_version_and_licence(library):
    assert re.fullmatch(r"\d+\.\d+\.\d+", library["version"])
    assert library["licence"] in {"MIT", "Apache-2.0"}
    assert library["package_integrity"].startswith("sha512-")
    assert f"{library['version']} (" in SITE["licences.txt"]
    assert library["file"] in SITE["licences.txt"]


def test_every_library_is_accounted_for():
    assert {each["file"] for each in VENDORED} == {name for name in SITE if name.endswith(".mjs")}
    assert {each["file"] for each in VENDORED} == set(LIBRARIES.values())
