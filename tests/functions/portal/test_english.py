"""Whatever the pages say in Vietnamese has its English, and no English is left over."""

import json
import re
from pathlib import Path

import pytest

import functions.portal
from functions.portal.delivery import delivered
from tests.functions.portal.wording import VIETNAMESE, modules, sentences_in, sentences_of, texts_of

ROOM = Path(functions.portal.__file__).parent
ROOT = ROOM.parents[1]
SAID = modules(ROOM / "site")
ENGLISH = {each.stem: json.loads(each.read_text(encoding="utf-8")) for each in sorted((ROOM / "english").iterdir())}
SEVERAL = ENGLISH["several"]
QUOTED = re.compile("“[^”]*”")  # what a paper says stays as it says it
OF_THE_API = "api"  # what the functions themselves say
OF_THE_CATALOGUE = "catalogue"

of_each_module = pytest.mark.parametrize("module", SAID)
of_each_dictionary = pytest.mark.parametrize("name", ENGLISH)


def kinds(source):
    return [(each.kind, each.text) for each in texts_of(source)]


def variants(english):
    return [english] if isinstance(english, str) else english


@of_each_module
def test_whatever_a_module_says_has_its_english(module):
    known = {**SEVERAL, **ENGLISH.get(module, {})}
    lacking = dict.fromkeys(each.text for each in SAID[module] if each.is_for_people and each.text not in known)
    assert not lacking, (
        f"{module}.js says what has no English. Add to functions/portal/english/{module}.json, {{}} where a value "
        f'stands, ["one …", "many …"] where the number matters (DESIGN.md, "In English"):\n'
        + "\n".join(f"  {json.dumps(each, ensure_ascii=False)}: …," for each in lacking)
    )


@of_each_module
def test_a_sentence_made_in_a_script_is_a_phrase(module):
    untagged = [each.text for each in SAID[module] if each.kind == "untagged" and VIETNAMESE.search(each.text)]
    assert not untagged, f"{module}.js: write these as phrase`…` (of page.js), so that they are found in English"


def test_the_english_of_the_catalogue_is_of_what_it_says():
    """Fields, time limits and fees; names of procedures and papers stay as the law has them."""
    procedures = json.loads((ROOT / "infra/catalogue/procedures-2026.json").read_bytes())["procedures"]
    found = [each.get(part) for each in procedures for part in ("field", "time_limit", "fee")]
    assert ENGLISH[OF_THE_CATALOGUE].keys() <= {each.removesuffix(" (M)") for each in found if each}


@pytest.mark.parametrize("name", sorted(ENGLISH.keys() - {OF_THE_CATALOGUE}))
def test_no_english_is_left_over(name):
    if name == OF_THE_API:
        said = {each for path in written("*.py") for each in sentences_of(path.read_text(encoding="utf-8"))}
        said |= {each for path in written("*.json") for each in sentences_in(json.loads(path.read_bytes()))}
    else:
        of = SAID if name == "several" else {name: SAID[name]}
        said = {each.text for texts in of.values() for each in texts}
    assert not [each for each in ENGLISH[name] if each not in said], f"functions/portal/english/{name}.json: take out"


def written(pattern):
    return [*(ROOT / "functions").rglob(pattern), *(ROOT / "shared").rglob(pattern)]


@of_each_dictionary
def test_the_english_takes_up_every_value_and_no_vietnamese(name):
    for vietnamese, english in ENGLISH[name].items():
        for each in variants(english):
            assert each.count("{}") == vietnamese.count("{}"), vietnamese
            assert each.strip() == each, vietnamese
            assert each == vietnamese or not VIETNAMESE.search(QUOTED.sub("", each)), vietnamese


def test_a_text_means_the_same_everywhere():
    found = {}
    for name, words in ENGLISH.items():
        for vietnamese, english in words.items():
            assert found.setdefault(vietnamese, english) == english, f"{name}: {vietnamese}"


def test_what_is_shared_is_written_once():
    assert not [(name, each) for name in ENGLISH if name != "several" for each in ENGLISH[name] if each in SEVERAL]


def test_a_page_comes_with_the_english_of_its_modules_and_the_frame_with_the_rest():
    site = {each.name: each.read_text(encoding="utf-8") for each in (ROOM / "site").iterdir()}
    pages = json.loads((ROOM / "pages.json").read_bytes())
    words = {name: json.loads(text) for name, text in delivered(site, pages, ENGLISH).items() if name.endswith(".json")}
    first, item = words["start.en.json"], words["item.en.json"]
    assert {"Đăng nhập", "Đăng xuất", "(bắt buộc)", "Tìm trong Kho"} <= first.keys()
    assert "Xem trước" in words["item.en.json"]
    assert not ENGLISH["page"].keys() & item.keys()
    assert "Lấy từ kho: {}" in words["filing.en.json"]  # of picker.js, three imports away


def test_text_is_read_from_tag_to_tag_over_what_stands_in_it():
    assert kinds("html`<p>Còn ${n} ngày, <b>xin</b> chờ</p>`") == [
        ("read", "Còn {} ngày,"),
        ("read", "xin"),
        ("read", "chờ"),
    ]


def test_text_within_text_is_read_too():
    assert kinds('html`<p>${on ? html`<b>Có</b>` : "Không"} rồi</p>`') == [
        ("read", "Có"),
        ("string", "Không"),
        ("read", "{} rồi"),
    ]


def test_an_attribute_is_read_when_people_read_it():
    [shown, named] = texts_of('html`<button aria-label="Xem: ${name}" class="row ${kind}">${name}</button>`')[:2]
    assert (shown.text, shown.is_for_people) == ("Xem: {}", True)
    assert (named.text, named.is_for_people) == ("row {}", False)


def test_a_phrase_is_told_from_a_path():
    assert kinds("phrase`Còn ${n} ngày`; ask(`vault/${id}`)") == [("phrase", "Còn {} ngày"), ("untagged", "vault/{}")]


def test_comments_and_patterns_say_nothing():
    assert not kinds('/* "Một" */ // `Hai`\nconst found = /["`]/.test(text);')
