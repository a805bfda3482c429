"""The one form under which two spellings of a programme's name meet."""

from __future__ import annotations

import re
import unicodedata

from cases.extract.alternatives import begun

_DROPPED = re.compile(r"[“”\"‘’'「」『』《》()()\s]")
_TAIL = begun(r"(建设|创建|主题|实践|争创)?(工程|活动|模式|机制|制度|体系|行动|计划|载体)$")


def normal_name(name: str) -> str:
    """Quotes, brackets and the trailing kind word dropped, widths and case folded; never empty for a non-empty name.

    >>> normal_name("“两会两评”模式"), normal_name("1+1结对帮扶活动")
    ('两会两评', '1+1结对帮扶')
    """
    bare = _DROPPED.sub("", unicodedata.normalize("NFKC", name)).lower()
    return _TAIL.sub("", bare) or bare
