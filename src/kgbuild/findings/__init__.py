"""Findings: the finding as data, its code and explanation, its level in a project, and how it is shown.

In: what a rule or a shape found. Out: text for people; JSON, SARIF and GitHub annotations for programs.
"""
