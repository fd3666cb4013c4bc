"""`make demo`: the guide's two chapters, walked over HTTP against the running stack, each step with what came back.

The walker is an invented citizen whom nobody signs in as by hand, and leaves their vault empty: papers in the
submitted dossier stay with it.
"""

from __future__ import annotations

import os
import secrets
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from infra.demo.citizen import Citizen
from infra.demo.papers import paper, signed_by_agency
from infra.demo.people import BIRTH_CERTIFICATE, WALKER
from infra.demo.pki import DemoPki
from infra.local.visitor import Visitor
from infra.obstacle import Obstacle
from shared.clock import today

_CORRECTION = "KQ.G15.000037"
_DIPLOMA = "KQ.LOCAL.000501"
_PROCEDURE = "3.000466"  # Chỉnh sửa nội dung văn bằng, chứng chỉ
_UNIT = "H21.002"  # Xã Phù Cát
_PATIENCE = 60.0  # seconds until both messages must have arrived


class Walk:
    """The walker, their papers, and the steps they have taken."""

    def __init__(self, address: str, pki: DemoPki) -> None:
        self._pki, self._step = pki, 0
        self.say("Đăng nhập", f"{address} qua VNeID, là {WALKER.name}")
        self.citizen = Citizen.signed_in(address, WALKER.subject)

    def say(self, step: str, came_back: str) -> None:
        self._step += 1
        print(f"{self._step:>3}. {step}\n       {came_back}", flush=True)

    def paper(self, kind: str, *, weeks_ago: int) -> bytes:
        """A paper nobody has seen before, signed by its agency."""
        issued_on = today() - timedelta(weeks=weeks_ago)
        drawn = paper(kind, holder=WALKER.name, number=f"{secrets.randbelow(10**6)}", issued_on=issued_on)
        return signed_by_agency(drawn, kind, pki=self._pki, issued_on=issued_on)

    def keep(self, kind: str, *, weeks_ago: int, **where: Any) -> Any:
        """[Thêm mới] or [Chọn tệp tin]: one paper all the way until it is judged."""
        said = {"kind": "result", "document_type": kind}
        upload = self.citizen.deposit(self.paper(kind, weeks_ago=weeks_ago), "giay-to.pdf", **said, **where)
        if upload["state"] != "accepted":
            raise Obstacle(f"The paper was not accepted: {upload['reasons']}")
        return upload

    def first_chapter(self) -> None:
        """I. Cập nhật kết quả điện tử bên ngoài vào kho dữ liệu."""
        upload = self.keep(BIRTH_CERTIFICATE, weeks_ago=10)
        self.say("[Thêm mới] → Kết quả giải quyết → Giấy khai sinh → [Cập nhật]", upload["sentence"])
        item = self.citizen.must("GET", f"vault/items/{upload['item']}")
        self.say("Xem giấy tờ trong Kho", f"{item['title']} · số {item['number']} · {item['versions'][0]['sentence']}")
        again = self.keep(BIRTH_CERTIFICATE, weeks_ago=5, replaces=item["id"])
        versions = self.citizen.must("GET", f"vault/items/{item['id']}")["versions"]
        self.say("Xóa tệp tin cũ và cập nhật tệp tin mới", f"{again['sentence']} Phiên bản {versions[0]['number']}.")
        link = self.citizen.must("GET", f"vault/items/{item['id']}/file")
        self.say("Mở tệp tin", f"{link['file_name']}, liên kết sống {link['expires_in']} giây")

    def second_chapter(self) -> str:
        """II. Khai thác kho dữ liệu khi nộp hồ sơ trực tuyến. The dossier's code."""
        for weeks_ago in (2, 4):
            self.keep(_CORRECTION, weeks_ago=weeks_ago)
        dossier = self._opened()
        path = f"dossiers/{dossier['id']}"
        self._pick(path)
        self.keep(_DIPLOMA, weeks_ago=300, dossier=dossier["id"], component="TP04")
        self.say("Thành phần chưa có: [Chọn tệp tin] ngay trong hồ sơ", self._component(path, "TP04"))
        form = {"way": "form", "form": {"noi_dung": "Chỉnh sửa chữ đệm theo trích lục cải chính"}}
        self.citizen.must("PUT", f"{path}/components/TP01", form)
        self.say("Điền biểu mẫu", self._component(path, "TP01"))
        consents = ["TRUTHFUL", "PROCESSING", "REUSE"]
        receipt = self.citizen.must("POST", f"{path}/submit", {"receive_by": "electronic", "consents": consents})
        self.say("[Đồng ý và tiếp tục] → [Nộp hồ sơ]", f"Mã hồ sơ {receipt['code']}, nộp lúc {receipt['submitted_at']}")
        return str(receipt["code"])

    def _opened(self) -> Any:
        party = {"name": WALKER.name, "phone": WALKER.phone, "address": "Xã Phù Cát, tỉnh Gia Lai"}
        asked = {"procedure": _PROCEDURE, "unit": _UNIT, "applicant": party, "owner": party}
        dossier = self.citizen.must("POST", "dossiers", asked)
        self.say("[Nộp trực tuyến] → chọn dịch vụ, đơn vị, người nộp, chủ hồ sơ", dossier["procedure"]["name"])
        for each in dossier["components"]:
            reason = each["resolution"] and each["resolution"]["reason"]["text"]
            print(f"       · {each['name']}: {reason or each['status_text']}")
        return dossier

    def _pick(self, path: str) -> None:
        offered = self.citizen.must("GET", f"{path}/components/TP02/suggestions")
        best = offered["candidates"][0]["papers"][0]
        self.citizen.must("PUT", f"{path}/components/TP02", {"way": "vault", "items": [best["item"]]})
        picked = f"{offered['total']} giấy tờ phù hợp; chọn số {best['number']}, cấp ngày {best['issued_on']}"
        self.say("[Lấy từ kho] → tích chọn → [Cập nhật]", picked)

    def _component(self, path: str, code: str) -> str:
        found = self.citizen.must("GET", path)["components"]
        return next(str(each["resolution"]["reason"]["text"]) for each in found if each["code"] == code)

    def messages(self, code: str, inbox: str) -> None:
        """The guide's last line: told by Zalo and by SMS."""
        until = time.monotonic() + _PATIENCE
        while {"zalo", "sms"} - (found := _told(inbox, code)).keys():
            if time.monotonic() > until:
                raise Obstacle(f"Of the messages about {code}, only {sorted(found)} arrived.")
            time.sleep(0.2)
        for channel, said in sorted(found.items()):
            self.say(f"Thông báo qua {channel.capitalize() if channel == 'zalo' else 'SMS'}", said)

    def tidy(self) -> None:
        """The walker's vault is empty again; also when a walk before this one ended half-way."""
        for item in self.citizen.must("GET", "vault/items?limit=100")["items"]:
            self.citizen.must("DELETE", f"vault/items/{item['id']}")


def _told(inbox: str, code: str) -> dict[str, str]:
    messages = Visitor().open(f"{inbox}/inbox.json").json
    said = {each["channel"]: each.get("text") or str(each.get("parameters")) for each in messages if code in str(each)}
    return {str(channel): text for channel, text in said.items()}


def main() -> None:
    walk = Walk(os.environ["KHO_ADDRESS"], DemoPki.make(Path(os.environ["KHO_SAMPLES"]).parent / "pki"))
    walk.tidy()
    walk.first_chapter()
    walk.messages(walk.second_chapter(), os.environ["KHO_MESSAGES"])
    walk.tidy()
    walk.say("Dọn dẹp", "Kho lại trống như trước; giấy tờ đã dùng vẫn ở cùng hồ sơ.")


if __name__ == "__main__":
    try:
        main()
    except Obstacle as obstacle:
        sys.exit(str(obstacle))
