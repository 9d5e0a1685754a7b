"""Families that share a pension, said to people: who somebody is to the deceased, why a share ends,
the steps of a share.
"""

from __future__ import annotations

from guichet.lib.text import Words

RELATIONS = {
    "widow": Words(ar="أرملة", en="Widow", fr="Veuve"),
    "widower": Words(ar="أرمل", en="Widower", fr="Veuf"),
    "son": Words(ar="ابن", en="Son", fr="Fils"),
    "daughter": Words(ar="ابنة", en="Daughter", fr="Fille"),
    "father": Words(ar="أب", en="Father", fr="Père"),
    "mother": Words(ar="أم", en="Mother", fr="Mère"),
    "grandfather": Words(ar="جد", en="Grandfather", fr="Grand-père"),
    "grandmother": Words(ar="جدة", en="Grandmother", fr="Grand-mère"),
    "brother": Words(ar="أخ", en="Brother", fr="Frère"),
    "sister": Words(ar="أخت", en="Sister", fr="Sœur"),
    "sons_son": Words(ar="ابن ابن", en="Son’s son", fr="Petit-fils"),
    "sons_daughter": Words(ar="ابنة ابن", en="Son’s daughter", fr="Petite-fille"),
}
ENDS = {
    "age": Words(ar="ببلوغ السن", en="By age", fr="Par l’âge"),
    "shared": Words(ar="يتغير النصيب", en="The share changes", fr="La part change"),
    "married": Words(ar="بالزواج", en="By marriage", fr="Par mariage"),
    "dead": Words(ar="بالوفاة", en="By death", fr="Par décès"),
    "student": Words(ar="بانتهاء الدراسة", en="By the end of studies", fr="Par la fin des études"),
    "disabled": Words(ar="بزوال العجز", en="By the end of disability", fr="Par la fin du handicap"),
    "working": Words(ar="بالعمل", en="By work", fr="Par un emploi"),
    "joined": Words(ar="بعضو جديد", en="By a new member", fr="Par un nouveau membre"),
    "dependent": Words(ar="بانتهاء الإعالة", en="No longer dependent", fr="Fin de dépendance"),
}
FAMILY_STEPS = {
    "half_of_average": Words(
        ar="رُفع المعاش إلى نصف متوسط الأجر",
        en="The pension is lifted to half the average wage",
        fr="La pension est portée à la moitié du salaire moyen",
    ),
    "share_of_members": Words(
        ar="ما تتقاسمه الأسرة",
        en="What the family shares",
        fr="Ce que la famille se partage",
    ),
    "member_minimum": Words(
        ar="بعد رفعه إلى الحد الأدنى لكل فرد",
        en="Lifted to the minimum of each member",
        fr="Porté au minimum de chaque membre",
    ),
    "claim_in_time": Words(ar="يُصرف ابتداءً من", en="Paid from", fr="Versée à partir du"),
    "death_grant": Words(ar="منحة الوفاة", en="Death grant", fr="Allocation de décès"),
}
