"""Write the benchmark corpus: N bulletins as OUT/YYYY/MM/aNNNNNN.md, by date from 2006 to 2026.

What a generator's cost depends on is the shape, so the shape is what this module takes care of:
about 1,100 Han characters in four to nine paragraphs, 200 tags and the vocabulary both drawn by
Zipf's law (an index meets new words in the last article as it does in a real archive), a few
headings, lists, tables and links. Sentences are cut from the archive this repository ships, where
there is one, and composed from the phrases below; it refuses to need anything else. The same
archive, size and seed give the same bytes.

usage: corpus.py N OUT [--seed 7] [--only K]
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import itertools
import pathlib
import random
import re
import sys
from collections.abc import Sequence


def _words(*lines: str) -> tuple[str, ...]:
    """The words of the lines, which are cut at blanks."""
    return tuple(" ".join(lines).split())


COLUMNS = _words("要闻 基层动态 维权服务 家庭建设 创业创新 两岸交流 党建工作 通知公告")
SOURCES = _words(
    "市妇联办公室 市妇联宣传部 市妇联权益部 市妇联组联部 市妇联儿童部 思明区妇联",
    "湖里区妇联 集美区妇联 海沧区妇联 同安区妇联 翔安区妇联 市妇儿中心",
)
DISTRICTS = _words("思明 湖里 集美 海沧 同安 翔安")
FIRST_DAY = datetime.date(2006, 1, 1)
LAST_DAY = datetime.date(2026, 10, 20)
ARCHIVE = pathlib.Path(__file__).resolve().parent.parent / "content"

WORDS, TAGS = 60_000, 200
EXPONENT, OFFSET = 1.07, 2.7
"""Zipf–Mandelbrot: the word of rank r weighs 1 / (r + OFFSET) ** EXPONENT (Mandelbrot, 1953)."""

SUBJECTS = _words(
    "家庭 家风 婚姻 儿童 母亲 女性 巾帼 妇女 两岸 社区",
    "乡村 企业 校园 海岛 健康 法律 心理 就业 创业 科技",
)
MATTERS = _words("教育 建设 调解 关爱 服务 培训 志愿 救助 宣传 阵地 交流 改革 论坛 讲堂 维权 帮扶")
DEEDS = _words("走访 座谈 宣讲 排查 培训 慰问 调研 评选 义诊 结对 展演 咨询 验收 督查 回访 交流")
PLACES = _words("会议室 文化礼堂 活动中心 报告厅 社区广场 妇女之家 图书馆 职工之家 家长学校 村部")
PEOPLE = _words("干部 志愿者 家长 女职工 居民 创业女性 学员 网格员 教师 执委 律师 社工")
CLAUSES = (
    "{source}围绕{word}开展{subject}{deed}",
    "来自{district}区的{n}名{people}到{place}参加{matter}活动",
    "现场发放{word}资料{n}份，接待咨询{m}人次",
    "{people}就{subject}{matter}中的{word}问题作了交流",
    "今年以来已举办{word}{deed}{m}场，覆盖{n}户家庭",
    "会议要求把{word}同{subject}{matter}结合起来",
    "{district}区妇联在{place}设立{word}服务点",
    "参加{deed}的{people}表示，{word}让他们看到了变化",
    "各级妇联组织要做好{subject}{matter}的{deed}，落实{word}责任",
    "{source}与{district}区共同商定{word}清单{m}项",
    "活动由{source}主办，{word}协会协办",
    "一批{word}项目在{place}落地，惠及{people}{n}人",
    "对{subject}{matter}的短板，将逐项列出{word}台账",
    "{people}代表介绍了{word}的做法和体会",
)
OPENINGS = (
    "据了解，",
    "当天，",
    "活动中，",
    "下一步，",
    "同时，",
    "为此，",
    "",
    "",
    "",
    "",
    "",
    "",
)
TITLES = (
    "{source}举办{word}{deed}活动",
    "{district}区开展{subject}{matter}{deed}",
    "{word}走进{place}服务{people}",
    "全市{subject}{matter}{deed}推进{word}",
    "{district}区妇联：{word}{deed}惠及{n}户家庭",
    "关于做好{word}{deed}工作的通知",
    "{people}齐聚{place}共话{word}",
)
MARKUP = re.compile(r"[][|*<>`{}#\\!~^_]")


@dataclasses.dataclass(frozen=True, slots=True)
class Article:
    """One file of the corpus: its path below the content folder, and its whole text."""

    path: str
    text: str


def _ranks(count: int) -> list[float]:
    """Cumulated Zipf weights of the ranks 1 to `count`, as `random.choices` wants them."""
    return list(itertools.accumulate((r + OFFSET) ** -EXPONENT for r in range(1, count + 1)))


def _archive_sentences(folder: pathlib.Path) -> list[str]:
    """Sentences of 12 to 120 characters in the archive, free of Markdown; [] without an archive."""
    found: dict[str, None] = {}
    for path in sorted(folder.glob("**/*.md")):
        body = path.read_text(encoding="utf-8").split("\n---", 1)[-1]
        for line in body.splitlines():
            if re.match(r"[一-鿿“《]", line.strip()):
                for sentence in re.findall(r"[^。；！？]+[。；！？]", line.strip()):
                    if 12 <= len(sentence) <= 120 and not MARKUP.search(sentence):
                        found[sentence] = None
    return list(found)


class Corpus:
    """A seeded source of articles; number k is the k-th oldest of `size`, whichever are asked for.

    Numbers from `size` on are newer than all others, one day apart: what run.py adds.
    """

    def __init__(self, size: int, *, seed: int = 7, archive: pathlib.Path = ARCHIVE) -> None:
        self.size, self.seed = size, seed
        self.random = random.Random(seed)
        self.sentences = _archive_sentences(archive)
        phrases = (*self.sentences, *CLAUSES, *SUBJECTS, *MATTERS, *DEEDS, *PLACES, *PEOPLE)
        chars = sorted({char for char in "".join(phrases) if "一" <= char <= "鿿"})
        self.words = list(
            dict.fromkeys(
                "".join(self.random.choices(chars, k=self.random.choice((2, 2, 2, 3, 3, 4)))) for _ in range(WORDS)
            )
        )
        self.word_ranks = _ranks(len(self.words))
        pairs = [a + b for a in SUBJECTS for b in MATTERS]
        self.random.shuffle(pairs)
        self.tags, self.tag_ranks = pairs[:TAGS], _ranks(TAGS)

    def _fill(self, pattern: str) -> str:
        """A pattern with its gaps filled; its words by Zipf's law, the rest evenly."""
        pick = self.random.choice
        return pattern.format(
            word=self.random.choices(self.words, cum_weights=self.word_ranks)[0],
            subject=pick(SUBJECTS),
            matter=pick(MATTERS),
            deed=pick(DEEDS),
            place=pick(PLACES),
            people=pick(PEOPLE),
            source=pick(SOURCES),
            district=pick(DISTRICTS),
            n=self.random.randint(20, 980),
            m=self.random.randint(2, 60),
        )

    def _sentence(self) -> str:
        """One sentence: of the archive (two in five, where there is an archive) or composed."""
        if self.sentences and self.random.random() < 0.4:
            return self.random.choice(self.sentences)
        patterns = self.random.choices(CLAUSES, k=self.random.choice((1, 2)))
        return self.random.choice(OPENINGS) + "，".join(map(self._fill, patterns)) + "。"

    def _paragraph(self) -> str:
        """A paragraph of about 100 to 260 characters, sometimes with a phrase in bold."""
        length, text = self.random.randint(75, 235), ""
        while len(text) < length:
            text += self._sentence()
        runs = list(re.finditer(r"[一-鿿]{6,}", text))
        if runs and self.random.random() < 0.2:
            # Inside a run of Han, where every Markdown dialect agrees on what ** means.
            start = self.random.choice(runs).start() + 1
            text = f"{text[:start]}**{text[start : start + 4]}**{text[start + 4 :]}"
        return text

    def _body(self, number: int) -> str:
        """Paragraphs, and by chance a heading, a list, a table, a link."""
        rnd = self.random
        blocks: list[str] = []
        for index in range(rnd.randint(4, 9)):
            if index and rnd.random() < 0.14:
                blocks.append("## " + self._fill("{subject}{matter}与{word}"))
            blocks.append(self._paragraph())
        if rnd.random() < 0.15:
            items = (self._fill(rnd.choice(CLAUSES)) for _ in range(rnd.randint(3, 6)))
            blocks.append("\n".join(f"- {item}" for item in items))
        if rnd.random() < 0.06:
            rows = (f"| {name}区 | {rnd.randint(1, 90)} |" for name in DISTRICTS)
            blocks.append("\n".join(["| 区域 | 人数 |", "| --- | --- |", *rows]))
        if rnd.random() < 0.1:
            blocks.append(f"详见[活动专题](https://www.example.org/{number})。")
        return "\n\n".join(blocks)

    def article(self, number: int) -> Article:
        """Article `number`, a pure function of the corpus and the number."""
        self.random.seed(f"{self.seed}/{number}")
        days = (LAST_DAY - FIRST_DAY).days
        day = FIRST_DAY + datetime.timedelta(days=days * min(number, self.size) // self.size)
        day += datetime.timedelta(days=max(0, number - self.size))
        slug = f"a{number:06d}"
        tags = dict.fromkeys(self.random.choices(self.tags, cum_weights=self.tag_ranks, k=self.random.randint(2, 4)))
        head = [
            "---",
            f"title: {self._fill(self.random.choice(TITLES))}",
            f"date: {day}",
            f"slug: {slug}",
            f"category: {self.random.choice(COLUMNS)}",
            f"source: {self.random.choice(SOURCES)}",
            f"tags: [{', '.join(tags)}]",
            "---",
        ]
        text = "\n".join(head) + f"\n\n{self._body(number)}\n"
        return Article(f"{day:%Y/%m}/{slug}.md", text)


def write(article: Article, folder: pathlib.Path) -> pathlib.Path:
    """Write one article below `folder` and say where it stands."""
    path = folder / article.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(article.text, encoding="utf-8", newline="\n")
    return path


def main(arguments: Sequence[str]) -> None:
    """Write a whole corpus from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("size", type=int)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", type=int, metavar="K")
    options = parser.parse_args(arguments)
    corpus = Corpus(options.size, seed=options.seed)
    for number in range(options.size) if options.only is None else [options.only]:
        write(corpus.article(number), options.folder)


if __name__ == "__main__":
    main(sys.argv[1:])
