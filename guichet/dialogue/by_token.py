"""The desk for whoever comes with a bearer token. With one's own one confirms oneself; with a
system's, whoever connected it does.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from guichet.dialogue.desk import GuichetDesk
from guichet.dialogue.draft import Draft
from guichet.dialogue.offered import Capabilities, among
from guichet.domain.identity.queries import Account, Party, account_by_id, parties_of
from guichet.domain.systems.queries import caller, keeper_of
from guichet.engine import scope
from guichet.engine.actor import Actor, Assurance
from guichet.engine.context import HOME
from guichet.engine.refusal import Refusal, Refused
from guichet.engine.service import Service

APP_NEEDED = Refusal(
    "app-needed",
    ar="لا أحد يستطيع تأكيد ذلك في تطبيق الهوية. ادخل الفرع الافتراضي مرة بالتطبيق، أو ليُعِد مسؤول النظام ربطه، ثم أعد المحاولة.",
    en="Nobody can confirm this in the identity app. Sign in to the virtual branch once with the app, or have the system connected anew by who looks after it, then try again.",
    fr="Personne ne peut confirmer cela dans l’application d’identité. Connectez-vous une fois à l’agence virtuelle avec l’application, ou faites relier le système par son responsable, puis réessayez.",
)


@dataclass(slots=True, kw_only=True)
class TokenDesk(GuichetDesk):
    """``account`` confirms in the app; ``asker`` asks as ``asks``, with what the token and the
    mandates give and no more.
    """

    asker: Account
    asks: Actor
    held: list[Party] = field(
        default_factory=list
    )  # looked up once: a list of tools asks for each of them

    def parties(self, service: type[Service]) -> list[str]:
        """For whom the asker may ask."""
        if not self.held:
            self.held.extend(parties_of(self.asker, self.today, self.can.parties + 1))
        return among(self.held, service)

    def actor(self, assurance: Assurance) -> Actor:
        """A person who confirmed is known as surely as by a second factor; a key never
        proves one.
        """
        return replace(self.asks, assurance=assurance) if self.asks.services is None else self.asks

    def send_code(self, draft: Draft) -> None:
        """No code: it would stand in the conversation, and an assistant could use it by itself.

        Raises:
            Refused: always; the app proves it.
        """
        raise Refused(APP_NEEDED)


def desk_of(
    secret: str,
    issuer: str,
    thumbprint: str | None,
    now: datetime,
    language: str,
    *,
    can: Capabilities,
    path: str,
) -> TokenDesk | None:
    """The desk for whom a token stands for; None if it opens nothing there. The database answers in
    their name then.

    Args:
        issuer: our own address; ``thumbprint`` is of the client certificate, if there is one.
        language: of the answers; the account's own if it is empty.
        path: where the channel answers, for which a system's token must have been asked.
    """
    found = caller(secret, issuer, thumbprint, now, path) if secret else None
    asker = account_by_id(found.actor.id) if found else None
    if found is None or asker is None:
        return None
    system, on = found.via.get("system"), now.astimezone(HOME).date()
    confirms = (keeper_of(system, on) if system else None) or asker
    scope.enter(asker.pk)
    return TokenDesk(
        confirms,
        can,
        now,
        language or asker.language,
        known=Assurance.PASSWORD,
        by_app=True,
        via=found.via,
        asker=asker,
        asks=found.actor,
    )
