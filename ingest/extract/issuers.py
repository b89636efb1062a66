"""Who gives out references, what they look like, and how their check digits are computed.

Tries each shape against its own examples as soon as the configuration is read, so that a slip in a pattern is told
at start and not found out months later.
"""

import re
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ingest import errors, reference
from ingest.extract import masks

Owner = Literal["ours", "theirs", "unknown"]
Check = Literal["none", "mod11_10", "luhn"]


def passes(check: Check, value: str) -> bool:
    """Whether the last digit of a reference is the one computed from the others."""
    digits = re.sub("[^0-9]", "", value)
    if check == "mod11_10":
        return reference.check_digit(digits[:-1]) == digits[-1]
    if check == "luhn":
        doubled = (int(digit) * (2 if index % 2 else 1) for index, digit in enumerate(reversed(digits)))
        return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
    return True


class Issuer(BaseModel):
    """Somebody who gives out references of a known shape."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(description="What staff call it, such as 'service desk'.")
    pattern: str = Field(description="The shape: # digit, @ letter, * either, {m,n} repeats; 'CAS-#{4,6}-@@'.")
    role: Owner = Field(default="ours", description="Whose reference it is: 'ours', 'theirs' or 'unknown'.")
    check: Check = Field(default="none", description="How its last digit is computed: 'none', 'mod11_10' or 'luhn'.")
    examples: tuple[str, ...] = Field(default=(), description="Real-looking examples; each is tried at start.")

    @model_validator(mode="after")
    def _examples_fit(self) -> "Issuer":
        for example in self.examples:
            hits = masks.mask(self.pattern).hits(example)
            if len(hits) != 1 or hits[0].value != example.upper() or not passes(self.check, hits[0].value):
                raise errors.SettingsError(f"the reference '{example}' does not fit the pattern of '{self.name}'")
        return self


@lru_cache(maxsize=16)
def own(prefix: str) -> Issuer:
    """The issuer that is ourselves; see `ingest.reference`."""
    return Issuer(name="postroom", pattern=f"{prefix}-##-#{{5,9}}-#", role="ours", check="mod11_10")
