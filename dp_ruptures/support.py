"""Whom to call: said everywhere a person can be stuck."""

PHONE = "0800 083 200"
MAIL = "supportdp@docapost.fr"
SUPPORT = f"Support : {PHONE} (appel gratuit) · {MAIL}"
