"""Make jianbao/check/words/, what the proof-reader knows of words and of characters that are taken for each other.

    python tools/lexicon.py jieba-0.42.1/jieba/dict.txt NotoSansCJK-Regular.ttc NotoSerifCJK-Bold.ttc
    python tools/lexicon.py known FOLDER        strings that many texts of a folder write: words/known.txt
    python tools/lexicon.py often FOLDER        words that they write oftener than jieba's did: words/often.txt
    python tools/lexicon.py pairs FOLDER…       characters that stand side by side: words/pairs.txt.xz
    python tools/lexicon.py suspects FOLDER…    those of them that may be a slip all the same: words/suspect.txt
    python tools/lexicon.py neighbours FOLDER…  words that often stand side by side: words/neighbours.txt.xz
    python tools/lexicon.py weights FOLDER      what each piece of evidence weighs: printed, for evidence.Weights

Words and their frequencies are those of jieba 0.42.1 (MIT, Sun Junyi), without what stands there hardly ever and is one
slip off a common word: its list has such slips, too. Shapes are measured, not listed by hand: two characters whose
pictures in Noto Sans and Noto Serif CJK SC (OFL) cover each other are taken for each other. Sounds, and words that
jieba lacks, are pypinyin's (MIT).
Run by hand, seldom; what it writes is committed. Needs Pillow and numpy.
"""

from __future__ import annotations

import lzma
import math
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
WORDS = ROOT / "jianbao" / "check" / "words"
_BY_HAND = """
    领颔 列刻 帼幅 寡塞寨 郡群 侵浸 誊誉 碑牌 晒筛 拔拨 坏环 徒徙 辨辩辫 籍藉 崇祟 颂颁 荟荃 盲肓 冶治 洽恰 折拆析
    系糸 查杳 沾粘 拎拧 传专 园圆 圾级 妆装 垫塾 喧暄 驰弛 侯候 戍戌戊 卯卵 暑署 戴带 躁燥 撒撤 赡瞻 尝赏
    茶荼 茄加 栗粟 汨汩 亨享 壶壸 祗祇 姬姫 菅管 菇姑 哀衷衰 抒舒 帼国 慰尉 援缓 肋助 竟竞 导异
    谢懈 贷货 货贸 帮邦 综踪 矛茅 评坪 抓爪 沉沈 氓泯 建健 建键 作做 象像 采彩 分份 叠迭 复覆
    连联 练炼 订定 画划 侦贞 到道 会汇 即既 及极 绪序 渡度 须需 型形 至致 知智 的地得 那哪 在再
    以已 它她他 座坐 师狮 受授 买卖 贡供 进近 题提 历厉 励历 园院 员圆 密蜜 竭揭 磋蹉 博搏 拨泼
    募墓慕幕暮 摸模 挚执 莫末 卷券 宵霄 缴激 辍缀 筹畴 涨胀 账帐 震振 纪记 检捡 脏赃 踊涌 诵颂
    峻竣 裨稗 嬉戏 循寻 询寻 歉欠 筐框 眶框 祥详 洋祥 陪培赔 倍培 喝渴 踏蹋 塌榻 惑或 惚忽 惕锡
    剔惕 萃粹 毅疑 宣宜 拥佣 攻功 攸悠 宏弘 睹堵 赌堵 娱误 涣焕换 焕换 逐遂 锻缎 捶锤 泻泄 籁赖
    膺赝 纷份 梁粱 嘹燎 辐幅 副幅 付副 富副 孤狐 弧孤 旱早 杆竿 秆杆
""".split()
"""Taken for each other though neither sound nor picture says so, and what is confused most of all."""
_ALIKE_BY_HAND = """
    爱受 教致 加如 演浈滨 童竟 归扫 联耶职 务各 条杂 幻幼 残线浅 问间闷 救求 抽油 邻岭 员贝 党堂 队认 手毛 表麦
    选洗 训川 岗岚冈 产户 售焦 播翻 民氏 卉奔 净争 险捡检 服报 解角 纠叫 和知 全金 骗编 施拖 拐扮 打找 册删 动劝
    屈展 赛寒 领邻 部陪 彻切 深探 升什 效郊 式武 内肉 暖暧缓 热熟 营宫 告造 笑苯 晴睛情 络给 继断 浅线 败贩
    版板贩 际标 院陪 除徐 随堕 聪总 肥肠 脱说 脚却 腾胜 航般 节书 花苍 茂荗 范苑 荣菜 荻获 著者 览贤 触独 许汗
    诺若 谢射 败购 货资 赶超 身射 轻经 辅捕 辛幸 辞辣 过迁 迎仰 近沂 送关 选先 透秀 通涌 速束 造靠 遇偶 遗贵 邀激
    酬洲 错借 镇填 院完 雄维 集焦 零雪 鞋靴 须顺 领预 频颁 题颖 食良 饭饮 饰饱 验捡 骑椅 鲜渔 黄横 黑墨 鼎鼓 实买 解懈
""".split()
"""They share a part, and one is read for the other in haste, though their pictures do not cover each other."""
_HAN = re.compile("[\u4e00-\u9fff]{1,4}")
_SELDOM, _COMMON = 8, 60
"""A word met no more often than the first, one slip off a word met as often as the second, is taken for a slip."""
_MEANT = 13.8
"""A word dearer than this is never what was meant (lexicon.py)."""
_USUAL = 5
"""Times that a pair of characters is met in ten million and is no surprise."""
_USUAL_WORD = 12.5
"""A dearer word is seldom side by side with another one."""
_HEADINGS = 6.5
"""A cheaper word stands in the headings of every text of the folder."""
_NOISE = 15.0
"""A dearer word of two characters may be in jieba's list for somebody's slip (typos.py)."""
_SEEN, _TIMES = 400, 8
"""A pair that sounds like a word is looked at when it is met no oftener, and the word so many times as often."""
_ALIKE, _VERY_ALIKE, _NEIGHBOURS = 0.78, 0.86, 12


def _frequencies(path: Path) -> tuple[dict[str, int], set[str]]:
    """Word → frequency, and the names of persons among them."""
    found: dict[str, int] = {}
    names = set()
    for line in path.read_text("utf-8").splitlines():
        word, times, kind = line.split(" ")
        if not _HAN.fullmatch(word):
            continue
        least = {1: 1, 2: 3, 3: 5, 4: 3 if kind in ("i", "l") else 5}[len(word)]
        if int(times) < least:
            continue
        found[word] = int(times)
        if kind.startswith("nr"):
            names.add(word)
    return found, names


def _toneless(reading: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", reading) if not unicodedata.combining(c) or c == "\u0308")


def _sounds(characters: set[str]) -> dict[str, set[str]]:
    from pypinyin.pinyin_dict import pinyin_dict

    by_sound: dict[str, set[str]] = defaultdict(set)
    for code, readings in pinyin_dict.items():
        if chr(code) in characters:
            for reading in readings.split(",")[:2]:
                by_sound[_toneless(reading)].add(chr(code))
    return by_sound


def _near(sounds: dict[str, set[str]]) -> list[tuple[str, str]]:
    """Pairs of groups that many speakers do not tell apart: zh and z, in and ing, n and l."""
    flat: dict[str, list[str]] = defaultdict(list)
    for sound in sounds:
        bare = re.sub("^([zcs])h", r"\1", sound)
        bare = re.sub("^n", "l", bare)
        flat[re.sub("([aei]n)g$", r"\1", bare)].append(sound)
    pairs = []
    for alike in flat.values():
        for number, one in enumerate(alike):
            pairs += [("".join(sorted(sounds[one])), "".join(sorted(sounds[other]))) for other in alike[:number]]
    return sorted(pairs)


def _shapes(characters: list[str], fonts: list[str]) -> dict[str, list[tuple[str, float]]]:
    """Each character with those that look like it, the likest first."""
    import numpy as np
    from PIL import Image, ImageDraw, ImageFilter, ImageFont

    alike = np.zeros((len(characters), len(characters)), dtype=np.float32)
    for path in fonts:
        font = ImageFont.truetype(path, 48, index=2)
        pictures = []
        for character in characters:
            image = Image.new("L", (56, 56), 0)
            ImageDraw.Draw(image).text((4, -8), character, font=font, fill=255)
            small = image.filter(ImageFilter.GaussianBlur(1.6)).resize((28, 28))
            picture = np.asarray(small, dtype=np.float32).ravel()
            picture = picture - picture.mean()
            pictures.append(picture / np.linalg.norm(picture))
        matrix = np.array(pictures)
        alike += (matrix @ matrix.T) / len(fonts)
    np.fill_diagonal(alike, 0)
    found = {}
    for number, character in enumerate(characters):
        order = np.argsort(-alike[number])[:_NEIGHBOURS]
        near = [(characters[n], float(alike[number, n])) for n in order if alike[number, n] >= _ALIKE]
        if near:
            found[character] = near
    return found


def _confused(sounds: dict[str, set[str]], shapes: dict[str, list[tuple[str, float]]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for group in sounds.values():
        for character in group:
            found[character] |= group
    for character, near in shapes.items():
        found[character] |= {other for other, _ in near}
    return found


def _without_slips(frequencies: dict[str, int], confused: dict[str, set[str]]) -> dict[str, int]:
    kept = dict(frequencies)
    for word, times in frequencies.items():
        if len(word) == 1 or times > _SELDOM:
            continue
        twins = (
            frequencies.get(word[:n] + other + word[n + 1 :], 0)
            for n, character in enumerate(word)
            for other in confused.get(character, ())
            if other != character
        )
        if any(twin >= max(_COMMON if len(word) < 4 else _COMMON / 4, times * 5) for twin in twins):
            del kept[word]
    return kept


def _written(frequencies: dict[str, int], names: set[str]) -> bytes:
    """One line of words of one length and cost: ``2 93 n 市长…`` (n: names of persons, never what was meant)."""
    total = math.log(sum(frequencies.values()))
    lines: dict[tuple[int, int, str], list[str]] = defaultdict(list)
    for word, times in frequencies.items():
        lines[len(word), round((total - math.log(times)) * 10), "n" if word in names else "w"].append(word)
    rows = [f"{length} {cost} {kind} {''.join(sorted(words))}" for (length, cost, kind), words in sorted(lines.items())]
    return "\n".join(rows).encode()


def _made(dictionary: str, fonts: list[str]) -> None:
    frequencies, names = _frequencies(Path(dictionary))
    met: Counter[str] = Counter()
    for word, times in frequencies.items():
        for character in word:
            met[character] += times
    characters = sorted(c for c in met if met[c] >= 400)
    sounds, shapes = _sounds(set(characters)), _shapes(characters, fonts)
    kept = _without_slips(frequencies, _confused(sounds, shapes))
    (WORDS / "words.txt.xz").write_bytes(lzma.compress(_written(kept, names), preset=9))
    lines = ["# 读音相同的字，一行一组"]
    lines += ["".join(sorted(group)) for _, group in sorted(sounds.items()) if len(group) > 1]
    lines += ["# 读音相近的字：平翘舌、前后鼻音、n和l", *(f"~{a} {b}" for a, b in _near(sounds))]
    lines += ["# 常常弄混的字", *(f"={group}" for group in _BY_HAND)]
    lines += ["# 有一部分相同、匆忙时会看错的字", *_ALIKE_BY_HAND]
    lines += ["# 字形相近的字：一个字，很像它的，有点像它的"]
    for character, near in sorted(shapes.items()):
        very = "".join(o for o, much in near if much >= _VERY_ALIKE)
        rather = "".join(o for o, much in near if much < _VERY_ALIKE)
        lines.append(f"{character} {very or '-'} {rather or '-'}")
    (WORDS / "confused.txt").write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(frequencies)} words, {len(frequencies) - len(kept)} of them slips; {len(characters)} characters")


def _known(folder: str, least: int = 3) -> None:
    """What the proof-reader takes for slips in at least so many texts that were edited well is no slip."""
    from jianbao.check import prose
    from jianbao.check.slips import typos
    from jianbao.check.words import lexicon

    lexicon.shipped()
    seen: Counter[str] = Counter()
    for path in sorted(Path(folder).rglob("*")):
        if path.suffix in (".md", ".txt"):
            read_as = prose.of_text(path.read_text("utf-8"), path.name)
            seen.update({slip.found for slip in typos.slips(read_as, least=1.0)})
    from pypinyin.phrases_dict import phrases_dict

    costs = lexicon.shipped().costs
    phrases = {word for word in phrases_dict if _HAN.fullmatch(word) and len(word) > 1 and word not in costs}
    target = WORDS / "known.txt"
    old = set(target.read_text("utf-8").split()) if target.exists() else set()
    target.write_text("\n".join(sorted(old | phrases | {w for w, n in seen.items() if n >= least})) + "\n", "utf-8")


def _often(folder: str) -> None:
    """The words that official prose of today writes oftener than jieba's corpus did, with the cost of half of each."""
    from jianbao.check.words import lexicon

    known = lexicon.shipped()
    met: Counter[str] = Counter()
    for path in sorted(Path(folder).rglob("*")):
        if path.suffix in (".md", ".txt"):
            for match in re.finditer("[\u4e00-\u9fff]{2,40}", path.read_text("utf-8")):
                met.update(known.cut(match.group())[1])
    total = math.log(sum(met.values()))
    lines: dict[tuple[int, int], list[str]] = defaultdict(list)
    for word, times in met.items():
        if len(word) > 1 and times >= _COMMON and word in known.costs and word not in known.unmeant:
            likely = (math.exp(-known.costs[word]) + math.exp(math.log(times) - total)) / 2
            cost = round(-math.log(likely) * 10)
            if _HEADINGS <= cost / 10 < known.costs[word] - 0.3:
                lines[len(word), cost].append(word)
    rows = [f"{length} {cost} {''.join(sorted(words))}" for (length, cost), words in sorted(lines.items())]
    (WORDS / "often.txt").write_text("\n".join(rows) + "\n", "utf-8")


def _suspects(folders: list[str]) -> None:
    """Pairs that stand side by side in what people write, are no word, and are one slip off a much commoner one.

    深人 and 治谈 look like it; 联和 and 城是 sound like it, and are met in these folders seldom enough to be looked at.
    """
    from jianbao.check.words import lexicon

    known, written, met = lexicon.shipped(), _side_by_side(), _met(folders)
    found = set()
    for word, cost in known.costs.items():
        if len(word) == 2 and cost <= _MEANT and word not in known.unmeant:
            for place in (0, 1):
                for character, much in known.confused.of(word[place]).items():
                    pair = word[:place] + character + word[place + 1 :]
                    seldom = met[pair] <= _SEEN and met[word] >= _TIMES * met[pair]
                    if much <= 1.0 or (much <= 2.0 and seldom):
                        found.add(pair)
    suspects = sorted(pair for pair in found if pair in written and known.costs.get(pair, 99.0) >= _NOISE)
    lines = ["".join(suspects[n : n + 40]) for n in range(0, len(suspects), 40)]
    (WORDS / "suspect.txt").write_text("\n".join(lines) + "\n", "utf-8")


def _texts(folders: list[str]) -> list[str]:
    paths = sorted(path for folder in folders for path in Path(folder).rglob("*"))
    return [path.read_text("utf-8") for path in paths if path.suffix in (".md", ".txt")]


def _met(folders: list[str]) -> Counter[str]:
    """How often which characters stand side by side."""
    met: Counter[str] = Counter()
    for text in _texts(folders):
        for match in re.finditer("[\u4e00-\u9fff]{2,}", text):
            met.update(map("".join, pairwise(match.group())))
    return met


def _side_by_side() -> set[str]:
    """The pairs that were counted before."""
    from jianbao.check.words import lexicon

    return {line[0] + other for line in lexicon.lines() for _, others in lexicon.groups(line) for other in others}


def _pairs(folders: list[str]) -> None:
    """How often which characters stand side by side in what is written: a slip makes pairs that nobody writes.

    A line for each first character: a letter for the logarithm to 2 (c: four times), and the characters behind it.
    What other texts wrote, which were counted before, stays, as met seldom.
    """

    many = {pair: round(math.log2(times)) for pair, times in _met(folders).items() if times >= _USUAL}
    after: dict[str, dict[int, str]] = defaultdict(dict)
    for pair in sorted(_side_by_side() | many.keys()):
        much = many.get(pair, 2)
        after[pair[0]][much] = after[pair[0]].get(much, "") + pair[1]
    rows = [
        first + "".join(chr(ord("a") + much) + others for much, others in sorted(groups.items()))
        for first, groups in sorted(after.items())
    ]
    (WORDS / "pairs.txt.xz").write_bytes(lzma.compress("\n".join(rows).encode(), preset=9 | lzma.PRESET_EXTREME))


def _neighbours(folders: list[str]) -> None:
    """Words of two characters that often stand side by side, of which nothing right is left when a character goes."""
    from jianbao.check.words import lexicon

    known, pairs = lexicon.shipped().costs, _side_by_side()
    met: Counter[str] = Counter()
    for text in _texts(folders):
        for match in re.finditer("[\u4e00-\u9fff]{4,}", text):
            run = match.group()
            met.update(run[n : n + 4] for n in range(len(run) - 3))
    found = [
        four
        for four, times in met.items()
        if times >= _COMMON
        and max(known.get(four[:2], 99.0), known.get(four[2:], 99.0)) < _USUAL_WORD
        and not (four[0] + four[2] in pairs and four[1] + four[3] in pairs)
    ]
    (WORDS / "neighbours.txt.xz").write_bytes(lzma.compress("".join(sorted(found)).encode(), preset=9))


def _weights(folder: str) -> None:
    """Fits evidence.Weights: slips made in every second sentence of well-edited texts against what the others write.

    The folder has to be none that the pairs were counted in: there, whatever is right has been seen.
    """
    import random

    import numpy as np

    from jianbao.check import prose
    from jianbao.check.slips import typos
    from jianbao.check.words import evidence, lexicon

    chance = random.Random(5)  # noqa: S311 (a sample)
    known = lexicon.shipped()
    sentences = [m.group() for text in _texts([folder]) for m in re.finditer("[^\n。！？]{12,80}[。！？]", text)]
    rows: list[list[float]] = []
    for number, sentence in enumerate(sentences):
        place, text = -1, sentence
        if number % 2:
            place, text = _slip(sentence, known, chance)
        for start, right, given in _pieces(typos, evidence.beside, prose.of_text(text, "a.txt")):
            at = place - start
            made = 0 <= at < len(right) and right[at] == sentence[place]
            if place < 0 or made:
                rows.append([float(made), 1.0, *given])
    table = np.array(rows)
    wanted, pieces = table[:, 0], table[:, 1:]
    scale = np.maximum(pieces.std(0), 1e-9)
    scale[0] = 1.0
    weights = np.zeros(pieces.shape[1])
    for _ in range(4000):
        likely = 1 / (1 + np.exp(-(pieces / scale) @ weights))
        weights -= 0.5 * ((pieces / scale).T @ (likely - wanted) / len(wanted) + 1e-5 * weights)
    for name, weight in zip(evidence.Weights._fields, weights / scale, strict=False):
        print(f"{name:>14} {weight:6.2f}")


def _pieces(typos: Any, beside: Any, text: Any) -> Iterator[tuple[int, str, list[float]]]:
    """(where, what may have been meant, the pieces of evidence in the order of Weights) for all of a text."""
    judge = typos.judge(frozenset())
    for place, long, short in judge.odd(text):
        low, high = typos._clipped(text.prose, place)
        before = judge.known.cut(text.prose[low:high])[0]
        for where, found in (*long, *short):
            start = place + where
            at = start + found.place
            side, unseen, unseen_right = beside(text.prose, at, found.right[found.place])
            changed = text.prose[low:at] + found.right[found.place] + text.prose[at + 1 : high]
            gain = before - judge.known.cut(changed)[0]
            cost = judge.known.costs[found.right]
            yield start, found.right, [side, gain, min(side, gain), cost, float(unseen), float(unseen_right)]


def _slip(sentence: str, known: Any, chance: Any) -> tuple[int, str]:
    """(where, a sentence with one character of a common word exchanged for one that is taken for it)."""
    words = []
    for match in re.finditer("[\u4e00-\u9fff]+", sentence):
        at = match.start()
        for word in known.cut(match.group())[1]:
            if len(word) > 1 and known.costs.get(word, 99.0) <= _HEADINGS * 2 and word not in known.unmeant:
                words.append((at, word))
            at += len(word)
    if not words:
        return -1, sentence
    at, word = chance.choice(words)
    place = chance.randrange(len(word))
    others = [
        c for c in sorted(known.confused.of(word[place])) if word[:place] + c + word[place + 1 :] not in known.costs
    ]
    if not others:
        return -1, sentence
    return at + place, sentence[: at + place] + chance.choice(others) + sentence[at + place + 1 :]


if __name__ == "__main__":
    if sys.argv[1] == "known":
        _known(sys.argv[2])
    elif sys.argv[1] == "often":
        _often(sys.argv[2])
    elif sys.argv[1] == "pairs":
        _pairs(sys.argv[2:])
    elif sys.argv[1] == "suspects":
        _suspects(sys.argv[2:])
    elif sys.argv[1] == "neighbours":
        _neighbours(sys.argv[2:])
    elif sys.argv[1] == "weights":
        _weights(sys.argv[2])
    else:
        _made(sys.argv[1], sys.argv[2:])
