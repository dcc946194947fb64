"""Texts that try to become a program."""

XSS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '<a href="javascript:alert(1)">ici</a>',
    "{{ 7 * 7 }}{% raw %}",
    '<iframe srcdoc="<script>parent.alert(1)</script>">',
    "<details open ontoggle=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<style>*{display:none}</style>",
    "<base href=//ailleurs.example/>",
    "]]><!--<script>alert(1)//-->",
    "<math><mtext></mtext><script>alert(1)</script>",
)
