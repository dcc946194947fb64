"""What is done with a file, step by step.

One module a noun: persons, engagements, drafts, interactions, referents, orders, accounts, night…
Each step says who, what and when: right first, possibility second, work third, journal last.
engine.py makes transitions; *_conditions.py and effects.py hold the words of workflows/*.yaml.
"""
