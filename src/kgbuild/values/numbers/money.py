"""Currencies: the codes of ISO 4217, and which of them a sign or a word may mean.

"$" and "dollars" are written of many currencies: which one a text means is for its reader to say.
"""

from __future__ import annotations

from typing import Final

_CODES: Final = """
ADP AED AFA AFN ALK ALL AMD ANG AOA AOK AON AOR ARA ARL ARM ARP ARS ATS AUD AWG AZM AZN BAD BAM BAN BBD BDT BEF BGL
BGN BHD BIF BMD BND BOB BOP BRB BRC BRE BRL BRN BRR BRZ BSD BTN BUK BWP BYB BYN BYR BZD CAD CDF CHF CLE CLP CNY COP
CRC CSD CSK CUC CUP CVE CYP CZK DDM DEM DJF DKK DOP DZD ECS EEK EGP ERN ESP ETB EUR FIM FJD FKP FRF GBP GEK GEL GHC
GHS GIP GMD GNF GNS GQE GRD GTQ GWE GWP GYD HKD HNL HRD HRK HTG HUF IDR IEP ILP ILR ILS INR IQD IRR ISJ ISK ITL JMD
JOD JPY KES KGS KHR KMF KPW KRH KRO KRW KWD KYD KZT LAK LBP LKR LRD LSL LTL LTT LUF LVL LVR LYD MAD MAF MCF MDC MDL
MGA MGF MKD MKN MLF MMK MNT MOP MRO MRU MTL MTP MUR MVP MVR MWK MXN MXP MYR MZE MZM MZN NAD NGN NIC NIO NLG NOK NPR
NZD OMR PAB PEI PEN PES PGK PHP PKR PLN PLZ PTE PYG QAR RHD ROL RON RSD RUB RUR RWF SAR SBD SCR SDD SDG SDP SEK SGD
SHP SIT SKK SLE SLL SOS SRD SRG SSP STD STN SUR SVC SYP SZL THB TJR TJS TMM TMT TND TOP TPE TRL TRY TTD TWD TZS UAH
UAK UGS UGX USD UYP UYU UZS VEB VED VEF VES VND VNN VUV WST XAF XCD XCG XDR XOF XPF YDD YER YUD YUM YUN YUR ZAR ZMK
ZMW ZRN ZRZ ZWD ZWG ZWL ZWR
"""
CODES: Final = frozenset(_CODES.split())
"""The codes of ISO 4217, those of former currencies too."""
_LOWER: Final = frozenset(map(str.lower, CODES))
_WORDS_TOO: Final = frozenset(("ALL", "TRY", "TOP", "CUP", "PEN", "SOS", "MOP", "ANG", "LAK", "BAD", "BAN"))
"""Codes that are words in capitals: read behind a number only."""

_FAMILIES: Final[dict[str, str]] = {
    "dollar": "USD CAD AUD NZD HKD SGD TWD BBD BMD BND BSD BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD XCD ZWL ZWD RHD",
    "euro": "EUR",
    "pound": "GBP EGP LBP SYP SDG SSP FKP GIP SHP IEP CYP ILP",
    "yen": "JPY",
    "yuan": "CNY",
    "rouble": "RUB SUR BYN RUR BYR BYB",
    "manat": "AZN AZM TMT TMM",
    "hryvnia": "UAH",
    "lira": "TRY TRL ITL LBP SYP MTL",
    "rupee": "INR PKR LKR NPR MUR SCR IDR",
    "rupiah": "IDR",
    "franc": "CHF FRF BEF LUF XAF XOF XPF BIF CDF DJF GNF KMF RWF MCF MAF MGF",
    "mark": "DEM DDM FIM BAM",
    "krona": "SEK NOK DKK ISK EEK",
    "koruna": "CZK SKK CSK",
    "zloty": "PLN PLZ",
    "forint": "HUF",
    "leu": "RON ROL MDL",
    "lev": "BGN BGL",
    "peso": "MXN ARS CLP COP CUP DOP PHP UYU MXP ARP",
    "peseta": "ESP",
    "escudo": "PTE CVE",
    "rial": "IRR OMR YER",
    "riyal": "SAR QAR",
    "toman": "",
    "dinar": "IQD JOD KWD BHD DZD TND LYD RSD MKD YUM YUD YUN CSD SDD YDD HRD",
    "dirham": "AED MAD",
    "shekel": "ILS ILR",
    "tenge": "KZT",
    "som": "KGS UZS",
    "lari": "GEL",
    "dram": "AMD",
    "rand": "ZAR",
    "real": "BRL",
    "won": "KRW KPW",
    "baht": "THB",
    "dong": "VND",
    "naira": "NGN",
    "shilling": "KES UGX TZS SOS ATS",
    "taka": "BDT",
    "cent": "",
}
"""What a word for money may mean. Nothing, where it means a part of a unit or no code has it."""
SIGNS: Final[dict[str, str]] = {
    "$": "dollar",
    "€": "euro",
    "£": "pound",
    "₤": "lira",
    "¥": "yen",
    "￥": "yen",
    "₽": "rouble",
    "₴": "hryvnia",
    "₺": "lira",
    "₼": "manat",
    "₹": "rupee",
    "₨": "rupee",
    "₪": "shekel",
    "₸": "tenge",
    "₾": "lari",
    "֏": "dram",
    "₩": "won",
    "฿": "baht",
    "₫": "dong",
    "₦": "naira",
    "₱": "peso",
    "₡": "",
    "₲": "",
    "¢": "cent",
    "৳": "taka",
    "﷼": "rial",
}
_ONE_SIGN: Final = {
    **{
        "₺": "TRY",
        "₼": "AZN",
        "₽": "RUB",
        "₹": "INR",
        "₪": "ILS",
        "₩": "KRW",
        "₱": "PHP",
        "₡": "CRC",
        "₲": "PYG",
    },
}
_BEFORE_DOLLAR: Final = {
    **{
        "US": "USD",
        "U.S.": "USD",
        "C": "CAD",
        "CA": "CAD",
        "CAD": "CAD",
        "A": "AUD",
        "AU": "AUD",
        "NZ": "NZD",
    },
    **{"HK": "HKD", "S": "SGD", "NT": "TWD", "R": "BRL", "MX": "MXN", "USD": "USD"},
}


def currency_words(name: str) -> tuple[str, ...]:
    """The codes that a family of words ("dollar") or a code stands for. Raises :class:`KeyError` for another name."""
    return (name,) if name in CODES else tuple(_FAMILIES[name].split())


def sign_currencies(sign: str, letters: str = "") -> tuple[str, ...] | None:
    """The codes that a sign may mean, with the letters written before it ("US$"); None where it is no sign of money."""
    if sign not in SIGNS:
        return None
    if letters and sign == "$":
        return (_BEFORE_DOLLAR[letters],) if letters in _BEFORE_DOLLAR else None
    if sign in _ONE_SIGN:
        return (_ONE_SIGN[sign],)
    return currency_words(SIGNS[sign]) + (("CNY",) if SIGNS[sign] == "yen" else ())


def code(word: str, *, behind: bool) -> tuple[str, ...] | None:
    """The code that a word in capitals is; ``behind`` says that it stands behind a number."""
    return (word,) if word in CODES and (behind or word not in _WORDS_TOO) else None


def may_be_code(key: str) -> bool:
    """Whether a word, given in lower case, can be a code: the letters of one."""
    return key in _LOWER
