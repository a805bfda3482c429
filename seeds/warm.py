"""The reader with its word lists read: what reading processes are forked from, so that all of them share it.

No Django in here, and nothing that starts a thread.
"""

from __future__ import annotations

import gc

from seeds.pool import reading_of

# Of everything a little, so that what is read from files at its first use is there.
STORY = """甲县推行联心工程的做法

2003年,浙江省开化县推行“联心工程”。一是结对帮扶。全县120名党员干部与360户贫困户结对,走访三户村民,党员张三患病,得到帮助。
"""

reading_of(STORY.encode(), "story.txt")
gc.collect()
gc.freeze()
