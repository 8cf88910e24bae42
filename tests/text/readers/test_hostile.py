"""Hostile and damaged files cost bounded time and memory, open no connection, and give one finding each."""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kgbuild.text.extract import Options, read_original
from readers.hostile import HOSTILE, STRANGE
from readers.originals import ORIGINALS

SECONDS = 10  # within which the acceptance wants an answer
MEGABYTES = 500
MUTATIONS = int(os.environ.get("KGBUILD_MUTATIONS", "240"))


MEASURE = """
import json, resource, sys
from pathlib import Path
from kgbuild.text.extract import Options, read_original
fault = read_original(Path(sys.argv[1]), Options()).fault
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([fault.code if fault else "", used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


def cost(path: Path) -> tuple[str, float, float]:
    """The code that a file gives, and what its reader took: seconds of the processor, and megabytes.

    Measured in a process of its own, since the system tells the most memory that any child of a process took.
    """
    ran = subprocess.run([sys.executable, "-c", MEASURE, path], capture_output=True, text=True, check=True)
    code, seconds, megabytes = json.loads(ran.stdout)
    return code, seconds, megabytes


@pytest.mark.parametrize("name", HOSTILE)
def test_one_finding_each(name: str, tmp_path: Path) -> None:
    """The finding has the code for what is wrong. Limits are limits, not measurements: they hold on a slow machine."""
    code, maker = HOSTILE[name]
    maker(tmp_path / name)
    found, seconds, megabytes = cost(tmp_path / name)
    assert found.startswith(code)
    assert found
    assert seconds < SECONDS + 15 * (tmp_path / name).stat().st_size / (1 << 20)
    assert megabytes < MEGABYTES


@pytest.mark.parametrize("name", STRANGE)
def test_strange_files_cost_little(name: str, tmp_path: Path) -> None:
    """What is only unusual is read, or refused, within the same limits."""
    STRANGE[name](tmp_path / name)
    found, _, megabytes = cost(tmp_path / name)
    assert found in ("", "KG602", "KG605", "KG606", "KG607")
    assert megabytes < MEGABYTES


def test_no_connection_is_opened(tmp_path: Path) -> None:
    """External entities, images, DTDs and style sheets of a file are not fetched: a server here hears nothing."""
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    server.accept()[0].close()
                    heard.append("a connection")
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        at = f"http://127.0.0.1:{port}/x"
        xml = '<?xml version="1.0"?>'
        files = {
            "dtd.xml": f'{xml}<!DOCTYPE TEI SYSTEM "{at}"><TEI><text><p>words &nbsp; &x;</p></text></TEI>',
            "entity.xml": f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY % p SYSTEM "{at}"> %p;]><a>words</a>',
            "page.html": f"<!DOCTYPE html><img src={at}><link rel=stylesheet href={at}><iframe src={at}></iframe>words",
            "include.xml": f'{xml}<?xml-stylesheet href="{at}"?><a>words<xi:include xmlns:xi="x" href="{at}"/></a>',
        }
        for name, content in files.items():
            (tmp_path / name).write_text(content)
            read_original(tmp_path / name, Options())
        stop.set()
        thread.join()
    assert heard == []


def test_a_reader_may_open_no_connection(tmp_path: Path) -> None:
    """The process of a reader refuses connections itself, whatever library would open one."""
    script = (
        "import sys, socket; from kgbuild.text.readers.__main__ import _refuse_connections as hook\n"
        "sys.addaudithook(hook)\n"
        "try: socket.create_connection(('127.0.0.1', 9))\n"
        "except PermissionError: print('refused')\n"
    )
    assert (
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
        == "refused\n"
    )


def mutated(content: bytes, choose: random.Random) -> bytes:
    """The bytes of a good file with some changed, cut out, doubled or put elsewhere."""
    data = bytearray(content)
    for _ in range(choose.choice((1, 1, 2, 5, 30))):
        at = choose.randrange(len(data))
        size = choose.choice((1, 1, 4, 50, 500))
        how = choose.randrange(5)
        if how == 0:
            data[at] = choose.randrange(256)
        elif how == 1:
            del data[at : at + size]
        elif how == 2:
            data[at:at] = data[at : at + size]
        elif how == 3:
            data[at:at] = choose.randbytes(size)
        else:
            data[at : at + 4] = choose.choice((b"\x00" * 4, b"\xff" * 4, b"<<<<", b">>>>", b"9999"))
        if not data:
            return b"x"
    return bytes(data)


@pytest.mark.parametrize("share", range(8))
def test_mutations_never_crash(share: int, tmp_path: Path) -> None:
    """A good file with some bytes changed is read or refused. KGBUILD_MUTATIONS sets how many are tried."""
    choose = random.Random(share)
    goods = {}
    for original in ORIGINALS:
        original.make(tmp_path / original.name)
        goods[original.name] = (tmp_path / original.name).read_bytes()
    names = sorted(goods)
    bad = []
    for number in range(MUTATIONS // 8):
        name = names[number % len(names)]
        content = mutated(goods[name], choose)
        path = tmp_path / f"mutated-{name}"
        path.write_bytes(content)
        reading = read_original(path, Options())
        if reading.fault is not None and "breaks its reader" in reading.fault.message:
            kept = Path(os.environ.get("KGBUILD_CRASHES", str(tmp_path))) / f"{share}-{number}-{name}"
            kept.write_bytes(content)
            bad.append((kept.name, reading.fault))
        json.dumps(reading.says)
    assert bad == []
