"""Where the files that ship with postroom are: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path


def shipped(name: str) -> Path:
    """The folder of shipped files called `name`, such as `templates` or `schedules`.

    Raises:
        FileNotFoundError: neither the wheel nor the checkout has it, so the installation is incomplete.
    """
    package = Path(__file__).parent
    for folder in (package / f"_{name.replace('/', '_')}", package.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"postroom is not installed completely: the folder '{name}' is missing")
