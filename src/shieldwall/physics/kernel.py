"""The one decorator for compiled kernels, with a disk cache that cannot go stale.

Numba stamps a cached function with its own file only, so editing a *callee* in another file silently
returns the old answer. Here the cache folder is keyed by a digest of every kernel source that the caller
could reach (its own floor and all floors below it), the versions that produced the code, and the processor.
Where nothing is writable the kernels are compiled in memory instead.
"""

from __future__ import annotations

import functools
import getpass
import hashlib
import os
import platform
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar, cast, overload

import llvmlite
import numba
from numba.core.caching import CompileResultCacheImpl, FunctionCache, _CacheLocator

F = TypeVar("F", bound=Callable[..., Any])

PACKAGE_ROOT = Path(__file__).resolve().parents[1]
CACHE_VARIABLE = "SHIELDWALL_KERNEL_CACHE"


KERNEL_FLOORS = ("chance", "physics", "sensing", "command", "opportunity", "coverage", "engagement")


def kernel_sources(floor: str = KERNEL_FLOORS[-1], root: Path = PACKAGE_ROOT) -> list[Path]:
    """Return every source file that a kernel on ``floor`` could call, in a fixed order.

    A floor imports only floors below it, so a callee lies on the caller's floor or on a lower one.
    A module outside the kernel floors (a test, a notebook) may call them all.
    """
    reach = KERNEL_FLOORS.index(floor) + 1 if floor in KERNEL_FLOORS else len(KERNEL_FLOORS)
    return [path for name in KERNEL_FLOORS[:reach] for path in sorted((root / name).rglob("*.py"))]


def source_digest(floor: str = KERNEL_FLOORS[-1], root: Path = PACKAGE_ROOT) -> str:
    """Return the digest that keys the cache: sources, versions, processor.

    Parameters
    ----------
    floor : str
        The floor of the kernel that is cached.
    root : Path
        The package folder whose kernel sources are read.

    Returns
    -------
    str
        Sixteen hexadecimal digits.
    """
    digest = hashlib.sha256()
    for path in kernel_sources(floor, root):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    versions = (numba.__version__, llvmlite.__version__, platform.python_version(), platform.machine())
    digest.update("|".join(versions).encode())
    return digest.hexdigest()[:16]


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


@functools.cache
def cache_folder(floor: str = KERNEL_FLOORS[-1]) -> Path | None:
    """Return the folder for the compiled kernels of a floor, or None where nothing is writable.

    ``SHIELDWALL_KERNEL_CACHE`` names a folder first; then the user's cache folder; then the system's
    temporary folder. An empty value of the variable turns the disk cache off.
    """
    named = os.environ.get(CACHE_VARIABLE)
    if named == "":
        return None
    candidates: list[Path] = []
    if named is not None:
        candidates.append(Path(named))
    else:
        base = os.environ.get("XDG_CACHE_HOME")
        home = os.path.expanduser("~")  # noqa: PTH111 - Path.home() raises where there is no home
        if base:
            candidates.append(Path(base) / "shieldwall")
        elif home != "~":
            candidates.append(Path(home) / ".cache" / "shieldwall")
        owner = os.getuid() if hasattr(os, "getuid") else getpass.getuser()
        candidates.append(Path(tempfile.gettempdir()) / f"shieldwall-{owner}")
    digest = source_digest(floor)
    for candidate in candidates:
        folder = candidate / "kernels" / digest
        if _is_writable(folder):
            return folder
    return None


def _floor_of(function: Callable[..., Any]) -> str:
    parts = function.__module__.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "shieldwall" else KERNEL_FLOORS[-1]


class _DigestLocator(_CacheLocator):
    """Where one kernel's compiled code lies, and when it is stale: never, within one digest."""

    def __init__(self, py_func: Callable[..., Any], folder: Path) -> None:
        self._folder = folder
        module = py_func.__module__.replace(".", "-")
        self._tag = f"{module}-{py_func.__code__.co_firstlineno}"

    def get_cache_path(self) -> str:
        return str(self._folder)

    def get_source_stamp(self) -> str:
        return self._folder.name

    def get_disambiguator(self) -> str:
        return self._tag

    @classmethod
    def from_function(cls, py_func: Callable[..., Any], _py_file: str) -> _DigestLocator | None:
        folder = cache_folder(_floor_of(py_func))
        return None if folder is None else cls(py_func, folder)


class _DigestCacheImpl(CompileResultCacheImpl):
    """Numba's way to store a compile result, in the folder chosen here."""

    _locator_classes = [_DigestLocator]  # noqa: RUF012 - as the class above declares it


class _DigestCache(FunctionCache):
    """Numba's function cache, keyed by the digest."""

    _impl_class = _DigestCacheImpl


@overload
def kernel(function: F) -> F: ...
@overload
def kernel(*, inline: bool = False, counted: bool = True) -> Callable[[F], F]: ...
def kernel(function: F | None = None, *, inline: bool = False, counted: bool = True) -> Any:
    """Compile a function with Numba, cached under the digest of all kernel sources.

    No ``fastmath`` (the same bits everywhere), no ``parallel`` (fixed chunks are handed to threads by
    the caller, so results never depend on the number of workers), the interpreter lock released, and
    division by zero follows IEEE 754.

    Parameters
    ----------
    function : callable
        A function in the subset of Python that Numba compiles.
    inline : bool
        Inline the machine code at each call, for small functions in hot loops that take records.
    counted : bool
        Count references to arrays. A function that allocates no array and returns none can do without: see
        `stage`.

    Returns
    -------
    callable
        The compiled dispatcher; its ``py_func`` is the plain Python function.
    """

    def decorate(target: F) -> F:
        options: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
        if inline:
            options["forceinline"] = True
        if not counted:
            options["_nrt"] = False
        dispatcher = numba.njit(**options)(target)
        if cache_folder(_floor_of(target)) is not None:
            dispatcher._cache = _DigestCache(target)  # type: ignore[no-untyped-call]
        return cast(F, dispatcher)

    return decorate if function is None else decorate(function)


INNER: Final[dict[str, Any]] = {
    "nogil": True,
    "error_model": "numpy",
    "_nrt": False,
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
}
"""How stages and parts of kernels are compiled: see `stage`."""


def stage(function: F) -> F:
    """Compile a stage of a kernel, to be called by compiled code only.

    Numba counts references to every array in a tuple that a function receives, which can cost ten times the
    work itself. Stages allocate nothing and return no array, so they are compiled without counting; the
    arrays belong to the caller, who outlives the call. Without a door to Python they compile in two thirds of
    the time. Their code is cached with the kernel that calls them.
    """
    return cast(F, numba.njit(**INNER)(function))


def part(function: F) -> F:
    """Compile a small part of a stage, as `stage` does, and inline it wherever it is called."""
    return cast(F, numba.njit(forceinline=True, **INNER)(function))
