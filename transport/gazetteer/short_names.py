"""What people call a division: its name without its kind, and without the peoples in it."""

from __future__ import annotations

import re

_PEOPLES = (
    "蒙古族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 傣族 黎族 傈僳族 "
    "佤族 畲族 拉祜族 水族 东乡族 纳西族 景颇族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 "
    "阿昌族 普米族 塔吉克族 怒族 鄂温克族 德昂族 保安族 裕固族 独龙族 鄂伦春族 门巴族 珞巴族 基诺族 回族 各族 民族 "
    "蒙古 哈萨克 维吾尔 柯尔克孜族 柯尔克孜 高山族 京族"
)
_PEOPLE = re.compile("|".join(sorted(_PEOPLES.split(), key=len, reverse=True)))
_KINDS = {
    2: re.compile(r"(特别行政区|自治区|省|市)$"),
    4: re.compile(r"(自治州|地区|盟|州|市)$"),
    6: re.compile(r"(自治县|自治旗|新区|特区|林区|县|市|区|旗)$"),
    9: re.compile(r"(街道办事处|办事处|街道|苏木|镇|乡)$"),
}
_VILLAGE_KIND = re.compile(
    r"(社区居民委员会|社区居委会|社区村民委员会|社区村委会|村民委员会|居民委员会|村村委会|村委会|居委会|行政村|村社区|社区|自然村|村)$"
)
_NOTE = re.compile(r"[(（][^()（）]*[)）]")


def core(name: str, level: int) -> str:
    """Return a division's name without its kind (``漾濞彝族自治县`` → ``漾濞``); at least two characters are left.

    Parameters
    ----------
    level
        Digits of its code: 2 province, 4 prefecture, 6 county, 9 township, 12 village.
    """
    if level == 12:
        return village_core(name)
    kindless = _KINDS[level].sub("", name)
    peopleless = _PEOPLE.sub("", kindless)
    for short in (peopleless, kindless):
        if len(short) >= 2:
            return short
    return name


def village_core(name: str) -> str:
    """Return a village's name without what kind of village it is: ``胜泉村委会``, ``胜泉村``, ``胜泉`` → ``胜泉``."""
    short = _NOTE.sub("", name)
    while (shorter := _VILLAGE_KIND.sub("", short)) != short and len(shorter) >= 2:
        short = shorter
    return short


def spellings(name: str, level: int) -> set[str]:
    """Return the ways in which a division's name is written."""
    short, known = core(name, level), {name}
    if level == 2:
        known |= {short, f"{short}省", f"{short}市"}
    elif level == 4:
        known |= {short, f"{short}州", f"{short}市", f"{short}地区"} if name != "市辖区" else set()
    elif level == 6:
        known |= {short, f"{short}县", f"{short}市", f"{short}区", f"{short}自治县", _people_once(name)}
    elif level == 9:
        known |= {short, f"{short}镇", f"{short}乡", f"{short}街道", f"{short}街道办", f"{short}办事处"}
    return {spelling for spelling in known if len(spelling) >= 2}


def _people_once(name: str) -> str:
    """Return ``漾濞彝族县`` for ``漾濞彝族自治县``."""
    return name.replace("自治县", "县")
