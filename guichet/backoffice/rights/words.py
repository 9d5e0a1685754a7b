"""What the pages of the staff's rights say."""

from __future__ import annotations

from guichet.lib.text import Words

PHRASES = {
    "menu": Words(ar="صلاحيات الموظفين", en="Rights of staff", fr="Droits du personnel"),
    "lede": Words(
        ar="يقترح مدير صلاحيةً ويؤكدها مدير آخر، ولا يمنح أحد صلاحية لنفسه. ويسحبها أي منهما فورًا.",
        en="One administrator proposes a right, another confirms it, and nobody gives one to himself. Either takes one away at once.",
        fr="Un administrateur propose un droit, un autre le confirme, et nul ne s’en donne à soi-même. Chacun peut en retirer un aussitôt.",
    ),
    "waiting": Words(
        ar="اقتراحات تنتظر التأكيد", en="Proposals to confirm", fr="Propositions à confirmer"
    ),
    "waiting-none": Words(
        ar="لا اقتراح ينتظر.", en="No proposal waits.", fr="Aucune proposition en attente."
    ),
    "staff": Words(ar="من يملك أي صلاحية", en="Who may do what", fr="Qui peut faire quoi"),
    "who": Words(ar="الموظف", en="Member of staff", fr="Agent"),
    "right": Words(ar="الصلاحية", en="Right", fr="Droit"),
    "place": Words(ar="المكان", en="Place", fr="Lieu"),
    "head-office": Words(ar="المركز الرئيسي", en="Head office", fr="Siège"),
    "proposed-by": Words(ar="اقترحها", en="Proposed by", fr="Proposé par"),
    "on": Words(ar="التاريخ", en="On", fr="Le"),
    "look": Words(ar="انظر فيه", en="Look at it", fr="Examiner"),
    "none": Words(ar="بلا صلاحية", en="No right", fr="Aucun droit"),
    "withdraw": Words(ar="سحب الصلاحية", en="Withdraw", fr="Retirer"),
    "withdrawn": Words(
        ar="سُحبت الصلاحية من {who}.",
        en="The right is withdrawn from {who}.",
        fr="Le droit est retiré à {who}.",
    ),
    "propose": Words(ar="اقتراح صلاحية", en="Propose a right", fr="Proposer un droit"),
    "username": Words(
        ar="اسم مستخدم الموظف",
        en="User name of the member of staff",
        fr="Nom d’utilisateur de l’agent",
    ),
    "branch": Words(ar="الفرع", en="Branch", fr="Agence"),
    "branch-hint": Words(
        ar="لخدمة العملاء فقط: لا يخدم الموظف إلا في فرع واحد.",
        en="Only to serve clients: they serve at one branch.",
        fr="Seulement pour servir les clients : l’agent sert dans une seule agence.",
    ),
    "choose": Words(ar="اختر", en="Choose", fr="Choisissez"),
    "no-right": Words(
        ar="اختر صلاحية من القائمة.",
        en="Choose a right of the list.",
        fr="Choisissez un droit dans la liste.",
    ),
    "no-branch": Words(
        ar="اختر الفرع الذي سيخدم فيه الموظف.",
        en="Choose the branch at which they will serve.",
        fr="Choisissez l’agence où l’agent servira.",
    ),
    "proposed": Words(
        ar="اقتُرحت الصلاحية. اطلب من مدير صلاحيات آخر تأكيدها.",
        en="The right is proposed. Ask another administrator to confirm it.",
        fr="Le droit est proposé. Demandez à un autre administrateur de le confirmer.",
    ),
    "proposal": Words(ar="صلاحية مقترحة", en="A proposed right", fr="Un droit proposé"),
    "holds": Words(ar="صلاحياته اليوم", en="Holds today", fr="Droits actuels"),
    "confirm": Words(ar="تأكيد الصلاحية", en="Confirm the right", fr="Confirmer le droit"),
    "decline": Words(ar="رفض الاقتراح", en="Drop the proposal", fr="Écarter la proposition"),
    "confirmed": Words(ar="مُنحت الصلاحية.", en="The right is given.", fr="Le droit est accordé."),
    "declined": Words(
        ar="أُسقط الاقتراح.", en="The proposal is dropped.", fr="La proposition est écartée."
    ),
    "own": Words(
        ar="اقترحتَ هذه الصلاحية بنفسك؛ يؤكدها مدير صلاحيات آخر.",
        en="You proposed this right; another administrator confirms it.",
        fr="Vous avez proposé ce droit ; un autre administrateur le confirme.",
    ),
    "for-you": Words(
        ar="هذه الصلاحية لك؛ يؤكدها مدير صلاحيات آخر.",
        en="This right would be yours; another administrator confirms it.",
        fr="Ce droit serait le vôtre ; un autre administrateur le confirme.",
    ),
    "proved": Words(
        ar="أثبتَّ هويتك. راجع ما يلي ثم أكّد قرارك.",
        en="You have shown who you are. Look it over once more and send your decision.",
        fr="Votre identité est prouvée. Relisez, puis envoyez votre décision.",
    ),
}
