"""To whom people are sent who are not advised here, told in French."""

from collections.abc import Iterator

from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.describing_words import heading, table


def other_operators(agreement: Agreement, before: list[Agreement]) -> Iterator[str]:
    others = agreement.other_operators
    if not others:
        return
    yield from heading(3, "Les autres opérateurs")
    for earlier in before:
        if earlier.other_operators == others:
            yield f"Comme dans : {earlier.label}."
            return
    yield from table(
        ("Opérateur", "Code", "Reçoit", "D'abord pour", "Site", "Téléphone"),
        (
            (
                one.label,
                f"`{one.code}`",
                one.receives,
                ", ".join(f"`{status}`" for status in one.statuses),
                one.site,
                one.phone,
            )
            for one in others.values()
        ),
    )
