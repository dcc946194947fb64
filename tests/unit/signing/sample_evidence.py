"""What a proof tells, invented: one of each thing."""

from cep_docs.signing.evidence_pdf import Letterhead

HEAD = Letterhead("Cap Métiers Loire", "Le médiateur répond sur francecompetences.fr.")
AT = "2020-02-03T09:00:00Z"
EVIDENCE = {
    "schema": "cep-docs/signature-proof/1",
    "made_at": AT,
    "time_zone": "Europe/Paris",
    "operator": {"code": "4G", "name": "Cap Métiers Loire"},
    "state": "complete",
    "missing": [],
    "signer": {"role": "beneficiary", "name": "Zoé Lefèvre", "identifier": "0001"},
    "document": {
        "kind": "shared_assessment",
        "label": "État des lieux partagé",
        "file_number": "4G200201000001",
        "version": "1",
        "frozen_at": AT,
        "text_sha256": "a" * 64,
        "printed_sha256": "b" * 64,
        "before_sha256": "c" * 64,
        "signed_sha256": "d" * 64,
    },
    "identity": {"mode": "on_site", "factor": "passeport", "at": AT, "checked_by": "adviser"},
    "events": [
        {
            "at": AT,
            "what": "signed",
            "label": "Signature",
            "by": "signer",
            "address": "192.0.2.7",
            "browser": "Firefox\u0301\u0301\u0301 <script>",
            "said": {"mention": "Lu et approuvé", "autre": "chose"},
        }
    ],
    "texts": [{"at_event": "signed", "text": "Vous signez :\nrien d'autre.", "sha256": "e" * 64}],
    "mention": {"text": "Lu et approuvé", "entered": "typed", "at": AT},
    "consent": {"at": AT, "by": "act_of_signing"},
    "signature": {
        "format": "PAdES",
        "field": "signature_beneficiary",
        "signed_at": AT,
        "assurance": "simple",
        "level": "B-LTA",
        "certificates": [],
    },
    "delivery": {"available_at": AT, "delivered_at": "", "follows_sha256": ""},
    "policies": {"agreement": "cctp-2019"},
}
