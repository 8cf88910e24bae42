"""The version of kgbuild, in one place."""

VERSION = "0.1.0"
