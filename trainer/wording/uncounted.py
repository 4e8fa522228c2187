"""Why a sound record does not count, in sentences: one per reason of `trainer.domain.progress.WHY_NOT`."""

from __future__ import annotations

from trainer.i18n import N_, _

REASONS = {
    "badbody": N_("The contents do not have the form of their kind."),
    "withdrawn": N_("Withdrawn by its signer or overruled by HR."),
    "replaced": N_("Replaced by a later record."),
    "two-successors": N_(
        "Two records say different things about the same matter. HR has to write one that names both."
    ),
    "self-signed": N_("Nobody can attest about themselves."),
    "not-assigned": N_("The signer was not assigned to this person for this."),
    "assignment-ended": N_("Signed after the position at which the assignment ended."),
    "examiner-is-mentor": N_("The programme wants an examiner who is not the mentor."),
    "unknown-target": N_("What it refers to is not there, or does not count itself."),
    "before-mentoring": N_("Observed before mentoring began."),
    "still-to-come": N_("It speaks of a time that was still to come when it was signed."),
    "criteria-open": N_("It says pass, but not every criterion was met."),
    "figure-short": N_("The figure is below what the milestone asks for."),
    "not-opened": N_("No proctor had opened this exam."),
    "opening-used": N_("A second attempt under one opening of the exam."),
    "opening-expired": N_("Begun after the opening of the exam had expired."),
    "not-the-paper": N_("This attempt does not follow the paper it names."),
    "score-differs": N_("The result says pass, but grading the answers again gives a fail."),
    "after-hand-in": N_("Answered after the attempt was handed in."),
    "needs-second": N_("A waiver needs a second person."),
    "not-from-hr": N_("Only HR or the person can change these particulars."),
    "revoked-is-final": N_("A revoked certificate cannot be reinstated."),
}
"""Reason → sentence."""


def why_not_counted(reason: str) -> str:
    """Why a sound record does not count."""
    return _(REASONS[reason])
