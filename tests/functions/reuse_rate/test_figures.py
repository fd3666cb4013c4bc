"""What was published, who may see it, and what stands behind each figure."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
import time_machine

from functions.reuse_rate.indicators import REUSE, definitions
from shared.clock import now, today
from shared.domain.contribution import counts
from shared.domain.figures import View
from shared.storage import catalogues, figures
from shared.web.caller import HEAD
from tests.conftest import a_caller
from tests.functions.reuse_rate import stream
from tests.functions.reuse_rate.conftest import ADMIN, MONTH, PROVINCE, a_head, officer

FIGURES = "/reuse-rate"


def received(province, unit: str):
    return [each for each in province.dossiers if each.unit == unit]


def line(answer, code=REUSE):
    return next(each for each in answer.json["lines"] if each["code"] == code)


def test_a_figure_is_the_count_of_its_dossiers(province):
    answer = province.ask(FIGURES, officer("H21.001"), period=MONTH)
    assert answer.status == 200
    expected = counts(map(stream.contributed, received(province, "H21.001")))
    found = line(answer)
    assert (found["numerator"], found["denominator"]) == (expected["reused"], 40)
    assert found["sentence"] == f"Còn thiếu {24 - expected['reused']} hồ sơ để đạt 60 %."
    assert found["legal_basis"]
    assert province.world.calls == {"GetItem": 2}


def test_a_figure_says_in_words_what_is_counted(province):
    found = {each["code"]: each for each in province.ask(FIGURES, officer("H21.001"), period=MONTH).json["lines"]}
    assert found[REUSE]["counts"] == "hồ sơ có ít nhất một thành phần lấy từ Kho"
    assert found[REUSE]["among"] == "hồ sơ đã tiếp nhận"
    assert found["KHO/first-time-right"]["counts"] == "hồ sơ đã tiếp nhận, trừ hồ sơ bị yêu cầu bổ sung"
    assert found["QD766/certified-copy"]["among"] == ""
    assert [code for code, each in found.items() if each["less_is_better"]] == [
        "KHO/missed-reuse",
        "KHO/unnecessary-requests",
    ]


def test_a_trend_is_the_last_twelve_periods_and_says_which_were_not_published(province):
    province.publish("2026-09")
    province.world.calls.clear()
    found = province.ask(f"{FIGURES}/trend", officer("H21.001"), period=MONTH).json
    assert province.world.calls == {"BatchGetItem": 1}
    assert [each["period"] for each in found["points"]][:2] == ["2025-11", "2025-12"]
    last, of_october = found["points"][-1], line(province.ask(FIGURES, officer("H21.001"), period=MONTH))
    assert (last["period"], last["numerator"], last["ratio"]) == (MONTH, of_october["numerator"], of_october["ratio"])
    assert [each["ratio"] for each in found["points"][:-1]] == [None] * 11
    assert (found["target"], last["is_frozen"]) == (60, False)


def test_a_trend_of_years_to_date_is_of_the_same_part_of_each_year(province):
    found = province.ask(f"{FIGURES}/trend", officer("H21.001"), period="2026-YTD").json["points"]
    assert [each["period"] for each in found][-2:] == ["2025-YTD", "2026-YTD"]


def test_a_province_has_itself_and_below(province):
    found = province.ask(FIGURES, officer(PROVINCE), period=MONTH, definition=REUSE).json
    assert found["lines"][0]["denominator"] == 81
    assert [each["unit"]["code"] for each in found["below"]] == ["H21.001", "H21.002", "H21.003"]
    assert sorted(each["rank"] for each in found["below"])[0] == 1


def test_a_figure_has_its_change_since_the_period_before_and_its_rank_among_its_peers(province):
    others = stream.received_in(date(2026, 9, 1), date(2026, 9, 30), {"H21.001": 40})
    before = [replace(each, id=f"9{each.id[1:]}") for each in others]
    stream.told([stream.a_change(None, each) for each in before])
    province.publish(MONTH)
    found = {unit: line(province.ask(FIGURES, officer(unit), period=MONTH)) for unit in ("H21.001", "H21.002")}
    was = counts(map(stream.contributed, before))
    hundredth = Decimal("0.01")
    ratio = (Decimal(100 * was["reused"]) / was["received"]).quantize(hundredth, ROUND_HALF_UP)
    assert Decimal(str(found["H21.001"]["change"])) == Decimal(str(found["H21.001"]["ratio"])) - ratio
    assert found["H21.002"]["change"] is None, "nothing was received in September"
    peers = province.ask(FIGURES, officer(PROVINCE), period=MONTH, definition=REUSE).json["below"]
    ratios = [each["ratio"] for each in peers]
    assert [each["rank"] for each in peers] == [1 + sum(other > each for other in ratios) for each in ratios]


def test_a_period_under_way_is_forecast_and_one_that_is_over_is_not(province):
    with time_machine.travel(datetime(2026, 11, 15, 3, tzinfo=UTC)):
        lately = stream.received_in(date(2026, 11, 1), date(2026, 11, 14), {"H21.001": 14})
        stream.told([stream.a_change(None, each) for each in lately])
        province.publish("2026-11")
        found = line(province.ask(FIGURES, officer("H21.001"), period="2026-11"))
        assert (found["numerator"], found["denominator"]) == (3, 14)
        assert found["forecast"] == 20, "in sixteen days as it went lately, three more of sixteen"
        assert line(province.ask(FIGURES, officer("H21.001"), period=MONTH))["forecast"] is None


@pytest.mark.parametrize("path", ["", "/trend", "/explain", "/advice", "/export"])
def test_a_commune_sees_nothing_of_another(province, path):
    assert province.ask(FIGURES + path, officer("H21.001"), unit="H21.002", period=MONTH).status == 404
    assert province.ask(FIGURES + path, officer(PROVINCE), unit="H21.002", period=MONTH).status == 200
    assert province.ask(FIGURES + path, ADMIN, unit="H21.002", period=MONTH).status == 200


def test_a_commune_sees_what_it_continues(province):
    """Not published for October, so nothing is there: but it is not hidden."""
    [old, *_] = stream.catalogue().units_by_code["H21.001"].predecessors
    answer = province.ask(FIGURES, officer("H21.001"), unit=old, period=MONTH)
    assert answer.codes == ["NOT_PUBLISHED"]


def test_citizens_and_strangers_see_no_figures(province):
    assert province.ask(FIGURES, a_caller(), period=MONTH).status == 403
    assert province.ask(FIGURES, None, period=MONTH).status == 401


def test_a_period_that_is_none_is_refused(province):
    for wrong in ("2026-13", "2026-02-30", "2026-Q5", "x"):
        assert province.ask(FIGURES, officer("H21.001"), period=wrong).status == 400


def test_a_figure_leads_to_its_dossiers_page_by_page(province):
    me, found, cursor = officer("H21.001"), [], {}
    while True:
        page = province.ask(
            FIGURES + "/explain", me, period=MONTH, definition=REUSE, side="counted", limit=2, **cursor
        ).json
        found += page["dossiers"]
        if not page["next"]:
            break
        cursor = {"cursor": page["next"]}
    expected = {each.id for each in received(province, "H21.001") if stream.contributed(each).reused}
    assert {each["dossier"] for each in found} == expected
    assert len(found) == len(expected)
    assert all(each["standings"][0]["numerator"] == 1 for each in found)


def test_the_dossiers_counted_and_not_counted_are_the_denominator(province):
    def all_pages(side):
        found, cursor = set(), {}
        while True:
            page = province.ask(
                FIGURES + "/explain", officer(PROVINCE), period=MONTH, side=side, limit=200, **cursor
            ).json
            found |= {each["dossier"] for each in page["dossiers"]}
            if not page["next"]:
                return found
            cursor = {"cursor": page["next"]}

    assert (
        all_pages("counted") | all_pages("not_counted") == all_pages("all") == {each.id for each in province.dossiers}
    )


def test_a_dossier_says_why_it_counts_or_does_not(province):
    reused = next(each for each in received(province, "H21.001") if stream.contributed(each).reused)
    answer = province.ask(f"{FIGURES}/explain/{reused.id}", officer("H21.001"))
    assert any("được lấy từ Kho" in each for each in answer.json["reasons"])
    assert {"code": REUSE, "numerator": 1, "denominator": 1}.items() <= answer.json["standings"][2].items()
    assert province.ask(f"{FIGURES}/explain/{reused.id}", officer("H21.002")).status == 404
    assert province.ask(f"{FIGURES}/explain/{'0' * 26}", officer("H21.002")).status == 404


def test_officers_are_named_to_their_own_head_alone(province):
    unit = "H21.001"
    stream.told([stream.a_change(None, stream.a_missed_reuse(received(province, unit)[0]))])
    asked = {"unit": unit, "period": MONTH}
    told = province.ask(FIGURES + "/advice", officer(unit, HEAD), **asked).json
    assert told["missing_officers"]
    for other in (officer(unit), officer(PROVINCE, HEAD), ADMIN):
        hidden = province.ask(FIGURES + "/advice", other, **asked).json
        assert hidden["missing_officers"] == []
        assert hidden["missing_procedures"] == told["missing_procedures"]
    assert told["wanted_types"][0]["dossiers"] > 0
    assert told["is_whole"] is True


def test_the_export_opens_and_says_the_same(province):
    def fetched(form: str) -> bytes:
        answer = province.ask(FIGURES + "/export", officer(PROVINCE), period=MONTH, format=form).json
        key = answer["url"].partition("?")[0].rpartition("exports/")[2]
        return province.world.objects("reports")[f"exports/{key}"]

    national = json.loads(fetched("json"))
    assert national["code"] == "OK"
    assert national["data"]["overview"]["departmentCode"] == PROVINCE
    metrics = {each["code"]: each for each in national["data"]["overview"]["metrics"]}
    assert metrics["REUSED_DIGITIZED_DATA"]["denominator"] == 81
    assert metrics["ELECTRONIC_CERTIFIED_COPY"]["numerator"] is None
    table = fetched("csv")
    assert table.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert {each["Mã đơn vị"] for each in rows} == {"H21", "H21.001", "H21.002", "H21.003"}
    book = zipfile.ZipFile(io.BytesIO(fetched("xlsx")))
    assert "Tỷ lệ (%)" in book.read("xl/sharedStrings.xml").decode()
    assert "dd/mm/yyyy" in book.read("xl/styles.xml").decode()


def test_a_frozen_period_keeps_its_figures_and_shows_what_came_later_beside_them(province):
    before = line(province.ask(FIGURES, officer("H21.001"), period=MONTH))
    assert province.api.post(f"{FIGURES}/periods/{MONTH}/freeze", caller=ADMIN).status == 200
    assert province.api.post(f"{FIGURES}/periods/{MONTH}/freeze", caller=ADMIN).status == 409
    late = replace(received(province, "H21.001")[0], id="0" * 25 + "Z")
    stream.told([stream.a_change(None, late)])
    province.publish(MONTH)
    after = line(province.ask(FIGURES, officer("H21.001"), period=MONTH))
    assert (after["numerator"], after["denominator"]) == (before["numerator"], before["denominator"])
    assert after["adjusted"]["denominator"] == 41


def test_that_a_period_is_frozen_is_told_at_once_and_not_with_the_next_publication(province):
    frozen = province.api.post(f"{FIGURES}/periods/{MONTH}/freeze", caller=ADMIN).json["frozen_at"]
    province.world.calls.clear()
    assert province.ask(FIGURES, officer("H21.001"), period=MONTH).json["frozen_at"] == frozen
    assert province.world.calls == {"GetItem": 2}
    trend = province.ask(f"{FIGURES}/trend", officer("H21.001"), period=MONTH).json["points"]
    assert [each["is_frozen"] for each in trend] == [False] * 11 + [True]


def test_the_export_of_a_frozen_period_has_what_came_later_in_columns_of_its_own(province):
    assert province.api.post(f"{FIGURES}/periods/{MONTH}/freeze", caller=ADMIN).status == 200
    late = replace(received(province, "H21.001")[0], id="0" * 25 + "Z")
    stream.told([stream.a_change(None, late)])
    province.publish(MONTH)
    rows = {(each["Mã đơn vị"], each["Mã chỉ số"]): each for each in exported(province)}
    moved, still = rows["H21.001", REUSE], rows["H21.002", REUSE]
    assert (moved["Mẫu số"], moved["Điều chỉnh sau chốt: mẫu số"]) == ("40", "41")
    assert (still["Mẫu số"], still["Điều chỉnh sau chốt: mẫu số"]) == ("40", "")


def exported(province) -> list[dict]:
    answer = province.ask(FIGURES + "/export", officer(PROVINCE), period=MONTH, format="csv").json
    key = answer["url"].partition("?")[0].rpartition("exports/")[2]
    table = province.world.objects("reports")[f"exports/{key}"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(table)))


def test_a_unit_that_had_nothing_when_the_period_was_frozen_has_only_an_adjustment(province):
    assert province.api.post(f"{FIGURES}/periods/{MONTH}/freeze", caller=ADMIN).status == 200
    first = received(province, "H21.001")[0]
    late = replace(first, id="0" * 25 + "Z", unit="H21.004", reception=replace(first.reception, unit="H21.004"))
    stream.told([stream.a_change(None, late)])
    for _ in range(2):  # the second night remembers what stood, not what the first one found
        province.publish(MONTH)
        found = line(province.ask(FIGURES, officer("H21.004"), period=MONTH))
        assert (found["numerator"], found["denominator"], found["ratio"]) == (0, 0, None)
        assert found["adjusted"]["denominator"] == 1


def test_a_unit_that_was_merged_since_is_published_no_more_on_todays_units(province):
    """What was published of it before would be counted twice: with itself, and with its successor."""
    catalogue = stream.catalogue()
    ended = date(2026, 11, 1)
    changed = [
        replace(each, valid_until=ended - timedelta(days=1), successors=("H21.002",))
        if each.code == "H21.001"
        else replace(each, predecessors=(*each.predecessors, "H21.001"))
        if each.code == "H21.002"
        else each
        for each in catalogue.units
    ]
    merged = replace(catalogue, version="1" * 26, units=tuple(changed))
    catalogues.keep(merged, imported_at=now(), imported_by="0" * 26, after=catalogues.pointer())
    catalogues.forget()
    province.publish(MONTH)
    rebased = {each.unit: each for each in figures.all_published(MONTH, View.REBASED)}
    assert "H21.001" not in rebased
    assert (rebased["H21.002"].counts["received"], rebased["H21"].counts["received"]) == (80, 81)
    assert figures.published("H21.001", MONTH, View.AS_IT_WAS).counts["received"] == 40


def test_a_period_under_way_is_not_frozen(province):
    answer = province.api.post(f"{FIGURES}/periods/2099/freeze", caller=ADMIN)
    assert answer.codes == ["PERIOD_NOT_OVER"]
    assert province.api.post(f"{FIGURES}/periods/{MONTH}/freeze", caller=officer(PROVINCE)).status == 403


def test_a_head_below_the_target_is_told_once_a_period(province):
    head = a_head(province.world, "H21.001")
    for _ in range(2):
        province.publish(MONTH)
    messages = [each for each in province.world.rows("OUTBOX#") if each["event"] == "reuse_rate_below_target"]
    assert [each["vault"] for each in messages] == [head]
    assert messages[0]["parameters"]["unit"] == "Xã An Nhơn Tây"
    assert messages[0]["parameters"]["rate"].endswith(" %")


def test_open_data_is_for_everybody_and_points_at_nobody(province):
    answer = province.ask("/open-data/reuse-rate", None, period=MONTH)
    by_unit = {each["unit"]["code"]: each for each in answer.json["units"]}
    assert by_unit["H21"]["denominator"] == 81
    hidden = {code for code, each in by_unit.items() if each["is_suppressed"]}
    assert "H21.003" in hidden
    assert len(hidden) == 2  # a single gap could be subtracted
    assert all(by_unit[code]["numerator"] is None for code in hidden)


def test_every_night_publishes_what_may_have_changed(province):
    province.publish()
    published = {row["PK"] for row in province.world.rows("FIGURES#")}
    assert {f"FIGURES#{MONTH}#{view}" for view in View} <= published
    objects = set(province.world.objects("reports"))
    assert {f"published/{MONTH}/{view}.{form}" for view in View for form in ("json", "csv", "xlsx")} <= objects


def test_what_comes_months_late_moves_the_month_it_belongs_to_with_the_next_night(province):
    province.publish()
    early = stream.received_in(date(2026, 2, 3), date(2026, 2, 3), {"H21.001": 1})
    stream.told([stream.a_change(None, each) for each in early])
    province.publish()
    assert figures.published("H21.001", "2026-02", View.AS_IT_WAS).counts["received"] == 1
    assert figures.published("H21", "2026-Q1", View.REBASED).counts["received"] == 1


def test_a_period_that_is_over_and_says_the_same_is_not_written_again(province):
    province.publish()
    before = figures.published("H21.001", MONTH, View.AS_IT_WAS)
    under_way = f"{today():%Y-%m}"
    stream.told([stream.a_change(None, each) for each in stream.received_in(today(), today(), {"H21.002": 1})])
    province.publish()
    assert figures.published("H21.001", MONTH, View.AS_IT_WAS) == before
    assert figures.published("H21.002", under_way, View.AS_IT_WAS).counts["received"] == 1


def test_publishing_reads_each_units_sheets_once_whatever_they_sum_up(province):
    province.publish(MONTH)
    calls = province.world.calls
    units = stream.catalogue().units
    assert calls["Query"] <= len(units) + 8 + sum(len(each.predecessors) for each in units)  # whose heads are told
    assert calls["Scan"] == 0


def test_a_merged_units_past_counts_with_its_successor_when_rebased(province):
    successor = next(each for each in stream.catalogue().units if len(each.predecessors) > 1)
    old = successor.predecessors[0]
    past = stream.received_in(
        received(province, "H21.001")[0].received_at.date() - timedelta(days=600),
        received(province, "H21.001")[0].received_at.date() - timedelta(days=590),
        {old: 3},
    )
    stream.told([stream.a_change(None, each) for each in past])
    province.publish("2025")
    assert figures.published(old, "2025", View.AS_IT_WAS).counts["received"] == 3
    rebased = figures.published(successor.code, "2025", View.REBASED)
    assert (rebased.counts["received"], rebased.moved_in) == (3, (old,))
    assert figures.published(old, "2025", View.REBASED) is None


def test_every_definition_is_published(province):
    answer = province.ask(FIGURES, officer("H21.001"), period=MONTH)
    assert [each["code"] for each in answer.json["lines"]] == [each.code for each in definitions()]
