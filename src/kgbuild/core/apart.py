"""Work in another process, which ends with the one that started it and can be kept from opening anything.

A process that gets no new file descriptor opens no file and no connection, whatever the libraries in it try. That needs
no privilege and no container. Where files must be
opened, a filter of system calls refuses connections alone. Sources: POSIX.1-2017, ``getrlimit`` (RLIMIT_NOFILE);
Linux, ``seccomp(2)``.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import pickle
import platform
import resource
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

from kgbuild.core.errors import KgbuildError

T = TypeVar("T")
_TASKS: Final = Path("/proc/self/task")
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_SECCOMP_MODE_FILTER: Final = 2
_LOAD: Final = 0x20
_IF_EQUAL: Final = 0x15
_IF_AT_LEAST: Final = 0x35
_RETURN: Final = 0x06
_REFUSE: Final = 0x00050000 | errno.EPERM
_ALLOW: Final = 0x7FFF0000
_CALLS: Final = {
    "x86_64": (0xC000003E, (41, 42, 59, 322, 425)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 425)),
}
"""By machine: its architecture, and there ``socket``, ``connect``, ``execve``, ``execveat``, ``io_uring_setup``."""
_BOOT: Final = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from kgbuild.core.apart import arrive
arrive()
"""


class ProcessEnded(KgbuildError):
    """A process ended before its work was done. ``signal`` is what ended it, 0 where it went by itself."""

    def __init__(self, message: str, signal: int = 0) -> None:
        super().__init__(message)
        self.signal = signal


@contextmanager
def nothing_opened() -> Iterator[None]:
    """While the block runs, the process opens nothing: each descriptor below its limit is taken, and no other is given.

    This is for a process with one thread. What the block needs is imported and read before.
    """
    lowest = os.open(os.devnull, os.O_RDONLY)
    os.close(lowest)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("then", ctypes.c_uint8),
        ("otherwise", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("first", ctypes.POINTER(_Instruction)))


def no_connections() -> bool:
    """Keep this process for good, with all threads that it will start, from connecting and from starting a program.

    False where the system has no such filter: then nothing has changed. Files can still be opened.
    """
    known = _CALLS.get(platform.machine()) if sys.platform == "linux" else None
    if known is None:
        return False
    architecture, calls = known
    refused = [(_IF_EQUAL, 0, 1, call) for call in calls]
    steps = [
        (_LOAD, 0, 0, 4),  # the architecture that the call is of
        (_IF_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD, 0, 0, 0),  # its number; those from here on are of a second table
        (_IF_AT_LEAST, 0, 1, 0x40000000),
        (_RETURN, 0, 0, _REFUSE),
        *(step for each in refused for step in (each, (_RETURN, 0, 0, _REFUSE))),
        (_RETURN, 0, 0, _ALLOW),
    ]
    array = (_Instruction * len(steps))(*(_Instruction(*step) for step in steps))
    program = _Program(len(steps), ctypes.cast(array, ctypes.POINTER(_Instruction)))
    control = ctypes.CDLL(None).prctl
    one, none = ctypes.c_ulong(1), ctypes.c_ulong(0)
    if control(_PR_SET_NO_NEW_PRIVS, one, none, none, none) != 0:
        return False
    filtering = ctypes.c_ulong(_SECCOMP_MODE_FILTER)
    return bool(control(_PR_SET_SECCOMP, filtering, ctypes.byref(program), none, none) == 0)


def limit_memory(size: int) -> None:
    """Let this process take ``size`` bytes more than it has, where the system can say how much that is.

    A lower limit that it came with stays.
    """
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return
    given = (limit for limit in resource.getrlimit(resource.RLIMIT_AS) if limit != resource.RLIM_INFINITY)
    most = min([pages * resource.getpagesize() + size, *given])
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def die_with_parent(parent: int) -> None:
    """Have the system end this process with its parent, where it can (Linux, ``prctl``)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it went before that was set
            os._exit(1)


@dataclass(slots=True)
class Child:
    """A process that does some work: its id, and the socket that leads to it. Closing the socket tells it to end."""

    pid: int
    socket: socket.socket

    def end(self) -> int:
        """End it, and wait for it. What ended it: 0, or the number of a signal."""
        self.socket.close()
        try:
            _, status = os.waitpid(self.pid, 0)
        except ChildProcessError:
            return 0  # somebody else has waited for it
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def start(work: Callable[..., None], *arguments: object) -> Child:
    """Start ``work(socket, *arguments)`` in a process of its own; it is to end when its socket does.

    A process with one thread is forked. One with more is not, because a thread may hold a lock that nobody would ever
    free: a new interpreter imports ``work``, and gets the arguments pickled.
    """
    ours, theirs = socket.socketpair()
    if _threads() > 1:
        return _spawned(ours, theirs, (work, arguments))
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        theirs.close()
        return Child(pid, ours)
    _serve(theirs, work, arguments)


def _threads() -> int:
    """How many threads this process has, those of libraries included where the system says so."""
    try:
        return len(list(_TASKS.iterdir()))
    except OSError:
        return threading.active_count()


def _spawned(ours: socket.socket, theirs: socket.socket, job: object) -> Child:
    command = [sys.executable, "-c", _BOOT, json.dumps(sys.path)]
    # The socket takes the place of standard input: all other descriptors are closed on the way.
    actions = [(os.POSIX_SPAWN_DUP2, theirs.fileno(), 0)]
    pid = os.posix_spawn(sys.executable, command, os.environ, file_actions=actions)
    theirs.close()
    data = pickle.dumps(job)
    with contextlib.suppress(BrokenPipeError):  # it ended at once: whoever reads from it sees that
        ours.sendall(len(data).to_bytes(8, "big") + data)
    return Child(pid, ours)


def arrive() -> None:
    """Where the new interpreter begins."""
    theirs = socket.socket(fileno=os.dup(0))
    with theirs.makefile("rb", buffering=0) as stream:
        size = int.from_bytes(_exactly(stream, 8), "big")
        work, arguments = pickle.loads(_exactly(stream, size))
    _serve(theirs, work, arguments)


def _exactly(stream: Any, size: int) -> bytes:
    found = bytearray()
    while len(found) < size:
        block = stream.read(size - len(found))
        if not block:
            os._exit(1)
        found += block
    return bytes(found)


def _serve(theirs: socket.socket, work: Callable[..., None], arguments: tuple[object, ...]) -> NoReturn:
    """Do the work, with one socket, and leave without what the process that started this one does at its end."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        kept = theirs.fileno()
        os.closerange(3, kept)
        os.closerange(kept + 1, 1 << 16)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        work(theirs, *arguments)
        code = 0
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass  # whoever asked is gone
    finally:
        os._exit(code)


def run_apart(work: Callable[..., T], *arguments: object, asker: socket.socket | None = None) -> T:
    """The result of ``work(*arguments)`` from a process of its own, in which there are no other threads.

    ``asker`` leads to whoever waits for the result and sends nothing until it is there: where it closes, the process
    is killed. Raises what ``work`` raises of :class:`KgbuildError`, and :class:`ProcessEnded` where the process was
    ended.
    """
    child = start(_run, work, *arguments)
    answers = Connection(os.dup(child.socket.fileno()), writable=False)
    try:
        if asker is not None and answers not in wait([answers, asker]):
            os.kill(child.pid, signal.SIGKILL)
        done, result = answers.recv()
    except (EOFError, ConnectionResetError):
        number = child.end()
        raise ProcessEnded(f"its process ended: {signal_name(number)}", number) from None
    finally:
        answers.close()
        child.socket.close()
    child.end()
    if not done:
        raise result
    found: T = result
    return found


def _run(theirs: socket.socket, work: Callable[..., object], *arguments: object) -> None:
    try:
        message: tuple[bool, object] = (True, work(*arguments))
    except KgbuildError as error:
        message = (False, error)
    with Connection(theirs.detach()) as answers:
        answers.send(message)


def signal_name(number: int) -> str:
    """A signal for people: "SIGABRT (Aborted)"."""
    try:
        return f"{signal.Signals(number).name} ({signal.strsignal(number)})"
    except ValueError:
        return "by itself"
