import os
import re
import subprocess
import sys

import pytest

from functions.portal.handlers import room
from shared.storage import buckets


@pytest.fixture
def portal(api):
    return api(room)


def file_of(portal, name):
    """The address under which the front page delivers this file."""
    version = re.search(r"site/(\w+)/", portal.get("/").content.decode())[1]
    return f"/site/{version}/{name}"


def test_the_front_page_is_open_to_everybody_and_asks_nothing_of_aws(portal, calls):
    page = portal.get("/")
    assert page.status == 200
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert not calls


def test_the_front_page_is_asked_for_anew_each_time(portal):
    assert portal.get("/").headers["Cache-Control"] == "no-cache"


def test_the_front_page_may_send_files_to_the_incoming_bucket_alone(portal):
    allowed = re.search(r"connect-src ([^;]*)", portal.get("/").headers["Content-Security-Policy"])[1].split()
    assert allowed[0] == "'self'"
    assert re.fullmatch(r"https://incoming\.s3\.([\w-]+\.)?amazonaws\.com/", allowed[1])
    assert len(allowed) == 2


def test_the_front_page_may_frame_what_links_to_the_vault_lead_to_alone(portal):
    allowed = re.search(r"frame-src ([^;]*)", portal.get("/").headers["Content-Security-Policy"])[1]
    assert re.fullmatch(r"https://vault\.s3\.([\w-]+\.)?amazonaws\.com/", allowed)
    assert buckets.link("item/sha", file_name="a.pdf").startswith(f"{allowed}item/sha?")


def test_a_file_of_the_site_is_kept_for_ever(portal):
    script = portal.get(file_of(portal, "start.js"))
    assert script.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert script.headers["X-Content-Type-Options"] == "nosniff"


def test_every_copy_of_the_function_delivers_the_same(world):
    """One of them answers with the front page, another with what it asks for: nothing may depend on the process."""
    told = "from functions.portal.handlers import _front_page; print(_front_page())"
    pages = {
        subprocess.run(
            [sys.executable, "-c", told], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(pages) == 1


@pytest.mark.parametrize("name", ["first.css", "icon.svg", "item.js", "item.en.json", "licences.txt"])
def test_every_kind_of_file_is_delivered(portal, name):
    assert portal.get(file_of(portal, name)).status == 200


def test_a_file_of_another_delivery_is_gone(portal):
    assert portal.get("/site/0123456789abcdef/start.js").codes == ["NO_SUCH_FILE"]


@pytest.mark.parametrize("name", ["nothing.js", "..", "handlers.py", "%2e%2e%2fhandlers.py"])
def test_nothing_but_the_site_is_delivered(portal, name):
    assert portal.get(file_of(portal, name)).status in (403, 404)


def test_the_api_describes_its_own_routes(portal):
    paths = portal.get("/openapi.json").json["paths"]
    assert paths["/site/{version}/{name}"]["get"]["operationId"] == "read_site_file"


def test_the_page_about_the_api_needs_no_script(portal):
    page = portal.get("/docs")
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert "<script" not in page.content.decode()


def test_the_page_about_the_api_finds_its_style(portal):
    style = re.search(r'rel="stylesheet" href="([^"]+)"', portal.get("/docs").content.decode())[1]
    assert portal.get(f"/{style}").headers["Content-Type"] == "text/css; charset=utf-8"
