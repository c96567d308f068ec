"""What was said of when work ends in a place, in words."""

from tests.apps.audit.told import Told

HOURS = [
    (
        Told(
            "policy.state_off_work_time",
            on_label="濮阳县",
            before={"time": "17:30"},
            after={"time": "18:00", "since": "2026-10-08", "source": "《濮阳县机关作息时间》"},
        ),
        "龚平（教务处）按《濮阳县机关作息时间》写明濮阳县18:00下班，从2026年10月8日起，原来是17:30。",
    ),
]
