"""How Chinese names sort: by their pinyin, the same on every database."""

from pypinyin import Style, lazy_pinyin


def sort_key(name: str) -> str:
    """`sort_key("开化县")` is `"kai1 hua4 xian4"`; letters and digits stay, in lower case."""
    return " ".join(lazy_pinyin(name, style=Style.TONE3, neutral_tone_with_five=True)).lower()
