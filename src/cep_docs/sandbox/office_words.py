"""What is said of an office document that is refused, whatever its format."""

MACROS = "il contient des macros (un programme). L'enregistrer au format .docx ou .odt ordinaire"
LINKED = "il va chercher du contenu ailleurs (image, modèle ou document lié). L'y incorporer"
OBJECTS = "il contient un objet d'un autre logiciel (OLE ou ActiveX). Le remplacer par une image"
FIELDS = "il contient un champ qui appelle un autre programme ou un autre fichier. L'en retirer"
CHUNKS = "il contient un autre document incorporé. En copier le texte à sa place"
FOREIGN = "il contient des éléments qu'un texte ordinaire n'a pas. L'enregistrer de nouveau"

# Schemes of links that are only followed when somebody clicks.
HARMLESS_LINKS = ("http", "https", "mailto")
