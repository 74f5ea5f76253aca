"""E-mail addresses as people type them: what every form keeps of them, and their normal form."""

# typed, kept, normal form
SPELLINGS = [
    ("nora@example.com", "nora@example.com", "nora@example.com"),
    ("Nora@Example.COM", "Nora@example.com", "nora@example.com"),
    ("  nora@example.com \n", "nora@example.com", "nora@example.com"),
    ("nora@example.com.", "nora@example.com", "nora@example.com"),
    ("<nora@example.com>", "nora@example.com", "nora@example.com"),
    ("Nora Example <nora@example.com>", "nora@example.com", "nora@example.com"),
    ("mailto:nora@example.com", "nora@example.com", "nora@example.com"),
    ("(nora@example.com),", "nora@example.com", "nora@example.com"),
    ("\u200bnora@example.com\u202c", "nora@example.com", "nora@example.com"),
    ("ｎｏｒａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "nora@example.com", "nora@example.com"),
    ('"nora"@example.com', "nora@example.com", "nora@example.com"),
    ("nora+news@example.com", "nora+news@example.com", "nora+news@example.com"),
    ("n.o.r.a@gmail.com", "n.o.r.a@gmail.com", "n.o.r.a@gmail.com"),
    ("o'hara@example.museum", "o'hara@example.museum", "o'hara@example.museum"),
    ('"nora b"@example.com', '"nora b"@example.com', '"nora b"@example.com'),
    ("nora..b@docomo.ne.jp", '"nora..b"@docomo.ne.jp', "nora..b@docomo.ne.jp"),
    ("Jörg@Bücher.example", "Jörg@bücher.example", "jörg@xn--bcher-kva.example"),
    ("jo\u0308rg@bu\u0308cher.example", "jörg@bücher.example", "jörg@xn--bcher-kva.example"),
    ("jörg@XN--BCHER-KVA.example", "jörg@bücher.example", "jörg@xn--bcher-kva.example"),
    ("lea@faß.example", "lea@xn--fa-hia.example", "lea@xn--fa-hia.example"),
    ("lea@fass.example", "lea@fass.example", "lea@fass.example"),
    ("花子@例え.example", "花子@例え.example", "花子@xn--r8jz45g.example"),
]
INVALID = [
    *("nobody", "@example.com", "nora@", "nora@example", "nora@exa mple.com", "nora@@example.com"),
    *("nora@example,com", "nora..b@example.com", "nora@-example.com", "nora@example..com"),
    "nora@example.com\r\nBcc: everybody@example.com",
]
