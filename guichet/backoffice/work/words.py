"""What the page of the staff's work says."""

from __future__ import annotations

from guichet.lib.text import Words

PHRASES = {
    "work": Words(ar="عملي", en="My work", fr="Mon travail"),
    "work-lede": Words(
        ar="ما تعمل عليه، وما ينتظر منه الآن.",
        en="What you work on, and how much of it waits now.",
        fr="Ce dont vous vous occupez, et ce qui attend maintenant.",
    ),
    "waits": Words(ar="ينتظر", en="Waiting", fr="En attente"),
    "my-rights": Words(ar="صلاحياتي", en="My rights", fr="Mes droits"),
    "no-work": Words(
        ar="ليست لك صلاحية بعد. اطلب من مديرَي الصلاحيات منحك ما يحتاج إليه عملك.",
        en="You hold no right yet. Ask the administrators of rights for what your work needs.",
        fr="Vous n’avez encore aucun droit. Demandez aux administrateurs des droits ce qu’exige votre travail.",
    ),
}
