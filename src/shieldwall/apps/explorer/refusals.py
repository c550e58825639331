"""How the explorer refuses: a list of troubles, each at its field, with the nearest valid name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shieldwall.catalogue.errors import CatalogueError
from shieldwall.catalogue.explain import explanations

_OFFERED: Final = re.compile(r"; did you mean '([^']*)'\?")
_TAGS: Final = frozenset({"body", "query", "path", "state", "preset", "explicit"})
"""Parts of a place in a request that nobody wrote: where FastAPI found it, and which form it took."""


class Trouble(BaseModel):
    """One thing that is wrong: where (empty: the whole), what, and what may have been meant."""

    model_config = ConfigDict(frozen=True)

    field: str
    message: str
    suggestion: str | None = None
    line: Annotated[int | None, Field(description="Line of the file, from one.")] = None


class Refusal(BaseModel):
    """The body of every refusal."""

    errors: list[Trouble]


class Refused(Exception):  # noqa: N818 - it reads as what it says
    """A request that is not carried out.

    Parameters
    ----------
    troubles : sequence of Trouble
        What is wrong.
    status : int
        Of the response.
    retry_after_s : int, optional
        When to come again.
    """

    def __init__(
        self, troubles: Sequence[Trouble], status: int = 422, retry_after_s: int | None = None
    ) -> None:
        super().__init__("; ".join(f"{each.field}: {each.message}" for each in troubles))
        self.troubles = tuple(troubles)
        self.status = status
        self.retry_after_s = retry_after_s

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it travel from a worker as it is."""
        return type(self), (self.troubles, self.status, self.retry_after_s)


def trouble(field: str, message: str, line: int | None = None) -> Trouble:
    """Return a trouble; the name that its message offers is its suggestion."""
    offered = _OFFERED.search(message)
    return Trouble(field=field, message=message, suggestion=offered.group(1) if offered else None, line=line)


def refused(field: str, message: str, status: int = 422, retry_after_s: int | None = None) -> Refused:
    """Return a refusal for one reason."""
    return Refused([trouble(field, message)], status, retry_after_s)


def place_of(path: Iterable[object]) -> str:
    """Return where something is wrong as people write it, without what nobody wrote.

    Examples
    --------
    >>> place_of(("body", "state", "arrangements", 1, "explicit", "tracks", 0, "giver"))
    'arrangements.1.tracks.0.giver'
    """
    return ".".join(str(part) for part in path if part not in _TAGS)


def troubles_of_record(
    record: type[BaseModel], refusal: ValidationError, prefix: tuple[object, ...] = ()
) -> Iterator[Trouble]:
    """Yield what a record class of the model found wrong, below the prefix."""
    for path, message in explanations(record, refusal):
        yield trouble(place_of((*prefix, *path)), message)


def troubles_of_file(refusal: CatalogueError) -> Iterator[Trouble]:
    """Yield what is wrong with a file, by line and field."""
    for finding in refusal.findings:
        yield trouble(finding.field, finding.message, finding.line)
