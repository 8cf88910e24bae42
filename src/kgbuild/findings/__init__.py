"""Findings: what they are, their codes and explanations, their level in a project, and how they are shown.

In: what a rule or a shape found. Out: text for people; JSON, SARIF and GitHub annotations for programs.
"""
