"""Signs and symbols of units, which are the same in every language: "%", "km²", "°C", "Gy"."""

from __future__ import annotations

from typing import Final

SYMBOLS: Final[dict[str, str]] = {
    "km²": "square-kilometre",
    "km2": "square-kilometre",
    "km^2": "square-kilometre",
    "m²": "square-metre",
    "m2": "square-metre",
    "ha": "hectare",
    "km": "kilometre",
    "m": "metre",
    "cm": "centimetre",
    "mm": "millimetre",
    "kg": "kilogram",
    "g": "gram",
    "mg": "milligram",
    "µg": "microgram",
    "μg": "microgram",
    "t": "tonne",
    "kt": "kilotonne",
    "Mt": "megatonne",
    "L": "litre",
    "l": "litre",
    "mL": "millilitre",
    "ml": "millilitre",
    "°C": "degree-celsius",
    "℃": "degree-celsius",
    "°F": "degree-fahrenheit",
    "℉": "degree-fahrenheit",
    "°": "degree",
    "K": "kelvin",
    "Gy": "gray",
    "mGy": "milligray",
    "cGy": "centigray",
    "Sv": "sievert",
    "mSv": "millisievert",
    "µSv": "microsievert",
    "Bq": "becquerel",
    "kBq": "kilobecquerel",
    "MBq": "megabecquerel",
    "Ci": "curie",
    "h": "hour",
    "min": "minute",
    "s": "second",
    "ms": "millisecond",
    "W": "watt",
    "kW": "kilowatt",
    "MW": "megawatt",
    "GW": "gigawatt",
    "kWh": "kilowatt-hour",
    "MWh": "megawatt-hour",
    "J": "joule",
    "kJ": "kilojoule",
    "kcal": "kilocalorie",
    "V": "volt",
    "kV": "kilovolt",
    "Hz": "hertz",
    "MHz": "megahertz",
    "Pa": "pascal",
    "kPa": "kilopascal",
    "hPa": "hectopascal",
    "bar": "bar",
    "mmHg": "millimetre-of-mercury",
    "mol": "mole",
    "mmol": "millimole",
    "km/h": "kilometre-per-hour",
    "m/s": "metre-per-second",
    "kg/m²": "kilogram-per-square-metre",
    "mg/kg": "milligram-per-kilogram",
    "mg/dL": "milligram-per-decilitre",
    "mg/dl": "milligram-per-decilitre",
    "mmol/L": "millimole-per-litre",
    "mmol/l": "millimole-per-litre",
}
"""Symbols as written, capitals included → the key of their unit."""
PERCENT_SIGNS: Final = frozenset("%٪﹪")
PER_MILLE_SIGNS: Final = frozenset("‰؉")
RATES: Final = {
    1_000: "per-mille",
    10_000: "per-ten-thousand",
    100_000: "per-hundred-thousand",
    1_000_000: "per-million",
}
"""How many the rate is of → the key of its unit."""
SHARES: Final = frozenset(("percent", *RATES.values()))
"""Units that say which part of a whole a number is: it means nothing without them."""
COUNTED: Final = frozenset(("person", "building", "vehicle", "settlement", "event", "item"))
"""Units that count whole things."""
THINGS: Final = frozenset(("building", "vehicle", "settlement", "event", "item"))
"""Units that count what is no person; where a claim counts items, all of them are items."""
