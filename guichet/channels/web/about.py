"""What anybody may read before signing in: help, complaints, privacy, accessibility, terms. Each
sentence is true of this software.

What an institution promises beyond it (hours, answers within days, its data protection officer) it
says on its own site, to which
``GUICHET_HELP_TELEPHONE`` and ``GUICHET_HELP_MAIL`` lead.
"""

from __future__ import annotations

from dataclasses import dataclass

from guichet.lib.text import Words


@dataclass(frozen=True, slots=True)
class AboutSection:
    """A heading, what is said under it, and the pages (url name, words) that it leads to."""

    title: Words
    says: tuple[Words, ...]
    leads: tuple[tuple[str, Words], ...] = ()
    contact: bool = False  # the telephone and the mail address stand under it
    name: str = ""  # in addresses that lead to it


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the footer; its url name is its key in ``PAGES``."""

    title: Words
    lede: Words
    parts: tuple[AboutSection, ...]


_CATALOGUE = (
    "catalogue",
    Words(
        ar="كل الخدمات وما تحتاجه كل منها",
        en="All services, and what each needs",
        fr="Tous les services et ce qu’il faut pour chacun",
    ),
)
_SIGN_IN = ("sign-in", Words(ar="تسجيل الدخول", en="Sign in", fr="Se connecter"))
_COMPLAIN = (
    "complaints",
    Words(ar="شكوى أو اعتراض", en="Complain or object", fr="Réclamer ou contester"),
)
_VERIFY = ("verify-any", Words(ar="التحقق من إيصال", en="Verify a receipt", fr="Vérifier un reçu"))
_PAPERS = ("papers", Words(ar="التحقق من وثيقة", en="Verify a document", fr="Vérifier un document"))
_LOOKED = (
    "looked",
    Words(ar="من اطلع على بياناتي", en="Who looked at my data", fr="Qui a vu mes données"),
)

HELP = Page(
    Words(ar="المساعدة والتواصل", en="Help and contact", fr="Aide et contact"),
    Words(
        ar="لا تحتاج إلى تسجيل الدخول لقراءة هذه الصفحة.",
        en="You need not be signed in to read this page.",
        fr="Cette page se lit sans se connecter.",
    ),
    (
        AboutSection(
            Words(ar="تواصل معنا", en="Reach us", fr="Nous joindre"),
            (
                Words(
                    ar="اتصل أو اكتب إلينا أو راجع أحد الفروع ومعك هويتك. لا نطلب منك كلمة المرور أبدًا، لا بالهاتف ولا بالرسائل.",
                    en="Call, write, or go to a branch with your identity document. We never ask for your password, by telephone or in messages.",
                    fr="Appelez, écrivez ou allez en agence avec votre pièce d’identité. Nous ne demandons jamais votre mot de passe, ni par téléphone ni par message.",
                ),
            ),
            contact=True,
        ),
        AboutSection(
            Words(ar="نسيت كلمة المرور", en="You forgot your password", fr="Mot de passe oublié"),
            (
                Words(
                    ar="لا نرسل كلمة مرور ولا رابطًا لتغييرها. ادخل بدونها: بالهوية الوطنية أو بمفتاح المرور إن عرضتهما صفحة تسجيل الدخول.",
                    en="We send no passwords and no links to change one. Sign in without it: with the national identity or a passkey, where the sign-in page offers them.",
                    fr="Nous n’envoyons ni mot de passe ni lien pour le changer. Connectez-vous sans lui : par l’identité nationale ou une clé d’accès, si la page de connexion les propose.",
                ),
                Words(
                    ar="وإن تعذر ذلك فراجع أحد الفروع بهويتك: يخدمك الموظف هناك، ويعطيك رقمًا سريًا للهاتف أو بطاقة لجهاز الخدمة الذاتية.",
                    en="If you can do neither, go to a branch with your identity document: the clerk serves you there, and gives you a PIN for the telephone or a card for the kiosks.",
                    fr="Si rien de cela n’est possible, allez en agence avec votre pièce d’identité : on vous y sert et on vous remet un code pour le téléphone ou une carte pour les bornes.",
                ),
            ),
            (_SIGN_IN,),
            name="forgotten",
        ),
        AboutSection(
            Words(ar="تدخل لأول مرة", en="You are new here", fr="Première visite"),
            (
                Words(
                    ar="لا توجد استمارة لفتح حساب: يُفتح حسابك حين تدخل أول مرة بالهوية الوطنية. صاحب المنشأة يرى منشآته بعد الدخول، ومن لم يسجل منشأته يبدأ بخدمة تسجيل منشأة.",
                    en="There is no form to open an account: yours is opened when you first sign in with the national identity. Who owns an establishment finds it there; who has not registered one begins with “Register an establishment”.",
                    fr="Il n’y a pas de formulaire d’inscription : votre compte s’ouvre à la première connexion par l’identité nationale. Qui possède un établissement l’y trouve ; sinon, commencez par l’inscrire.",
                ),
            ),
            (_CATALOGUE,),
            name="new",
        ),
        AboutSection(
            Words(
                ar="طرق أخرى للخدمة", en="Other ways to be served", fr="Autres façons d’être servi"
            ),
            (
                Words(
                    ar="الخدمات نفسها متاحة أيضًا بالهاتف الآلي والرسائل النصية وأجهزة الخدمة الذاتية وفي الفروع، وللمنشآت بالملفات ومن نظام إلى نظام.",
                    en="Services are carried by the automatic telephone, text messages, kiosks and branches too; for employers also by file and from system to system.",
                    fr="Les services passent aussi par le téléphone automatique, les SMS, les bornes et les agences ; pour les employeurs, aussi par fichier et de système à système.",
                ),
            ),
            (_COMPLAIN,),
        ),
    ),
)

COMPLAINTS = Page(
    Words(ar="شكوى أو اعتراض", en="Complain or object", fr="Réclamer ou contester"),
    Words(
        ar="الاعتراض على قرار يُقدَّم بخدمة لها إيصال. أما الشكوى من الخدمة نفسها فبالهاتف أو البريد أو في الفرع.",
        en="An objection to a decision is a service, with a receipt. A complaint about how you were served is made by telephone, by mail or at a branch.",
        fr="Contester une décision est un service, avec un reçu. Une réclamation sur l’accueil se fait par téléphone, par courriel ou en agence.",
    ),
    (
        AboutSection(
            Words(
                ar="اعتراض على فاتورة أو غرامة",
                en="A bill or a penalty",
                fr="Une facture ou une pénalité",
            ),
            (
                Words(
                    ar="ادخل واختر الاعتراض على فاتورة، أو طلب الإعفاء من غرامة التأخير. يقرر فيه موظف، وترى القرار وسببه في صفحة الإيصال.",
                    en="Sign in and choose the objection to a bill, or the waiver of a late penalty. A member of staff decides; the decision and its reason stand on the page of your receipt.",
                    fr="Connectez-vous et choisissez la contestation d’une facture ou la remise d’une pénalité. Un agent décide ; la décision et son motif figurent sur la page de votre reçu.",
                ),
            ),
            (_CATALOGUE,),
        ),
        AboutSection(
            Words(
                ar="شكوى من الخدمة أو من موظف", en="How you were served", fr="L’accueil ou un agent"
            ),
            (
                Words(
                    ar="لا توجد هنا خدمة إلكترونية للشكاوى. اتصل أو اكتب أو راجع فرعًا، واذكر رقم إيصالك إن وجد: به يُعرف ما طُلب وما أُجيب به.",
                    en="There is no complaint form on these pages. Call, write or go to a branch, and give the reference of your receipt if you have one: it shows what was asked and answered.",
                    fr="Ces pages n’ont pas de formulaire de réclamation. Appelez, écrivez ou allez en agence, et donnez la référence de votre reçu si vous en avez un : elle montre ce qui fut demandé et répondu.",
                ),
            ),
            contact=True,
        ),
        AboutSection(
            Words(
                ar="اطلاع لا تعرف سببه",
                en="Somebody looked at your data",
                fr="Quelqu’un a vu vos données",
            ),
            (
                Words(
                    ar="بعد الدخول ترى من اطلع على بياناتك ومتى ولأي سبب. أبلغنا عما لا تعرفه.",
                    en="Signed in, you see who looked at your data, when and for what. Tell us of what you do not recognise.",
                    fr="Une fois connecté, vous voyez qui a vu vos données, quand et pourquoi. Signalez-nous ce que vous ne reconnaissez pas.",
                ),
            ),
            (_LOOKED,),
        ),
    ),
)

TERMS = Page(
    Words(ar="شروط الاستخدام", en="Terms of use", fr="Conditions d’utilisation"),
    Words(
        ar="ما يعنيه التوقيع والإيصال، وما عليك حفظه.",
        en="What signing and a receipt mean, and what is yours to keep safe.",
        fr="Ce que signifient signer et recevoir un reçu, et ce que vous devez garder.",
    ),
    (
        AboutSection(
            Words(ar="التوقيع والإرسال", en="Signing and sending", fr="Signer et envoyer"),
            (
                Words(
                    ar="حين ترسل تقر بصحة ما كتبت. ترى قبل ذلك صفحة مراجعة، ولا يُسجَّل شيء قبل الإرسال. وإرسال الشيء نفسه مرتين أثره واحد.",
                    en="By sending you state that what you wrote is true. Before that you see a page to check, and nothing is recorded until you send. Sending the same twice has one effect.",
                    fr="En envoyant, vous déclarez exact ce que vous avez écrit. Avant, une page vous le montre, et rien n’est enregistré sans l’envoi. Le même envoi fait deux fois n’a qu’un effet.",
                ),
                Words(
                    ar="الإيصال موقع من المؤسسة، ويتحقق منه كل من يحمله، وحتى الرفض له إيصال.",
                    en="The receipt is signed by the institution and can be verified by whoever holds it. A refusal has one too.",
                    fr="Le reçu est signé par l’organisme et vérifiable par qui le détient. Un refus a aussi le sien.",
                ),
            ),
            (_VERIFY, _PAPERS),
        ),
        AboutSection(
            Words(ar="من يعمل عنك", en="Who acts for you", fr="Qui agit pour vous"),
            (
                Words(
                    ar="لا تعطِ أحدًا كلمة المرور ولا الرموز. عيّن من يعمل عنك بخدمة لها إيصال، واختر ما يجوز له، وأنهِ ذلك متى شئت.",
                    en="Give nobody your password or codes. Appoint whoever acts for you by a service with a receipt, choose what they may do, and end it when you like.",
                    fr="Ne donnez à personne votre mot de passe ni vos codes. Désignez qui agit pour vous par un service avec reçu, choisissez ce qu’il peut faire, et mettez-y fin quand vous voulez.",
                ),
            ),
        ),
        AboutSection(
            Words(ar="الأنظمة المطبقة", en="The law applied", fr="Le droit appliqué"),
            (
                Words(
                    ar="تُحسب الاشتراكات والغرامات بأحكام نظام التأمينات الاجتماعية كما كانت سارية في الشهر المعني. ما في هذه الصفحات شرح، والحكم للنظام.",
                    en="Contributions and penalties are computed by the social insurance law as in force for the month concerned. These pages explain; the law decides.",
                    fr="Cotisations et pénalités sont calculées selon la loi d’assurance sociale en vigueur pour le mois concerné. Ces pages expliquent ; la loi décide.",
                ),
            ),
        ),
    ),
)

# Of an installation for trying out, on each page.
TRIAL = Words(
    ar="هذه مؤسسة للتجربة: الأشخاص والمنشآت ورقم الهاتف وعنوان البريد كلها مخترعة، ولا أحد يجيب عليها، ولا أثر نظاميًا لما يُرسل.",
    en="This is a demonstration: persons, establishments, telephone number and mail address are invented, nobody answers there, and what is sent has no legal effect.",
    fr="Ceci est une démonstration : personnes, établissements, téléphone et courriel sont inventés, personne n’y répond, et ce qui est envoyé n’a aucun effet légal.",
)
