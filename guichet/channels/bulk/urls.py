"""Files stand at ``/files/``; their menu entry too."""

from __future__ import annotations

from django.urls import path

from guichet.channels.bulk import downloads, views
from guichet.channels.bulk.phrases import PHRASES
from guichet.channels.shared import nav

PREFIX = "files/"

urlpatterns = [
    path("", views.files_page, name="files"),
    path("templates/<str:kind>/<str:form>/", downloads.template_file, name="file-template"),
    path("<uuid:number>/", views.file_page, name="file"),
    path("<uuid:number>/confirm/", views.confirm, name="file-confirm"),
    path("<uuid:number>/answer/", views.answer, name="file-answer"),
    path("<uuid:number>/discard/", views.discard, name="file-discard"),
    path("<uuid:number>/remarks/", downloads.remarks_file, name="file-remarks"),
    path("<uuid:number>/papers/", downloads.papers_file, name="file-papers"),
    path("<uuid:number>/result/", downloads.result_file, name="file-result"),
]

# Whatever is asked for of an establishment comes as a file too; only to look is no file.
FILED = ("register", "wages", "pay", "certificates", "injuries", "owner")

nav.add("files", PHRASES["files"], order=3, places=("file",), rights=FILED)
