"""Walks the page and notes every number that it shows, with what it counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from analysis.explorer.counted import Answers, Counted, Said, plural

WALK = """async addresses => {
  const content = 'q, blockquote, bdi, code, pre, h1, svg, button, dt, [dir="auto"], [rel], ' +
    '.limit, .why, .subject, .when, .year, .step';
  const owner = node => {
    const named = node.parentElement.closest("[data-tally]");
    if (named) return named.dataset.tally;
    const own = node.parentElement.closest("a[href], h1, h2, h3, summary, li, p");
    const link = own.closest("a[href]") ?? own.querySelector("a[href]");
    return link ? link.getAttribute("href") : [...own.childNodes].find(each => each !== node.parentElement).textContent;
  };
  const pause = () => new Promise(done => setTimeout(done));
  const found = [];
  document.body.hidden = true;  // nothing is laid out, which is quicker
  for (const address of addresses) {
    if (location.hash !== address) await new Promise(done => {
      addEventListener("hashchange", () => done(), { once: true }); location.hash = address; });
    const closed = document.querySelectorAll("main .facet details:not([open])");
    for (const each of closed) each.open = true;
    if (closed.length) await pause();
    for (let more; (more = document.querySelector("main button.more:not([hidden])"));) more.click();
    const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    const notes = [];
    while (texts.nextNode()) {
      const node = texts.currentNode;
      if (!/\\d/.test(node.data)) continue;
      if (node.parentElement.matches(".count, [data-tally] b")) notes.push(`${owner(node)} → ${node.data}`);
      else if (!node.parentElement.closest(content)) notes.push(node.data.trim().replace(/^· /, ""));
    }
    for (const each of document.querySelectorAll("main :is(.ruler, .arcs)")) notes.push(each.ariaLabel);
    for (const each of document.querySelectorAll("main .arc > title"))
      notes.push(each.textContent.replace(/.* → .*, /, "link of "));
    found.push(notes);
  }
  document.body.hidden = false;
  return found;
}"""
Notes = Counter[str]
Expected = Iterator[tuple[str, Notes]]
CARD, BLOCK, FEW = 8, 12, 4
CARD, BLOCK, FEW = 8, 12, 4
"""How many answers a card shows, how many a block, and how many voices or documents a row."""


class Walk:
    """Walks the page, and compares what it shows at each address with what is expected there."""

    def __init__(self, shown: Any) -> None:
        self.shown = shown

    def same(self, expected: Expected, some: dict[str, Notes] | None = None) -> int:
        """Compare; ``some`` has the notes of which an address may show a part. How many addresses there were."""
        wanted = dict(expected)
        seen: list[list[str]] = self.shown.page.evaluate(WALK, list(wanted))
        for (address, notes), found in zip(wanted.items(), seen, strict=True):
            rest = Counter(found) - notes
            assert (address, notes - Counter(found)) == (address, Counter())
            assert (address, rest - (some or {}).get(address, Counter())) == (address, Counter())
        return len(wanted)


def address(view: str, *of: str, **query: str) -> str:
    path = "/".join([view, *(quote(each, safe="!~*'()") for each in of)])
    return f"#/{path}" + (f"?{urlencode(query)}" if query else "")


def support(counted: Counted, group: list[Said]) -> str:
    mentions, documents, origins, ends = counted.support(group)
    parts = [plural(mentions, "mention"), "in " + plural(documents, "document")]
    parts += [plural(origins, "recorded origin")] * (origins > 0) + [f"lineage not recorded: {ends}"] * (
        ends > 0
    )
    return " · ".join(parts)


def answer_notes(counted: Counted, answers: Answers) -> Notes:
    """What the rows of answers say: who is left out of those who say it, and what stands behind it."""
    notes = Notes()
    for group in answers.values():
        notes[support(counted, group)] += 1
        voices: dict[str, set[str]] = defaultdict(set)
        for claim in group:
            voices[counted.chains[claim.id][-1]].add(claim.document)
        notes[f"and {len(voices) - FEW} more"] += len(voices) > FEW
        for documents in list(voices.values())[:FEW]:
            notes[f"+{len(documents) - FEW}"] += len(documents) > FEW
    return +notes


def relation_notes(counted: Counted, key: str) -> Notes:
    words = {"part-of-total": "part of a total"}
    relations = counted.relations.get(key, Counter[str]())
    return Counter(f"{words.get(name, name.replace('-', ' '))} {n}" for name, n in relations.items())
