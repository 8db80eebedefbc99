"""The questions that are put one after the other in one: "When was it founded, and by whom?" """

from __future__ import annotations

import re

from service.conversation.bare import counting_the_same
from service.conversation.words import ANY_AUXILIARY, ANY_WH, is_verb

_BY = r"(?:in|on|at|for|from|by|to|of|since|until|during|with|under|through|about|into)"
_PRONOUN = r"(?:it|its|they|their|he|his|she|her|there|this|that|these|those|i|we|you|one)"

# "When and where was it held?", "Who founded it and when?"
_WH_AND_WH = re.compile(
    rf"(?P<one>{ANY_WH}),? and (?P<other>(?:for |in |since )?{ANY_WH}) (?P<rest>.+)", re.IGNORECASE
)
_AND_WHEN = re.compile(
    rf"(?P<first>{ANY_WH}\b(?P<rest>.+?)),? and (?P<other>when|where|why|how|by whom)",
    re.IGNORECASE,
)
_CLAUSES = re.compile(
    rf"\?\s*(?:and |also,? |but )*(?=\w)|,?;?\s+and(?: also)?,? (?=(?:{_BY} )?{ANY_WH}\b"
    rf"|(?:tell me|describe|explain|list|name|compare)\b|{ANY_AUXILIARY} {_PRONOUN}\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    rf"\b{ANY_WH}\b|^(?:tell|describe|explain|list|name|compare|{ANY_AUXILIARY})\b", re.I
)
_ELLIPTIC = re.compile(
    rf"{ANY_WH}(?: many| much| far| long| often| old)?(?: (?:do|does|did) (?:it|so|that))?"
    rf" (?P<by>{_BY}) (?P<rest>.+)",
    re.IGNORECASE,
)
# "How far Aswan from Cairo", behind "how far is Okayama from Tokyo".
_GAPPED = re.compile(rf"(?P<wh>(?:how \w+|{ANY_WH})) (?P<rest>(?-i:[A-Z]).+)", re.IGNORECASE)
_AFTER_WH = re.compile(rf"(?P<wh>(?:how \w+|{ANY_WH})) (?P<aux>{ANY_AUXILIARY}) ", re.IGNORECASE)
_FINITE = re.compile(
    rf"(?:\b{ANY_AUXILIARY}\b|\b{ANY_WH}['’](?:s|re|d|ll)\b).*", re.IGNORECASE | re.DOTALL
)


def clauses_of(text: str) -> list[str]:
    """The questions that `text` puts one after the other; itself, where it is only one."""
    body = text.strip().rstrip("?!. ")
    if match := _WH_AND_WH.fullmatch(body):
        one, other, rest = match["one"], match["other"].capitalize(), match["rest"]
        return [f"{one} {rest}?", f"{other} {rest}?"]
    if match := _AND_WHEN.fullmatch(body):
        return [f"{match['first']}?", f"{match['other'].capitalize()}{match['rest']}?"]
    clauses = [clause.strip(" ,;") for clause in _CLAUSES.split(body)]
    asks = all(map(_ASKS.search, clauses)) or _each_ends_as_a_question(text, len(clauses))
    if len(clauses) < 2 or not asks:
        return [text]
    completed = [
        _completed(clause, clauses[number - 1 if number else 1])
        for number, clause in enumerate(clauses)
    ]
    return [f"{clause[:1].upper()}{clause[1:]}?" for clause in completed]


def _each_ends_as_a_question(text: str, clauses: int) -> bool:
    """Whether each clause of a text has its own question mark, and names more than one word."""
    *asked, rest = text.split("?")
    return not rest.strip() and clauses == len(asked) and all(len(one.split()) > 1 for one in asked)


def _completed(clause: str, other: str) -> str:
    """A clause that has no verb of its own with what it shares with the one beside it.

    "Which joined in 2016 and which in 2017?", "How many members and how many partners are there?",
    "How many members does A have, and how many does B have?", "Who leads it in A and who does so in
    B?", "How far is A from B, and how far C from D?"
    """
    if (counted := counting_the_same(clause, other)) != clause:
        return counted
    elliptic = _ELLIPTIC.fullmatch(clause)
    by = f" {elliptic['by']} " if elliptic else ""
    if elliptic and by in other:
        return other.rpartition(by)[0] + by + elliptic["rest"]
    gapped, whole = _GAPPED.fullmatch(clause), _AFTER_WH.match(other)
    if gapped and whole and gapped["wh"].lower() == whole["wh"].lower():
        return f"{whole['wh']} {whole['aux']} {gapped['rest']}"
    finite = _FINITE.search(other)
    verbless = not _FINITE.search(clause) and not any(map(is_verb, clause.lower().split()))
    return f"{clause} {finite.group()}" if finite and verbless else clause
