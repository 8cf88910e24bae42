"""What kgbuild costs, measured beside a yardstick in the same run: ``make bench``."""
