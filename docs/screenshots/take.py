"""Takes the pictures of README anew, from a sample city that is being served.

make demo
.venv/bin/python docs/screenshots/take.py http://127.0.0.1:8000
"""

import os
import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from tests import chromium  # noqa: E402

WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


def main(site: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=list(chromium.ARGUMENTS))
        signed = sign_ins()
        teacher = entered(browser, site, *signed["学科教师"])
        refused(teacher, site)
        teacher.screenshot(path=FOLDER / "teacher_1280.png")
        sheet = teacher.locator("a[href^='/t/']").first.get_attribute("href")
        phone = browser.new_page(viewport=PHONE, locale="zh-CN")
        phone.goto(f"{site}{sheet}")
        phone.screenshot(path=FOLDER / "sheet_390.png")
        entered(browser, site, *signed["市教育局"]).screenshot(path=FOLDER / "city_1280.png")
        browser.close()


def sign_ins() -> dict[str, tuple[str, str]]:
    """Account and password of the first person of each role."""
    command = [sys.executable, "-m", "shuangjian", "--settings", "demo", "demo", "sign-ins"]
    told = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True).stdout
    found: dict[str, tuple[str, str]] = {}
    for role, account, password in re.findall(r"^　(\S+?)　.*账号 (\S+)　密码 (\S+)", told, re.MULTILINE):
        found.setdefault(role, (account, password))
    return found


def entered(browser: Browser, site: str, account: str, password: str) -> Page:
    page = browser.new_page(viewport=WIDE, locale="zh-CN")
    page.goto(f"{site}/login/")
    page.fill("[name=username]", account)
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")
    return page


def refused(page: Page, site: str) -> None:
    """The teacher's draft, weighed: it does not fit, and the page says why and what can be done."""
    page.goto(f"{site}/homework/")
    page.locator("a[href*='?draft=']").first.click()
    page.locator("button.btn[name=act][value=check]").click()
    page.wait_for_selector(".why-stop")
    page.evaluate("scrollTo(0, 0)")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
