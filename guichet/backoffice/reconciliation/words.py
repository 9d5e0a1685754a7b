"""What the page of the daily reconciliation says."""

from __future__ import annotations

from guichet.lib.text import Words

PHRASES = {
    "title": Words(ar="المطابقة اليومية", en="Daily reconciliation", fr="Rapprochement quotidien"),
    "lede": Words(
        ar="هل تتطابق الآن أرصدة دفتر الأستاذ والمدفوعات والفواتير ومجمّع الفواتير والبنك؟",
        en="Do the ledger, payments, bills, the consolidator and the bank say the same at this moment?",
        fr="Le grand livre, les paiements, les factures, le consolidateur et la banque disent-ils la même chose en ce moment ?",
    ),
    "good": Words(ar="متطابق ولا فروق", en="Everything agrees", fr="Tout concorde"),
    "wrong": Words(ar="توجد فروق", en="There are differences", fr="Il y a des écarts"),
    "checks": Words(ar="المجاميع", en="Sums", fr="Totaux"),
    "check": Words(ar="المقارنة", en="Comparison", fr="Comparaison"),
    "suspense": Words(
        ar="مدفوعات لا يُعرف صاحبها",
        en="Unassigned payments",
        fr="Paiements sans titulaire connu",
    ),
    "menu": Words(ar="المطابقة", en="Reconciliation", fr="Rapprochement"),
    "first": Words(ar="الأول (ريال)", en="The first (SAR)", fr="Le premier (SAR)"),
    "second": Words(ar="الثاني (ريال)", en="The second (SAR)", fr="Le second (SAR)"),
    "ours": Words(ar="لدينا (ريال)", en="Here (SAR)", fr="Ici (SAR)"),
    "theirs": Words(ar="لديهم (ريال)", en="There (SAR)", fr="Là-bas (SAR)"),
    "state": Words(ar="الحالة", en="State", fr="État"),
    "agrees": Words(ar="متطابق", en="Agrees", fr="Concorde"),
    "differs": Words(ar="مختلف", en="Differs", fr="Diffère"),
    "open": Words(ar="الفروق المفتوحة", en="Open differences", fr="Écarts ouverts"),
    "none": Words(
        ar="لا فروق مفتوحة.", en="No difference is open.", fr="Aucun écart n’est ouvert."
    ),
    "kind": Words(ar="النوع", en="Kind", fr="Type"),
    "scheme": Words(ar="الجهة", en="Scheme", fr="Réseau"),
    "key": Words(ar="المرجع", en="Reference", fr="Référence"),
    "age": Words(ar="العمر (يوم)", en="Age (days)", fr="Âge (jours)"),
    "received": Words(ar="المقبوض في {day}", en="Received on {day}", fr="Reçu le {day}"),
    "nothing": Words(ar="لم يُقبض شيء.", en="Nothing was received.", fr="Rien n’a été reçu."),
    "count": Words(ar="عدد المدفوعات", en="Number of payments", fr="Nombre de paiements"),
    "amount": Words(ar="المبلغ (ريال)", en="Amount (SAR)", fr="Montant (SAR)"),
    "reversed": Words(ar="منه ملغى (ريال)", en="Of it reversed (SAR)", fr="Dont annulé (SAR)"),
    "balance": Words(ar="ميزان المراجعة", en="Trial balance", fr="Balance générale"),
    "account": Words(ar="الحساب", en="Account", fr="Compte"),
    "debit": Words(ar="مدين (ريال)", en="Debit (SAR)", fr="Débit (SAR)"),
    "credit": Words(ar="دائن (ريال)", en="Credit (SAR)", fr="Crédit (SAR)"),
    "left": Words(ar="الرصيد (ريال)", en="Balance (SAR)", fr="Solde (SAR)"),
    "day": Words(ar="اليوم", en="Day", fr="Jour"),
    "cause": Words(ar="السبب", en="Cause", fr="Cause"),
    "look": Words(ar="عرض السبب", en="See what caused it", fr="Voir la cause"),
    "statements": Words(ar="كشوف البنك", en="Bank statements", fr="Relevés bancaires"),
    "statements-none": Words(
        ar="لم يصل كشف بنكي بأرصدة حتى هذا اليوم.",
        en="No bank statement with balances has come up to this day.",
        fr="Aucun relevé bancaire avec soldes n’est arrivé jusqu’à ce jour.",
    ),
    "statement": Words(ar="الكشف", en="Statement", fr="Relevé"),
    "opening": Words(ar="الافتتاحي (ريال)", en="Opening (SAR)", fr="Ouverture (SAR)"),
    "moved": Words(ar="الحركة (ريال)", en="Movement (SAR)", fr="Mouvement (SAR)"),
    "closing": Words(ar="الختامي (ريال)", en="Closing (SAR)", fr="Clôture (SAR)"),
    "in-ledger": Words(ar="في الدفتر (ريال)", en="In the ledger (SAR)", fr="Au grand livre (SAR)"),
    "show": Words(ar="عرض", en="Show", fr="Afficher"),
}
CHECKS = {
    "bank": Words(
        ar="البنك في دفتر الأستاذ وحركات الكشوف المسجلة",
        en="The bank in the ledger, and the lines of statements booked",
        fr="La banque au grand livre, et les écritures de relevés comptabilisées",
    ),
    "bank-balance": Words(
        ar="دفتر الأستاذ في يوم آخر كشف ورصيد البنك الختامي",
        en="The ledger on the day of the latest statement, and the bank’s closing balance",
        fr="Le grand livre au jour du dernier relevé, et le solde de clôture de la banque",
    ),
    "trial-balance": Words(
        ar="مجموع دفتر الأستاذ (يجب أن يكون صفرًا)",
        en="All of the ledger, and nought",
        fr="Tout le grand livre, et zéro",
    ),
    "payments": Words(
        ar="حساب التحصيل والمدفوعات غير الملغاة",
        en="Collections in the ledger, and payments not reversed",
        fr="Encaissements du grand livre, et paiements non annulés",
    ),
    "suspense": Words(
        ar="الحساب المعلق وقائمة المدفوعات المجهولة",
        en="The suspense account, and the list of payments of nobody",
        fr="Le compte d’attente, et la liste des paiements sans titulaire",
    ),
    "bills": Words(
        ar="المستحق في الحسابات وما تقوله الفواتير",
        en="What accounts owe, and what bills say",
        fr="Ce que doivent les comptes, et ce que disent les factures",
    ),
    "payouts": Words(
        ar="المصروفات في دفتر الأستاذ وأوامر الصرف",
        en="Payouts in the ledger, and what was ordered and has not left",
        fr="Versements du grand livre, et ce qui est ordonné et n’est pas parti",
    ),
}
KINDS = {
    "statement-missing": Words(
        ar="كشف بنكي لم يصل", en="Bank statement missing", fr="Relevé bancaire manquant"
    ),
    "statement-skipped": Words(
        ar="رقم كشف لم يصل في تسلسل البنك",
        en="Statement number missing in the bank’s series",
        fr="Numéro de relevé manquant dans la série de la banque",
    ),
    "statement-gap": Words(
        ar="رصيد افتتاحي لا يساوي الرصيد الختامي السابق",
        en="Opening balance is not the closing balance before it",
        fr="Solde d’ouverture différent du solde de clôture précédent",
    ),
    "statement-sum": Words(
        ar="حركات كشف لا تؤدي إلى رصيده الختامي",
        en="Lines of a statement do not lead to its closing balance",
        fr="Les écritures du relevé ne mènent pas à son solde de clôture",
    ),
    "statement-line": Words(
        ar="حركة سُجلت وليست في الكشف كذلك",
        en="Line booked that the statement does not have so",
        fr="Écriture comptabilisée que le relevé n’a pas ainsi",
    ),
    "bank-line-unread": Words(
        ar="حركة في ملف البنك لم تُفهم ولم تُسجَّل",
        en="Line of a bank file not understood and not booked",
        fr="Écriture d’un fichier bancaire incomprise, non comptabilisée",
    ),
    "bank-line-conflict": Words(
        ar="حركة بنكية تناقض ما سُجل من قبل",
        en="Bank line that contradicts what was booked",
        fr="Écriture bancaire qui contredit ce qui est comptabilisé",
    ),
    "bank-balance": Words(
        ar="رصيد دفتر الأستاذ ليس رصيد البنك",
        en="The ledger’s balance is not the bank’s",
        fr="Le solde du grand livre n’est pas celui de la banque",
    ),
    "payment": Words(ar="سداد", en="Payment", fr="Paiement"),
    "bill": Words(ar="فاتورة", en="Bill", fr="Facture"),
    "bill-refused": Words(
        ar="فاتورة لم يقبلها المجمّع",
        en="Bill the consolidator refused",
        fr="Facture refusée par le consolidateur",
    ),
    "suspense": Words(
        ar="دفعة لا يُعرف صاحبها", en="Payment of nobody known", fr="Paiement sans titulaire connu"
    ),
    "payout-not-back": Words(
        ar="صرف رُفض بعد خصمه ولم يعد",
        en="Payout refused after it left, not back yet",
        fr="Versement refusé après son départ, pas encore revenu",
    ),
    "payout-never-left": Words(
        ar="صرف عاد ولم يظهر خصمه",
        en="Payout that came back and was never seen to leave",
        fr="Versement revenu sans avoir été vu partir",
    ),
    "payout-not-debited": Words(
        ar="دفعة أُرسلت ولم تُخصم",
        en="Batch sent and not debited",
        fr="Lot envoyé et non débité",
    ),
}
ACCOUNTS = {
    "bank-charges": Words(ar="رسوم البنك", en="Charges of banks", fr="Frais bancaires"),
    "brought-forward": Words(
        ar="رصيد افتتاحي للبنك", en="Brought forward at the bank", fr="Solde bancaire reporté"
    ),
    "receivable": Words(ar="اشتراكات مستحقة", en="Contributions owed to us", fr="Cotisations dues"),
    "penalty-receivable": Words(ar="غرامات مستحقة", en="Penalties owed to us", fr="Pénalités dues"),
    "credit": Words(
        ar="أرصدة لصالح المنشآت", en="Credit of establishments", fr="Crédits des établissements"
    ),
    "collections": Words(
        ar="مبالغ لدى المصارف لم تودع بعد",
        en="Collected, not yet at the bank",
        fr="Encaissé, pas encore en banque",
    ),
    "bank": Words(ar="البنك", en="Bank", fr="Banque"),
    "suspense": Words(ar="الحساب المعلق", en="Suspense", fr="Compte d’attente"),
    "payouts": Words(
        ar="مصروفات لم تخرج بعد", en="Payable, not left yet", fr="À verser, pas encore parti"
    ),
    "benefit-payable": Words(ar="مستحقات الأفراد", en="Owed to persons", fr="Dû aux personnes"),
    "benefits": Words(
        ar="المعاشات والمنافع", en="Pensions and benefits", fr="Pensions et prestations"
    ),
    "unexplained": Words(
        ar="حركات بلا تفسير", en="Unexplained movements", fr="Mouvements inexpliqués"
    ),
    "penalties": Words(ar="إيراد الغرامات", en="Penalties earned", fr="Produits des pénalités"),
    "contributions-annuities": Words(
        ar="اشتراكات المعاشات", en="Annuities contributions", fr="Cotisations de retraite"
    ),
    "contributions-saned": Words(
        ar="اشتراكات ساند", en="SANED contributions", fr="Cotisations SANED"
    ),
    "contributions-hazards": Words(
        ar="اشتراكات الأخطار المهنية",
        en="Occupational hazards contributions",
        fr="Cotisations de risques professionnels",
    ),
}
