"""Languages written in Latin letters that are not English: told by their commonest small words."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_WORDS_OF = {
    "French": "bonjour merci je vous nous est une des pour avec dans combien où quel quelle puis voudrais ça "
    "les aux votre",
    "Spanish": "hola gracias el los las una para qué cuánto cuanto dónde cómo está puedo quiero usted "
    "ustedes necesito tengo mi",
    "Portuguese": "olá obrigado você vocês não quanto custa uma posso onde preciso quero meu minha são",
    "Italian": "ciao grazie il che sono quanto costa posso vorrei dove della degli perché buongiorno",
    "German": "guten ich und nicht ist wie eine einen das der für haben kann wann möchte bitte danke wo sie "
    "viel kostet",
    "Dutch": "goedemorgen hoeveel ik niet een het wat kan waar graag dank mijn",
    "Indonesian": "apa saya berapa anda yang tidak dan bisa untuk dengan terima kasih bagaimana ini harga",
    "Turkish": "merhaba nasıl bir için ne kadar var mı teşekkürler istiyorum",
    "Polish": "dzień dobry czy jest nie jak ile kosztuje proszę dziękuję chcę",
    "Vietnamese": "xin chào tôi bao nhiêu không có được cảm ơn của và là học",
}
"""Words that say little and are said all the time; hardly one of them stands in an English sentence."""

_SMALL_WORDS = frozenset(word for words in _WORDS_OF.values() for word in words.split())
_FEWEST = 2
_SHARE = 3
"""One word in so many must be such a small word: names and borrowed words stay English."""


def is_foreign(text: str) -> bool:
    """Whether a text in Latin letters is, with some certainty, in a language we do not speak."""
    words = [word.casefold() for word in _WORD.findall(text)]
    small = [word for word in words if word in _SMALL_WORDS]
    return len(set(small)) >= _FEWEST and len(small) * _SHARE >= len(words)
