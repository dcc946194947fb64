"""What every test may ask of a file that both signed."""

import io

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from cep_docs.lifecycle.signatories import signatories_of
from cep_docs.rendering.pdf_fields import SEAL, field_name
from cep_docs.signing.authority import read_authority


def assert_signed_by_all(version, folder):
    """Each in turn, then the seal; each intact and trusted, at the hour of its act (I9)."""
    authority = read_authority(folder)
    reader = PdfFileReader(io.BytesIO(version.files["signed"].read()), strict=True)
    signatures = list(reader.embedded_regular_signatures)
    fields = [*map(field_name, signatories_of(version)), SEAL]
    assert [signature.field_name for signature in signatures] == fields
    for signature in signatures:
        context = ValidationContext(
            trust_roots=[authority.root.plain],
            other_certs=[authority.issuer.plain],
            moment=signature.self_reported_timestamp,
            allow_fetching=False,
        )
        status = validate_pdf_signature(signature, context)
        assert status.bottom_line, status.pretty_print_details()
