"""Work injuries said to people: where they happen, and by what."""

from __future__ import annotations

from guichet.lib.text import Words

PLACES = {
    "work": Words(ar="في مكان العمل", en="At work", fr="Sur le lieu de travail"),
    "way": Words(
        ar="في الطريق إلى العمل أو منه", en="On the way to or from work", fr="Sur le trajet"
    ),
    "break": Words(
        ar="في الطريق إلى وجبة أو صلاة",
        en="On the way to a meal or prayer",
        fr="En allant au repas ou à la prière",
    ),
    "mission": Words(ar="في مهمة للعمل", en="On a mission", fr="En mission"),
    "disease": Words(ar="مرض مهني", en="An occupational disease", fr="Maladie professionnelle"),
}
CAUSES = {
    "fall": Words(ar="سقوط", en="A fall", fr="Chute"),
    "vehicle": Words(ar="حادث مركبة", en="A vehicle", fr="Véhicule"),
    "machine": Words(ar="آلة أو أداة", en="A machine or tool", fr="Machine ou outil"),
    "load": Words(ar="حمل أو رفع", en="Lifting or carrying", fr="Port de charge"),
    "struck": Words(ar="جسم ساقط أو صادم", en="Struck by something", fr="Choc avec un objet"),
    "burn": Words(ar="حريق أو كهرباء أو مادة", en="Fire, current, chemical", fr="Brûlure"),
    "other": Words(ar="سبب آخر", en="Another cause", fr="Autre cause"),
}
