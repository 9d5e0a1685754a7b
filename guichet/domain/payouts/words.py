"""What payouts are for and why banks bring them back, said to people."""

from __future__ import annotations

from guichet.lib.text import Words

PURPOSES = {
    "benefit": Words(ar="معاش", en="Pension", fr="Pension"),
    "benefit-arrears": Words(ar="متأخرات معاش", en="Pension arrears", fr="Arriérés de pension"),
    "benefit-grant": Words(ar="منفعة تُصرف مرة واحدة", en="One-off benefit", fr="Prestation unique"),
    "credit-refund": Words(ar="رد رصيد", en="Refund of credit", fr="Remboursement de crédit"),
}
# ISO 20022's codes.
BANK_REASONS = {
    "AC01": Words(ar="رقم الحساب خطأ", en="Wrong account number", fr="Numéro de compte erroné"),
    "AC04": Words(ar="الحساب مغلق", en="Account closed", fr="Compte clos"),
    "AC06": Words(ar="الحساب موقوف", en="Account blocked", fr="Compte bloqué"),
    "MD07": Words(ar="صاحب الحساب متوفى", en="Account holder has died", fr="Titulaire décédé"),
    "AM04": Words(
        ar="رصيدنا لا يكفي", en="Our balance did not suffice", fr="Notre solde était insuffisant"
    ),
    "MS03": Words(
        ar="لم يذكر البنك سببًا", en="The bank gave no reason", fr="La banque n’a pas donné de motif"
    ),
}
