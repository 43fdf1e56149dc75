"""Names: padding, notes in brackets and dots of minority names cleaned; two people, lost characters found."""

from __future__ import annotations

import re
import unicodedata

from transport.roster.cleaning import NO_RULES, Cleaned, Steps, narrow, visible

_PLAIN = re.compile(r"[\u4e00-\u9fff]{2,3}")
_NOTE = re.compile(r"\s*[(（\[【]\s*([^()（）\[\]【】]*?)\s*[)）\]】]\s*")
_SEX = re.compile(r"^(男|女)(性|士|的)?$|^(丈?夫|妻子?|先生|太太)$")
_TRAILING_SEX = re.compile(r"\s+([男女])$")
_DOTS = re.compile(r"(?<=[^\W\d_])\s*[・•‧∙･·．.。⋅●]\s*(?=[^\W\d_])")
_LOST = re.compile("[?？\ufffd□■◆◇囗▯☐\ue000-\uf8ff\U000f0000-\U0010ffff]")
_SEPARATED = re.compile(r"[、,，/／\\;；|&+＋\n\r]|和|与|及|跟")
_COUPLE = re.compile(
    r"夫妻|夫妇|两口子|一家|母子|父子|母女|父女|兄弟|姐妹|等[\d一二三四五六七八九十两]+人|[\d一二三四五六七八九十两]+人$"
)
_TWO_CHARACTER_SURNAMES = (
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 司空 夏侯 轩辕 端木 独孤 南宫 西门 "
    "呼延 百里 东郭 闻人 申屠 太史 澹台 公冶 宗政 濮阳 淳于 单于 仲孙 钟离 鲜于 闾丘 亓官 司寇 子车 颛孙 "
    "巫马 公西 漆雕 乐正 拓跋 谷梁"
)
_COMPOUND = frozenset(_TWO_CHARACTER_SURNAMES.split())
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施"
    "文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷"
    "盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷"
    "晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝字普杞者起自者"
    "茶早刀线思岩多排孔跑梅尚勒盘邓熊阿罕俸放赧帕尼"
)
_SEXES = {f"{sex}{kind}": sex for sex in "男女" for kind in ("", "性", "士", "生", "的")}
_SEXES |= {"M": "男", "MALE": "男", "1": "男", "先生": "男", "F": "女", "FEMALE": "女", "2": "女"}
_LETTER = re.compile(r"[A-Za-z]")
_DIGIT = re.compile(r"[0-9０-９]")
_ODD = re.compile(r"[=@#$%^*_~`<>{}:：!！\"“”'；;—+]")


def clean_name(cell: str, kept: frozenset[str] = NO_RULES) -> Cleaned:
    """Return a person's name; ``also`` carries the sex where it stood inside the cell."""
    if _PLAIN.fullmatch(cell):
        return Cleaned(cell)
    steps = Steps(cell, kept)
    steps.apply("clean_width", narrow(cell).replace("\u3000", " "))
    if _LOST.search(steps.text):
        return steps.done("roster_name_unreadable")
    if _is_several(steps.text):
        return steps.done("roster_two_people")
    also = _take_notes(steps)
    steps.apply("clean_spaces", visible(steps.text))
    steps.apply("clean_name_dot", _DOTS.sub("·", steps.text))
    if not _LETTER.search(steps.text):
        if _is_pair(steps.text.split()):
            return steps.done("roster_two_people")
        steps.apply("clean_spaces", "".join(steps.text.split()))
    if _DIGIT.search(steps.text) or _ODD.search(steps.text) or _has_control(steps.text):
        return steps.done("roster_bad_name")
    return Cleaned(steps.text, tuple(steps.rules), also=also)


def _take_notes(steps: Steps) -> dict[str, str]:
    """Take a note in brackets, or a sex behind the name, out of it."""
    also: dict[str, str] = {}
    found = [note[1] for note in _NOTE.finditer(steps.text)]
    trailing = _TRAILING_SEX.search(steps.text)
    bare = _NOTE.sub("", _TRAILING_SEX.sub("", steps.text))
    if "clean_name_note" in steps.kept or not bare.strip():
        return also
    for note in [*found, *([trailing[1]] if trailing else [])]:
        sex = _SEX.match(note)
        if sex:
            also["gender"] = "女" if note[0] in "女妻太" else "男"
    steps.apply("clean_name_note", bare)
    return also


def _is_several(text: str) -> bool:
    """Whether signs, words or lines show that several people are named."""
    bare = _NOTE.sub("", text)
    if _COUPLE.search(text):
        return True
    parts = [part.strip() for part in _SEPARATED.split(bare)]
    if len(parts) < 2 or not all(_looks_like_a_name(part) for part in parts if part):
        return False
    named = [part for part in parts if part]
    signs = re.search(r"[、,，/／\\;；|&+＋\n\r]", bare.strip())
    return len(named) >= 2 if signs else len(named) >= 2 and min(map(len, named)) >= 2 and named[1][0] in _SURNAMES


def _looks_like_a_name(text: str) -> bool:
    bare = "".join(text.split())
    return 1 < len(bare) <= 5 and not _DIGIT.search(bare)


def _is_pair(parts: list[str]) -> bool:
    """Whether two words are two people rather than one name padded with blanks."""
    if len(parts) != 2 or min(map(len, parts)) < 2:
        return False
    first, second = parts
    return first not in _COMPOUND and first[0] in _SURNAMES and second[0] in _SURNAMES and max(map(len, parts)) <= 4


def _has_control(text: str) -> bool:
    return any(unicodedata.category(char) in {"Cc", "Cn", "Cs"} for char in text)


def clean_gender(cell: str, kept: frozenset[str] = NO_RULES) -> Cleaned:
    """Return 男 or 女."""
    if cell in ("男", "女", "M", "F"):
        return Cleaned(cell)
    steps = Steps(cell, kept)
    plain = "".join(visible(narrow(cell)).split()).upper()
    meaning = _SEXES.get(plain, "")
    if not meaning or "clean_gender" in kept:
        return steps.done("bad_gender")
    steps.apply("clean_gender", meaning)
    return steps.done()
