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
    ("job-seekers", "registered"): Words(
        ar="مسجل باحثًا عن عمل – أكّده سجل الباحثين عن عمل",
        en="Registered as seeking work – confirmed by the register of job seekers",
        fr="Inscription en cours – confirmée par le registre des demandeurs d’emploi",
    ),
    ("job-seekers", "lapsed"): Words(
        ar="انتهى تسجيله في سجل الباحثين عن عمل",
        en="No longer registered as seeking work",
        fr="Inscription échue au registre des demandeurs d’emploi",
    ),
    ("job-seekers", "unknown"): Words(
        ar="لا يوجد هذا الرقم في سجل الباحثين عن عمل.",
        en="The register of job seekers does not know this number.",
        fr="Le registre des demandeurs d’emploi ne connaît pas ce numéro.",
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
    ("family", "dead"): Words(
        ar="الأسرة كما في سجل الأحوال المدنية",
        en="The family as the civil registry has it",
        fr="La famille telle qu’inscrite au registre civil",
    ),
    ("family", "alive"): Words(
        ar="لا وفاة مسجلة لهذا الرقم",
        en="No death is recorded for this number",
        fr="Aucun décès inscrit pour ce numéro",
    ),
    ("family", "unknown"): Words(
        ar="لا يوجد هذا الرقم في السجل المدني. تحقق من الرقم.",
        en="The civil registry does not know this number. Check it.",
        fr="Le registre civil ne connaît pas ce numéro. Vérifiez-le.",
    ),
    ("births", "recorded"): Words(
        ar="مولود مقيد باسم الأم – أكده سجل المواليد",
        en="A birth is on record – confirmed by the registry of births",
        fr="Naissance inscrite – confirmée par le registre des naissances",
    ),
    ("births", "none"): Words(
        ar="لا مولود مقيدًا باسم صاحبة الرقم",
        en="No birth is on record for this number",
        fr="Aucune naissance inscrite pour ce numéro",
    ),
    ("births", "unknown"): Words(
        ar="لا يعرف سجل المواليد هذا الرقم",
        en="The registry of births does not know this number",
        fr="Le registre des naissances ne connaît pas ce numéro",
    ),
    ("injuries", "recorded"): Words(
        ar="إصابة مسجلة – أكدتها وزارة الصحة",
        en="An injury is on record – confirmed by the Ministry of Health",
        fr="Accident inscrit – confirmé par le ministère de la Santé",
    ),
    ("injuries", "none"): Words(
        ar="لا إصابة عمل مسجلة لدى وزارة الصحة",
        en="The Ministry of Health has no work injury on record",
        fr="Aucun accident du travail inscrit au ministère de la Santé",
    ),
    ("injuries", "unknown"): Words(
        ar="لا تعرف وزارة الصحة هذا الرقم",
        en="The Ministry of Health does not know this number",
        fr="Le ministère de la Santé ne connaît pas ce numéro",
    ),
    ("education", "enrolled"): Words(
        ar="منتظم في الدراسة – أكدته وزارة التعليم",
        en="Studying – confirmed by the Ministry of Education",
        fr="En études – confirmé par le ministère de l’Éducation",
    ),
    ("education", "not-enrolled"): Words(
        ar="غير مقيد لدى أي مؤسسة تعليمية",
        en="Not enrolled anywhere, says the Ministry of Education",
        fr="Aucune inscription selon le ministère de l’Éducation",
    ),
    ("education", "unknown"): Words(
        ar="لا تعرف وزارة التعليم هذا الرقم",
        en="The Ministry of Education does not know this number",
        fr="Le ministère de l’Éducation ne connaît pas ce numéro",
    ),
    ("health", "disabled"): Words(
        ar="إعاقة مسجلة – أكدتها وزارة الصحة",
        en="A disability is on record – confirmed by the Ministry of Health",
        fr="Handicap inscrit – confirmé par le ministère de la Santé",
    ),
    ("health", "none"): Words(
        ar="لا إعاقة مسجلة لدى وزارة الصحة",
        en="The Ministry of Health has no disability on record",
        fr="Aucun handicap inscrit au ministère de la Santé",
    ),
    ("health", "unknown"): Words(
        ar="لا تعرف وزارة الصحة هذا الرقم",
        en="The Ministry of Health does not know this number",
        fr="Le ministère de la Santé ne connaît pas ce numéro",
    ),
}
