"""What is kept: the tree of persistent objects.

    Site / organisations, structures, accounts, orders, sessions
         / beneficiaries / <Beneficiary> / <Course> / <Engagement> / <Deliverable> / <Version>

Objects here know their own consistency and nothing of users, screens or networks. Stored
attributes are classes of this package or of journal, BTrees, blobs, builtins and dates: renaming
is then cheap, and a successor can read the data without the program. Facts that never change
(a status since a day, a consent, an interaction) are plain dictionaries, typed in facts.py.
"""
