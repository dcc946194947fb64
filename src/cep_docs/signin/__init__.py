"""How people come in: passwords, second factors, invitations, links and codes; no page here.

What must stay when a request is refused (failures, codes used) is kept by the stores of
`storage.visits` and `storage.attempts`, outside of the transaction of the page.
"""
