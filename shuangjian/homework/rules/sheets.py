"""The address of a class's evening sheet as text: how it looks, and how it may be typed from paper."""

TOKEN_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
TOKEN_LENGTH = 20  # 98 bits: cannot be guessed, can still be typed from paper


def grouped(signs: str) -> str:
    """7k3f-qx2m-9wtb-h4cn-p8vd."""
    return "-".join(signs[i : i + 4] for i in range(0, len(signs), 4))


def canonical_token(typed: str) -> str:
    """An address as it is kept, from capitals, blanks or other hyphens; whatever else was typed stays as it is."""
    signs = "".join(sign for sign in typed.lower() if sign not in " -–—_.　")
    whole = len(signs) == TOKEN_LENGTH and all(sign in TOKEN_ALPHABET for sign in signs)
    return grouped(signs) if whole else typed
