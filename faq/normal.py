"""One spelling for what people type in many: width, case, script, repetitions, question words."""

from __future__ import annotations

import re
import unicodedata

from faq.chinese import HAN, simplified

LONGEST = 2000
"""Letters read of a message; a longer one is read at its end, where stories put their question."""

ENDS = ' \t\r\n.,;:!?~…。，、；：！？·-—_/\\|*#"“”()（）【】[]<>《》'
"""What may stand around a question without being part of it."""

_REPEATED = re.compile(r"(.)\1{2,}", re.DOTALL)
_SPACE_IN_HAN = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}])")
_MARKS = re.compile(r"[\u200b-\u200f\u2060\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
_APOSTROPHES = str.maketrans("’‘`´", "''''")

# Ways of asking the same thing, and the courtesies around a question, that only blur which entry is meant.
_CHINESE_WAYS = [
    (r"请问(?:一下)?|麻烦(?:问)?(?:一下|下)?|(?:你|您)好(?:啊|呀)?|谢谢|多谢|打扰(?:一下|了)?|不好意思", ""),
    (r"怎么样才|怎样才|如何才|要怎么|该怎么|应该怎么|要如何|该如何", "怎么"),
    (r"怎么办理|如何办理", "怎么办"),
    (r"怎么样|怎样|如何|咋样|咋的|咋|肿么|怎麽|咋个", "怎么"),
    (r"为什么|为何|为啥|干嘛|干吗|为毛", "为什么"),
    (r"什么样|啥样|神马|啥", "什么"),
    (r"什么时候|什么时间|何时|几时|多会儿", "什么时候"),
    (r"能不能够?|能否|可否|可不可以|是否可以|是否能够?|可以不可以|行不行", "可以"),
    (r"能够|能", "可以"),
    (r"有没有|有木有|是否有", "有"),
    (r"是不是|是否", "是"),
    (r"木有|没有", "没有"),
    (r"在哪里|在哪儿|在哪|哪里|哪儿|何处", "哪里"),
    (r"多少钱|什么价(?:格|钱)?|几多钱|多少元|多少块", "多少钱"),
    (r"您", "你"),
    (r"嘛|么(?=\W|$)|麽|不(?=\W*$)", "吗"),
    (r"(?:吗|呢|啊|呀|吧|哦|呐|啦|哈|额|嗯|哎|唉)(?=\W|$)", ""),
]
_ENGLISH_WAYS = [
    (r"\bcan't|\bcannot\b|\bcant\b", "can not", "' cannot cant"),
    (r"\bwon't", "will not", "'"),
    (r"n't\b", " not", "'"),
    (
        r"\b(what|where|who|how|when|that|there|it|he|she)'?s\b",
        r"\1 is",
        "' whats wheres whos hows whens thats theres its hes shes",
    ),
    (r"'re\b", " are", "'"),
    (r"'m\b", " am", "'"),
    (r"'ll\b", " will", "'"),
    (r"'ve\b", " have", "'"),
    (r"'d\b", " would", "'"),
    (
        r"\bpl[sz]\b|\bplease\b|\bkindly\b|\bthanks?\b(?: you)?|\bhello\b|\bhi\b|\bhey\b",
        " ",
        "pls plz please kindly thank thanks hello hi hey",
    ),
    (r"\bu\b", "you", "u"),
    (r"\bur\b", "your", "ur"),
    (r"\br\b", "are", "r"),
    (r"\bwanna\b", "want to", "wanna"),
    (r"\bgonna\b", "going to", "gonna"),
]
"""Each with the words one of which must be there for it to be found, or the apostrophe."""

_HAN_LETTER = re.compile(f"[{HAN}]")
_CHINESE = [(re.compile(ways), one, frozenset(_HAN_LETTER.findall(ways))) for ways, one in _CHINESE_WAYS]
_ENGLISH = [(re.compile(ways), one, frozenset(words.split())) for ways, one, words in _ENGLISH_WAYS]
_TOLD = frozenset(word for *_, words in _ENGLISH for word in words)
_WORDS = re.compile(r"\w+|'")


def plain(text: str) -> str:
    """The text in one width, case and script, without invisible marks and long repetitions."""
    shown = text[-LONGEST:]
    if not shown.isascii():
        shown = unicodedata.normalize("NFKC", _MARKS.sub("", shown)).translate(simplified())
        shown = _SPACE_IN_HAN.sub("", shown.translate(_APOSTROPHES))
    return _REPEATED.sub(r"\1\1", shown.lower()).strip()


def canonical(text: str) -> str:
    """The plain text with one word for the many ways of asking and without courtesies."""
    shown = plain(text)
    kept = shown
    if not shown.isascii():
        for ways, one, letters in _CHINESE:
            if not letters.isdisjoint(kept):
                kept = ways.sub(one, kept)
    words = _TOLD.intersection(_WORDS.findall(kept))
    if words:
        for ways, one, needed in _ENGLISH:
            if not needed.isdisjoint(words):
                kept = ways.sub(one, kept)
    return kept.strip(ENDS) or shown.strip(ENDS)
