"""What is said to have been taken out of a picture."""

CAMERA = "données de prise de vue (appareil, date, position)"
REMARKS = "remarques et vignettes"
AROUND = "données ajoutées après l'image"
