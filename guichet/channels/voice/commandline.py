"""``guichet voice``: what a studio should read, and how the telephone says something."""

from __future__ import annotations

import click

from guichet.channels.voice.recordings import name_of
from guichet.channels.voice.script import phrases as spoken


@click.group()
def group() -> None:
    """The telephone."""


@group.command("phrases")
@click.option("--language", type=click.Choice(["ar", "en", "fr"]), help="By default all three.")
def phrases(language: str | None) -> None:
    """List every phrase that is the same for all callers: its recording's name, a tab, its text."""
    for phrase in dict.fromkeys(spoken()):
        if language in (None, phrase.language):
            click.echo(f"{phrase.language}/{name_of(phrase)}.wav\t{phrase.text}")
