"""Filling in and sending the forms of acts, as a browser without JavaScript does."""

from tests.people import received
from tests.unit.lifecycle.courses import engaged


def form_of(answer, ending=""):
    """The form of the act on a page: it carries a key. `ending`: of its address, among several."""
    forms = [form for form in answer.forms.values() if "acte" in form.fields]
    return next(form for form in forms if form.action.endswith(ending))


def sent(browser, path, answers=303, /, *, ending="", **said):
    """A page asked for, its form filled in and sent."""
    form = form_of(browser.get(path), ending)
    for name, value in said.items():
        form[name] = value
    return form.submit(status=answers)


def counted(form, rank):
    """The form sent by its second or third button, to the address that button names."""
    form.action = "/nouveau/compter"
    return form.submit("kind", index=rank, status=303)


def followed(town, unit="UO1", login="alice", **changes):
    """A person with a unit engaged by this adviser: her path, and that of the unit."""

    def work(tools):
        engagement = engaged(tools, unit, received(tools, login, **changes), login)
        return engagement.__parent__.__parent__.identifier, engagement.number

    identifier, number = town.write(work)
    return f"/dossiers/{identifier}", f"/dossiers/{identifier}/uo/{number}"


def looked_up(town, path, look):
    """What a person's file says now: `look` is given the person."""
    identifier = path.split("/")[2]
    with town.application.reading() as tools:
        return look(tools.site.beneficiaries[identifier])
