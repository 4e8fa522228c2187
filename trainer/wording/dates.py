"""Days, times of day, stretches of time and amounts as people write them, in the language of the moment.

Dates and times are those of the organisation's zone; hours have 60 minutes and at most one decimal (`ui.md` §4.8).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from trainer.domain.calendar import DAY_MS, day_of, midnight
from trainer.i18n import _, ngettext, pgettext
from trainer.session import ZONE


def _months() -> tuple[str, ...]:
    return (
        pgettext("short month", "Jan"),
        pgettext("short month", "Feb"),
        pgettext("short month", "Mar"),
        pgettext("short month", "Apr"),
        pgettext("short month", "May"),
        pgettext("short month", "Jun"),
        pgettext("short month", "Jul"),
        pgettext("short month", "Aug"),
        pgettext("short month", "Sep"),
        pgettext("short month", "Oct"),
        pgettext("short month", "Nov"),
        pgettext("short month", "Dec"),
    )


def _weekdays() -> tuple[str, ...]:
    return (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )


def day(on: date) -> str:
    """``2026年11月23日`` / ``23 Nov 2026``."""
    return _("{day} {month} {year}").format(day=on.day, month=_months()[on.month - 1], year=on.year)


def short_day(on: date) -> str:
    """``11月23日`` / ``23 Nov``."""
    return _("{day} {month}").format(day=on.day, month=_months()[on.month - 1])


def month_near(on: date, today: date) -> str:
    """The short form within the year of `today`, otherwise month and year: ``7月15日``, ``2024年7月``; for narrow columns."""
    if on.year == today.year:
        return short_day(on)
    return _("{month} {year}").format(month=_months()[on.month - 1], year=on.year)


def day_near(on: date, today: date) -> str:
    """The short form within the year of `today`, with its year otherwise."""
    return short_day(on) if on.year == today.year else day(on)


def day_and_weekday(on: date) -> str:
    """``11月23日 星期一`` / ``Monday, 23 Nov``."""
    return _("{weekday}, {date}").format(weekday=_weekdays()[on.weekday()], date=short_day(on))


def local(time: int) -> datetime:
    """Milliseconds UTC as a time in the organisation's zone. Total, as `calendar.day_of` is: records may say anything."""
    within = timedelta(milliseconds=(time - midnight(date.min)) % DAY_MS)
    return datetime.combine(day_of(time), datetime.min.time(), ZONE) + within


def clock(time: int) -> str:
    """``09:05`` of a time in ms UTC."""
    return local(time).strftime("%H:%M")


def moment(time: int, today: date) -> str:
    """A time near today as people say it: today 09:05, yesterday 16:00, 20 Nov 16:05, 20 Nov 2025."""
    then = local(time)
    ago = (today - then.date()).days
    if ago == 0:
        return _("today {time}").format(time=clock(time))
    if ago == 1:
        return _("yesterday {time}").format(time=clock(time))
    if then.year == today.year:
        return _("{date} {time}").format(date=short_day(then.date()), time=clock(time))
    return day(then.date())


def ago(time: int, today: date) -> str:
    """How long something has waited: today, yesterday, 3 days."""
    days = (today - local(time).date()).days
    if days <= 0:
        return pgettext("waiting since", "today")
    if days == 1:
        return pgettext("waiting since", "yesterday")
    return ngettext("{n} day", "{n} days", days).format(n=days)


def number(tenths: int) -> str:
    """A figure with at most one decimal, from tenths: 125 → 12.5, 200 → 20."""
    whole, rest = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


def hours(seconds: int) -> str:
    """Hours as a bare figure, rounded down to a tenth, so that 19 h 59 min never reads as 20."""
    return number(seconds * 10 // 3600)


def hours_word(seconds: int) -> str:
    """``12.5 小时`` / ``12.5 h``."""
    return _("{hours} h").format(hours=hours(seconds))


def minutes_word(seconds: int) -> str:
    """``45 分钟`` / ``45 min``, rounded up to a whole minute."""
    return _("{minutes} min").format(minutes=-(-seconds // 60))


def length(seconds: int) -> str:
    """A stretch of time: minutes under two hours, hours from there, and one hour as such."""
    return minutes_word(seconds) if seconds < 7200 and seconds != 3600 else hours_word(seconds)


def exactly(seconds: int) -> str:
    """A stretch of time to the minute, for what is signed: ``45 分钟``, ``2 小时``, ``4 小时 15 分钟``."""
    full_hours, minutes = divmod(-(-seconds // 60), 60)
    if not full_hours:
        return minutes_word(seconds)
    if not minutes:
        return hours_word(full_hours * 3600)
    return _("{hours} h {minutes} min").format(hours=full_hours, minutes=minutes)


def countdown(seconds: int) -> str:
    """``24:18``; the hour joins in when there is one."""
    minutes, rest = divmod(max(seconds, 0), 60)
    full_hours, minutes = divmod(minutes, 60)
    return f"{full_hours}:{minutes:02d}:{rest:02d}" if full_hours else f"{minutes:02d}:{rest:02d}"


def percent(basis_points: int) -> str:
    """Basis points as a percentage: 8650 → 86.5%."""
    return f"{number(basis_points // 10)}%"


def score(basis_points: int) -> str:
    """Basis points as marks of a hundred: 8600 → 86."""
    return number(basis_points // 10)


def quarter(year: int, number_of: int) -> str:
    """``2026 Q4``."""
    return f"{year} Q{number_of}"
