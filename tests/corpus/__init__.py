"""The five documents of the sample against what readers who saw only the texts found in them."""
