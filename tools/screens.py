"""Takes the pictures of docs/screens from a running demonstration, with Debian's Chromium.

`python tools/screens.py LINK`, where LINK is the sign-in link that `postroom demo` prints.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SCREENS = Path(__file__).parent.parent / "docs" / "screens"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


def main(link: str) -> None:
    """Sign in and photograph the main pages."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    base = link.partition("/sign-in/")[0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page(viewport={"width": 1360, "height": 900})
        page.goto(link)
        page.locator("form[action^='/sign-in/link'] button").click()
        for name, path in {
            "queue": "/queue", "item": "/items/15", "mail": "/items/10", "complaint": "/complaints/1",
            "print": "/print", "quarantine": "/quarantine", "board": "/board",
        }.items():  # fmt: skip
            page.goto(base + path)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=str(SCREENS / f"{name}.png"))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
