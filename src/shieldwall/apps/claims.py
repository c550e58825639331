"""The verb of `reproduce`: the claims of a paper run again, and the page of all papers."""

from __future__ import annotations

from pathlib import Path

from shieldwall.apps.output import writable_folder, write_whole
from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.model.errors import InputError
from shieldwall.model.provenance import Source
from shieldwall.model.scenario import FEWEST_TRIALS, MOST_TRIALS
from shieldwall.study.claims.bench import Effort
from shieldwall.study.claims.check import USUAL, Reproduction, papers
from shieldwall.study.claims.check import reproduce as run_claims
from shieldwall.study.progress import Progress, silent

ALL = "all"
FEWEST_DRAWS = 2
MOST_DRAWS = 256


def reproduce(
    paper: str, effort: Effort = USUAL, *, known: Catalogue | None = None, progress: Progress = silent
) -> tuple[Reproduction, ...]:
    """Return the claims of a paper, or of ``all`` papers, beside what the record and the model give.

    Parameters
    ----------
    paper : str
        ``hoff-2015``, ``rubinstein-2007`` or ``all``.
    effort : Effort
        How much is run for the claims on the model.
    known : Catalogue, optional
        Where claims and facts come from.
    progress : callable
        Called with the stage and the share done.

    Raises
    ------
    InputError
        An unknown paper, or trials or draws out of range.
    """
    if not FEWEST_TRIALS <= effort.trials <= MOST_TRIALS:
        raise InputError(f"--trials {effort.trials}: from {FEWEST_TRIALS} to {MOST_TRIALS:,}")
    if not FEWEST_DRAWS <= effort.draws <= MOST_DRAWS:
        raise InputError(f"--draws {effort.draws}: from {FEWEST_DRAWS} to {MOST_DRAWS}")
    catalogue = known or shipped()
    names = papers(catalogue) if paper == ALL else (paper,)
    return tuple(run_claims(name, catalogue, effort, progress) for name in names)


def page_command(paper: str, effort: Effort, page: Path | str) -> str:
    """Return the command line that writes a page again."""
    words = ["shieldwall", "reproduce", paper]
    for name in ("trials", "draws", "seed"):
        if getattr(effort, name) != getattr(USUAL, name):
            words += [f"--{name}", str(getattr(effort, name))]
    return " ".join([*words, "--page", Path(page).as_posix()])


def claims_page(found: tuple[Reproduction, ...], command: str, *, known: Catalogue | None = None) -> str:
    """Return the page of claims, sources linked where they have an address."""
    from shieldwall.report.claims import claims_page as page

    catalogue = known or shipped()

    def link(name: str) -> str:
        address = catalogue.record(Source, name).url
        return f"[{name}]({address})" if address else name

    return page(found, command, link)


def check_page(file: Path) -> None:
    """Refuse a page that cannot be written, before any work.

    Raises
    ------
    InputError
        It is a folder, or its own folder is not there or cannot be written to.
    """
    if file.is_dir():
        raise InputError(f"--page {file} is a folder; name a file, such as {file / 'claims.md'}")
    if not file.parent.is_dir():
        raise InputError(f"--page {file}: there is no folder {file.parent}")
    writable_folder(file.parent, "--page")


def write_page(file: Path, text: str) -> Path:
    """Write the page.

    Raises
    ------
    InputError
        It cannot be written.
    """
    check_page(file)
    write_whole(file, text)
    return file
