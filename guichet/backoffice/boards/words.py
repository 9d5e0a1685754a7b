"""What the pages of medical boards say."""

from __future__ import annotations

from guichet.lib.text import Words

PHRASES = {
    "menu": Words(ar="اللجان الطبية", en="Medical boards", fr="Commissions médicales"),
    "title": Words(
        ar="ملفات تنتظر اللجنة الطبية",
        en="Cases for the medical board",
        fr="Dossiers de la commission médicale",
    ),
    "lede": Words(
        ar="أقربها موعدًا أولًا. يكتب عضو ما وجده، ولا يُعمل به حتى يوافق عضو ثانٍ.",
        en="The earliest day first. One member writes what was found; it counts once a second has agreed.",
        fr="Les plus proches échéances d’abord. Un membre rédige la conclusion ; elle vaut dès qu’un second l’approuve.",
    ),
    "none": Words(ar="لا ملف ينتظر.", en="No case waits.", fr="Aucun dossier en attente."),
    "person": Words(ar="صاحب الملف", en="Person", fr="Personne"),
    "number": Words(ar="الرقم", en="Number", fr="Numéro"),
    "born": Words(ar="تاريخ الميلاد", en="Born on", fr="Date de naissance"),
    "what": Words(ar="نوع الملف", en="Kind of case", fr="Nature du dossier"),
    "due": Words(ar="الموعد", en="Due by", fr="Échéance"),
    "stage": Words(ar="المرحلة", en="Stage", fr="Étape"),
    "open": Words(ar="افتح الملف", en="Open", fr="Ouvrir"),
    "overdue": Words(ar="فات الموعد", en="Overdue", fr="En retard"),
    "claim": Words(ar="طلب معاش عجز", en="Claim of a pension", fr="Demande de pension"),
    "review": Words(ar="إعادة فحص", en="Examination again", fr="Nouvel examen"),
    "appeal": Words(
        ar="اعتراض على نتيجة لجنة",
        en="Objection to a board’s finding",
        fr="Recours contre une conclusion",
    ),
    "needed": Words(
        ar="لجنة استئنافية: يُعمل بالنتيجة حين يتفق عليها {people} أعضاء لم يشاركوا في الأولى.",
        en="Appeal board: a finding counts once {people} members agree who had no part in the first.",
        fr="Commission d’appel : la conclusion vaut quand {people} membres étrangers à la première s’accordent.",
    ),
    "details": Words(ar="ما يقوله المعترض", en="What is objected", fr="Ce qui est contesté"),
    "seconded": Words(
        ar="وافقتَ على النتيجة. تنتظر عضوًا آخر.",
        en="You agreed. The finding waits for another member.",
        fr="Vous avez approuvé. La conclusion attend un autre membre.",
    ),
    "works": Words(
        ar="عاد صاحب المعاش إلى العمل", en="Works again while paid", fr="A repris un travail"
    ),
    "to-examine": Words(ar="تنتظر الفحص", en="To be examined", fr="À examiner"),
    "to-agree": Words(
        ar="تنتظر عضوًا ثانيًا", en="Waits for a second member", fr="Attend un second membre"
    ),
    "case": Words(ar="ملف لجنة طبية", en="Medical board case", fr="Dossier médical"),
    "said": Words(ar="ما قاله صاحب الطلب", en="What the claimant said", fr="Déclarations"),
    "claimed-since": Words(
        ar="لا يستطيع العمل منذ", en="Cannot work since", fr="Ne peut travailler depuis"
    ),
    "report": Words(ar="تقرير المستشفى", en="Report of the hospital", fr="Rapport de l’hôpital"),
    "no-report": Words(ar="لم يُرفق تقرير", en="None was attached", fr="Aucun rapport joint"),
    "before": Words(ar="نتائج سابقة", en="Earlier findings", fr="Conclusions antérieures"),
    "finding": Words(ar="النتيجة", en="Finding", fr="Conclusion"),
    "write": Words(ar="اكتب ما وجدته", en="Write what you found", fr="Rédiger la conclusion"),
    "examined-on": Words(ar="تاريخ الفحص", en="Examined on", fr="Examiné le"),
    "disabled": Words(
        ar="هل هو عاجز عن عمله أو عمل يناسبه؟",
        en="Unable to do their work, or other suitable work?",
        fr="Incapable d’exercer son travail ou un autre adapté ?",
    ),
    "share": Words(
        ar="نسبة العجز (100 كلي)",
        en="Share of capacity lost, percent (100: total)",
        fr="Taux d’incapacité, pour cent (100 : totale)",
    ),
    "occupational": Words(
        ar="هل العمل سبب العجز؟",
        en="Has work caused it?",
        fr="Le travail en est-il la cause ?",
    ),
    "lasting": Words(
        ar="هل يُتوقع أن يدوم {months:month,oblique} على الأقل؟",
        en="Expected to last {months:month} at least?",
        fr="Durée probable d’au moins {months:month} ?",
    ),
    "helper": Words(
        ar="هل يحتاج إلى مساعدة غيره؟",
        en="In need of another’s help?",
        fr="Besoin d’une tierce personne ?",
    ),
    "since": Words(ar="عاجز منذ", en="Disabled since", fr="Incapacité depuis"),
    "review-on": Words(ar="إعادة الفحص في", en="Examine again on", fr="Nouvel examen le"),
    "review-hint": Words(
        ar="اتركه فارغًا إن لم يُتوقع تحسن.",
        en="Leave it empty if no change is expected.",
        fr="Laissez vide si aucun changement n’est attendu.",
    ),
    "day-hint": Words(
        ar="مثل 2026-11-22", en="For example 2026-11-22", fr="Par exemple 2026-11-22"
    ),
    "grounds": Words(ar="الأسباب", en="Grounds", fr="Motifs"),
    "grounds-hint": Words(
        ar="لا يقرؤها غير أعضاء اللجان الطبية.",
        en="Read by members of medical boards alone.",
        fr="Lus par les seuls membres des commissions médicales.",
    ),
    "yes": Words(ar="نعم", en="Yes", fr="Oui"),
    "no": Words(ar="لا", en="No", fr="Non"),
    "never": Words(ar="لا يُعاد", en="Not again", fr="Aucun"),
    "by": Words(ar="كتبها", en="Written by", fr="Rédigée par"),
    "record": Words(ar="سجّل النتيجة", en="Record the finding", fr="Enregistrer la conclusion"),
    "decide": Words(ar="رأيك في النتيجة", en="Your vote", fr="Votre avis"),
    "agree": Words(ar="أوافق", en="I agree", fr="J’approuve"),
    "disagree": Words(ar="لا أوافق", en="I do not agree", fr="Je n’approuve pas"),
    "note": Words(ar="ملاحظة", en="Note", fr="Remarque"),
    "own-finding": Words(
        ar="كتبتَ هذه النتيجة. تنتظر عضوًا ثانيًا.",
        en="You wrote this finding. It waits for a second member.",
        fr="Vous avez rédigé cette conclusion. Elle attend un second membre.",
    ),
    "proved": Words(
        ar="أثبتَّ هويتك. راجع النتيجة ثم أرسل رأيك.",
        en="You have shown who you are. Look the finding over once more and send your vote.",
        fr="Votre identité est prouvée. Relisez la conclusion, puis envoyez votre avis.",
    ),
    "recorded": Words(
        ar="سُجلت النتيجة وتنتظر عضوًا ثانيًا.",
        en="The finding is recorded and waits for a second member.",
        fr="La conclusion est enregistrée et attend un second membre.",
    ),
    "agreed": Words(
        ar="وافقتَ على النتيجة، ويُبت بحسبها الآن.",
        en="You agreed. It is decided by the finding now.",
        fr="Vous avez approuvé. La décision suit la conclusion.",
    ),
    "rejected": Words(
        ar="لم توافق على النتيجة. يُفحص صاحب الملف من جديد.",
        en="You did not agree. The case is examined anew.",
        fr="Vous n’avez pas approuvé. Le dossier sera réexaminé.",
    ),
    "missing-day": Words(
        ar="اكتب تاريخًا صحيحًا في «{label}»، مثل 2026-11-22.",
        en="Write a day in “{label}”, such as 2026-11-22.",
        fr="Écrivez une date dans « {label} », par exemple 2026-11-22.",
    ),
    "missing-choice": Words(
        ar="أجب بنعم أو لا: «{label}»",
        en="Answer yes or no: “{label}”",
        fr="Répondez par oui ou non : « {label} »",
    ),
    "missing-share": Words(
        ar="اكتب نسبة من 0 إلى 100.",
        en="Write a share from 0 to 100.",
        fr="Écrivez un taux de 0 à 100.",
    ),
    "missing-grounds": Words(
        ar="اكتب الأسباب في 5 إلى 1000 حرف.",
        en="Write the grounds in 5 to 1000 characters.",
        fr="Écrivez les motifs en 5 à 1000 caractères.",
    ),
}
