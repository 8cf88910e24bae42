"""Locks: what is written is read back, and nothing else is taken for a lock."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.evidence.finder import Anchor, Span
from kgbuild.evidence.locks import Lock, LockSyntaxError, read_lock, repairs_digest, write_lock
from kgbuild.text.folding import Repair

digests = st.text("0123456789abcdef", min_size=64, max_size=64)
spans = st.builds(
    Span,
    st.integers(0, 10**7),
    st.integers(0, 10**7),
    st.sampled_from(["exact", "tolerant", "repaired", "range"]),
    digests,
)
years = st.tuples(st.none(), st.none()) | st.tuples(
    st.integers(-500, 9999), st.sampled_from(["sentence", "nearest"])
)
anchors = st.builds(lambda span, context, year: Anchor(span, context, *year), spans, st.none() | spans, years)
keys = st.text("0123456789abcdef", min_size=24, max_size=24)
locks = st.builds(
    Lock,
    digests,
    st.integers(0, 10**7),
    st.just(repairs_digest((Repair("hum an", "human"),))),
    st.dictionaries(keys, anchors, max_size=4),
)
LOCK = write_lock(
    Lock("a" * 64, 100, "b" * 12, {"c" * 24: Anchor(Span(1, 9, "exact", "d" * 64), None, 1901, "nearest")})
)


@given(locks)
def test_a_lock_is_read_back(lock: Lock) -> None:
    """Writing and reading give the same lock, and the same bytes again; no line needs another."""
    text = write_lock(lock)
    assert read_lock(text) == lock
    assert write_lock(read_lock(text)) == text
    assert text.splitlines()[1:] == sorted(text.splitlines()[1:])
    assert text.endswith("\n")


@given(locks, locks)
def test_the_lines_of_two_locks_can_be_merged(one: Lock, other: Lock) -> None:
    """Lines depend on their own entry alone, so the union of lines is the lock of the union."""
    both = Lock(one.text_hash, one.length, one.repairs, {**one.anchors, **other.anchors})
    kept = [line for line in write_lock(one).splitlines()[1:] if line.split()[0] not in other.anchors]
    lines = sorted(kept + write_lock(other).splitlines()[1:])
    assert write_lock(both).splitlines()[1:] == lines


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "=======", ">>>>>>> branch", "||||||| base"])
@pytest.mark.parametrize("line", [0, 1, 2])
def test_an_unfinished_merge_is_seen(mark: str, line: int) -> None:
    """A conflict mark is an error at its line, wherever it stands."""
    lines = LOCK.splitlines()
    lines.insert(line, mark)
    with pytest.raises(LockSyntaxError, match="a merge was left unfinished") as error:
        read_lock("\n".join(lines))
    assert error.value.line == line + 1


def test_a_key_twice_is_an_error() -> None:
    """Of two entries for one quote neither is taken."""
    with pytest.raises(LockSyntaxError, match="stands twice") as error:
        read_lock(LOCK + LOCK.splitlines()[1])
    assert error.value.line == 3


@pytest.mark.parametrize(
    ("old", "new"),
    [("1 9", "-1 9"), ("1 9", "1_0 9"), ("1 9", "² 9"), (" e ", " x "), ("d" * 64, "d" * 63), ("y 1901", "y"),
     ("c" * 24, "c" * 23), (" 100 ", " ² "), ("kgbuild-lock-1", "kgbuild-lock-2"), ("y 1901", "y 1901 z"),
     ("\n", "\n\n"), ("a" * 64, "a" * 64 + " 1")],
)  # fmt: skip
def test_what_is_no_lock(old: str, new: str) -> None:
    """A line that is not just that of a lock is an error."""
    assert LOCK.replace(old, new, 1) != LOCK
    with pytest.raises(LockSyntaxError):
        read_lock(LOCK.replace(old, new, 1))


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any text is a lock or a LockSyntaxError."""
    with contextlib.suppress(LockSyntaxError):
        read_lock(text)


def test_other_repairs_have_another_digest() -> None:
    """The digest tells declared repairs apart, and their order."""
    one, other = Repair("a b", "ab"), Repair("c d", "cd")
    assert len({repairs_digest(found) for found in ((), (one,), (other,), (one, other), (other, one))}) == 5
