"""A finding as data, its code with weight and explanation, what it weighs in a project, and how it is shown.

In: what a rule or a shape found. Out: text for people; JSON, SARIF and GitHub annotations for programs.
"""
