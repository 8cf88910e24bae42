"""Words that begin a sentence, and no name: what stands behind a full stop, and is never counted or called so."""

from __future__ import annotations

from typing import Final

_OPENERS_OF: Final = {
    "en": "A An The This That These Those It He She They We I You There Here In On At As After Before When While Since"
    " If But And Or However Some Many Most All Both No Not None For From By With To Of Its His Her Their Our One Two"
    " Another Later Then Also According Among During Under Several Other Others Each Every",
    "de": "Der Die Das Den Dem Ein Eine Er Sie Es Wir Im Am Auf Nach Vor Bei Seit Als Wenn Doch Aber Und Viele Einige"
    " Dies Diese Dieser Zwei Auch Von Mit Laut Unter",
    "fr": "Le La Les Un Une Des Il Elle Ils Elles On Ce Cette Ces En Dans Sur Après Avant Mais Et Selon Plusieurs Au"
    " Aux Du De D L",
    "es": "El Lo Los Las Una Unos Unas Se Su Sus Este Esta Estos Estas Al Del Pero Y Según Tras Hubo Otros Muchos Por"
    " Con Desde",
    "it": "Gli I Uno Nel Nella Dopo Prima Ma E Secondo Molti Alcuni Questo Questa Alla Al Da Di",
    "pt": "O Os As Um Uma No Na Nos Nas Depois Antes Mas Segundo Muitos Alguns Este Esta Ao",
    "nl": "De Het Een Hij Zij In Op Na Maar En Volgens",
    "ru": "В Во На По С К О У Он Она Они Это Эти Этот И Но А Из За Все После До При Для Среди Некоторые Многие",
    "uk": "З Із У Він Вона Вони Це Ці Та Але Після За Серед",
    "tr": "Bu Bir O Ve Ama Sonra Onlar Birçok",
    "az": "Bu Bir O Və Amma Sonra Onun Həmin",
    "pl": "W Na Po Z Ale I To Jest Według",
}
OPENERS: Final = frozenset(word for words in _OPENERS_OF.values() for word in words.split())
