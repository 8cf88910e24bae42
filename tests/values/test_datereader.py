"""Dates in running text: every form that is read, by language, and what is not read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.values.dateexpressions import DateExpression
from kgbuild.values.datereader import anniversaries_in, read_all, read_dates
from kgbuild.values.lexicon import lexicon, read_in_full

# Language, text, and how a mapping writes what it says; None where it can be meant in two ways or is not read.
READ = (
    ("de", "Am Abend des 9. November 2019 brannte es.", "evening of 2019-11-09"),
    ("de", "vor dem 19. Januar 1990", "before 1990-01-19"),
    ("de", "am Tag vor dem 9. November 2019", "day before 2019-11-09"),
    ("de", "zwei Tage nach dem 9. November 2019", "2 days after 2019-11-09"),
    ("de", "vom 19. bis 20. Januar 1990", "1990-01-19/1990-01-20"),
    ("de", "vom 31. Dezember bis zum 1. Januar 1990", "1989-12-31/1990-01-01"),
    ("de", "in der Nacht vom 19. auf den 20. Januar 1990", "night of 1990-01-19/1990-01-20"),
    ("de", "im 19. Jh. und", "18XX"),
    ("de", "Anfang des 19. Jahrhunderts", "1800/1833"),
    ("de", "in den 1980er Jahren", "198X"),
    ("de", "Ende der 1980er Jahre", "1987/1989"),
    ("de", "So., 26. Okt. 2019", "2019-10-26"),
    ("de", "um 1340", "1340~"),
    ("de", "im Frühjahr 1990", "1990-21"),
    ("de", "im zweiten Quartal 1990", "1990-34"),
    ("de", "44 v. Chr.", "-0043"),
    ("de", "03.04.1990", "1990-04-03"),
    ("de", "bis spätestens 5. Mai 1990", "by 1990-05-05"),
    ("de", "seit dem 5. Mai 1990", "since 1990-05-05"),
    ("de", "bis zum 5. Mai 1990", "until 1990-05-05"),
    ("de", "im Jänner 1990", "1990-01"),
    ("de", "25. Oktober (7. November) 1917", "1917-10-25"),
    ("de", "am 9. November 2019 abends", "evening of 2019-11-09"),
    ("de", "kurz nach dem 5. Mai 1990", "shortly after 1990-05-05"),
    ("de", "19., 20. und 21. Januar 1990", "{1990-01-19,1990-01-20,1990-01-21}"),
    ("de", "im neunzehnten Jahrhundert", "18XX"),
    ("fr", "le 19 janvier 1990", "1990-01-19"),
    ("fr", "le soir du 9 novembre 2019", "evening of 2019-11-09"),
    ("fr", "avant le 19 janvier 1990", "before 1990-01-19"),
    ("fr", "la veille du 9 novembre 2019", "day before 2019-11-09"),
    ("fr", "le lendemain du 9 novembre 2019", "day after 2019-11-09"),
    ("fr", "deux jours après le 9 novembre 2019", "2 days after 2019-11-09"),
    ("fr", "du 31 décembre au 1er janvier 1990", "1989-12-31/1990-01-01"),
    ("fr", "la nuit du 19 au 20 janvier 1990", "night of 1990-01-19/1990-01-20"),
    ("fr", "au XIXe siècle", "18XX"),
    ("fr", "au début du XIXe siècle", "1800/1833"),
    ("fr", "dans les années 1980", "198X"),
    ("fr", "vers 1340", "1340~"),
    ("fr", "depuis le 5 mai 1990", "since 1990-05-05"),
    ("fr", "jusqu'au 5 mai 1990", "until 1990-05-05"),
    ("fr", "à partir du 5 mai 1990", "since 1990-05-05"),
    ("fr", "en mai 1990", "1990-05"),
    ("fr", "dimanche 26 oct. 2019", "2019-10-26"),
    ("fr", "03/04/1990", "1990-04-03"),
    ("fr", "9 thermidor an II", None),
    ("fr", "au printemps 1990", "1990-21"),
    ("fr", "le 9 novembre 2019 au matin", "morning of 2019-11-09"),
    ("fr", "les 19, 20 et 21 janvier 1990", "{1990-01-19,1990-01-20,1990-01-21}"),
    ("fr", "entre le 19 et le 21 janvier 1990", "1990-01-19/1990-01-21"),
    ("es", "el 19 de enero de 1990", "1990-01-19"),
    ("es", "antes del 19 de enero de 1990", "before 1990-01-19"),
    ("es", "después del 19 de enero de 1990", "after 1990-01-19"),
    ("es", "la mañana del 9 de noviembre de 2019", "morning of 2019-11-09"),
    ("es", "el día anterior al 9 de noviembre de 2019", "day before 2019-11-09"),
    ("es", "dos días después del 9 de noviembre de 2019", "2 days after 2019-11-09"),
    ("es", "del 31 de diciembre al 1 de enero de 1990", "1989-12-31/1990-01-01"),
    ("es", "desde el 19 hasta el 20 de enero de 1990", "1990-01-19/1990-01-20"),
    ("es", "en el siglo XIX", "18XX"),
    ("es", "a principios del siglo XIX", "1800/1833"),
    ("es", "en los años 1980", "198X"),
    ("es", "hacia 1340", "1340~"),
    ("es", "a finales de septiembre de 2020", "2020-09-21/2020-09-30"),
    ("es", "entre el 19 y el 21 de enero de 1990", "1990-01-19/1990-01-21"),
    ("es", "el domingo 26 de octubre de 2019", "2019-10-26"),
    ("es", "hasta el 5 de mayo de 1990", "until 1990-05-05"),
    ("es", "en enero de 1990", "1990-01"),
    ("es", "en la primavera de 1990", "1990-21"),
    ("es", "en 1990", "1990"),
    ("it", "il 19 gennaio 1990", "1990-01-19"),
    ("it", "prima del 19 gennaio 1990", "before 1990-01-19"),
    ("it", "la sera del 9 novembre 2019", "evening of 2019-11-09"),
    ("it", "dal 31 dicembre al 1º gennaio 1990", "1989-12-31/1990-01-01"),
    ("it", "nella notte tra il 19 e il 20 gennaio 1990", "night of 1990-01-19/1990-01-20"),
    ("it", "nel XIX secolo", "18XX"),
    ("it", "all'inizio del XIX secolo", "1800/1833"),
    ("it", "negli anni 1980", "198X"),
    ("it", "verso il 1340", "1340~"),
    ("it", "dopo il 5 maggio 1990", "after 1990-05-05"),
    ("it", "dal 5 maggio 1990", "since 1990-05-05"),
    ("it", "due giorni dopo il 9 novembre 2019", "2 days after 2019-11-09"),
    ("it", "la vigilia del 9 novembre 2019", "day before 2019-11-09"),
    ("it", "fino al 5 maggio 1990", "until 1990-05-05"),
    ("it", "entro il 5 maggio 1990", "by 1990-05-05"),
    ("pt", "em 19 de janeiro de 1990", "1990-01-19"),
    ("pt", "antes de 19 de janeiro de 1990", "before 1990-01-19"),
    ("pt", "a manhã de 9 de novembro de 2019", "morning of 2019-11-09"),
    ("pt", "de 31 de dezembro a 1 de janeiro de 1990", "1989-12-31/1990-01-01"),
    ("pt", "na noite de 19 para 20 de janeiro de 1990", "night of 1990-01-19/1990-01-20"),
    ("pt", "no século XIX", "18XX"),
    ("pt", "na década de 1980", "198X"),
    ("pt", "por volta de 1340", "1340~"),
    ("pt", "desde 5 de maio de 1990", "since 1990-05-05"),
    ("pt", "até 5 de maio de 1990", "until 1990-05-05"),
    ("pt", "no início do século XIX", "1800/1833"),
    ("pt", "dois dias depois de 9 de novembro de 2019", "2 days after 2019-11-09"),
    ("pt", "na véspera de 9 de novembro de 2019", "day before 2019-11-09"),
    ("ru", "19 января 1990 года", "1990-01-19"),
    ("ru", "вечером 9 ноября 2019 года", "evening of 2019-11-09"),
    ("ru", "после 19 января 1990 г.", "after 1990-01-19"),
    ("ru", "до 19 января 1990 г.", None),
    ("ru", "накануне 9 ноября 2019 года", "day before 2019-11-09"),
    ("ru", "на следующий день после 9 ноября 2019 года", "day after 2019-11-09"),
    ("ru", "через два дня после 9 ноября 2019 года", "2 days after 2019-11-09"),
    ("ru", "за два дня до 9 ноября 2019 года", "2 days before 2019-11-09"),
    ("ru", "с 31 декабря по 1 января 1990 года", "1989-12-31/1990-01-01"),
    ("ru", "в ночь с 19 на 20 января 1990 года", "night of 1990-01-19/1990-01-20"),
    ("ru", "в XIX веке", "18XX"),
    ("ru", "XIX век", "18XX"),
    ("ru", "в начале XIX века", "1800/1833"),
    ("ru", "в 1980-х годах", "198X"),
    ("ru", "в конце 1980-х годов", "1987/1989"),
    ("ru", "около 1340 года", "1340~"),
    ("ru", "в январе 1990 года", "1990-01"),
    ("ru", "с 1990 года", "since 1990"),
    ("ru", "весной 1990 года", "1990-21"),
    ("ru", "в воскресенье, 26 октября 2019 года", "2019-10-26"),
    ("ru", "25 октября (7 ноября) 1917 года", "1917-10-25"),
    ("ru", "9 января 1905 года (ст. ст.)", "1905-01-09"),
    ("ru", "в 1988—1990 годах", "1988/1990"),
    ("ru", "44 год до н. э.", "-0043"),
    ("ru", "в девятнадцатом веке", "18XX"),
    ("ru", "19, 20 и 21 января 1990 года", "{1990-01-19,1990-01-20,1990-01-21}"),
    ("ru", "не позднее 5 мая 1990 года", "by 1990-05-05"),
    ("ru", "19.01.1990", "1990-01-19"),
    ("ru", "в ночь на 20 января 1990 года", "night of 1990-01-19/1990-01-20"),
    ("ru", "в ночь на 1 января 1990 года", "night of 1989-12-31/1990-01-01"),
    ("de", "in der Nacht zum 20. Januar 1990", "night of 1990-01-19/1990-01-20"),
    ("uk", "19 січня 1990 року", "1990-01-19"),
    ("uk", "увечері 9 листопада 2019 року", "evening of 2019-11-09"),
    ("uk", "після 19 січня 1990 року", "after 1990-01-19"),
    ("uk", "напередодні 9 листопада 2019 року", "day before 2019-11-09"),
    ("uk", "з 31 грудня по 1 січня 1990 року", "1989-12-31/1990-01-01"),
    ("uk", "у XIX столітті", "18XX"),
    ("uk", "на початку XIX століття", "1800/1833"),
    ("uk", "у 1980-х роках", "198X"),
    ("uk", "близько 1340 року", "1340~"),
    ("uk", "у січні 1990 року", "1990-01"),
    ("uk", "з 1990 року", "since 1990"),
    ("uk", "через два дні після 9 листопада 2019 року", "2 days after 2019-11-09"),
    ("tr", "19 Ocak 1990", "1990-01-19"),
    ("tr", "19 Ocak 1990'da", "1990-01-19"),
    ("tr", "19 Ocak 1990'dan önce", "before 1990-01-19"),
    ("tr", "19 Ocak 1990 tarihinden sonra", "after 1990-01-19"),
    ("tr", "9 Kasım 2019 akşamı", "evening of 2019-11-09"),
    ("tr", "1990 yılından beri", "since 1990"),
    ("tr", "on dokuzuncu yüzyılda", "18XX"),
    ("tr", "19. yüzyılda", "18XX"),
    ("tr", "19. yüzyılın başlarında", "1800/1833"),
    ("tr", "1980'lerde", "198X"),
    ("tr", "1980'lerin sonlarında", "1987/1989"),
    ("tr", "1340 civarında", "1340~"),
    ("tr", "5 Mayıs 1990'a kadar", "until 1990-05-05"),
    ("tr", "Ocak 1990'da", "1990-01"),
    ("tr", "26 Ekim 2019 Pazar", "2019-10-26"),
    ("tr", "9 Kasım 2019'dan iki gün sonra", "2 days after 2019-11-09"),
    ("tr", "1990 ile 1995 arasında", "1990/1995"),
    ("az", "19 yanvar 1990", "1990-01-19"),
    ("az", "1990-cı il yanvarın 20-də", "1990-01-20"),
    ("az", "20 yanvar 1990-cı ildə", "1990-01-20"),
    ("az", "1990-cı il yanvarın 20-dən əvvəl", "before 1990-01-20"),
    ("az", "1990-cı ildən sonra", "after 1990"),
    ("az", "1990-cı ildə", "1990"),
    ("az", "XIX əsrdə", "18XX"),
    ("az", "on doqquzuncu əsrdə", "18XX"),
    ("az", "XIX əsrin əvvəllərində", "1800/1833"),
    ("az", "1980-ci illərdə", "198X"),
    ("az", "9 noyabr 2019-cu il axşamı", "evening of 2019-11-09"),
    ("az", "1990-cı ilin yanvarında", "1990-01"),
    ("az", "təxminən 1340-cı ildə", "1340~"),
    ("ar", "19 يناير 1990", "1990-01-19"),
    ("ar", "١٩ يناير ١٩٩٠", "1990-01-19"),
    ("ar", "قبل 19 يناير 1990", "before 1990-01-19"),
    ("ar", "بعد 19 يناير 1990", "after 1990-01-19"),
    ("ar", "مساء 9 نوفمبر 2019", "evening of 2019-11-09"),
    ("ar", "صباح يوم 9 نوفمبر 2019", "morning of 2019-11-09"),
    ("ar", "عشية 9 نوفمبر 2019", "day before 2019-11-09"),
    ("ar", "من 31 ديسمبر إلى 1 يناير 1990", "1989-12-31/1990-01-01"),
    ("ar", "القرن التاسع عشر", "18XX"),
    ("ar", "في أوائل القرن التاسع عشر", "1800/1833"),
    ("ar", "حوالي عام 1340", "1340~"),
    ("ar", "منذ عام 1990", "since 1990"),
    ("ar", "19 كانون الثاني 1990", "1990-01-19"),
    ("ar", "19 كانون الثاني/يناير 1990", "1990-01-19"),
    ("ar", "في يناير 1990", "1990-01"),
    ("ar", "حتى 5 مايو 1990", "until 1990-05-05"),
    ("ar", "بعد يومين من 9 نوفمبر 2019", "2 days after 2019-11-09"),
    ("ar", "الأحد 26 أكتوبر 2019", "2019-10-26"),
    ("ar", "22 رمضان 1410", "1410-09-22"),
    ("fa", "۱۹ ژانویهٔ ۱۹۹۰", "1990-01-19"),
    ("fa", "۱۹ ژانویه ۱۹۹۰", "1990-01-19"),
    ("fa", "پیش از ۱۹ ژانویه ۱۹۹۰", "before 1990-01-19"),
    ("fa", "پس از ۱۹ ژانویه ۱۹۹۰", "after 1990-01-19"),
    ("fa", "شامگاه ۹ نوامبر ۲۰۱۹", "evening of 2019-11-09"),
    ("fa", "۲۹ دی ۱۳۶۸", "1368-10-29"),
    ("fa", "قرن نوزدهم", "18XX"),
    ("fa", "اوایل قرن نوزدهم", "1800/1833"),
    ("fa", "دهه ۱۹۸۰", "198X"),
    ("fa", "حدود سال ۱۳۴۰ میلادی", "1340~"),
    ("fa", "در سال ۱۹۹۰", "1990"),
    ("fa", "روز پیش از ۹ نوامبر ۲۰۱۹", "day before 2019-11-09"),
    ("fa", "تا ۵ مه ۱۹۹۰", "until 1990-05-05"),
    ("zh", "1990年1月19日", "1990-01-19"),
    ("ja", "1990年1月19日", "1990-01-19"),
    ("ko", "1990년 1월 19일", "1990-01-19"),
    ("hu", "1990. január 19.", "1990-01-19"),
    ("fi", "19. tammikuuta 1990", "1990-01-19"),
    ("pl", "19 stycznia 1990", "1990-01-19"),
    ("cs", "19. ledna 1990", "1990-01-19"),
    ("nl", "19 januari 1990", "1990-01-19"),
    ("sv", "19 januari 1990", "1990-01-19"),
    ("el", "19 Ιανουαρίου 1990", "1990-01-19"),
    ("he", "19 בינואר 1990", "1990-01-19"),
    ("hi", "19 जनवरी 1990", "1990-01-19"),
    ("ka", "19 იანვარი, 1990", "1990-01-19"),
    ("lv", "1990. gada 19. janvāris", "1990-01-19"),
    ("sr", "19. јануар 1990.", "1990-01-19"),
    ("en", "between 19 and 21 January 1990", "1990-01-19/1990-01-21"),
    ("en", "on 9 November 2019 at dawn", "2019-11-09"),
    ("en", "in the winter of 1990", "1990-24"),
    ("en", "the first half of the 19th century", "1800/1849"),
)
ENGLISH = (
    ("Dated 19-Jan-1990.", "1990-01-19"),
    ("19.I.1990", "1990-01-19"),
    ("1990/01/19", "1990-01-19"),
    ("19 january 1990", "1990-01-19"),
    ("the 19th of January, 1990", "1990-01-19"),
    ("January 19th, 1990", "1990-01-19"),
    ("20 JANUARY 1990", "1990-01-20"),
    ("19\n\nJanuary\n1990", "1990-01-19"),
    ("held in 576.", "0576"),
    ("In 576 the fair", "0576"),
    ("crowned on 25 December 800 in Rome", "0800-12-25"),
    ("AD 70", "0070"),
    ("70 AD", "0070"),
    ("15 March 44 BC", "-0043-03-15"),
    ("44–30 BC", "-0043/-0029"),
    ("the fifth century BC", "-04XX"),
    ("the 18th and 19th centuries", "{17XX,18XX}"),
    ("the 18th to 19th centuries", "17XX/18XX"),
    ("the end of the nineteenth century", "1867/1899"),
    ("spring 1990", "1990-21"),
    ("winter 1990/91", "1990-12/1991-02"),
    ("Q1 1990", "1990-33"),
    ("1980/81", "1980/1981"),
    ("1988–90", "1988/1990"),
    ("the 1980s", "198X"),
    ("31 December to 1 January 1990", "1989-12-31/1990-01-01"),
    ("19 December 1990 to 3 January", "1990-12-19/1991-01-03"),
    ("from October to March 1990", "1989-10/1990-03"),
    ("19, 20 and 21 January 1990", "{1990-01-19,1990-01-20,1990-01-21}"),
    ("January 19, 20 and 21, 1990", "{1990-01-19,1990-01-20,1990-01-21}"),
    ("19 January or 3 February 1990", "[1990-01-19,1990-02-03]"),
    ("12/25 January 1905", "1905-01-12"),
    ("7 November (25 October) 1917", "1917-10-25"),
    ("3 February 1688/9", "1689-02-03"),
    ("9 January 1905 (Old Style)", "1905-01-09"),
    ("9 January 1905 O.S.", "1905-01-09"),
    ("about 19 January 1990", "1990-01-19~"),
    ("c. 1340", "1340~"),
    ("1340 (?)", "1340?"),
    ("perhaps in 1340", "1340?"),
    ("perhaps about 1340", "1340%"),
    ("before the evening of 9 November 2019", "before evening of 2019-11-09"),
    ("Sunday evening, 9 November 2019", "evening of 2019-11-09"),
    ("9 November 2019, in the evening", "evening of 2019-11-09"),
    ("until late 1990", "until 1990-09/1990-12"),
    ("from 1990 on", "since 1990"),
    ("1990 onwards", "since 1990"),
    ("a week after 9 November 2019", "1 week after 2019-11-09"),
    ("the week after 9 November 2019", "week after 2019-11-09"),
    ("the eve of 9 November 2019", "day before 2019-11-09"),
    ("two years before 1990", "2 years before 1990"),
    ("no later than 5 May 1990", "by 1990-05-05"),
    ("not before 5 May 1990", "since 1990-05-05"),
    ("١٩ January ١٩٩٠", "1990-01-19"),
    ("29 February 1900 (O.S.)", "1900-02-29"),
)


@pytest.mark.parametrize(("language", "text", "value"), [*READ, *(("en", *row) for row in ENGLISH)])
def test_what_is_read(language: str, text: str, value: str | None) -> None:
    """Each form is one date, all of its words read, and means one value of a mapping."""
    (found,) = read_dates(f"{text} …", language)
    assert found.value == value


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("on the night of 19–20 January 1990, the units", ["night of 19–20 January 1990"]),
        ("emergency on January 20, 21 people were killed", ["January 20"]),
        ("the tragedy of January 202021.01.19", ["January 20", "2021.01.19"]),
        ("the tragedy of 20th January must", ["20th January"]),
        ("at the end of the 1980s the people", ["end of the 1980s"]),
        ("independence in 1991.", ["1991"]),
        ("in March and May", ["March", "May"]),
        ("They may march in 3 days", []),
        ("the march of 2009", ["2009"]),
        ("letter A/74/649–S/2020/34", []),
        ("flight UA-1234", []),
        ("agenda items 32, 37, 75 and 83", []),
        ("more than 200,000 and 26,000 and 1,990", []),
        ("Article 7 of the law", []),
        ("In 576 cases", []),
        ("25 December 800 people came", ["25 December"]),
        ("75 January", []),
        ("19 January 1990.12 The fair", ["19 January 1990"]),
        ("in 1990.3 The fair", ["1990"]),
        ("in 1990¹ the fair", ["1990"]),
        ("growth of 1990.5 points", []),
        ("at 23:20 on 19 January 1990", ["19 January 1990"]),
        ("in May. Then", ["May"]),
        ("on 5 May.", ["5 May"]),
        ("on 5 Sept. 1990. Then", ["5 Sept. 1990"]),
        ("before the court on 5 May 1990", ["5 May 1990"]),
        ("19 January 1990 and 3 February 1991", ["19 January 1990", "3 February 1991"]),
    ],
)
def test_where_dates_stand(text: str, spans: list[str]) -> None:
    """A date goes from its first word that counts to its last; symbols, items, figures and verbs are no dates."""
    assert [text[found.start : found.end] for found in read_dates(text, "en")] == spans


@pytest.mark.parametrize(
    ("language", "text", "problem"),
    [
        ("en", "03/04/1990", "two ways"),
        ("en", "3.4.1990", "two ways"),
        ("en", "19/01/90", "two digits"),
        ("de", "am 19.01.90", "two digits"),
        ("en", "19-Jan-90", "two digits"),
        ("hu", "03/04/1990", "two ways"),
        ("en", "the 1900s", "hundred years"),
        ("en", "2001-02", "month or years"),
        ("en", "31 April 1990", "no day"),
        ("fa", "در سال ۱۳۶۸", "persian calendar"),
        ("en", "early 9 November 2019", "part of a day"),
    ],
)
def test_what_is_not_read_says_why(language: str, text: str, problem: str) -> None:
    """What can be meant in two ways, or is no day, is found and has no time."""
    (found,) = read_dates(text, language)
    assert problem in (found.problem or "")
    assert found.times == ()
    assert found.value is None


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en-GB", "03/04/1990", "1990-04-03"),
        ("en-US", "03/04/1990", "1990-03-04"),
        ("en-US", "19/01/1990", "1990-01-19"),
        ("de", "03.04.1990", "1990-04-03"),
        ("pt-BR", "03/04/1990", "1990-04-03"),
        ("en", "05/05/1990", "1990-05-05"),
    ],
)
def test_digits_by_the_territory(language: str, text: str, value: str) -> None:
    """The language, and its territory where it is given, settle which of two numbers is the day."""
    (found,) = read_dates(text, language)
    assert found.value == value


@pytest.mark.parametrize("language", ["ar", "fr", "ru", "tr", "zh", "fi"])
def test_english_dates_in_other_languages(language: str) -> None:
    """The date of a letterhead in English is read in a text of any language."""
    (found,) = read_dates("2 November 2019", language)
    assert found.value == "2019-11-02"


@pytest.mark.parametrize(
    ("text", "weekday", "language"),
    [
        ("on Sun., 26 Oct. 2019", 6, "en"),
        ("Sunday, 9 January 1905", 6, "en"),
        ("26 October 2019, a Saturday", 5, "en"),
        ("26 October 2019 (Saturday)", 5, "en"),
        ("said on Sunday that the fair of 9 November 2019", None, "en"),
        ("в воскресенье, 26 октября 2019 года", 6, "ru"),
        ("So., 26. Okt. 2019", 6, "de"),
        ("الأحد 26 أكتوبر 2019", 6, "ar"),
    ],
)
def test_a_weekday_belongs_to_the_date_beside_it(text: str, weekday: int | None, language: str) -> None:
    """A weekday is of a date only where nothing but a comma or an article stands between them."""
    (found,) = read_dates(text, language)
    assert (found.weekday and found.weekday.number) == weekday


def test_words_that_count_from_a_date_elsewhere() -> None:
    """ "The following day" is an expression without a date; so are a part of the day and a weekday alone."""
    found = read_all("the following day, two days later, in the evening, on Sunday", "en")
    assert [(str(e.relation) if e.relation else e.part_of_day or (e.weekday and e.weekday.name)) for e in found] == [
        "day after", "2 days after", "evening", "Sunday",
    ]  # fmt: skip
    assert read_dates("the following day, in the evening", "en") == ()


def test_what_a_list_and_two_calendars_state() -> None:
    """A list states each of its days, a date in two calendars the same day twice; a stretch states no end of it."""
    (days,) = read_dates("19, 20 and 21 January 1990", "en")
    assert [time.edtf for time in days.times[1:]] == ["1990-01-19", "1990-01-20", "1990-01-21"]
    (both,) = read_dates("25 October (7 November) 1917", "en")
    assert [(time.in_calendar, time.calendar) for time in both.times] == [
        ("1917-10-25", "julian"),
        ("1917-11-07", "gregorian"),
    ]
    (stretch,) = read_dates("19–21 January 1990", "en")
    assert [time.edtf for time in stretch.times] == ["1990-01-19/1990-01-21"]


def test_clocks() -> None:
    """A time of day that stands beside a date is kept with its zone, as EDTF writes it."""
    clocks = {
        "19 January 1990 at 23:20": "23:20:00",
        "19 January 1990, 23:20:30 UTC": "23:20:30Z",
        "19 January 1990 at 11 p.m.": "23:00:00",
        "19 January 1990, 23:20 (UTC+4)": "23:20:00+04:00",
        "1990-01-19T23:20:30Z": "23:20:30Z",
    }
    assert {text: read_dates(text, "en")[0].clock for text in clocks} == clocks
    (german,) = read_dates("am 19. Januar 1990 um 23.20 Uhr", "de")
    assert german.clock == "23:20:00"


def test_anniversaries() -> None:
    """The ordinal of an anniversary, in digits or words, of the language."""
    assert anniversaries_in("the 25th anniversary of the flood", "en") == [(25, "25th")]
    assert anniversaries_in("The tenth anniversary of the march", "en") == [(10, "tenth")]
    assert anniversaries_in("the fair", "en") == []


def test_languages() -> None:
    """The words around a date are known in many languages; a code that the CLDR does not know is no language."""
    known = set(read_in_full())
    assert {"ar", "az", "de", "en", "es", "fa", "fr", "it", "ja", "pl", "pt", "ru", "tr", "uk", "zh"} < known
    assert len(known) == 29
    assert lexicon("xx") is None
    assert read_dates("19 January 1990", "xx") == ()


PIECES = st.sampled_from(
    ["19", "20", "1990", "0000", "1980s", "03/04/1990", "1990-01-19", "1980/81", "January", "May", "Sept.", "XIX", "-",
     "–", "/", ",", ".", "(", ")", "to", "and", "or", "of", "the", "early", "mid", "night", "day", "after", "before",
     "since", "until", "from", "century", "about", "BC", "Sunday", "two", "week", "later", "23:20", "O.S."]
)  # fmt: skip


@given(
    st.lists(PIECES, max_size=9), st.sampled_from([" ", ""]), st.sampled_from(["en", "de", "ru", "ar", "zh"])
)
def test_no_arrangement_of_words_breaks_the_reader(words: list[str], glue: str, language: str) -> None:
    """Whatever the words, each expression lies in the text, behind the one before it, and has ordered bounds."""
    text, end = glue.join(words), 0
    for found in read_all(text, language):
        assert end <= found.start < found.end <= len(text)
        end = found.end
        _ordered(found)


@given(st.text(max_size=40), st.sampled_from(["en", "fr", "tr", "fa", "ja"]))
def test_no_text_breaks_the_reader(text: str, language: str) -> None:
    """Whatever the text, reading raises nothing."""
    for found in read_all(text, language):
        assert 0 <= found.start < found.end <= len(text)
        _ordered(found)


def _ordered(found: DateExpression) -> None:
    for time in found.times:
        assert time.start is None or time.end is None or time.start <= time.end
