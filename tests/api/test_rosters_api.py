"""Rosters through the API: out as two kinds of file that change nothing read back, in whole or not at all, once."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shuangjian.audit.models import Act
from shuangjian.journeys.import_roster import preview_roster
from shuangjian.kernel.actor import Role, operator
from shuangjian.kernel.refusal import NotAllowed
from shuangjian.people.models import Pupil, RosterUpload, Token
from shuangjian.people.operations.roster_export import export_oneroster, export_roster
from shuangjian.people.roster.reader import read_file
from shuangjian.people.roster.rows import Source
from tests.api.callers import Caller, caller
from tests.cast import AT, TODAY, Cast

pytestmark = pytest.mark.django_db
NEWCOMER = "学籍号,姓名,年级,班级\nG410902201600009001,戴记庚,五年级,1班\n"


def file(text: str = NEWCOMER, name: str = "名册.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def download(program: Caller, place_id: int, kind: str) -> bytes:
    response = program.get(f"/places/{place_id}/roster.{kind}")
    assert response.status_code == 200
    content: bytes = response.content
    return content


def sent_back(program: Caller, place_id: int, content: bytes, name: str, key: str = "back") -> Any:
    upload = SimpleUploadedFile(name, content)
    return program.upload(f"/places/{place_id}/roster/uploads", upload, key=key).json()


@pytest.mark.parametrize("kind", ["xlsx", "zip"])
def test_a_roster_that_is_sent_back_as_it_came_changes_nothing(cast: Cast, kind: str) -> None:
    program, place_id = caller(cast, "principal"), cast.school.pk
    preview = sent_back(program, place_id, download(program, place_id, kind), f"名册.{kind}")
    assert (preview["bad_total"], preview["counts"], preview["rows"]["学生"]) == (0, {}, 4)


@pytest.mark.parametrize("export", [export_roster, export_oneroster])
@pytest.mark.parametrize(("where", "pupils"), [("village", 2), ("central", 2), ("city", 7)])
def test_so_does_that_of_several_schools_with_teaching_points(cast: Cast, export: Any, where: str, pupils: int) -> None:
    by, place_id = operator("测试"), getattr(cast, where).pk
    content = export(by=by, at=AT, place_id=place_id)
    preview = preview_roster(by=by, at=AT, place_id=place_id, filename="名册", content=content)
    assert (preview.bad_total, preview.counts, preview.rows["学生"]) == (0, {}, pupils)


@pytest.mark.parametrize("who", ["county_officer", "city_officer"])
def test_names_do_not_go_out_to_those_above(cast: Cast, who: str) -> None:
    """They have no role for the scope; and a token that was given it all the same opens nothing."""
    program = caller(cast, who)
    Token.objects.update(scopes="read:rosters")
    for kind in ("xlsx", "zip"):
        assert program.get(f"/places/{cast.school.pk}/roster.{kind}").status_code == 404
    with pytest.raises(NotAllowed):
        export_oneroster(by=cast.actor(who), at=AT, place_id=cast.school.pk)


def test_the_oneroster_set_is_a_whole_one_of_version_1_2(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "set.zip"
    path.write_bytes(download(caller(cast, "principal"), cast.school.pk, "zip"))
    reading = read_file(path, TODAY)
    assert (reading.source, reading.complete, reading.bad) == (Source.ONEROSTER_1_2, True, ())
    assert {pupil.name for pupil in reading.pupils} == {"左小禾", "𠅤·阿依古丽", "白䶮", "查朵"}
    assert {row.teacher_name for row in reading.teachings if row.homeroom} == {"毕小满", "温静"}
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        manifest = archive.read("manifest.csv").decode()
        assert set(archive.namelist()) >= {"orgs.csv", "users.csv", "roles.csv", "classes.csv", "enrollments.csv"}
        assert "G4109022" not in "".join(archive.read(name).decode() for name in archive.namelist())
    assert "oneroster.version,1.2" in manifest


def test_a_download_is_on_record(cast: Cast) -> None:
    download(caller(cast, "academic"), cast.school.pk, "zip")
    act = Act.objects.latest("pk")
    assert (act.name, act.actor_name, act.actor_role) == (
        "people.export_roster",
        "龚平经“排课系统”",
        Role.ACADEMIC_AFFAIRS,
    )


def test_a_roster_comes_in_looked_at_and_then_applied_once(cast: Cast) -> None:
    program, path = caller(cast, "academic"), f"/places/{cast.school.pk}/roster/uploads"
    preview = program.upload(path, file()).json()
    assert program.upload(path, file()).json() == preview
    assert (preview["state"], preview["can_apply"], preview["counts"]["新来的学生"]) == ("PREVIEWED", True, 1)
    assert not Pupil.objects.filter(name="戴记庚").exists()
    apply = f"/roster-uploads/{preview['id']}/apply"
    first, second = program.post(apply).json(), program.post(apply).json()
    assert second == first | {"repeated": True}
    assert Pupil.objects.filter(name="戴记庚").count() == 1
    assert program.post(apply, key="another").json()["refusals"][0]["code"] == "ROSTER_APPLIED"
    assert Act.objects.filter(name="people.apply_roster").count() == 1
    assert program.get(f"/roster-uploads/{preview['id']}").json()["state"] == "APPLIED"


def test_the_key_of_one_file_does_not_serve_for_another(cast: Cast) -> None:
    program, path = caller(cast, "academic"), f"/places/{cast.school.pk}/roster/uploads"
    program.upload(path, file())
    other = program.upload(path, file(NEWCOMER.replace("戴记庚", "戴纪庚")))
    assert (other.status_code, other.json()["type"]) == (409, "/api/v1/#key-reused")
    assert RosterUpload.objects.count() == 1


def test_discarding_drops_the_file_once(cast: Cast) -> None:
    program = caller(cast, "academic")
    upload = program.upload(f"/places/{cast.school.pk}/roster/uploads", file()).json()["id"]
    path = f"/roster-uploads/{upload}/discard"
    assert [program.post(path).json()["state"] for _ in range(2)] == ["DISCARDED", "DISCARDED"]
    assert RosterUpload.objects.get().content is None
    refused = program.post(f"/roster-uploads/{upload}/apply", key="late").json()
    assert [refusal["code"] for refusal in refused["refusals"]] == ["ROSTER_DISCARDED"]


def test_bad_cells_are_named_and_nothing_can_be_applied(cast: Cast) -> None:
    program = caller(cast, "academic")
    preview = program.upload(
        f"/places/{cast.school.pk}/roster/uploads", file(NEWCOMER.replace("五年级", "十年级"))
    ).json()
    assert (preview["can_apply"], preview["bad_total"], preview["bad"][0]["header"]) == (False, 1, "年级")
    refused = program.post(f"/roster-uploads/{preview['id']}/apply")
    assert (refused.status_code, refused.json()["refusals"][0]["code"]) == (409, "ROSTER_BAD_CELLS")


def test_names_in_an_upload_are_not_told_from_above(cast: Cast) -> None:
    preview = caller(cast, "academic").upload(f"/places/{cast.school.pk}/roster/uploads", file()).json()
    assert "戴记庚" in str(preview["samples"])
    from_above = caller(cast, "county_officer").get(f"/roster-uploads/{preview['id']}").json()
    assert (from_above["counts"], from_above["samples"]) == (preview["counts"], {})


@pytest.mark.parametrize("content", ["", "不是名册", "\x00" * 40, "PK\x03\x04"])
def test_a_file_that_cannot_be_read_is_told_at_its_field(cast: Cast, content: str) -> None:
    response = caller(cast, "academic").upload(f"/places/{cast.school.pk}/roster/uploads", file(content, "a\x00b.csv"))
    assert (response.status_code, list(response.json()["errors"])) == (422, ["file"])


def test_a_request_without_a_file_is_told_at_its_field(cast: Cast) -> None:
    response = caller(cast, "academic").post(f"/places/{cast.school.pk}/roster/uploads", {})
    assert response.status_code == 422
    assert list(response.json()["errors"]) == ["file"]


def test_a_file_beyond_the_limit_answers_413(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shuangjian.people.roster.limits.UPLOAD_BYTES", 10)
    response = caller(cast, "academic").upload(f"/places/{cast.school.pk}/roster/uploads", file())
    assert (response.status_code, response.json()["type"]) == (413, "/api/v1/#too-large")


def test_uploads_are_listed_newest_first(cast: Cast) -> None:
    program, path = caller(cast, "academic"), f"/places/{cast.school.pk}/roster/uploads"
    ids = [program.upload(path, file(), key=f"k{n}").json()["id"] for n in range(3)]
    first = program.get(path, limit=2).json()
    second = program.get(path, limit=2, cursor=first["next"]).json()
    assert [upload["id"] for page in (first, second) for upload in page["items"]] == ids[::-1]
