"""An invented operator, played forward day by day through the same steps as a real one.

Nothing is forged: every state is reached by the acts that lead to it, at their dates, each with
its line in the journal. Equal sizes, seeds and days give equal data.

    making      the whole: the instance, the groups of lives, the last night
    playing     whose turn it is: many lives at once, in the order of their instants
    scenes      lives that end in every state; ordinary ones for the rest
    lives       what one person and those who receive her do
    cast        the operator, its places, its staff, its purchase orders
    people      who she is: names, sheet, trade, situation
    writing     what stands in her deliverables
    words/      the names, trades and sentences, in French
"""
