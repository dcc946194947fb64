"""What people choose most, in French offices: refused as it is, or with digits around it."""

# Rows of keys (French and English keyboards), the alphabet, the digits.
ROWS = (
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "1234567890",
    "1a2z3e4r5t6y7u8i9o0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "aqwzsxedcrfvtgbyhnujikolpm",
    "qazwsxedcrfvtgbyhnujmikolp",
)
_STEMS = """
    motdepasse monmotdepasse lemotdepasse motdepassefacile nouveaumotdepasse motdepassedumatin
    password passwort mypassword newpassword passw0rd p4ssw0rd motdep4sse passworddefault
    administrateur administrator admin administration utilisateur bienvenue welcome bonjour
    bonjourbonjour bonjouratous bonsoir salut changezmoi changeme achanger secret topsecret
    azerty azertyuiop azertyazerty qwerty qwertyuiop qsdfghjklm letmein laissezmoientrer
    jetaime jetaimemonamour moncoeur monamour mamour doudou loulou loulouloulou chouchou
    soleil soleilsoleil princesse marseille marseille13 olympiquedemarseille parissaintgermain
    parissg allezlesbleus football chocolat vacances liberte egalite fraternite
    liberteegalitefraternite coucou coucoucoucou nicolas camille caroline sandrine stephanie
    christophe christelle laurent alexandre alexandra sebastien dominique maison mamaison
    famille mafamille printemps ete automne hiver printempsete janvier fevrier mars avril mai
    juin juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi vendredi
    samedi dimanche lundimardi anniversaire noel joyeuxnoel bonneannee superman batman starwars
    pokemon iloveyou sunshine princess dragon monkey master trustno1 whatever football
    conseil conseiller conseillere accompagnement orientation formation competences emploi
    travail entreprise bureau agence ordinateur informatique connexion identifiant internet
    windows microsoft google facebook demonstration invitation provisoire temporaire default
    motdepasseprovisoire motdepassetemporaire correcthorsebatterystaple cheval chevalchevalcheval
"""
COMMON = frozenset(_STEMS.split())
