"""The language we speak with somebody."""

from __future__ import annotations

import pytest

from handlers.understanding.language import OTHER, detect
from tests.town.town import Town


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("怎么退费", "zh"),
        ("WiFi坏了", "zh"),
        ("我的 iPhone 不能用", "zh"),
        ("怎麼退費", "zh"),
        ("how much is 课程", "en"),
        ("What time do you open?", "en"),
        ("Привет, как дела", OTHER),
        ("こんにちは、質問があります", OTHER),
        ("안녕하세요", OTHER),
        ("مرحبا", OTHER),
        ("Bonjour, combien coûte une leçon pour ma fille ?", OTHER),
        ("Hola, ¿cuánto cuesta una clase para niños?", OTHER),
        ("Guten Tag, wie viel kostet eine Stunde?", OTHER),
        ("Berapa harga kursus untuk anak saya?", OTHER),
        ("Xin chào, học phí bao nhiêu?", OTHER),
        ("Do you teach the book Il Principe in the Italian course?", "en"),
        ("my el cheapo router is not working", "en"),
        ("Is the café near the Champs-Élysées open?", "en"),
        ("can u tell me das price pls", "en"),
        ("Anna", None),
        ("Anna Smith", None),
        ("12345", None),
        ("+86 138 0013 8000", None),
        ("😀", None),
        ("https://example.com/some/long/path", None),
        ("anna@example.com", None),
        ("", None),
    ],
)
def test_detect(said: str, language: str | None) -> None:
    """Only clear messages tell a language."""
    assert detect(said) == language


async def test_follows_the_last_clear_message(town: Town) -> None:
    """Who changes the language is answered in it; an unclear message changes nothing."""
    li = await town.customer("Li", language_code="zh-hans")
    await li.says("/start")
    assert "这里是青藤学堂" in li.last.text
    await li.says("What subjects do you teach?")
    assert "We teach" in li.last.text
    await li.says("/menu")
    assert li.last.text.startswith("What can I do")
    await li.says("你们都教哪些科目")
    assert "我们开设" in li.last.text


async def test_chosen_language_stays(town: Town) -> None:
    """A language chosen in the settings is kept, whatever is written."""
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/settings")
    await anna.presses("中文")
    assert anna.last.text == "好的，以后我说中文。"
    await anna.says("What subjects do you teach?")
    assert "我们开设" in anna.last.text
    await anna.says("/settings")
    await anna.presses("跟随")
    await anna.says("What subjects do you teach again?")
    await anna.says("/menu")
    assert anna.last.text.startswith("What can I do")


async def test_language_we_do_not_speak(town: Town) -> None:
    """Another script gets a line in both our languages and the offer of a person."""
    ivan = await town.customer("Иван", language_code="ru")
    await ivan.says("Здравствуйте, сколько стоит урок?")
    assert "I speak Chinese and English" in ivan.last.text
    assert "目前我会中文和英文" in ivan.last.text
    await ivan.presses("Talk to a person")
    assert len(ivan.texts) == 2


async def test_a_language_in_latin_letters(town: Town) -> None:
    """French is neither answered at random nor taken for English: the same line, and a person."""
    marie = await town.customer("Marie", language_code="fr")
    await marie.says("/start")
    await marie.says("Bonjour, combien coûte une leçon pour ma fille ?")
    assert "I speak Chinese and English" in marie.last.text
    assert "目前我会中文和英文" in marie.last.text
    assert any("person" in label for label in marie.last.buttons)


async def test_commands_and_forwarded_words_tell_nothing(town: Town) -> None:
    """The words of a command, or of somebody else, do not change the language."""
    wang = await town.manager("Wang", language_code="zh-hans")
    await wang.says("/invite agent consulting")
    assert "邀请链接" in wang.last.text
