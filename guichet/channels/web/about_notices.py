"""What is kept about people and for whom the pages can be used: the notices of privacy and of
accessibility, true of this software.
"""

from __future__ import annotations

from guichet.channels.web.about import AboutSection, Page
from guichet.lib.text import Words

_LOOKED = (
    "looked",
    Words(ar="من اطلع على بياناتي", en="Who looked at my data", fr="Qui a vu mes données"),
)

PRIVACY = Page(
    Words(ar="الخصوصية", en="Privacy", fr="Confidentialité"),
    Words(
        ar="ما نحفظه عنك ولماذا ومن يراه. بلا إعلانات ولا تتبع.",
        en="What is kept about you, why, and who sees it. No advertising, no tracking.",
        fr="Ce qui est conservé à votre sujet, pourquoi, et qui le voit. Ni publicité, ni pistage.",
    ),
    (
        AboutSection(
            Words(ar="ما نحفظه", en="What is kept", fr="Ce qui est conservé"),
            (
                Words(
                    ar="رقم هويتك واسمك وتاريخ ميلادك كما في السجل المدني، ومدد عملك وأجورك واشتراكاتك ومدفوعاتك، وحسابك البنكي، وجوالك وبريدك إن أعطيتهما، وكل ما طلبته وما أُجيب به.",
                    en="Your number, name and day of birth as the civil registry has them; your employment, wages, contributions and payments; your bank account; your mobile and mail address if you gave them; and whatever was asked and answered.",
                    fr="Votre numéro, nom et date de naissance selon l’état civil ; vos emplois, salaires, cotisations et paiements ; votre compte bancaire ; votre mobile et courriel si vous les avez donnés ; et tout ce qui fut demandé et répondu.",
                ),
                Words(
                    ar="ومن كل دخول: الوقت والشبكة والجهاز والطريقة، لتعرف أنت وحدك إن دخل غيرك.",
                    en="Of each sign-in: the time, network, device and way, so that you can tell whether somebody else was there.",
                    fr="De chaque connexion : l’heure, le réseau, l’appareil et le moyen, pour que vous puissiez voir si un autre est entré.",
                ),
            ),
        ),
        AboutSection(
            Words(ar="من أين نعرفه", en="Where it comes from", fr="D’où cela vient"),
            (
                Words(
                    ar="منك ومن صاحب عملك، ومما تجيب به الجهات الحكومية والبنك حين تتطلب خدمة ذلك. ويُحفظ جوابها مع المعاملة.",
                    en="From you, your employer, and what public bodies and banks answer when a service asks them. Their answer is kept with the transaction.",
                    fr="De vous, de votre employeur, et des réponses d’organismes publics et de banques lorsqu’un service les interroge. Leur réponse est gardée avec l’opération.",
                ),
            ),
        ),
        AboutSection(
            Words(
                ar="لماذا، وإلى متى", en="Why, and for how long", fr="Pourquoi, et combien de temps"
            ),
            (
                Words(
                    ar="لتطبيق نظام التأمينات الاجتماعية لا غير. لا تُحذف المعاملات وسجلها، فعليها تقوم الحقوق بعد عقود.",
                    en="To carry out the social insurance law, and for nothing else. Transactions and their record are not deleted: rights rest on them decades later.",
                    fr="Pour appliquer la loi d’assurance sociale, et rien d’autre. Les opérations et leur trace ne sont pas effacées : des droits en dépendent des décennies plus tard.",
                ),
            ),
        ),
        AboutSection(
            Words(ar="من يراه", en="Who sees it", fr="Qui le voit"),
            (
                Words(
                    ar="أنت ومن عيّنته وصاحب عملك فيما يخص عملك عنده، والموظف الذي له صلاحية المهمة. وكل اطلاع يُسجَّل، وتراه بعد الدخول.",
                    en="You, whoever you appointed, your employer for your work there, and staff with the right to that task. Each look is recorded, and you see it once signed in.",
                    fr="Vous, la personne que vous avez désignée, votre employeur pour le travail chez lui, et les agents habilités à cette tâche. Chaque consultation est consignée et vous la voyez une fois connecté.",
                ),
            ),
            (_LOOKED,),
        ),
        AboutSection(
            Words(ar="ملفات تعريف الارتباط", en="Cookies", fr="Cookies"),
            (
                Words(
                    ar="أربعة فقط، وكلها من هذا الموقع: جلسة الدخول، وحماية النماذج، واللغة، والجهاز الذي دخلت منه من قبل. ولا تُحمَّل أي صفحة شيئًا من موقع آخر.",
                    en="Four, all of this site: the session, the protection of forms, the language, and the device you signed in from before. No page loads anything from another site.",
                    fr="Quatre, tous de ce site : la session, la protection des formulaires, la langue, et l’appareil déjà utilisé. Aucune page ne charge quoi que ce soit d’un autre site.",
                ),
            ),
        ),
        AboutSection(
            Words(ar="تصحيح بياناتك", en="Correcting your data", fr="Corriger vos données"),
            (
                Words(
                    ar="جوالك وبريدك وحسابك البنكي تغيرها بنفسك. الاسم وتاريخ الميلاد يُصححان في السجل المدني، وما سوى ذلك اسأل عنه:",
                    en="Mobile, mail address and bank account you change yourself. Name and day of birth are corrected at the civil registry. For anything else ask:",
                    fr="Mobile, courriel et compte bancaire : vous les changez vous-même. Nom et date de naissance se corrigent à l’état civil. Pour le reste, demandez :",
                ),
            ),
            contact=True,
        ),
    ),
)

ACCESSIBILITY = Page(
    Words(ar="إمكانية الوصول", en="Accessibility statement", fr="Déclaration d’accessibilité"),
    Words(
        ar="نسعى إلى معيار WCAG 2.2 بمستوى AA بالعربية والإنجليزية والفرنسية.",
        en="These pages aim at WCAG 2.2, level AA, in Arabic, English and French.",
        fr="Ces pages visent le niveau AA des WCAG 2.2, en arabe, en anglais et en français.",
    ),
    (
        AboutSection(
            Words(ar="ما جُرب", en="What was tried", fr="Ce qui a été essayé"),
            (
                Words(
                    ar="كل نوع من الصفحات يُفحص آليًا بأداة axe عند كل تغيير، على شاشة واسعة وعلى هاتف، ويُجرب بلوحة المفاتيح وحدها وبلا برامج في المتصفح.",
                    en="Kinds of pages are checked by axe with each change, on a wide screen and on a telephone, and journeys are tried by keyboard alone and without scripts.",
                    fr="Les types de pages sont vérifiés par axe à chaque changement, sur grand écran et sur téléphone ; des parcours sont essayés au clavier seul et sans scripts.",
                ),
            ),
        ),
        AboutSection(
            Words(
                ar="ما لم يُجرب أو ينقص",
                en="What was not tried, or is missing",
                fr="Ce qui n’a pas été essayé, ou manque",
            ),
            (
                Words(
                    ar="لم يفحصها مدقق مستقل ولم يجربها بعد أشخاص يستخدمون قارئ شاشة كل يوم. لا يوجد مظهر داكن ولا لغة إشارة ولا نص مبسط.",
                    en="No independent auditor has examined them, and no everyday users of screen readers have tried them yet. There is no dark scheme, no sign language and no easy-read text.",
                    fr="Aucun auditeur indépendant ne les a examinées, et aucun utilisateur quotidien de lecteur d’écran ne les a encore essayées. Il n’y a ni thème sombre, ni langue des signes, ni texte facile à lire.",
                ),
            ),
        ),
        AboutSection(
            Words(ar="طرق أخرى", en="Other ways", fr="Autres façons"),
            (
                Words(
                    ar="زر «نص أكبر» أعلى كل صفحة. والهاتف الآلي يعمل بالأزرار وحدها، وجهاز الخدمة الذاتية له حروف كبيرة ويقرأ الصفحات بصوت مسموع، وفي الفرع يخدمك موظف.",
                    en="“Larger text” stands at the top of each page. The automatic telephone works by keypad alone, kiosks have large keys and spoken help, and a clerk serves you at a branch.",
                    fr="« Texte agrandi » est en haut de chaque page. Le téléphone automatique marche au clavier seul, les bornes ont de grandes touches et une aide parlée, et un agent vous sert en agence.",
                ),
            ),
        ),
        AboutSection(
            Words(ar="شيء يعيقك؟", en="Something stands in your way?", fr="Un obstacle ?"),
            (
                Words(
                    ar="أخبرنا بالصفحة وبما حدث:",
                    en="Tell us the page and what happened:",
                    fr="Dites-nous la page et ce qui s’est passé :",
                ),
            ),
            contact=True,
        ),
    ),
)
