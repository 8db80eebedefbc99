"""Greetings, thanks and the like: what asks nothing of the documents."""

from __future__ import annotations

import re
from enum import StrEnum

from service.conversation.words import AUXILIARIES, WH


class Courtesy(StrEnum):
    """What is said out of politeness."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    HELP = "help"


# Of several in one text the first here is what is returned.
_WORDS = (
    (Courtesy.FAREWELL, "bye goodbye ciao"),
    (
        Courtesy.THANKS,
        "thanks thank thx cheers merci gracias danke grazie obrigado obrigada 감사합니다 고마워"
        " 고마워요 谢谢 謝謝 ありがとう",
    ),
    (
        Courtesy.GREETING,
        "hi hello hey hiya howdy greetings morning afternoon evening hola bonjour hallo guten tag"
        " olá 안녕 안녕하세요 你好 您好 こんにちは",
    ),
    (
        Courtesy.THANKS,
        "great good nice perfect helpful interesting kind clear excellent wonderful awesome cool"
        " ok okay fine super amazing lovely brilliant",
    ),
)
_RANK = {word: rank for rank, (_, words) in enumerate(_WORDS) for word in words.split()}
_SMALL = (
    "a again all and answer answers day everyone for have help i information is it lot many much my"
    " no really so that that's thats the there this to today very was yes you you're your"
)
_PHRASES = (
    (
        re.compile(r"\bhow(?:'s it going| are you(?: doing)?| do you do)\b|\bnice to meet you\b"),
        "hi",
    ),
    (re.compile(r"\bsee you(?: later| soon)?\b|\bgood night\b|\bhave a \w+ day\b"), "bye"),
)
_HELP = re.compile(
    r"(?:please )?(?:help(?: me)?|what can (?:you do|i ask(?: you)?)|who are you|what are you"
    r"|how (?:do you|does (?:this|it)) work|what do you know|can you help(?: me)?)(?: please)?"
)
_WORD = re.compile(r"[\w'’]+")
_OPENING = re.compile(r"\s*([^,.!?;:]*)[,.?!;:…\s]+(?=\S)")
_SAID = {
    Courtesy.GREETING: "Hello! Ask me what you would like to know from the documents.",
    Courtesy.THANKS: "You are welcome! Is there anything else you would like to know?",
    Courtesy.FAREWELL: "Goodbye! Come back whenever you would like to know more.",
    Courtesy.HELP: "Ask me a question: I answer with sentences of the documents, word for word.",
}


def courtesy_of(text: str) -> Courtesy | None:
    """Which courtesy `text` is, None where it asks something."""
    said = text.lower().replace("’", "'")
    for phrase, word in _PHRASES:
        said = phrase.sub(word, said)
    words = _WORD.findall(said)
    rest = words[1:] if words and words[0] in _RANK else words
    if _HELP.fullmatch(" ".join(rest)):
        return Courtesy.HELP
    found = [_RANK[word] for word in words if word in _RANK]
    if (
        not found
        or words[0] in AUXILIARIES | WH
        or not set(_SMALL.split()).union(_RANK) >= set(words)
    ):
        return None
    return _WORDS[min(found)][0]


def without_courtesy(question: str) -> str:
    """`question` without the greeting or the thanks before it."""
    rest = question
    for opening in _OPENING.finditer(question):
        if courtesy_of(opening[1]) in {None, Courtesy.HELP}:
            break
        rest = question[opening.end() :]
    return rest if rest == question else rest[:1].upper() + rest[1:]


def reply_to(courtesy: Courtesy, example: str | None) -> str:
    """A friendly word, with a question to ask."""
    said = _SAID[courtesy]
    return f"{said} For example: {example}" if example else said
