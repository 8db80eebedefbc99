"""From what was typed to what is asked: typing errors, courtesies, follow-ups made to stand alone.

`follow_up.standalone` is the door. `words`, `phrases`, `predicate` and `mentions` parse a turn,
`referents` and `discourse` remember what it spoke of, `anaphora`, `ellipsis` and `repair` put that
into the question; `terms` are the names and words of the documents.
"""
