import base64
import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

import functions.portal
from functions.portal.delivery import STYLE, delivered, fingerprint, front_page, homes_of, policy
from functions.portal.joining import LIBRARIES, imported

ROOM = Path(functions.portal.__file__).parent
SITE = {each.name: each.read_text(encoding="utf-8") for each in (ROOM / "site").iterdir()}
PAGES = json.loads((ROOM / "pages.json").read_bytes())
HOMES = homes_of(SITE, PAGES)
DELIVERED = delivered(SITE, PAGES, {})
FRONT = front_page(SITE, PAGES, version="v")
OWN_MODULES = {name: text for name, text in SITE.items() if name.endswith(".js")}
VENDORED = json.loads((ROOM / "vendored.json").read_text())
FIRST_LOAD = 150 * 1024  # bytes
INSIDE = ("index.html", "early.js")
UPLOADS = "https://incoming.s3.ap-southeast-1.amazonaws.com/"
PAPERS = "https://vault.s3.ap-southeast-1.amazonaws.com/"

of_each_module = pytest.mark.parametrize("name", sorted(OWN_MODULES))
of_each_library = pytest.mark.parametrize("library", VENDORED, ids=lambda library: library["file"])


def directives():
    return dict(each.split(" ", 1) for each in policy(FRONT, uploads=UPLOADS, papers=PAPERS).split("; "))


def test_any_change_gives_every_file_a_new_address():
    assert fingerprint(DELIVERED) != fingerprint({**DELIVERED, STYLE: DELIVERED[STYLE] + " "})
    assert fingerprint(DELIVERED) != fingerprint({**DELIVERED, "another.js": ""})
    assert fingerprint(DELIVERED) == fingerprint(dict(reversed(DELIVERED.items())))


@pytest.mark.parametrize("name", ["kho.css", "words.js", "picker.js", "preact.mjs", "icon.svg"])
def test_whatever_is_changed_in_the_site_changes_what_is_delivered(name):
    changed = delivered({**SITE, name: f"{SITE[name]}\n/* changed */"}, PAGES, {})
    assert fingerprint(changed) != fingerprint(DELIVERED)


def test_two_files_never_pass_for_one():
    assert fingerprint({"a": "bc"}) != fingerprint({"a": "", "bc": ""})


def test_every_address_of_the_front_page_is_relative():
    addresses = re.findall(r'(?:href|src)="([^"]*)"', FRONT)
    assert addresses
    assert not [each for each in addresses if each.startswith("/") or ":" in each]


def test_the_front_page_asks_for_files_that_are_there():
    addresses = re.findall(r'(?:href|src)="([^"]*)"', FRONT)
    assert {each.removeprefix("site/v/") for each in addresses} <= DELIVERED.keys()


def test_what_the_first_page_needs_comes_in_one_script_and_one_style():
    assert re.findall(r'<script type="module" src="([^"]*)"', FRONT) == ["site/v/start.js"]
    assert re.findall(r'<link rel="stylesheet" href="([^"]*)"', FRONT) == [f"site/v/{STYLE}"]
    assert SITE["tokens.css"] + "\n" + SITE["kho.css"] == DELIVERED[STYLE]
    assert {HOMES[each] for each in ("page.js", "session.js", "vault.js", *LIBRARIES.values())} == {"start.js"}


def test_of_every_module_there_is_one():
    assert HOMES.keys() == {name for name in SITE if Path(name).suffix in (".js", ".mjs")} - set(INSIDE)
    assert set(HOMES.values()) == {name for name in DELIVERED if name.endswith(".js")}
    for file in set(HOMES.values()):
        assert set(re.findall(r'from "\./([\w.-]+)"', DELIVERED[file])) <= set(HOMES.values()) - {file}


def test_whatever_is_fetched_by_its_name_has_a_file_of_that_name():
    later = {each for text in OWN_MODULES.values() for each in re.findall(r'\bimport\("\./([^"]+)"\)', text)}
    assert later == {"english.js", "desk_assist.js"}
    assert all(HOMES[each] == each for each in later)
    assert all(HOMES[page["module"]] in (page["module"], "start.js") for page in PAGES)


def told_of_pages():
    """As `early.js` reads it: address, name, files, whether it is open, what it asks."""
    return json.loads(re.search(r'<script type="application/json" id="pages">(.*?)</script>', FRONT)[1])["pages"]


def test_all_that_a_page_needs_is_known_before_any_of_it_is_there():
    """Nothing is fetched because what came first asks for it."""
    for _, name, files, _, _ in told_of_pages():
        asked = {each for file in files for each in re.findall(r'from "\./([\w.-]+)"', DELIVERED[file])}
        assert asked <= {*files, "start.js"}, name
        assert re.search(rf"^export const \{{.*\b{name}\b", DELIVERED[files[-1]], re.MULTILINE), name
    [item] = [files for _, name, files, _, _ in told_of_pages() if name == "ItemPage"]
    assert item == ["file.js", "preview.js", "item.js"]


@pytest.mark.parametrize(
    ("place", "name", "given"),
    [
        ("/", "Home", []),
        ("/sign-in", "SignIn", []),
        ("/vault", "Vault", []),
        ("/vault/new", "Deposit", []),
        ("/vault/01ABC", "ItemPage", ["01ABC"]),
        ("/vault/01ABC/replace", "Replace", ["01ABC"]),
        ("/shared/a-b_c", "SharedPaper", ["a-b_c"]),
        ("/procedures/1.000110.H21", "ProcedurePage", ["1.000110.H21"]),
        ("/dossiers/01ABC/review", "Filing", ["01ABC", "review"]),
        ("/dossiers/01ABC/nothing", None, []),
        ("/vault/01ABC/share/more", None, []),
    ],
)
def test_an_address_leads_to_its_page(place, name, given):
    matched = ((each[1], found) for each in told_of_pages() if (found := re.match(each[0], place)))
    page, found = next(matched, (None, None))
    assert page == name
    assert (list(found.groups()) if found else []) == given


def test_a_page_is_where_the_table_says():
    for page in PAGES:
        assert re.search(rf"^export (async )?function {page['page']}\b", SITE[page["module"]], re.MULTILINE), page


def test_who_is_signed_in_is_asked_before_anything_else_is_fetched():
    """A script waits for any style before it."""
    assert FRONT.index('keep("POST session"') < FRONT.index('rel="stylesheet"') < FRONT.index('type="module"')


def compressed(*names):
    sent = [gzip.compress(DELIVERED[name].encode()) for name in {"start.js", STYLE, "icon.svg", *names}]
    return sum(map(len, sent)) + len(gzip.compress(FRONT.encode()))


def test_any_page_opened_first_is_light():
    for _, name, files, _, _ in told_of_pages():
        assert compressed(*files) <= FIRST_LOAD, name


def test_nothing_inline_runs_but_what_is_allowed_by_its_hash():
    [inline] = re.findall(r"<script>(.*?)</script>", FRONT, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
    assert inline == SITE["early.js"]
    assert directives()["script-src"] == f"'self' 'sha256-{digest}'"
    assert "unsafe" not in policy(FRONT, uploads=UPLOADS, papers=PAPERS)
    assert not re.search(r"<style|\sstyle=|\son\w+=", FRONT)


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
    for named, target in re.findall(r'^import \{([^}]*)\} from "\./([^"]+)";', SITE[name], re.MULTILINE):
        for each in filter(None, (part.strip().split(" as ")[0] for part in named.split(","))):
            assert re.search(rf"^export (\w+ )*{each}\b|^export \{{[^}}]*\b{each}\b", SITE[target], re.MULTILINE), each
    assert set(imported(SITE[name])) <= SITE.keys()


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
