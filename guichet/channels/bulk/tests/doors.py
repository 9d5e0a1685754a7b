"""The addresses of files, for the walk that finds every door shut."""

from tests.doors.door import Door

DOORS = {
    "": Door("", shows=True, form={"kind": "registry.change_wage"}),
    "templates/<str:kind>/<str:form>/": Door("templates/registry.change_wage/csv/"),
    "<uuid:number>/": Door("{file}/", shows=True),
    "<uuid:number>/confirm/": Door("{file}/confirm/"),
    "<uuid:number>/answer/": Door("{file}/answer/"),
    "<uuid:number>/discard/": Door("{file}/discard/"),
    "<uuid:number>/remarks/": Door("{file}/remarks/", shows=True),
    "<uuid:number>/papers/": Door("{file}/papers/"),
    "<uuid:number>/result/": Door("{file}/result/"),
}
