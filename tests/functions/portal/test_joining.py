"""Modules joined into one file say what they said alone, each in a scope of its own."""

import re

import pytest

from functions.portal.joining import homes, imported, joined, needed_first

WORDS = (
    'const SEPARATOR = ", ";\nexport const KIND = "k";\n'
    "export function said(...words) { return words.join(SEPARATOR); }\n"
)
PAGE = (
    'import { said } from "./words.js";\nconst SEPARATOR = "-";\nexport { said };\n'
    "export async function shown() { return said(SEPARATOR); }\n"
)
START = 'import {\n  said as told,\n} from "./page.js";\nimport htm from "htm";\ntold(htm);\n'
SITE = {
    "words.js": WORDS,
    "page.js": PAGE,
    "start.js": START,
    "htm.mjs": "var n=1;export default function(s){return n}",
    "preact.mjs": "var x=1,$=2;export{x as Component,$ as Fragment};\n//# sourceMappingURL=preact.mjs.map",
    "preact-hooks.mjs": 'import{options as n}from"preact";var d=n;export{d as useState};',
}
HOME = homes(SITE, ("start.js",), ())


def exported(text):
    return re.findall(r"^export .*", text, re.MULTILINE)


def joined_alone(module, others=()):
    """A file of this one module, in a site of these."""
    return joined({**SITE, **dict(others), "one.js": module}, {**HOME, "one.js": "one.js"}, "one.js")


def test_whatever_is_imported_stands_before_who_imports_it():
    assert needed_first(SITE, "start.js") == ("words.js", "page.js", "htm.mjs", "start.js")
    assert needed_first(SITE, "preact-hooks.mjs") == ("preact.mjs", "preact-hooks.mjs")


def test_imports_are_found_however_they_are_written():
    assert list(imported(START)) == ["page.js", "htm.mjs"]
    assert list(imported(SITE["preact-hooks.mjs"])) == ["preact.mjs"]


def test_a_circle_is_named():
    with pytest.raises(ValueError, match=re.escape("in a circle: a.js → b.js → a.js")):
        needed_first({"a.js": 'import { b } from "./b.js";', "b.js": 'import { a } from "./a.js";'}, "a.js")


def importing(*names):
    return "".join(f'import {{ x }} from "./{name}";\n' for name in names)


def test_modules_that_the_same_pages_need_come_together_in_the_file_of_their_last():
    site = {
        "frame.js": "",
        "both.js": importing("frame.js"),
        "part.js": importing("both.js"),
        "piece.js": importing("part.js"),
        "one.js": importing("piece.js"),
        "two.js": importing("both.js", "frame.js"),
    }
    assert homes(site, ("frame.js",), ("one.js", "two.js")) == {
        "frame.js": "frame.js",
        "both.js": "both.js",
        "part.js": "one.js",
        "piece.js": "one.js",
        "one.js": "one.js",
        "two.js": "two.js",
    }


def test_what_all_begin_with_comes_in_the_file_of_its_first():
    site = {
        "start.js": importing("words.js"),
        "words.js": "",
        "vault.js": importing("words.js"),
        "item.js": importing("vault.js"),
    }
    home = homes(site, ("start.js", "vault.js"), ("vault.js", "item.js"))
    assert home == {"words.js": "start.js", "start.js": "start.js", "vault.js": "start.js", "item.js": "item.js"}


def test_what_is_passed_on_is_exported_once():
    assert exported(joined(SITE, HOME, "start.js")) == [
        "export const { KIND, said } = $words;",
        "export const { shown } = $page;",
        "export default $htm.default;",
    ]


def test_an_import_is_taken_from_the_scope_of_its_module_under_its_new_name():
    text = joined(SITE, HOME, "start.js")
    assert "const { said: told } = $page;" in text
    assert "const htm = $htm.default;" in text
    assert "return { shown, said: said };" in text
    assert "\nimport" not in text


def test_what_is_at_home_elsewhere_is_imported_from_there():
    text = joined_alone('import { said } from "./page.js";\nexport const page = said();')
    assert text.startswith(
        'import * as $page from "./start.js";\nconst $one = (() => {\nconst { said: said } = $page;\n'
    )


def test_a_library_is_understood_as_it_was_delivered():
    text = joined(SITE, homes(SITE, ("preact-hooks.mjs",), ()), "preact-hooks.mjs")
    assert "return { Component: x, Fragment: $ };" in text
    assert "const { options: n } = $preact;" in text
    assert exported(text) == [
        "export const { Component, Fragment } = $preact;",
        "export const { useState } = $preact_hooks;",
    ]


def test_one_name_of_two_modules_is_refused():
    with pytest.raises(ValueError, match="exported by two modules: KIND"):
        joined({**SITE, "start.js": f"{START}export const KIND = 1;"}, HOME, "start.js")


@pytest.mark.parametrize(
    "module",
    [
        'import * as words from "./words.js";',
        'import "./words.js";',
        'export * from "./words.js";',
        "export let count = 0;",
        "export const { a, b } = page;",
    ],
)
def test_what_is_not_understood_is_refused(module):
    with pytest.raises(ValueError, match="not understood"):
        joined_alone(module)


def test_what_is_fetched_later_stays_so():
    assert 'import("./english.js")' in joined_alone('const late = () => import("./english.js");')
