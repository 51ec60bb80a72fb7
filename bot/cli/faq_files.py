"""What the FAQ commands share: which file, reading it, and its mistakes in plain lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from bot.cli.config import settings_of

if TYPE_CHECKING:
    from faq import Matcher
    from faq.encoding import Encoder
    from faq.loading import BaseFile

file_option = click.option(
    "--file", metavar="FILE", help="The FAQ file (default: business.faq of the settings)."
)


def path_of(file: str | None, config: str | None) -> str:
    """The FAQ file that is meant."""
    path = file or settings_of(config).business.faq
    if not path:
        raise click.ClickException("no FAQ file: name one with --file, or set business.faq")
    return path


@contextmanager
def plainly() -> Iterator[None]:
    """Tell what is wrong with a file, or with an encoder, in lines; exit code 1."""
    from faq.encoding import EncodingError
    from faq.problems import BaseFileError

    try:
        yield
    except BaseFileError as error:
        for problem in error.problems:
            click.echo(f"✗ {problem}")
        raise SystemExit(1) from None
    except EncodingError as error:
        raise click.ClickException(f"encoder: {error}") from None
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None


def base_of(path: str) -> BaseFile:
    """The base of a file; its mistakes end the command."""
    from faq.loading import read_base

    with plainly():
        return read_base(path)


def built(base: BaseFile, config: str | None) -> Matcher:
    """A matcher over a base, with the encoder of the settings if they name one."""
    from faq import Matcher

    with plainly():
        return Matcher.build(base.entries, encoder=encoder_in(config))


def encoder_in(config: str | None) -> Encoder | None:
    """The encoder of the settings; none that works ends the command."""
    from bot.encoder import encoder_of

    with plainly():
        return encoder_of(settings_of(config).encoder)
