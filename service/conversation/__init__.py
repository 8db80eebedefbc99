"""From what was typed to what is asked: typing errors, courtesies, follow-ups made to stand alone.

`follow_up.standalone` is the door. `talk` drops what is only polite, and `embedded` finds the
question in "do you know when". `asides` and `hearing` part what a turn tells from what it asks;
`words`, `phrases`, `reading`, `predicate`, `coordination` and `mentions` parse that; `referents`,
`sought` and `discourse` remember what was spoken of; `anaphora`, `binding`, `selection`,
`definite`, `described`, `years`, `ellipsis` and `bare` put it into the question; `correction`
reads what a turn corrects, `repair` and `instead` put that right; `alternative` is what else it may
have meant. `terms` are the names and words of the documents.
"""
