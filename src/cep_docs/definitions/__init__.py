"""The rule files of workflows/, policies/ and templates/, read once into frozen dataclasses.

Nothing here decides anything: it only refuses files it does not understand, and says where.
"""
