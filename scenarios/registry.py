"""Which case is made by which recipe."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scenarios.making.tables import Tables
from scenarios.recipes import (
    dali_homeward,
    fengxian_dali,
    honghe_chaozhou,
    kunming_pooled,
    qiaojia_yizheng,
    qingpu_dehong,
    suijiang_minhang,
    yunnan_shanghai,
)

RECIPES: Mapping[str, Callable[[], Tables]] = {
    "dali-fengxian-homeward-2027": dali_homeward.make_tables,
    "fengxian-dali-2027": fengxian_dali.make_tables,
    "honghe-chaozhou-2027": honghe_chaozhou.make_tables,
    "kunming-pooled-2027": kunming_pooled.make_tables,
    "qiaojia-yizheng-2027": qiaojia_yizheng.make_tables,
    "qingpu-dehong-2027": qingpu_dehong.make_tables,
    "suijiang-minhang-2027": suijiang_minhang.make_tables,
    "yunnan-shanghai-2027": yunnan_shanghai.make_tables,
}
NOT_STORED = frozenset({"yunnan-shanghai-2027"})
"""Too large to be kept: made from its seed whenever somebody wants it."""
