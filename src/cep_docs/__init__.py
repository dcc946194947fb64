"""cep_docs: the deliverables of the Conseil en évolution professionnelle.

Read the packages from top to bottom; each one imports only from those below it.

    cli                          one way in: one command a file
    web                          the other way in: pages; it alone knows Pyramid
    demo                         an invented operator, played forward through the same steps
    app                          puts everything together
    signin                       who comes in, and how he proves it
    lifecycle                    what is done with files, step by step
    signing                      signatures, certificates, time-stamps, proofs, verification
    messaging                    mail and SMS, to whoever carries them
    rendering                    a form and its content on paper: PDF, ODT, Word and back
    search                       full text; can be deleted and rebuilt at any time
    intake                       files from outside: what they are, what is refused
    storage                      the database: opening, indexes, numbers, backup, evolution
    access                       who may do what
    content                      what is kept: beneficiaries, engagements, deliverables, versions
    journal                      what happened
    definitions                  the rule files, read and checked
    values                       numbers, references, dates as the framework agreement has them
    sandbox                      a process apart, for what may be hostile
    errors                       everything that can go wrong
"""
