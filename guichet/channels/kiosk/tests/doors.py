"""The addresses of kiosks, for the walk that finds every door shut: a visit is its own, and a web
session is none.
"""

from tests.doors.door import Door

DOORS = {
    "": Door("", open=True),
    "begin/": Door("begin/", form={"language": "en"}),
    "end/": Door("end/"),
    "stay/": Door("stay/"),
    "contrast/": Door("contrast/"),
    "language/": Door("language/", form={"language": "en"}),
    "sign-in/": Door("sign-in/", form={"number": "{worker}", "pin": "123456"}),
    "pin/": Door("pin/", form={"pin": "274951", "again": "274951"}),
    "app/": Door("app/", form={"number": "{worker}"}),
    "app/state": Door("app/state"),
    "card/": Door("card/", form={"card": "GUIAAAA", "pin": "123456"}),
    "my-card/": Door("my-card/", form={"password": "guess", "issue": "1"}),
    "board/": Door("board/", open=True),  # of machines only; it shows numbers
    "ticket/": Door("ticket/", form={"service": ""}),
    "help/<str:page>-<str:language>.wav": Door("help/sign_in-en.wav", open=True),
    "services/": Door("services/"),
    "services/<str:key>/": Door(
        "services/account.balance/", form={"establishment": "{establishment}"}
    ),
    "receipt/": Door("receipt/"),
    "receipt/print/": Door("receipt/print/"),
    "receipt/document/": Door("receipt/document/"),
    "alive": Door("alive", open=True),
    "health": Door("health", open=True),  # in a trial; in earnest by a key, and of machines only
}
