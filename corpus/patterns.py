"""Furniture that is no fixed phrase: captions' credits, copyright lines, invitations, consent.

Each pattern is for a whole line and in several languages; `corpus.furniture` says how long a line
may be for it to count.
"""

from __future__ import annotations

import re


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


COPYRIGHT = _pattern(
    r"^\W*(?:©|ⓒ|\(c\)\s|저작권자|copyright\W*(?:©|ⓒ|\(c\)|\d{4}|by\b|all rights|reserved))",
    r"all rights? reserved|tous droits réservés|(?:todos los derechos|todos os direitos)"
    r"\sreservados",
    r"alle rechte vorbehalten|tutti i diritti riservati|무단\s?전재|재배포\s?금지",
    r"版权所有|版權所有|未经授权|保留所有权利|無断転載",
)

CREDIT = _pattern(
    # "Nanjing © A. Photographer/Agency"
    r"^[^©ⓒ]{1,120}[©ⓒ]\s?\S+(?:\s\S+){0,5}$",
    # "Photo: A. Photographer", "사진=용산구", "图片来源：新华社"
    r"^\W*(?:(?:photo|image|picture|illustration)s?(?:\s(?:credits?|courtesy|source|by))?|credit"
    r"|fotos?|fotografía|bild(?:nachweis|quelle)?|crédits?(?:\sphotos?)?|créditos?"
    r"|사진(?:\s?제공)?|자료\s?(?:사진|제공)|图片(?:来源|提供)?|图|供图|摄影?|照片|写真(?:提供)?)"
    r"\s*[:：=/|]\s*[^\s\d].{0,100}$",
    # "A class on the ferry (A. Photographer 摄)"
    r"^.{1,60}[（(][^()（）]{1,20}\s?(?:摄|攝|撮影)[）)]$",
    # "Photo by A. Photographer", "Photograph courtesy of the city"
    r"^\W*(?:photo(?:graph)?s?|images?|pictures?|illustrations?)"
    r"\s(?:by|courtesy of|provided by)\s.{0,60}$",
    # "The mayor at the ceremony. File photo", "수료식 모습 /사진=세종시"
    r"^.{0,120}\W(?:file|stock|handout)\sphoto\W*$",
    r"^.{0,120}사진\s?[=:]\s?\S{2,20}(?:\s제공)?\W*$",
)

PROVIDED = _pattern(
    r"(?:^|[.(\[/])\s*(?:(?:photo|image|picture)s?\s)?(?:provided|courtesy)"
    r"\s(?:by|of)\s[^.]{2,60}\W*$",
    r"(?:^|[.(\[/])\s*[\w ]{2,20}\s?제공\W*$",
)
"""Ends the caption of a picture, where a word of `PICTURED` stands before it."""

PICTURED = _pattern(
    r"\b(?:photo(?:graph)?s?|pictured?|pictures|images?|posters?|posing|poses?)\b",
    r"사진|모습|전경|포스터|현장|조감도|이미지",
)

FILE_NAME = _pattern(r"^\S+\.(?:jpe?g|png|gif|svg|webp|bmp|tiff?|heic|avif)$")

IDENTIFIER = re.compile(r"^[a-z]+(?:_[a-z0-9]+)+$")
"""The name of a part of a page ("bar_progress"), where it stands above the text."""

EMPTY = _pattern(r"^[^:：]{2,60}[:：]\s*(?:[-–—?/.]+|n/?a)$")
"""A label whose value is that there is none."""

READ_ALSO = _pattern(
    r"^\W*(?:read\s(?:more|also|next|on)|also\sread|more\son\sthis"
    r"|related(?:\s(?:article|story|news|post)s?)?|관련\s?(?:기사|뉴스)|相关(?:新闻|阅读|报道)|延伸阅读|関連記事|lee(?:r)?\s(?:más|también)|à\slire\saussi"
    r"|lire\s(?:aussi|également)|leia\s(?:mais|também)|leggi\sanche|lesen\ssie\sauch|mehr\szum\sthema)"
    r"\s*[:：»>|]+\s*\S",
    r"^\W*(?:(?:previous|next|older|newer)(?:\s(?:post|article|story|page))?|이전\s?글|다음\s?글"
    r"|上一篇|下一篇)\s*[:：»>|]+\s*\S",
)

TAGS = _pattern(
    r"^\W*(?:tags?|tagged(?:\swith)?|hashtags?|filed\sunder|posted\sin|태그|해시태그|标签|標籤|タグ"
    r"|etiquetas|étiquettes|mots-clés|schlagw(?:orte|örter))\s*[:：|]\s*\S",
    r"^(?:#[^\s#]+[\s,]*)+$",
)

SIGN_UP = _pattern(
    r"^\W*(?:please\s)?(?:subscribe|sign[\s-]?up)\b.{0,90}"
    r"\b(?:newsletters?|mailing\slist|e-?mail\s(?:updates|alerts)|inbox)\b",
    r"^\W*(?:join|get|receive|never\smiss|don['’]t\smiss)\b.{0,60}"
    r"\b(?:(?:our|the|your|by|via)\s(?:\w+\s)?(?:newsletter|mailing\slist|e-?mail|inbox))\b",
    r"^\W*(?:enter|type)\syour\s(?:e-?mail|name)",
    r"^\W*your\se-?mail\saddress\swill\snot\sbe\spublished",
    r"^\W*(?:suscrí|inscrí|abonnez|inscrivez|assine|iscriviti|melden\ssie\ssich|jetzt)\S*.{0,60}"
    r"\b(?:newsletter|boletín|lettre\sd['’]information)\b",
    r"뉴스레터(?:를|을)?\s?(?:구독|신청)|订阅.{0,20}(?:邮件|通讯)",
)

COOKIE = _pattern(
    r"\b(?:we|(?:web)?site|page|portal|app)\b.{0,60}\buses?\b.{0,40}\bcookies?\b",
    r"\b(?:accept|reject|manage|allow|decline|block|set)\b\s(?:\w+\s){0,4}cookies?\b",
    r"\bcookies?\b.{0,100}\b(?:consent|preferences|settings|polic(?:y|ies)|(?:your|user|browsing)\sexperience"
    r"|(?:our|this)\s(?:web)?site)\b",
    r"\b(?:utiliz|usa|utilis|verwend|nutz|setz|gebrui)\w*\b.{0,40}\bcookies?\b",
    r"\bcookies?\b.{0,80}\b(?:acept|accept|akzept|zustimm|consent|aceit|accett|naveg|navig)",
    r"쿠키.{0,40}(?:사용|동의|수집|설정)|(?:使用|接受).{0,10}cookies?",
)
"""Said of cookies by the page itself, not by a text about baking."""

SCRIPT = _pattern(
    r"^.{0,60}\bjavascript\s(?:is|has\sbeen|must\sbe|ist|est|está)\s.{0,20}(?:enabled|disabled|off|required"
    r"|deaktiviert|désactivé|desactivado)\b.{0,60}$",
    r"^.{0,60}\b(?:(?:please\s)?(?:enable|activate|turn\son)|requires?|needs?|activez|active|aktivieren\ssie)"
    r"\sjavascript\b.{0,60}$",
)

BYLINE = _pattern(
    r"^(?:(?:written|posted|published)\s)?(?:by|par|por|von|di)\s+"
    r"(?-i:[A-ZÀ-Þ])[\w'’.-]*(?:\s[^\W\d_][\w'’.-]*){0,4}$",
)
"""Who wrote the page; furniture beside its title, where nothing else is "by" someone."""

REPORTER = _pattern(
    r"^\W*(?:\S{2,8}\s?=\s?)?[가-힣]{2,4}\s?(?:선임|인턴|수습|객원)?\s?기자(?:\s?\S+@\S+)?\W*$",
    r"^\W*(?:记者|記者|编辑|責任編輯|责任编辑|来源|作者)\s?[:：]?\s?\S{2,12}$",
)
