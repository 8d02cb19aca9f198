"""The one way to say no to an operator."""


class Refused(Exception):
    """An act that cannot be done; the message is one French sentence saying why and what to do."""
