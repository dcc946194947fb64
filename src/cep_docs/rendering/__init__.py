"""(form, content) → PDF, ODT, DOCX bytes, and back from DOCX: the same in, the same out."""
