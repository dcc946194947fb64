"""The addresses of what waits for somebody: a notice, and a calendar that others read."""

from typing import ClassVar

from cep_docs.content.outbox import Notice
from cep_docs.content.site import Site
from cep_docs.web.place import EVERYBODY, Acl, Place


class NoticePlace(Place):
    """/avis/<avis>"""

    hidden = True
    thing: Notice


class NoticesPlace(Place):
    thing: Site

    def __getitem__(self, name: str) -> Place:
        return NoticePlace(self.thing.outbox[name], name, self)


class CalendarPlace(Place):
    """/agenda/<secret>.ics: whoever has the secret reads it; any name is one, until it is read."""

    __acl__: ClassVar[Acl] = EVERYBODY
    thing: Site


class CalendarsPlace(Place):
    """/agenda"""

    __acl__: ClassVar[Acl] = EVERYBODY
    thing: Site

    def __getitem__(self, name: str) -> Place:
        return CalendarPlace(self.thing, name, self)
