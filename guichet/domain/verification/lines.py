"""The lines a page shows beside a number, by source and status."""

from guichet.lib.text import Words

LINES = {
    ("civil", "alive"): Words(
        ar="{name}، مواليد {year} – أكّده السجل المدني",
        en="{name}, born {year} – confirmed by the civil registry",
        fr="{name} (naissance : {year}) – confirmé par le registre civil",
    ),
    ("civil", "dead"): Words(
        ar="{name}، مواليد {year} – الوفاة مسجلة في السجل المدني",
        en="{name}, born {year} – the civil registry records a death",
        fr="{name} (naissance : {year}) – décès inscrit au registre civil",
    ),
    ("civil", "unknown"): Words(
        ar="لا يوجد هذا الرقم في السجل المدني. تحقق من الرقم.",
        en="The civil registry does not know this number. Check it.",
        fr="Le registre civil ne connaît pas ce numéro. Vérifiez-le.",
    ),
    ("justice", "active"): Words(
        ar="صك ساري المفعول – أكّدته وزارة العدل",
        en="A deed in force – confirmed by the Ministry of Justice",
        fr="Acte en vigueur – confirmé par le ministère de la Justice",
    ),
    ("justice", "revoked"): Words(
        ar="صك ملغى لدى وزارة العدل",
        en="A deed the Ministry of Justice records as revoked",
        fr="Acte révoqué selon le ministère de la Justice",
    ),
    ("justice", "unknown"): Words(
        ar="لا يوجد هذا الصك لدى وزارة العدل. تحقق من الرقم.",
        en="The Ministry of Justice does not know this deed. Check the number.",
        fr="Le ministère de la Justice ne connaît pas cet acte. Vérifiez le numéro.",
    ),
    ("commercial", "active"): Words(
        ar="{name} – سجل قائم، أكّده السجل التجاري",
        en="{name} – active, confirmed by the commercial registry",
        fr="{name} – en activité, confirmé par le registre du commerce",
    ),
    ("commercial", "suspended"): Words(
        ar="{name} – السجل موقوف مؤقتًا لدى السجل التجاري",
        en="{name} – suspended in the commercial registry",
        fr="{name} – suspension inscrite au registre du commerce",
    ),
    ("commercial", "cancelled"): Words(
        ar="{name} – السجل مشطوب لدى السجل التجاري",
        en="{name} – cancelled in the commercial registry",
        fr="{name} – radiation inscrite au registre du commerce",
    ),
    ("commercial", "unknown"): Words(
        ar="لا يوجد هذا الرقم في السجل التجاري. تحقق من الرقم.",
        en="The commercial registry does not know this number. Check it.",
        fr="Le registre du commerce ne connaît pas ce numéro. Vérifiez-le.",
    ),
    ("bank", "open"): Words(
        ar="حساب مفتوح – أكّده البنك",
        en="An open account – confirmed by the bank",
        fr="Compte ouvert – confirmé par la banque",
    ),
    ("bank", "closed"): Words(
        ar="الحساب مغلق لدى البنك",
        en="The bank says that it is closed",
        fr="Compte fermé, d’après la banque",
    ),
    ("bank", "unknown"): Words(
        ar="لا يعرف البنك هذا الحساب. راجع رقم الآيبان.",
        en="The bank does not know this account. Check the IBAN.",
        fr="La banque ne connaît pas ce compte. Vérifiez l’IBAN.",
    ),
}
