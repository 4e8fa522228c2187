"""Mistakes in content files, said to their authors: what is wrong, and what to write instead."""

from __future__ import annotations

from types import MappingProxyType

from trainer.content.problems import Problem
from trainer.i18n import N_, _

FILES = {
    "no-content": N_("There is no courses/ or quizzes/ folder here."),
    "file-missing": N_("This file is missing."),
    "empty-file": N_("The file is empty."),
    "outside": N_("This is a link to another place. Put the file itself here."),
    "too-big": N_("The file is larger than {limit} kB. Shorten or shrink it."),
    "unreadable": N_("The file cannot be read: {reason}"),
    "not-utf8": N_("The file is not UTF-8 from this line on. Save it as UTF-8."),
    "control-character": N_("This line holds a character that cannot be shown. Delete it and type the text again."),
    "file-not-read": N_("Nothing reads this file. Check its name and its folder."),
    "file-not-named-after-id": N_("The file must be named after its id: {id}.yaml."),
    "bad-yaml": N_("This is not readable YAML: {reason}. Check indentation, quotes and brackets near this line."),
    "alias": N_("Anchors and aliases (& and *) are not used here. Write the text out."),
    "tag": N_("Tags (a word with !) are not used here."),
    "too-deep": N_("This is nested too deeply."),
    "key-not-a-word": N_("A field name must be a plain word."),
    "comma-in-braces": N_("“{field}” has no value. Put a text that holds a comma or a colon in quotes."),
    "no-front-matter": N_("A lesson begins with --- , its fields, and --- again."),
    "fence-not-closed": N_("The block that begins here is never closed with ```."),
}
FIELDS = {
    "unknown-field": N_("There is no field “{field}” here. Possible: {near}."),
    "missing-field": N_("The field “{field}” is missing."),
    "field-twice": N_("The field “{field}” is given twice."),
    "field-not-for-kind": N_("A question of kind {kind} has no “{field}”."),
    "wrong-shape": N_("A {wanted} is expected here."),
    "empty-text": N_("The text is empty."),
    "too-long": N_("The text has {length} characters; the screen has room for {limit}."),
    "bad-length": N_("The list has {length} entries; {least} to {most} are possible."),
    "bad-id": N_("“{value}” cannot be an id here."),
    "bad-choice": N_("“{value}” is not possible here. Choose one of: {choices}."),
    "bad-number": N_("“{value}” is not a number that is possible here. Write digits without separators."),
    "bad-measure": N_("“{value}” is not an amount with a unit. Units: {units}."),
    "bad-date": N_("“{value}” is not a date. Write it like 2026-11-23."),
    "dates-reversed": N_("The end {end} is not after the start {start}."),
    "duplicate-id": N_("The id “{id}” is already used in {other}, line {other_line}."),
}
LINKS = {
    "unknown-policy": N_("There is no policy {policy} in the register."),
    "policy-not-in-force": N_("Policy {policy} is not in force on {on}."),
    "policy-not-gradable": N_(
        "Policy {policy} (confidence {confidence}) is for awareness or not verified; no question may rest on it."
    ),
    "policy-not-listed": N_("Policy {policy} is not in the list of this case's policies. Add it there."),
    "broken-link": N_("The link leads nowhere: there is no {kind} “{id}”."),
    "link-out": N_("“{target}” leads out of the content. Use [[case:…]], [[policy:…]] or [[lesson:…]]."),
    "unknown-case": N_("There is no case “{id}”."),
    "unknown-lesson": N_("There is no lesson “{id}”."),
    "unknown-week": N_("There is no week “{id}” in the programme."),
    "unknown-paper": N_("There is no paper “{id}”."),
    "unknown-term": N_("There is no term “{id}” in the glossary."),
    "term-twice": N_("“{text}” is already a spelling of the term “{id}”."),
    "term-circle": N_("The term “{id}” leads back to itself through “see”. Point from the special to the general."),
    "term-unused": N_("No lesson and no case uses “{text}”."),
    "unknown-practical": N_("There is no file courses/practicals/{id}.yaml."),
    "folder-without-lessons": N_("There are no lessons in courses/{folder}."),
    "week-without-lessons": N_("Week {id} has no lessons. Give it a folder, or mark it planned."),
    "pool-thin": N_("This section draws {count} from {pool} questions; at least {needed} are needed."),
    "case-thin": N_("The case says too little for {count} kinds of derived questions."),
    "question-refused": N_("The question {id} could not be made from this case."),
}
TEXTS = {
    "raw-html": N_("HTML is not allowed: {text}. Use Markdown."),
    "picture-missing": N_("The picture {name} is missing."),
    "picture-without-words": N_("The picture {name} needs a description between the brackets."),
    "picture-kind": N_("{name} is not a PNG or JPEG picture."),
    "picture-not-here": N_("Pictures can only stand in lessons."),
    "personal-number": N_("This looks like the number of a real person or company ({kind}). Remove it."),
    "not-anonymised": N_("A validated case must be anonymised: yes."),
    "unknown-callout": N_("There is no callout “{kind}”. Possible: {choices}."),
    "callout-without-title": N_('A callout needs a title: !!! note "Title".'),
    "heading-level": N_("Headings are ##, ### or ####."),
    "text-before-section": N_("The text must begin with a ## heading."),
    "section-twice": N_("Two sections are called “{title}”."),
    "few-sections": N_("The lesson has {length} sections; at least {least} are needed."),
    "no-self-check": N_("The lesson has no self-check questions."),
    "self-check-not-last": N_("The self-check questions must stand in the last section."),
    "lesson-length": N_("The lesson has {length} Chinese characters; {least} to {most} are asked for."),
}
QUESTIONS = {
    "question-too-few-options": N_("The question needs at least {least} options."),
    "question-no-right-option": N_("No option is marked right: yes."),
    "question-several-right": N_("Only one option may be right. Use kind: multiple for several."),
    "question-nothing-wrong": N_("Every option is right. At least one must be wrong."),
    "question-no-feedback": N_("The option “{text}” has no feedback."),
    "question-same-id": N_("Two parts of the question have the id “{id}”."),
    "question-same-text": N_("Two options read the same: “{text}”."),
    "question-option-tell": N_("The right option is much longer than the others and gives itself away: “{text}”."),
    "question-no-truth": N_("The answer must be yes or no."),
    "question-too-few-steps": N_("At least {least} steps are needed."),
    "question-steps-not-ordered": N_("The steps have no order that can be asked for."),
    "question-unknown-unit": N_("“{unit}” is not a known unit."),
    "question-negative-tolerance": N_("The tolerance must not be negative."),
    "question-tolerance-too-narrow": N_("The answer as it is shown is outside the tolerance. Round it or allow more."),
    "question-duplicate": N_("This question asks the same as another one of its case."),
}
FIGURES = {
    "figure-same-name": N_("The figure “{name}” is there twice, or its name is reserved."),
    "figure-no-value": N_("The figure “{name}” needs either a value or a formula."),
    "figure-bad-vary": N_("The figure “{name}” cannot vary: min, max and step give fewer than two values."),
    "figure-off-grid": N_("The value of “{name}” is not one of those that min, max and step give."),
    "figure-unknown-unit": N_("“{unit}” is not a known unit (figure “{name}”)."),
    "figure-unknown-placeholder": N_("{{{name}}} cannot be worked out from the figures."),
    "figure-unused": N_("The figure “{name}” is never used."),
    "figure-typed": N_("{value} is the figure “{name}”, which varies. Write {{{name}}} instead."),
    "check-fails-as-written": N_("The check “{formula}” does not hold for the figures as written."),
    "check-never-holds": N_("No draw of the figures satisfies these checks. Widen the ranges or loosen the checks."),
    "sum-wrong": N_("This sum does not come out: {sum}."),
    "recompute-differs": N_("A second calculation of “{formula}” gives another result. Write it with brackets."),
    "formula-empty": N_("The formula is empty."),
    "formula-too-long": N_("The formula is too long."),
    "formula-unreadable": N_("“{formula}” is not a formula."),
    "formula-not-allowed": N_("“{what}” is not allowed in a formula. Use names, numbers, + - * /, min, max, round."),
    "formula-unknown-name": N_("The formula uses “{name}”, which is not a figure before it."),
    "formula-not-a-number": N_("“{formula}” is a comparison; a number is expected."),
    "formula-not-a-comparison": N_("“{formula}” compares nothing. A check looks like a < b."),
    "formula-division-by-zero": N_("The formula divides by zero."),
    "formula-out-of-range": N_("The result of the formula is out of range."),
}
SENTENCES = MappingProxyType({**FILES, **FIELDS, **LINKS, **TEXTS, **QUESTIONS, **FIGURES})
"""Every code of `trainer.content` and of `trainer.domain.faults` and its sentence."""

REFUSED = MappingProxyType(
    {
        "policy-unknown": N_("The question {id} was not made: it rests on a policy that is not in the register."),
        "distractor-defensible": N_(
            "The question {id} was not made: its wrong answers could be defended under the case's own policies."
        ),
        "question-duplicate": N_("The question {id} was not made: another question of the case asks the same."),
        "question-option-tell": N_("The question {id} was not made: the right answer stands out by its length."),
        "question-same-text": N_("The question {id} was not made: two of its options would read the same."),
    }
)
"""Why a question could not be made from a case."""

KINDS = MappingProxyType(
    {
        "id-card": N_("identity card"),
        "phone": N_("telephone"),
        "tax-number": N_("tax number"),
        "bank-card": N_("bank card"),
        "case": N_("case"),
        "policy": N_("policy"),
        "lesson": N_("lesson"),
        "text": N_("text"),
        "list": N_("list"),
        "map": N_("map with fields"),
    }
)


def problem(found: Problem) -> str:
    """The sentence of a content problem, without file and line; an unknown code is named, never hidden."""
    sentence = REFUSED.get(str(found.detail.get("why", ""))) or SENTENCES.get(found.code)
    if sentence is None:
        return _("Something is wrong here: {code}.").format(code=found.code)
    detail = dict.fromkeys(("formula", "name", "reason", "what"), "") | dict(found.detail)
    for name in ("kind", "wanted"):
        if detail.get(name) in KINDS:
            detail[name] = _(KINDS[str(detail[name])])
    return _(sentence).format(**detail)


def line(found: Problem) -> str:
    """A content problem as one line for a terminal or an editor: file, line, sentence."""
    place = f"{found.file}:{found.line}" if found.line else found.file
    return f"{place}: {problem(found)}"
