"""The words printed on a certificate, and what a certificate is worth in one sentence.

The printed words are part of the document: they follow the holder's language as recorded, not that of whoever looks,
so that a page made again on another computer says exactly the same and can be compared word by word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trainer.documents.certificate import CertificatePage, Signed
from trainer.domain.certification import CertificateStanding
from trainer.i18n import N_, _, ngettext
from trainer.wording import dates
from trainer.wording.gate import Names, line_of
from trainer.wording.lines import joined, listed

_EN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ZH_DIGITS = "零一二三四五六七八九十"
_EN_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

PRINTED: Mapping[str, Mapping[str, str]] = {
    "zh_CN": {
        "serial": "证书编号",
        "title": "上岗证书",
        "subtitle": "Certificate of Readiness",
        "number": "工号 {number}",
        "sentence": "完成{theory}个月理论学习与{mentoring}个月带教实操，{lines}项上线要求全部满足，",
        "allows": "准予以售后服务专员身份独立上岗。",
        "issued": "签发日期",
        "until": "有效期至",
        "programme": "课程方案",
        "version": "{version} 版·规则 {rules}",
        "mentor": "导师",
        "examiner": "考官",
        "issuer": "签发人（人事）",
        "signed": "{day}签署",
        "scan": "扫码核对",
        "footer": "证据截点 {cut}·用启程打开本文件，可离线核验全部证据",
        "pilot": "试点方案",
        "demo": "演示，不作证明",
        "draft": "预览，尚未签发",
        "join": "·",
    },
    "en": {
        "serial": "Certificate no.",
        "title": "Certificate of Readiness",
        "subtitle": "上岗证书",
        "number": "Staff no. {number}",
        "sentence": "has completed {theory} months of theory and {mentoring} months of mentored practice,",
        "allows": "meets all {lines} go-live requirements and may work alone as an after-sales specialist.",
        "issued": "Issued on",
        "until": "Valid until",
        "programme": "Programme",
        "version": "Version {version}, rules {rules}",
        "mentor": "Mentor",
        "examiner": "Examiner",
        "issuer": "Issued by (HR)",
        "signed": "signed {day}",
        "scan": "Scan to check",
        "footer": "Cut {cut} - open this file with Qicheng to check all evidence offline",
        "pilot": "Pilot programme",
        "demo": "Demonstration, proves nothing",
        "draft": "Preview, not issued",
        "join": ", ",
    },
}
"""Language of the holder → the printed words."""


@dataclass(frozen=True, slots=True)
class Printable:
    """What a certificate says, before it is said. `signed` are (``mentor`` | ``examiner`` | ``issuer``, name, day).

    `marks` are ``pilot``, ``demo`` and ``draft``; `cut` the first 16 hex digits of the cut's hash.
    """

    locale: str
    organisation: str
    serial: str
    name: str
    number: str
    theory_months: int
    mentoring_months: int
    lines: int
    on: date
    until: date
    version: str
    rules: int
    signed: Sequence[tuple[str, str, date]]
    marks: Sequence[str]
    cut: str
    qr: str


def printed(one: Printable) -> CertificatePage:
    """The page in the holder's language."""
    language = one.locale if one.locale in PRINTED else "zh_CN"
    words = PRINTED[language]
    figures = {
        "theory": _count(one.theory_months, language),
        "mentoring": _count(one.mentoring_months, language),
        "lines": _count(one.lines, language),
    }
    groups = " ".join(one.cut[at : at + 4] for at in range(0, 16, 4))
    return CertificatePage(
        organisation=one.organisation,
        serial_label=words["serial"],
        serial=one.serial,
        title=words["title"],
        subtitle=words["subtitle"],
        name=one.name,
        number=words["number"].format(number=one.number) if one.number else "",
        sentences=(words["sentence"].format(**figures), words["allows"].format(**figures)),
        facts=(
            (words["issued"], _day(one.on, language)),
            (words["until"], _day(one.until, language)),
            (words["programme"], words["version"].format(version=one.version, rules=one.rules)),
        ),
        signatures=tuple(
            Signed(words[part], name, words["signed"].format(day=_day(on, language))) for part, name, on in one.signed
        ),
        qr=one.qr,
        qr_caption=words["scan"],
        footer=words["footer"].format(cut=groups),
        warning=words["join"].join(words[mark] for mark in one.marks),
    )


def _count(number: int, language: str) -> str:
    if not 0 <= number <= 10:
        return str(number)
    if language == "zh_CN":
        return "两" if number == 2 else _ZH_DIGITS[number]
    return _EN_WORDS[number]


def _day(on: date, language: str) -> str:
    if language == "zh_CN":
        return f"{on.year}年{on.month}月{on.day}日"
    return f"{on.day} {_EN_MONTHS[on.month - 1]} {on.year}"


# What it is worth

STATUS: Mapping[str, str] = {
    "active": N_("Valid"),
    "suspended": N_("Suspended"),
    "revoked": N_("Revoked"),
    "expired": N_("Expired"),
    "held": N_("Held"),
    "invalid": N_("Invalid"),
}
"""One word for a status."""

TONES: Mapping[str, str] = {
    "active": "ok",
    "suspended": "warn",
    "revoked": "bad",
    "expired": "neutral",
    "held": "warn",
    "invalid": "bad",
}
"""The tone of a status: ok, warn, bad or neutral."""

EXPIRING = N_("Expiring")
"""The word for an active certificate that ends soon."""

SHOWN = ("active", "expiring", "suspended", "revoked", "expired", "held", "invalid")
"""What the register tells apart, in its order."""

WORTH: Mapping[str, str] = {
    "active": N_("Valid when issued and valid now, until {until}."),
    "suspended": N_("Suspended by HR: {reason}"),
    "revoked": N_("Revoked by HR: {reason}"),
    "expired": N_("Valid when issued; it ran until {until}."),
    "held": N_("Valid when issued, but evidence was withdrawn since: {failing}."),
    "requirements": N_("Never valid: when it was issued, these requirements were not met: {failing}."),
    "cut-missing": N_("Cannot be checked here: {missing} of the logs it rests on are not on this computer."),
    "not-enrolled": N_("Never valid: the person was not enrolled when it was issued."),
    "programme-unknown": N_("Cannot be checked here: its programme is not in the installed library."),
    "wrong-programme": N_("Never valid: it names another programme than the person was enrolled in."),
    "wrong-title": N_("Never valid: a pilot programme gives pilot certificates only."),
    "dated-ahead": N_("Not valid yet: it is dated after today."),
}
"""Code of a standing → what it means."""


def status_word(status: str) -> str:
    """One word for a status, or for ``expiring``."""
    return _(STATUS.get(status, EXPIRING))


def tone(shown: str) -> str:
    """The tone of a status, or of ``expiring``."""
    return TONES.get(shown, "warn")


def facts(on: date, until: date, issuer: str, version: str) -> tuple[tuple[str, str], ...]:
    """What stands beside somebody's own certificate: captions and words; `version` is the programme's, empty if unknown."""
    said = [(_("Issued on"), dates.day(on)), (_("Valid until"), dates.day(until)), (_("Issued by"), issuer)]
    if version:
        said.append((_("Programme"), _("version {version}").format(version=version)))
    return tuple(said)


def worth(judged: CertificateStanding, names: Names) -> str:
    """What a certificate is worth, with the requirement that fails by name."""
    items = judged.failing or judged.failing_now
    failing = listed(line_of(item, names).title for item in items)
    sentence = WORTH.get(judged.code) or N_("This certificate stands at: {code}")
    return _(sentence).format(
        until=dates.day(judged.valid_until),
        reason=judged.detail.get("reason", ""),
        missing=judged.detail.get("missing", 0),
        failing=failing,
        code=judged.code,
    )


def failing_lines(judged: CertificateStanding, names: Names) -> tuple[tuple[str, str], ...]:
    """The requirements that fail, each with its reason."""
    lines = [line_of(item, names) for item in judged.failing or judged.failing_now]
    return tuple((line.title, line.reason) for line in lines)


# Signing


def issue_meaning(name: str, serial: str, lines: int) -> str:
    """What HR says by issuing."""
    return ngettext(
        "I issue certificate {serial} to {name}: the {n} requirement of the programme is met on the records up to here.",
        "I issue certificate {serial} to {name}: all {n} requirements of the programme are met on the records up to here.",
        lines,
    ).format(name=name, serial=serial, n=lines)


CHANGES: Mapping[str, str] = {
    "suspended": N_("I suspend certificate {serial} of {name}. It can be reinstated."),
    "reinstated": N_("I reinstate certificate {serial} of {name}."),
    "revoked": N_("I revoke certificate {serial} of {name}. This is final."),
}
"""What HR says by changing a certificate's state."""


def change_meaning(state: str, name: str, serial: str) -> str:
    """What HR says by suspending, reinstating or revoking."""
    return _(CHANGES[state]).format(name=name, serial=serial)


STATES: Mapping[str, str] = {
    "issued": N_("Issued"),
    "suspended": N_("Suspended"),
    "reinstated": N_("Reinstated"),
    "revoked": N_("Revoked"),
}
"""What HR did with a certificate, in one word."""

AFTERWARDS: Mapping[str, str] = {
    "suspended": N_("Suspended by HR: {reason}"),
    "reinstated": N_("Valid when issued and valid now, until {until}."),
    "revoked": N_("Revoked by HR: {reason}"),
}
"""What checking the certificate says afterwards."""


def state_word(state: str) -> str:
    """What HR did with a certificate."""
    return _(STATES[state])


def afterwards(state: str, reason: str, until: date) -> str:
    """What whoever checks the certificate will read, and from when on."""
    said = _(AFTERWARDS[state]).format(reason=reason or "…", until=dates.day(until))
    return _(
        "Whoever checks it then reads: “{said}” That holds for files saved from now on and on every computer that has exchanged since. A file saved before says what was known then."
    ).format(said=said)


def consequence(state: str) -> str:
    """What a change of state means for the holder's work."""
    return {
        "suspended": _("While it is suspended the holder may not work alone. Nothing is lost; it can be reinstated."),
        "reinstated": _("The holder may work alone again from now on. The suspension stays in the history."),
        "revoked": _("The holder may not work alone any more. This cannot be undone; a new certificate can be issued."),
    }[state]


def lost_line(kind: str, by: str, on: date, why: str) -> str:
    """A record that carried a certificate and counts no longer."""
    return _("{kind} by {name}, {day}: {why}").format(kind=kind, name=by, day=dates.day(on), why=why)


def register_line(counts: Mapping[str, int]) -> str:
    """How many certificates there are, and of which status."""
    total = sum(counts.values())
    said = ngettext("{n} certificate", "{n} certificates", total).format(n=total)
    return joined(
        said, *(_("{status} {n}").format(status=status_word(one), n=counts[one]) for one in SHOWN if counts.get(one))
    )


def filter_word(status: str, count: int) -> str:
    """A choice of the register."""
    return _("{status} ({n})").format(status=status_word(status), n=count)


def state_line(state: str, by: str, signed: int, today: date) -> str:
    """One entry of a certificate's history."""
    return _("{state} · {name}, {time}").format(state=state_word(state), name=by, time=dates.moment(signed, today))
