"""What is said to members of a medical board who cannot do what they ask for."""

from __future__ import annotations

from guichet.engine.refusal import Refusal

CLOSED = Refusal(
    "board-case-closed",
    ar="لا ينتظر هذا الملف اللجنة الآن. حدّث القائمة.",
    en="This case does not wait for the board now. Reload the list.",
    fr="Ce dossier n’attend pas la commission. Actualisez la liste.",
)
OWN_CASE = Refusal(
    "board-case-of-ones-own",
    ar="لا ينظر عضو في ملف يخصه أو قدّمه أو يخص من ينوب عنه. اتركه لزميل.",
    en="No member looks at a case of their own, or of somebody they act for. Leave it to a colleague.",
    fr="Aucun membre n’examine son propre dossier ni celui d’une personne qu’il représente. Laissez-le à un collègue.",
)
SAME_MEMBER = Refusal(
    "board-second-member-needed",
    ar="كتب هذه النتيجة العضو نفسه. يوافق عليها أو يردها عضو ثانٍ.",
    en="You wrote this finding. A second member agrees with it, or does not.",
    fr="Vous avez rédigé cette conclusion. Un second membre l’approuve ou la rejette.",
)
TOOK_PART = Refusal(
    "board-took-part",
    ar="شاركت في النتيجة المعترض عليها. تنظر في الاعتراض لجنة من أعضاء آخرين.",
    en="You had a part in the finding that this contests. Other members look at it.",
    fr="Vous avez pris part à la conclusion contestée. D’autres membres l’examinent.",
)
AGREED_ALREADY = Refusal(
    "board-agreed-already",
    ar="وافقت على هذه النتيجة من قبل. تنتظر عضوًا آخر.",
    en="You have agreed with this finding. It waits for another member.",
    fr="Vous avez approuvé cette conclusion. Elle attend un autre membre.",
)
OPEN_FINDING = Refusal(
    "board-finding-open",
    ar="في هذا الملف نتيجة تنتظر رأي عضو ثانٍ. اطلع عليها أولًا.",
    en="A finding in this case waits for a second member. See that one first.",
    fr="Une conclusion de ce dossier attend un second membre. Voyez-la d’abord.",
)
NOT_SURE = Refusal(
    "board-second-factor-needed",
    ar="رأي اللجنة يحرك مالًا ويتطلب إثباتًا حديثًا لهويتك بوسيلة تحقق ثانية. لم يتغير شيء.",
    en="What a board decides moves money, and asks for a second factor shown a short while ago. Nothing was changed.",
    fr="La décision d’une commission déplace de l’argent et exige un second facteur récent. Rien n’a changé.",
)
EXAMINED_LATER = Refusal(
    "board-examined-in-future",
    ar="تاريخ الفحص بعد اليوم. صححه.",
    en="The day of the examination is still to come. Correct it.",
    fr="La date de l’examen est à venir. Corrigez-la.",
)
SINCE_LATER = Refusal(
    "board-since-after-examination",
    ar="تاريخ بدء العجز بعد تاريخ الفحص. صححه.",
    en="The day since which they cannot work is after the examination. Correct it.",
    fr="La date de début de l’incapacité est postérieure à l’examen. Corrigez-la.",
)
REVIEW_FAR = Refusal(
    "board-review-out-of-reach",
    ar="موعد إعادة الفحص يكون بعد اليوم وقبل {last:date}. صححه، أو اتركه فارغًا إن كان العجز دائمًا.",
    en="The day of the next examination lies after today and not after {last:date}. Correct it, or leave it empty if no change is expected.",
    fr="La date du prochain examen est postérieure à aujourd’hui et au plus tard le {last:date}. Corrigez-la, ou laissez-la vide si aucun changement n’est attendu.",
)
SHARE_ODD = Refusal(
    "board-share-odd",
    ar="نسبة العجز من 1 إلى 100 لمن وُجد عاجزًا. صححها.",
    en="The share lies between 1 and 100 where somebody is found disabled. Correct it.",
    fr="Le taux est compris entre 1 et 100 si l’incapacité est reconnue. Corrigez-le.",
)
