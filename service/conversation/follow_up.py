"""A follow-up made to stand alone, from what the conversation has said before it."""

from __future__ import annotations

import re

from service.conversation.anaphora import resolved
from service.conversation.asides import asks, goes_back, topic_of
from service.conversation.bare import bare_question, counting_the_same, is_why, why_it_is
from service.conversation.discourse import Discourse
from service.conversation.ellipsis import added, completed, described, is_fragment
from service.conversation.hearing import Heard, about, heard
from service.conversation.mentions import mentions
from service.conversation.phrases import NAMED, Mention, Sort
from service.conversation.referents import Referent
from service.conversation.repair import repaired, without_correction
from service.conversation.words import ANY_AUXILIARY, COMMANDS, words
from service.conversation.years import dated

_CONTINUES = re.compile(
    r"(?:(?:and|but|so|or|also|by the way|ok(?:ay)?|well|then|now|oh|hm+|i see|great|right|yes|sure"
    r"|please)\b[,.! ]*)+",
    re.IGNORECASE,
)
_TOO = re.compile(
    r"[, ]+(?:too|as well|also|again|though|instead|please)(?=\s*[?.!]*$)", re.IGNORECASE
)
_THEN = re.compile(r"[, ]+then(?=\s*[?.!]*$)", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:(?:what|how) about|(?:the )?same (?:question )?(?:for|in|with)|what of)\s+"
    rf"(?!(?:{ANY_AUXILIARY}|what|which|who|when|where|why|how)\b)",
    re.IGNORECASE,
)
_ONLY_SUBJECT = re.compile(
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would) (?P<subject>[^?]+)\?*",
    re.IGNORECASE,
)
_HOW_COME = re.compile(r"how come (?=\S)", re.IGNORECASE)
_GOAL = re.compile(
    r"\b(?:want|wants|like|plan|plans|planning|need|needs|hope|hopes|hoping|try|trying|going)"
    r" (?P<goal>to (?!(?:know|ask|say|tell|see|find|check|hear|understand|be|do)\b)\w[^,;.!?]*)",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:can you |could you |please )*(?:(?:tell|say|give)(?: me)? (?:a (?:bit|little) )?more"
    r"|(?:(?:is|are) there )?(?:anything|what|something) else(?: interesting| important)?"
    r"|any(?:thing)? more|more|go on|continue|(?:(?:any|some) )?(?:other |more )?details?)"
    r"(?: please)?",
    re.IGNORECASE,
)
# What a question may take for granted: "the mayor", "are there libraries", "what happened".
_DEPENDS = re.compile(
    r"\bthe \w|\bhappen(?:ed|s)\b|\b(?:is|are|was|were|be|been) there\b"
    r"|\bthere (?:is|are|was|were)\b|\bhow (?:many|much) \w|\b(?:any|other|another)\b"
    r"|\bwho (?:is|was|are|were|can|may|must|should) \w",
    re.IGNORECASE,
)
# What asks about all places or any of them, or what something is.
_OF_ITS_OWN = re.compile(
    r"\b(?:cities|towns|countries|places)\b|\b(?:which|what|any|a|an|another) (?:city|town|country"
    r"|place)\b|\b(?:worldwide|globally|(?:in|of|across|around) the (?:whole )?world)\b"
    r"|^what (?:is|are|was|were) (?!(?:the|it|its|that|this|there|these|those)\b)",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:i|we|you|my|your|our)\b", re.IGNORECASE)
_LONG = 10  # words, from which a question says itself what it is about
_HAPPENED = re.compile(r"\bwhat (?:\w+ )?happen(?:ed|s)\b(?! to\b| with\b)", re.IGNORECASE)


def standalone(turn: str, discourse: Discourse) -> str:
    """What a turn asks in words that need no earlier one; as it is, where it needs none."""
    return in_full(heard(turn, discourse))


def in_full(turn: Heard) -> str:
    """The same, of a turn that was taken in already."""
    question, discourse, topic, told = turn
    if not discourse.current:
        return question
    text = dated(question.strip(), discourse)
    rest = without_opening(text)
    alone = _elliptic(text, rest, topic, told, discourse)
    if alone is None:
        alone = _about(topic, _full(rest, discourse, topic, told), discourse)
        alone = _HOW_COME.sub("why is it that ", alone)
    elif not alone.endswith((".", "?", "!")):
        alone += "." if words(alone)[0].lower in COMMANDS else "?"
    return alone[:1].upper() + alone[1:]


def _elliptic(
    text: str, rest: str, topic: Referent | None, told: str, discourse: Discourse
) -> str | None:
    """What a turn that is no whole question asks."""
    if told and is_why(rest):
        return why_it_is(told)
    if topic:
        bare = bare_question(rest, discourse)
        return completed(topic.text, discourse.then(bare, "")) if bare else None
    if back := _back_to(rest, discourse):
        return back
    return (
        repaired(text, discourse)
        or bare_question(rest, discourse)
        or _more(rest, discourse)
        or _from_fragment(rest, discourse, alike=rest != text or text.endswith("?"))
    )


def without_opening(text: str) -> str:
    """`text` without "and", "ok, so" or "no, I mean" before and "too" after it."""
    rest = without_correction(text)
    continues = _CONTINUES.match(rest)
    return _TOO.sub("", rest[continues.end() :] if continues else rest).strip() or text


def _back_to(text: str, discourse: Discourse) -> str | None:
    """A description of what a turn only says that it comes back to."""
    topic = topic_of(text) if goes_back(text) and not asks(text) else None
    return about(resolved(topic, discourse)[0]) if topic else None


def _more(text: str, discourse: Discourse) -> str | None:
    topic = discourse.topic() if _MORE.fullmatch(text.strip(" ?.!")) else None
    return f"Tell me more about {topic.text}." if topic else None


def _from_fragment(text: str, discourse: Discourse, *, alike: bool) -> str | None:
    """ "And Limerick?", "What about its libraries?", "Did Dublin?".

    Unless it is asked `alike`, a bare noun is a subject of its own: "Disaster recovery".
    """
    asked, subject = _ABOUT.match(text), _ONLY_SUBJECT.fullmatch(text)
    fragment = _THEN.sub("", text[asked.end() :] if asked else text)
    if subject and _is_name(subject["subject"], discourse):
        fragment = subject["subject"]
    elif not (asked or is_fragment(text)) or not words(fragment):
        return None
    found = mentions(fragment, discourse.terms)
    if not (asked or alike) and all(m.sort in {Sort.NOUN, Sort.NAME} for m in found):
        return described(fragment, discourse)
    named, _ = resolved(fragment, discourse)
    place = any(m.sort is Sort.PLACE for m in mentions(named, discourse.terms))
    return (completed if place or named == fragment else described)(named, discourse)


def _is_name(text: str, discourse: Discourse) -> bool:
    first = next(iter(mentions(text, discourse.terms)), None)
    return first is not None and first.sort in NAMED and first.text == text.strip()


def _full(question: str, discourse: Discourse, topic: Referent | None, told: str) -> str:
    """A whole question, with what it points to or takes for granted put in."""
    question = counting_the_same(question, discourse.last or "")
    text, points_nowhere = resolved(question, discourse)
    points = [m.sort for m in mentions(text, discourse.terms) if m.text not in question]
    text = _with_full_names(text, discourse)
    if any(_has_name(mention) for mention in mentions(text, discourse.terms)):
        return _shortened(text, discourse) or text
    if points_nowhere:
        before = discourse.current[-1]
        return f"{before.asked or before.question} {question}"
    # "How high was it then?" leaves the place of "then" as it was.
    depending = depends(text, discourse) or (points and leans(text, discourse))
    if set(points) - {Sort.TIME} or not depending:
        return text
    if goal := _GOAL.search(told):
        return added(text, goal["goal"])
    topic = topic or discourse.topic()
    return _with_topic(text, topic, discourse) if topic and topic.sort is not Sort.NOUN else text


def _about(topic: Referent | None, text: str, discourse: Discourse) -> str:
    """`text` with the topic of its turn, unless it names one itself."""
    if topic is None or topic.head.lower() in text.lower():
        return text
    rivals = {Sort.PLACE} if topic.sort is Sort.PLACE else NAMED
    if any(mention.sort in rivals for mention in mentions(text, discourse.terms)):
        return text
    return _with_topic(text, topic, discourse)


def depends(question: str, discourse: Discourse) -> bool:
    """Whether a question takes for granted what was spoken of before, and names nothing itself."""
    speaks_of_all = _OF_ITS_OWN.search(question) or _FIRST_PERSON.search(question)
    return not speaks_of_all and bool(_DEPENDS.search(question)) and leans(question, discourse)


def leans(question: str, discourse: Discourse) -> bool:
    """Whether a question may go on about what was spoken of before: it is short, and no name or
    definition of its own says what it is about.
    """
    if _OF_ITS_OWN.search(question) or len(words(question)) > _LONG:
        return False
    return not any(_has_name(mention) for mention in mentions(question, discourse.terms))


def _has_name(mention: Mention) -> bool:
    """Whether a mention is a name or has one in it: "the NFL playoffs"."""
    capital = mention.start > 0 and any(word[0].isupper() for word in mention.head.split())
    return mention.sort in NAMED or capital


def _with_full_names(text: str, discourse: Discourse) -> str:
    """`text` with the family or first name of a person spoken of made the full name."""
    for mention in reversed(mentions(text, discourse.terms)):
        if mention.sort in {Sort.NAME, Sort.NOUN} and mention.head[:1].isupper():
            whole = discourse.full_name(mention.head)
            if whole:
                at = mention.start + mention.text.index(mention.head)
                text = text[:at] + whole.head + text[at + len(mention.head) :]
    return text


def _shortened(text: str, discourse: Discourse) -> str | None:
    """ "When did Limerick join?" in full, after "When did Cork join the network?"."""
    if discourse.last is None:
        return None
    alike, begun = completed(text, discourse), text.rstrip(" ?.!")
    longer = alike.lower().startswith(begun.lower() + " ")
    return alike if longer and alike != discourse.last else None


def _with_topic(text: str, topic: Referent, discourse: Discourse) -> str:
    """ "How many libraries are there in Cork?", "What did the director of the college say?"."""
    body = text.rstrip(" ?.!")
    end = text[len(body) :].strip()
    if happened := _HAPPENED.search(body):
        to = "in" if topic.sort is Sort.PLACE else "to"
        return f"{body[: happened.end()]} {to} {topic.text}{body[happened.end() :]}{end}"
    if topic.sort is Sort.PLACE:
        return f"{body} in {topic.text}{end}"
    nouns = [m for m in mentions(text, discourse.terms) if m.sort is Sort.NOUN]
    nouns = [noun for noun in nouns if " of " not in noun.text]
    for noun in [m for m in nouns if m.definite or m.asked] or nouns:
        return f"{text[: noun.end]} of {topic.text}{text[noun.end :]}"
    return text
