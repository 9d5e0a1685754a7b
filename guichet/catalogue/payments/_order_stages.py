"""How an order stands, in words: what that means for its payer and how he goes on."""

from __future__ import annotations

from guichet.domain.payments.order_states import Status
from guichet.engine.stages import Stage
from guichet.lib.text import Words

_NOTHING_TAKEN = Words(
    ar="لم يُخصم شيء بعد. أكمل الدفع في صفحة الدفع، أو برقم السداد في أي صراف أو بنك.",
    en="Nothing has been taken yet. Finish on the payment page, or pay with the payment reference at any ATM or bank.",
    fr="Rien n’a encore été débité. Terminez sur la page de paiement, ou payez avec la référence à un distributeur ou en banque.",
)
STAGES: dict[str, Stage] = {
    Status.WAITING: Stage(
        Words(ar="بانتظار الدفع", en="Waiting for payment", fr="En attente de paiement"),
        _NOTHING_TAKEN,
        onward=Words(ar="ادفع الآن", en="Pay now", fr="Payer maintenant"),
    ),
    Status.FAILED: Stage(
        Words(ar="لم يتم الدفع", en="The payment failed", fr="Le paiement a échoué"),
        Words(
            ar="لم يُخصم شيء. حاول مرة أخرى ببطاقة أخرى إن شئت، أو ادفع برقم السداد في أي صراف أو بنك.",
            en="Nothing was taken. Try again, with another card if you like, or pay with the payment reference at any ATM or bank.",
            fr="Rien n’a été débité. Réessayez, avec une autre carte si vous voulez, ou payez avec la référence à un distributeur ou en banque.",
        ),
        onward=Words(ar="حاول مرة أخرى", en="Try again", fr="Réessayer"),
    ),
    Status.PAID: Stage(
        Words(ar="مسدد", en="Paid", fr="Payé"),
        Words(
            ar="سُجل السداد في الحساب.",
            en="The payment stands on the account.",
            fr="Le paiement est inscrit au compte.",
        ),
        finished=True,
        good=True,
    ),
    Status.EXPIRED: Stage(
        Words(ar="انتهت مهلة الدفع", en="Expired unpaid", fr="Expiré, non payé"),
        Words(
            ar="لم يُخصم شيء. اطلب السداد من جديد، أو ادفع برقم السداد في أي صراف أو بنك.",
            en="Nothing was taken. Ask to pay anew, or pay with the payment reference at any ATM or bank.",
            fr="Rien n’a été débité. Demandez de nouveau à payer, ou payez avec la référence à un distributeur ou en banque.",
        ),
        finished=True,
    ),
    Status.PARTLY: Stage(
        Words(ar="استُرد جزء من المبلغ", en="A part was taken back", fr="Repris en partie"),
        Words(
            ar="استردت جهة الدفع جزءًا من المبلغ، فهو غير مسجل في الحساب. ادفع من جديد إن بقي شيء مستحقًا.",
            en="The payment provider took a part of the money back; that part does not count on the account. Pay anew what is still due.",
            fr="Le prestataire a repris une partie du paiement : elle ne compte pas au compte. Payez de nouveau ce qui reste dû.",
        ),
        finished=True,
    ),
    Status.REVERSED: Stage(
        Words(ar="استُرد المبلغ", en="Taken back", fr="Repris"),
        Words(
            ar="استردت جهة الدفع المبلغ، فهو غير مسجل في الحساب. ادفع من جديد إن بقي شيء مستحقًا.",
            en="The payment provider took the money back, so it does not count on the account. Pay anew what is still due.",
            fr="Le prestataire a repris le paiement : il ne compte pas au compte. Payez de nouveau ce qui reste dû.",
        ),
        finished=True,
    ),
}
