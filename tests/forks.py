"""Runs ``kgbuild`` as a process of its own without its start: a server has imported all, and forks for each run.

Most tests of commands run over a few small files, where the start of Python and its imports take nine tenths of the
time. The run is a process as any other: own memory, working folder, environment, streams, signals and exit code.
``python forks.py SOCKET ARGUMENTS…`` runs one from a shell; ``python forks.py --serve SOCKET`` is the server.
"""

from __future__ import annotations

import array
import atexit
import gc
import importlib
import json
import os
import select
import signal
import socket
import struct
import sys
import threading
import traceback
from collections.abc import Callable
from typing import NoReturn

LENGTH = struct.Struct("!I")
PATIENCE = 300.0
"""Seconds after which a run is given up."""
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def call(
    path: str,
    arguments: list[str],
    cwd: str,
    env: dict[str, str],
    streams: tuple[int, int, int] = (0, 1, 2),
    started: Callable[[int], object] = lambda pid: None,
) -> int:
    """The exit code of ``kgbuild ARGUMENTS`` with these streams, negative where a signal ended it, as in subprocess.

    ``started`` is told the process that runs. Raises ``TimeoutError`` where it takes longer than ``PATIENCE``.
    """
    request = json.dumps([arguments, cwd, env]).encode()
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", streams))]
        connection.sendmsg([LENGTH.pack(len(request))], rights)
        connection.sendall(request)
        (pid,) = struct.unpack("!i", _received(connection, 4))
        started(pid)
        connection.settimeout(PATIENCE)
        try:
            (code,) = struct.unpack("!i", _received(connection, 4))
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            raise
        return int(code)


def _hand_on(pid: int) -> None:
    """Let the signals that end the caller end the run."""
    for number in SIGNALS:
        signal.signal(number, lambda number, _: os.kill(pid, number))


def _received(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = connection.recv(size - len(data))
        if not part:
            raise EOFError("the server of kgbuild's runs ended")
        data += part
    return data


def serve(path: str) -> None:
    """Fork a run for each connection until standard input ends."""
    _warm()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the handlers of connections leave nothing behind
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen(64)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            ready, _, _ = select.select([listener, 0], [], [])
            if 0 in ready:
                return
            connection, _ = listener.accept()
            if os.fork() == 0:
                listener.close()
                _handle(connection)
            connection.close()


def _warm() -> None:
    """Import what commands import. No thread may start here: a fork would lose it."""
    from kgbuild.cli import COMMANDS

    for names in COMMANDS.values():
        for name in names:
            importlib.import_module(f"kgbuild.cli.{name}")
    assert threading.active_count() == 1
    gc.collect()
    gc.freeze()


def _handle(connection: socket.socket) -> NoReturn:
    """Run what one connection asks for, and tell its process and its exit code."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    header, rights, _, _ = connection.recvmsg(LENGTH.size, socket.CMSG_SPACE(3 * 4))
    streams = array.array("i")
    streams.frombytes(rights[0][2])
    arguments, cwd, env = json.loads(_received(connection, LENGTH.unpack(header)[0]))
    pid = os.fork()
    if pid == 0:
        connection.close()
        _run(arguments, cwd, env, streams)
    for stream in streams:
        os.close(stream)
    connection.sendall(struct.pack("!i", pid))
    _, status = os.waitpid(pid, 0)
    connection.sendall(struct.pack("!i", os.waitstatus_to_exitcode(status)))
    os._exit(0)


def _run(arguments: list[str], cwd: str, env: dict[str, str], streams: array.array[int]) -> NoReturn:
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for target, stream in enumerate(streams):
            os.dup2(stream, target)
            os.close(stream)
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(env)
        sys.argv = ["kgbuild", *arguments]
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False, buffering=1)  # noqa: SIM115
        from kgbuild.cli import main

        main(arguments)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001
        traceback.print_exc()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        if not stream.closed:
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    if sys.argv[1] == "--serve":
        serve(sys.argv[2])
    else:
        ended = call(sys.argv[1], sys.argv[2:], os.getcwd(), dict(os.environ), started=_hand_on)
        sys.exit(ended if ended >= 0 else 128 - ended)
