"""Headless Chromium, Debian's own or the one Playwright brought, driven by Playwright."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Error, sync_playwright

from tests.servers.process import MissingError


@contextmanager
def running() -> Iterator[Browser]:
    """A browser for the length of a `with` block. Playwright keeps an event loop in this thread meanwhile.

    Raises:
        MissingError: no Chromium is installed.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    arguments = ["--disable-dev-shm-usage", "--no-sandbox"]  # root and most containers have no sandbox to offer
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=found, args=arguments)
        except Error as error:
            raise MissingError(
                f"Chromium does not start: run `make setup`, which installs it ({error.message})"
            ) from error
        try:
            yield browser
        finally:
            browser.close()
