"""名册 in the browser: a file goes in, what it would change is seen, and it is updated, discarded or handed back."""

import io
import random
import re
import zipfile
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shuangjian.audit.models import Act
from shuangjian.people.models import Enrolment, Person, Pupil, RosterUpload
from shuangjian.people.roster import limits
from shuangjian.schools.models import SchoolClass
from tests.cast import Cast
from tests.journeys.rosters import book, bring_in, pupil, standing_lessons, standing_pupils, standing_teachers
from tests.unit.roster.builders import workbook

pytestmark = pytest.mark.django_db
NEW = ("祝小满", "G410902201600000077")


def address(cast: Cast) -> str:
    return f"/school/{cast.school.pk}/roster/"


def send(
    cast: Cast, content: bytes, who: str = "academic", name: str = "九月名册.xlsx", client: Client | None = None
) -> Any:
    file = SimpleUploadedFile(name, content)
    return (client or cast.client(who)).post(address(cast), {"file": file}, follow=True)


def with_new() -> bytes:
    return book([*standing_pupils(), pupil(NEW[0], 5, 1, NEW[1])])


def press(client: Client, page: Any, act: str) -> Any:
    return client.post(page.redirect_chain[-1][0], {"key": page.context["key"], "act": act}, follow=True)


def everything() -> tuple[Any, ...]:
    return (
        list(Pupil.objects.order_by("pk").values_list()),
        list(Enrolment.objects.order_by("pk").values_list()),
        list(Person.objects.order_by("pk").values_list()),
        list(SchoolClass.objects.order_by("pk").values_list()),
    )


def test_the_page_is_for_whoever_may_update_the_roster(cast: Cast) -> None:
    expected = {
        "academic": 200, "principal": 200, "county_officer": 200, "city_officer": 200,
        "maths": 403, "chinese": 403, "grade_head": 403,
        "stranger": 404, "other_county_officer": 404, "guardian": 404, "former": 404,
    }  # fmt: skip
    for path in (address(cast), f"{address(cast)}template/"):
        assert {name: cast.client(name).get(path).status_code for name in expected} == expected


def test_the_template_comes_with_its_chinese_name(cast: Cast) -> None:
    page = cast.client("academic").get(f"{address(cast)}template/")
    assert unquote(page["Content-Disposition"]) == "attachment; filename*=utf-8''名册模板.xlsx"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert zipfile.is_zipfile(io.BytesIO(page.content))


def test_uploading_shows_what_would_change_and_changes_nothing(cast: Cast) -> None:
    before = everything()
    page = send(cast, with_new())
    assert page.status_code == 200
    assert "更新名册会改1处" in page.text
    assert "新来的学生" in page.text
    assert "祝小满　五（1）班" in page.text
    assert f"更新{cast.school.place.name}的名册（1处）</button>" in page.text
    assert everything() == before


def test_updating_tells_once_what_has_changed(cast: Cast) -> None:
    client = cast.client("academic")
    page = press(client, send(cast, with_new(), client=client), "apply")
    assert "名册更新好了" in page.text
    assert re.search(r"新来的学生</span>　1人", page.text)
    assert Pupil.objects.filter(name="祝小满").count() == 1
    assert "已更新" in client.get(address(cast)).text
    assert "祝小满" not in page.text  # the names went with the file


def test_a_form_sent_twice_is_one_update_and_is_told_so(cast: Cast) -> None:
    client = cast.client("academic")
    page = send(cast, with_new(), client=client)
    press(client, page, "apply")
    again = press(client, page, "apply")
    assert "没有再做一遍" in again.text
    assert Act.objects.filter(name="people.apply_roster").count() == 1


def test_discarding_drops_the_file_and_changes_nothing(cast: Cast) -> None:
    before = everything()
    client = cast.client("academic")
    page = press(client, send(cast, with_new(), client=client), "discard")
    assert "什么都没有改" in page.text
    assert RosterUpload.objects.get().content is None
    assert everything() == before


def test_the_same_roster_says_that_nothing_changes_and_offers_no_update(cast: Cast) -> None:
    page = send(cast, book(standing_pupils(), standing_teachers(), standing_lessons()))
    assert "名册和现在一样" in page.text
    assert 'value="apply"' not in page.text


def test_bad_cells_are_listed_with_a_workbook_to_hand_back(cast: Cast) -> None:
    client = cast.client("academic")
    page = send(cast, book([*standing_pupils(), pupil(NEW[0], 8, 1, NEW[1])]), client=client)
    assert "有1格要改，所以还不能更新" in page.text
    assert "学生 第 6 行 C 列（年级）" in page.text
    assert 'value="apply"' not in page.text
    link = re.search(r'href="([^"]+/bad-cells/)"', page.text)
    assert link
    file = client.get(link[1])
    assert unquote(file["Content-Disposition"]) == "attachment; filename*=utf-8''九月名册-要改的格.xlsx"
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        assert "一到六年级" in archive.read("xl/worksheets/sheet1.xml").decode()
    forced = press(client, page, "apply")
    assert forced.status_code == 409
    assert "1格要改" in forced.text


def test_when_something_moved_meanwhile_it_is_said_and_compared_again(cast: Cast) -> None:
    client = cast.client("academic")
    page = send(cast, with_new(), client=client)
    bring_in(cast, book([pupil("左小禾", 5, 2), *standing_pupils()[1:]]))
    refused = press(client, page, "apply")
    assert refused.status_code == 409
    assert "有了变动" in refused.text
    assert "按现在的情况重新比较</button>" in refused.text
    assert 'value="apply"' not in refused.text
    again = press(client, page, "again")
    assert "更新名册会改2处" in again.text
    assert "左小禾　五（2）班→五（1）班" in again.text


def test_an_officer_sees_figures_of_what_a_school_uploaded_and_no_names(cast: Cast) -> None:
    page = send(cast, with_new())
    seen = cast.client("county_officer").get(page.redirect_chain[-1][0])
    assert "新来的学生" in seen.text
    assert "祝小满" not in seen.text
    assert "姓名只给本校教务处、校长和上传的人看" in seen.text
    bad = send(cast, book([*standing_pupils(), pupil(NEW[0], 5, 1), pupil("左小禾", 5, 2, "G410902201600000099")]))
    where = bad.redirect_chain[-1][0]
    assert cast.client("county_officer").get(f"{where}bad-cells/").status_code == 404


def test_another_schools_upload_cannot_be_found(cast: Cast) -> None:
    page = send(cast, with_new())
    upload = RosterUpload.objects.get().pk
    assert cast.client("other_principal").get(page.redirect_chain[-1][0]).status_code == 404
    elsewhere = f"/school/{cast.other_school.pk}/roster/{upload}/"
    for tail in ("", "bad-cells/"):
        assert cast.client("city_officer").get(elsewhere + tail).status_code == 404
    assert cast.client("city_officer").post(elsewhere, {"act": "apply"}).status_code == 404
    assert cast.client("academic").get(f"{address(cast)}{upload + 1}/").status_code == 404


def _bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b" " * 60_000_000)
    return buffer.getvalue()


HOSTILE = {
    "nothing at all": b"",
    "noughts": b"\0" * 5000,
    "a page": b"<html><body>nope</body></html>",
    "old Excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "a PDF": b"%PDF-1.7\n",
    "half a workbook": book(standing_pupils())[:2000],
    "a bomb": _bomb(),
    "headers only": workbook({"学生": [["学籍号", "姓名", "年级", "班级"]]}),
    "no roster": workbook({"菜单": [["星期一", "面条"]]}),
    "broken quotes": '学籍号,姓名,年级,班级\n"G1,赵,五,1\n'.encode(),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_ends_in_a_sentence_beside_the_field_and_changes_nothing(cast: Cast, kind: str) -> None:
    before = everything()
    page = send(cast, HOSTILE[kind])
    assert page.status_code == 422
    assert page.context["errors"]["file"].endswith("。")
    assert page.context["errors"]["file"] in page.text
    assert not RosterUpload.objects.exists()
    assert everything() == before


def test_too_large_a_file_is_refused_before_it_is_read(cast: Cast) -> None:
    page = send(cast, b"x" * (limits.UPLOAD_BYTES + 1))
    assert page.status_code == 422
    assert "20 MB" in page.text


def test_no_file_is_a_sentence_too(cast: Cast) -> None:
    page = cast.client("academic").post(address(cast), {})
    assert page.status_code == 422
    assert "没有收到文件" in page.text


def test_formulas_are_bad_cells_and_a_name_that_is_markup_is_shown_as_text(cast: Cast) -> None:
    head = ["学籍号", "姓名", "年级", "班级"]
    page = send(cast, workbook({"学生": [head, ["G410902201600000091", "<script>alert(1)</script>", "五", "1"]]}))
    assert "<script>alert(1)" not in page.text
    formula = "学籍号,姓名,年级,班级\nG410902201600000091,赵一,=1+1,1\n".encode()
    assert send(cast, formula, name="x.csv").context["preview"].bad_total == 1


def test_a_file_name_cannot_break_a_header_or_a_page(cast: Cast) -> None:
    client = cast.client("academic")
    name = '名"册\r\nX-Evil: 1<b>.xlsx'
    page = send(cast, book([pupil(NEW[0], 8, 1, NEW[1])]), name=name, client=client)
    assert page.status_code == 200
    assert "<b>.xlsx" not in page.text
    file = client.get(f"{page.redirect_chain[-1][0]}bad-cells/")
    assert file.status_code == 200
    assert "X-Evil" not in file.headers


@pytest.mark.parametrize("seed", range(12))
def test_a_workbook_with_flipped_bytes_never_breaks_the_page_and_changes_nothing(cast: Cast, seed: int) -> None:
    chance = random.Random(seed)
    damaged = bytearray(with_new())
    for _ in range(chance.choice([1, 2, 8, 40])):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    before = everything()
    assert send(cast, bytes(damaged)).status_code in (200, 422)
    assert everything() == before
