"""Cases in any number, for measuring search: invented texts from the words of the field, the same for the same seed.

``python tests/bench/generate_cases.py 20000 OUT`` writes a library file with that many cases and prints its path.
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from trainer.content.compiled import Contents, Entry
from trainer.content.library import write
from trainer.domain.taxonomy import HORIZONS, INDUSTRIES, PROBLEMS, RISKS

_WORDS = (
    "小规模纳税人 一般纳税人 起征点 增值税 专用发票 普通发票 红字发票 数电票 进项税额 销项税额 留抵退税 抵扣 认证 申报 "
    "申报期 滞纳金 罚款 稽查 异常凭证 虚开 企业所得税 汇算清缴 预缴 小型微利企业 研发费用 加计扣除 亏损 弥补 股东 借款 分红 "
    "个人所得税 代扣代缴 工资 社保 公积金 劳动合同 试用期 经济补偿 注册资本 实缴 减资 注销 清税 年报 经营异常 印花税 房产税 "
    "土地使用税 城建税 教育附加 客户 老板 会计 合同 付款 收款 银行 流水 仓库 存货 运费 设备 租金 装修 软件 服务 咨询 "
    "直播 电商 平台 餐饮 建筑 安装 劳务 外包 出口 退税 境外 汇款 税务局 通知书 期限 说明 材料 复核 记录 签字 确认 沟通 "
    "一次性 季度 月度 年度 金额 税率 征收率 不含税 含税 差额 比例 标准 条件 政策 公告 依据 风险 提示 整改 补税"
)
LETTERS = (
    "13%",
    "9%",
    "6%",
    "1%",
    "3%",
    "A级",
    "B级",
    "ERP",
    "OA",
    "VIP",
    "Q3",
    "2026年",
    "公告2026年第10号",
    "SaaS",
    "CFO",
)
WORDS = _WORDS.split()
CHARACTERS = [chr(code) for code in range(0x4E00, 0x9FA6, 7)]


def cases(count: int, seed: int = 7) -> Iterator[Entry]:
    """`count` search entries of about 700 characters each."""
    chance = random.Random(seed)
    for n in range(count):
        title = sentence(chance, 4)[:40]
        tags = [*chance.sample(WORDS, 2), f"VAT-{chance.randrange(1, 25):02}", f"CIT-{chance.randrange(1, 17):02}"]
        yield Entry(
            kind="case",
            id=f"case-{n:05}",
            title=title,
            tags=tuple(tags),
            text="\n".join(sentence(chance, chance.randrange(8, 16)) for _line in range(20)),
            filters=(
                ("industry", chance.choice(list(INDUSTRIES))),
                ("problem", chance.choice(list(PROBLEMS))),
                ("risk", chance.choice(list(RISKS))),
                ("horizon", chance.choice(list(HORIZONS))),
                ("status", "validated"),
            ),
            newest=(date(2020, 1, 1) + timedelta(days=chance.randrange(2400))).isoformat(),
        )


def sentence(chance: random.Random, words: int) -> str:
    """Words of the field, now and then a figure, a mixed word or a rare character."""
    parts: list[str] = []
    for _word in range(words):
        kind = chance.random()
        if kind < 0.06:
            parts.append(f"{chance.randrange(1000, 9_999_999):,} 元")
        elif kind < 0.1:
            parts.append(chance.choice(LETTERS))
        elif kind < 0.16:
            parts.append(chance.choice(CHARACTERS) + chance.choice(CHARACTERS))
        else:
            parts.append(chance.choice(WORDS))
    return "".join(parts) + chance.choice("。，；？")


def queries(entries: list[Entry], count: int, seed: int = 11) -> list[str]:
    """What people type: one to eight characters taken from the texts, a few of two words, a few that are not there."""
    chance = random.Random(seed)
    made: list[str] = []
    for _query in range(count):
        text = chance.choice(entries).text.replace("\n", "")
        start, length = chance.randrange(len(text) - 8), chance.choice((1, 1, 2, 2, 2, 3, 4, 4, 6, 8))
        piece = text[start : start + length].strip() or "税"
        kind = chance.random()
        made.append(f"{piece} {chance.choice(WORDS)}" if kind < 0.1 else piece + "龘" if kind < 0.15 else piece)
    return made


def library(count: int, path: Path, seed: int = 7) -> list[Entry]:
    """Write a library of nothing but `count` generated cases to `path`."""
    entries = list(cases(count, seed))
    hash_ = hashlib.sha256(f"{count} {seed}".encode()).hexdigest()
    write(Contents(hash=hash_, things=(), owned=(), pictures=(), entries=tuple(entries), counts={}), path)
    return entries


if __name__ == "__main__":
    target = Path(sys.argv[2]) / f"library-{int(sys.argv[1]):012d}.db"
    library(int(sys.argv[1]), target)
    print(target)
