"""What the loader refuses, and that it names the file, the key and what to write."""

import datetime as dt
import zipfile
from pathlib import Path

import pytest

from shuangjian import rulebook
from shuangjian.kernel.grade import System
from shuangjian.rulebook import RulebookError, load_from
from tests.unit.rulebook.books import DOCUMENT, LATER, NATIONAL, cap, duty, entry, local, without, write

BOOK_FOLDER = Path(rulebook.__file__).parent
YEAR_END = dt.date(2022, 12, 31)


def refusal(folder, parameters, documents=None, **parts):
    with pytest.raises(RulebookError) as caught:
        load_from(write(folder, parameters, documents, **parts))
    return caught.value


def refused_entry(folder, broken):
    return refusal(folder, {"homework/cap": cap(broken)})


def test_the_small_book_of_these_tests_loads_when_nothing_is_wrong_with_it(tmp_path):
    book = load_from(write(tmp_path, {"homework/cap": cap(), "homework/shown": duty()}))
    assert [parameter.name for parameter in book.parameters()] == ["homework/cap", "homework/shown"]


def test_an_entry_without_a_citation_is_refused(tmp_path):
    error = refused_entry(tmp_path, without(entry(), "citation"))
    assert (error.file, error.key) == ("parameters/homework/cap.yaml", "history[0].citation")
    assert "出处" in error.words


def test_a_citation_without_its_clause_is_refused(tmp_path):
    error = refused_entry(tmp_path, entry(citation={"document": "notice", "clause": None}))
    assert error.key == "history[0].citation.clause"


def test_a_citation_of_an_unknown_document_is_refused(tmp_path):
    error = refused_entry(tmp_path, entry(citation={"document": "hearsay", "clause": "第1条"}))
    assert "hearsay" in error.words


def test_a_document_that_does_not_state_its_number_is_refused(tmp_path):
    error = refusal(tmp_path, {"homework/cap": cap()}, {"notice": without(DOCUMENT, "number")})
    assert (error.file, error.key) == ("documents/notice.yaml", "number")
    assert "null" in error.words


def test_a_number_that_was_not_found_needs_a_witness(tmp_path):
    error = refusal(tmp_path, {"homework/cap": cap()}, {"notice": DOCUMENT | {"number": None}})
    assert error.key == "witness"


def test_a_number_that_was_not_found_is_accepted_with_a_witness_and_the_clause_points_to_it(tmp_path):
    witness = {"title": "一份答复", "number": "某函〔2023〕1号", "where": "作业一段"}
    book = load_from(
        write(
            tmp_path,
            {"homework/cap": cap(entry(citation={"document": "notice", "clause": None}))},
            {"notice": DOCUMENT | {"number": None, "witness": witness}},
        )
    )
    found = book.lookup("homework/cap", date=LATER, place_codes=(), grade=5, system=System.SIX_THREE)
    assert found.grounds[0].as_clause().article == "见某函〔2023〕1号作业一段"


@pytest.mark.parametrize("key", ["signed_on", "published_on", "effective_on", "verified_on", "link"])
def test_what_is_not_known_of_a_document_must_be_written_as_null(tmp_path, key):
    error = refusal(tmp_path, {"homework/cap": cap()}, {"notice": without(DOCUMENT, key)})
    assert error.key == key


@pytest.mark.parametrize(
    "link",
    ["http://www.gov.cn/x", "https://www.gov.cn.example.com/x", "https://notgov.cn/x", "www.gov.cn", "javascript:1"],
)
def test_a_link_elsewhere_than_to_the_state_is_refused(tmp_path, link):
    error = refusal(tmp_path, {"homework/cap": cap()}, {"notice": DOCUMENT | {"link": link}})
    assert error.key == "link"


def test_a_link_to_the_ministry_is_accepted(tmp_path):
    documents = {"notice": DOCUMENT | {"link": "https://www.moe.gov.cn/x"}}
    assert load_from(write(tmp_path, {"homework/cap": cap()}, documents)).documents()[0].link


@pytest.mark.parametrize(("primary", "junior"), [(61, 90), (60, 90.5), (60, 9e9)])
def test_a_place_with_a_laxer_number_is_refused(tmp_path, primary, junior):
    error = refusal(tmp_path, {"homework/cap": cap(places=(local(entry(LATER, primary, junior)),))})
    assert error.key == "places.410900"
    assert "宽" in error.words


def test_a_place_with_an_equal_or_lower_number_is_accepted_whatever_its_basis(tmp_path):
    overlay = local(entry(LATER, 60, 45, basis="MID_LEVEL_PUPIL"))
    assert load_from(write(tmp_path, {"homework/cap": cap(places=(overlay,))}))


def test_a_place_that_the_country_has_overtaken_is_refused_until_its_end_is_written(tmp_path):
    country = [entry(), entry(LATER, 40, 60)]
    early = entry(YEAR_END, 45, 90, from_precision="year")
    error = refusal(tmp_path, {"homework/cap": cap(*country, places=(local(early),))})
    assert "2023-03-01" in error.words
    ended = local(early, entry(LATER, value=None))
    assert load_from(write(tmp_path, {"homework/cap": cap(*country, places=(ended,))}))


def test_a_county_may_not_be_laxer_than_its_city(tmp_path):
    city, county = local(entry(LATER, 45, 60)), local(entry(LATER, 50, 60), place="410902")
    assert refusal(tmp_path, {"homework/cap": cap(places=(city, county))}).key == "places.410902"


def test_a_county_of_another_city_is_not_measured_by_this_one(tmp_path):
    city, county = local(entry(LATER, 45, 60)), local(entry(LATER, 50, 60), place="411002")
    assert load_from(write(tmp_path, {"homework/cap": cap(places=(city, county))}))


def test_a_place_may_not_weaken_must_to_encourage(tmp_path):
    error = refusal(tmp_path, {"homework/cap": cap(places=(local(entry(LATER, modality="ENCOURAGE")),))})
    assert "弱" in error.words


def test_for_what_must_be_reached_a_place_may_not_ask_less(tmp_path):
    laxer = local(entry(LATER, 59, 90))
    assert refusal(tmp_path, {"homework/cap": cap(places=(laxer,), bound="AT_LEAST")}).key == "places.410900"


def test_an_unsure_entry_is_refused_as_a_rule(tmp_path):
    error = refused_entry(tmp_path, entry(confidence="unsure"))
    assert error.key == "history[0].confidence"


def test_an_unsure_entry_may_stand_in_the_history_and_never_decides(tmp_path):
    book = load_from(
        write(tmp_path, {"homework/cap": cap(entry(), entry(LATER, 10, 10, confidence="unsure", binding=False))})
    )
    found = book.lookup("homework/cap", date=LATER, place_codes=(), grade=5, system=System.SIX_THREE)
    assert found.value == 60
    assert len(book.parameter("homework/cap").history) == 2


@pytest.mark.parametrize("second", [NATIONAL, dt.date(2021, 7, 23)])
def test_a_history_that_overlaps_or_runs_backwards_is_refused(tmp_path, second):
    documents = {"notice": DOCUMENT | {"signed_on": dt.date(2021, 7, 23)}}
    error = refusal(tmp_path, {"homework/cap": cap(entry(), entry(second))}, documents)
    assert error.key == "history"


def test_an_unknown_modality_is_refused_with_the_known_ones(tmp_path):
    error = refused_entry(tmp_path, entry(modality="PERHAPS"))
    assert "PERHAPS" in error.words
    assert "MUST_NOT" in error.words


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -1, True, "60", None, [60]])
def test_what_is_not_a_finite_number_of_minutes_is_refused(tmp_path, number):
    assert refused_entry(tmp_path, entry(primary=number)).key == "history[0].value.PRIMARY_3_UP"


def test_a_band_left_out_is_refused_and_named(tmp_path):
    error = refused_entry(tmp_path, entry(value={"PRIMARY_1_2": 0, "PRIMARY_3_UP": 60}))
    assert error.key == "history[0].value.JUNIOR"


def test_a_basis_left_out_of_a_measured_cap_is_refused(tmp_path):
    assert refused_entry(tmp_path, without(entry(), "basis")).key == "history[0].basis"


def test_a_key_nobody_knows_is_refused(tmp_path):
    error = refused_entry(tmp_path, entry(untli=LATER))
    assert error.key == "history[0].untli"
    assert "from_precision" in error.words


def test_a_key_written_twice_is_refused(tmp_path):
    assert "写了两次" in refusal(tmp_path, {"homework/cap": "title: 甲\ntitle: 乙\n"}).words


@pytest.mark.parametrize(
    "text", ["{", "- 1", "? [a]\n: 1", "from: 2021-02-30", "!!python/object/apply:os.getcwd []", ""]
)
def test_what_is_no_mapping_of_plain_values_is_refused(tmp_path, text):
    assert refusal(tmp_path, {"homework/cap": text}).file == "parameters/homework/cap.yaml"


def test_a_beginning_that_is_no_date_of_its_document_is_refused(tmp_path):
    assert refused_entry(tmp_path, entry(dt.date(2021, 9, 1))).key == "history[0].from"


def test_a_beginning_known_only_by_its_year_stands_on_the_last_day_of_it(tmp_path):
    assert refused_entry(tmp_path, entry(LATER, from_precision="year")).key == "history[0].from"
    book = load_from(write(tmp_path, {"homework/cap": cap(entry(YEAR_END, from_precision="year"))}))
    assert book.parameter("homework/cap").history[0].since_label == "2022年"


def test_a_history_does_not_begin_with_its_end(tmp_path):
    assert refused_entry(tmp_path, entry(value=None)).key == "history"


def test_a_rule_that_differs_by_stage_must_say_what_holds_for_grade_six_of_five_four(tmp_path):
    error = refusal(tmp_path, {"homework/cap": without(cap(), "five_four_grade_6")})
    assert "五四" in error.words


@pytest.mark.parametrize("bands", [["PRIMARY", "PRIMARY_1_2", "JUNIOR"], ["JUNIOR", "JUNIOR"], ["SIX_THREE", "JUNIOR"]])
def test_bands_that_overlap_are_refused(tmp_path, bands):
    assert refusal(tmp_path, {"homework/cap": cap(bands=bands)}).key == "bands"


def test_a_clock_time_without_quotes_is_refused_because_yaml_reads_it_as_a_number(tmp_path):
    text = yaml_of_bedtime("21:20")
    error = refusal(tmp_path, {"sleep/bedtime": text})
    assert "加引号" in error.words
    assert load_from(write(tmp_path, {"sleep/bedtime": yaml_of_bedtime('"21:20"')}))


def yaml_of_bedtime(time):
    return (
        "title: 几点睡\nsummary: 一句话。\nkind: CLOCK\nbound: AT_MOST\nhistory:\n"
        f"  - from: 2021-07-24\n    value: {time}\n    modality: SHOULD\n    confidence: well-known\n"
        "    citation: {document: notice, clause: 第5条}\n"
    )


@pytest.mark.parametrize("value", [False, 1, "yes"])
def test_a_duty_is_true_or_ended(tmp_path, value):
    assert refusal(tmp_path, {"homework/shown": duty(value=value)}).key == "history[0].value"


def test_examples_of_a_rule_that_does_not_exist_are_refused(tmp_path):
    error = refusal(tmp_path, {"homework/cap": cap()}, cases={"homework/cpa": [{"sentence": "一句话。"}]})
    assert error.file == "cases/homework/cpa.yaml"


def test_a_choice_under_a_rule_that_does_not_exist_is_refused(tmp_path):
    choice = {"title": "总量", "summary": "一", "unit": "分钟", "under": "homework/none", "least": 0}
    choice |= {"greatest": 5, "reason": "一", "default": "一"}
    assert refusal(tmp_path, {"homework/cap": cap()}, choices={"homework/total": choice}).key == "under"


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(RulebookError):
        load_from(tmp_path)


@pytest.mark.parametrize("year", range(2018, 2031))
def test_the_whole_book_answers_for_every_year(year):
    book = rulebook.load()
    date = dt.date(year, 12, 31)
    answered = 0
    for parameter in book.parameters():
        for grade in range(1, 10):
            for system in System:
                try:
                    found = book.lookup(parameter.name, date=date, place_codes=("410902",), grade=grade, system=system)
                except rulebook.NotInForce:
                    continue
                answered += 1
                assert found.grounds
                assert found.since <= date
                assert found.until is None or date < found.until
                assert all(ground.as_clause().article for ground in found.grounds)
    assert answered > 0


def test_the_edition_names_the_newest_rule_and_fits_beside_every_decision():
    book = rulebook.load()
    assert book.edition.startswith("2025-10-24-")
    assert len(book.edition) <= 32


def test_the_edition_changes_with_the_law_and_not_with_the_examples(tmp_path):
    first = load_from(write(tmp_path, {"homework/cap": cap()})).edition
    example = [{"sentence": "一句话。", "date": LATER, "grade": 5, "system": "SIX_THREE", "expect": {"value": 60}}]
    assert load_from(write(tmp_path, {}, cases={"homework/cap": example})).edition == first
    assert load_from(write(tmp_path, {"homework/cap": cap(entry(primary=59))})).edition != first


def test_the_book_loads_from_inside_an_archive_as_an_installed_package_may_be(tmp_path):
    archive = tmp_path / "package.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in sorted(BOOK_FOLDER.rglob("*.yaml")):
            packed.write(path, path.relative_to(BOOK_FOLDER).as_posix())
    assert load_from(zipfile.Path(archive)).edition == rulebook.load().edition


def test_a_rule_of_every_page_is_told_in_plain_words():
    for parameter in rulebook.load().parameters():
        for history in (parameter.history, *(overlay.history for overlay in parameter.overlays)):
            for found in history:
                assert all(value for _, value in parameter.rows(found))
        assert parameter.summary.endswith("。")
        assert not any("a" <= letter <= "z" for letter in parameter.summary + parameter.why)


def test_no_entry_of_the_shipped_book_rests_on_an_unsure_fact():
    for parameter in rulebook.load().parameters():
        for history in (parameter.history, *(overlay.history for overlay in parameter.overlays)):
            assert all(found.confidence is not rulebook.Confidence.UNSURE for found in history)
