"""Full text: words of documents, kept in an index that can be deleted and drawn again.

`french` makes words of a text, `asked` reads what was typed, `engine` says what an index can do,
`whoosh_engine` and `sqlite_engine` do it, `place` keeps one in the folder of an instance, and
`extracts` shows where the words stand. No right is kept here, and no text: what is found is
looked at again in the database, by somebody who may see it.
"""
