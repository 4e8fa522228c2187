"""What the rules refused and what went wrong with the world, in sentences: what did not happen, why, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trainer.errors import Refused, Trouble
from trainer.i18n import N_, _
from trainer.wording import dates


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that says what happened and one that says what to do (may be empty)."""

    title: str
    remedy: str = ""

    def __str__(self) -> str:
        return _("{title} {remedy}").format(title=self.title, remedy=self.remedy) if self.remedy else self.title


REFUSED = {
    "dates-reversed": N_("The last day lies before the first, or more than a year after it."),
    "file-empty": N_("{name} is empty. Choose another file."),
    "file-too-big": N_("{name} is larger than 10 MB. Choose a smaller file."),
    "log-forked": N_("Two copies of this key have written different records. Ask HR for a new key for this computer."),
    "no-programme": N_("The installed library holds no programme. Install the program again."),
    "paper-pool-short": N_("There are not enough questions for this paper: {available} of {needed}."),
    "roles-missing": N_("Choose at least one role."),
    "several-keys": N_("Several keys lie here. Say whose: --as NAME."),
    "several-people": N_("Several people match “{name}”. Use the staff number or the id."),
    "unknown-policy": N_("This rule is not in the register."),
    "unknown-case": N_("There is no case “{id}” in the content folder."),
    "unknown-signer": N_("Nobody has signed in with this key. Sign in again."),
    "content-has-errors": N_("Mistakes in the content: {errors}. Mend them first; trainer content check lists them."),
    "signed-out": N_("Nobody is signed in. Unlock a key first."),
    "read-only": N_("This copy was opened for reading only, so nothing can be signed here."),
    "not-your-role": N_("Your role may not record this. Ask HR who may."),
    "not-about-yourself": N_("Nobody signs about themselves. Another person has to do this."),
    "only-about-yourself": N_("This can only be recorded about yourself."),
    "not-assigned": N_("You are not assigned to this person. HR can assign you."),
    "wrong-passphrase": N_("The passphrase does not open this key. Check it and try again."),
    "key-ended": N_("This key was ended by HR, so nothing signed with it would count. Ask HR for a new key."),
    "same-passphrase": N_("This is the present passphrase. Choose another one."),
    "weak-passphrase": N_(
        "This passphrase is too easy to guess. Use at least 15 characters or the five suggested words."
    ),
    "unknown-lesson": N_("This lesson is not in the installed library. Update the program or ask HR."),
    "unknown-practical": N_("This practical is not in the installed library, or is only planned."),
    "unknown-milestone": N_("This milestone is not part of the person's programme."),
    "unknown-paper": N_("This paper is not in the installed library."),
    "unknown-attempt": N_("This attempt is not on this computer yet. Exchange records first."),
    "unknown-record": N_("This record is not on this computer. Exchange records first."),
    "unknown-certificate": N_("This certificate is not on this computer. Exchange records first."),
    "note-empty": N_("The note has no text yet."),
    "note-too-long": N_("A note has at most {most} letters, this one has {letters}. Shorten it or make two of it."),
    "unknown-note": N_("This note was deleted meanwhile."),
    "unknown-person": N_("This person is not known here. Exchange records first."),
    "self-check-open": N_("Questions of the self-check still open: {count}. Answer them first."),
    "title-missing": N_("The title is missing. Say in a few words what it was."),
    "name-missing": N_("The name is missing."),
    "number-missing": N_("The staff number is missing."),
    "basis-missing": N_("The legal ground is missing. Name the request and the article of the law."),
    "not-erasable": N_(
        "This record says whose keys count or what was decided about records. Its contents cannot be erased."
    ),
    "nothing-to-erase": N_("There is nothing to erase: no contents of these records are left."),
    "no-fork": N_("There are no two records at this position any more."),
    "own-fork": N_("This is your own key. Somebody else of HR has to decide."),
    "own-record": N_("This record is your own. Take it back where it was signed."),
    "not-an-attestation": N_("Only what one person confirmed about another can be overruled."),
    "stopped": N_("Stopped. Nothing was changed."),
    "reason-missing": N_("The reason is missing. One sentence is enough."),
    "comment-missing": N_("A comment is needed when a practical has to be repeated. The learner will read it."),
    "independence-missing": N_("Say whether the person watched, was helped or worked alone."),
    "hours-out-of-range": N_("The time is outside what one entry can hold. Check the figure."),
    "date-in-future": N_("{day} has not come yet. Choose today or an earlier day."),
    "already-asked": N_("This practical has been asked for and waits for the mentor."),
    "already-certified": N_("Certificate {serial} is still running. Revoke it or wait until it ends."),
    "already-revoked": N_("This certificate was revoked and cannot be changed any more. Issue a new one."),
    "already-suspended": N_("This certificate is suspended already."),
    "not-suspended": N_("Only a suspended certificate can be reinstated."),
    "already-enrolled": N_("This person is enrolled already."),
    "already-assigned": N_("This person already has this assignment."),
    "already-bound": N_("This key is bound already."),
    "attempt-over": N_("This attempt was handed in and cannot be changed any more."),
    "attempt-running": N_("Another attempt at this paper is still open. Finish it first."),
    "attempts-used": N_("No attempt at this paper is left (allowed: {attempts}). Ask your mentor."),
    "attempt-pause": N_("The next attempt is possible from {time}."),
    "exam-not-open": N_("The exam has to be opened for your seat by a proctor first."),
    "exam-not-ended": N_("The exam has not been handed in yet."),
    "exam-cannot-be-graded": N_(
        "Some questions of this exam are not in the installed library, so it cannot be graded here."
    ),
    "examiner-is-mentor": N_("The examiner may not be the person's mentor. Another person has to sign the result."),
    "not-enrolled": N_("This person is not enrolled in a programme. Enrol them first."),
    "nothing-due": N_("No question is due for review now."),
    "pool-too-small": N_("There are not enough questions for this paper in the installed library."),
    "mentoring-not-started": N_("Mentoring had not started on that day, so the practical would not count."),
    "criteria-open": N_("{met} of {of} criteria are met. Pass needs all of them."),
    "figure-too-low": N_("The figure is below what the milestone asks for."),
    "more-than-claimed": N_("More time was accepted than was claimed. Lower the figure."),
    "nothing-to-confirm": N_("There is nothing to confirm here."),
    "week-not-done": N_("Week {week} is not complete: a lesson or its paper is still open."),
    "nobody-there": N_("Nobody is on the list of attendees."),
    "nothing-to-look-at": N_("Add a file, or write a sentence about the work: the mentor needs something to look at."),
    "file-gone": N_("Not found any more: {file}. Take it out of the list or choose it again."),
    "not-over": N_("The meeting has not ended yet. Sign when it is over."),
    "gate-open": N_(
        "The gate is not complete, so no certificate can be issued. Open the person to see what is missing."
    ),
    "invitation-expired": N_("This invitation has expired. Ask HR for a new one."),
    "unknown-token": N_("This answer belongs to no open invitation of this computer. Write a new invitation."),
    "other-organisation": N_("This file belongs to another organisation. Choose one of yours."),
    "other-organisation-here": N_("This computer already holds another organisation's data. Use another data folder."),
    "not-proven": N_("The file does not prove that its sender holds the key. Ask for a new one."),
    "recovery-inside-data": N_(
        "Keep the recovery file somewhere else than the program's data: on a USB stick, for example."
    ),
    "hr-key": N_("This key speaks for HR. Only the recovery file ends it."),
    "already-ended": N_("This key has ended already."),
    "key-not-live": N_("This key has ended, so it cannot become a key of HR."),
    "already-hr": N_("This key is or was a key of HR already. A new key of this person can become one."),
    "last-hr-key": N_("This is the last key of HR. Make another one first, or use the recovery on the first page."),
    "same-person": N_("Work cannot be handed over to the person who gives it away. Choose somebody else."),
    "person-left": N_("This person has no key in use any more. Choose somebody else."),
    "nothing-to-hand-over": N_("Nothing was chosen to be handed over."),
    "wrong-recovery-passphrase": N_(
        "The passphrase does not open the recovery file. It is not the one for signing in: it was chosen with the file."
    ),
    "other-recovery": N_("This recovery file belongs to “{title}”, another organisation. Choose the one of yours."),
    "recovery-not-enough": N_(
        "This recovery file alone may not decide who is HR here: its key was replaced, or more keys have to sign."
    ),
    "root-contested": N_(
        "Two different decisions about who is HR are known here, so neither holds. Exchange with everybody before going on."
    ),
    "records-missing": N_(
        "There are no records on this computer. Choose a file that somebody of the organisation wrote for the exchange."
    ),
    "not-a-demonstration": N_("These data are no demonstration. Their keys open with a passphrase."),
    "folder-not-empty": N_("The folder {folder} is not empty. Choose a new one."),
    "text-missing": N_("The text is missing."),
    "unknown-requirement": N_("This requirement is not part of the person's programme."),
    "second-missing": N_("A second person has to agree, and not the one it is about."),
    "own-feedback": N_("Somebody else answers what was reported here."),
    "not-yours": N_("Only the person who gave this feedback can confirm that it is mended."),
    "person-not-here": N_("There is no key of this person on this computer."),
}
"""Code → sentence; placeholders are filled from the detail."""

TROUBLE = {
    "backup-failed": N_("The backup could not be made."),
    "no-content-here": N_("There are no courses or quizzes in {folder}."),
    "no-store": N_("There are no data in this folder yet."),
    "notes-damaged": N_("The notes on this computer cannot be read; the file may be damaged."),
    "not-a-file": N_("{file} is not a file."),
    "not-a-store": N_("{file} is not a data file of this program."),
    "schema-altered": N_("The data file was altered from outside, so nothing is written to it."),
    "store-behind": N_(
        "The records here are older than what this key has already sent, so nothing is written with it."
    ),
    "released-damaged": N_("The list of released content is damaged: {file}, line {line}."),
    "key-damaged": N_("The key file is damaged and cannot be opened."),
    "key-unreadable": N_("The key file {file} cannot be read."),
    "mark-damaged": N_("The file that remembers how far this key has written is damaged."),
    "wrong-passphrase": N_("The passphrase does not open this file."),
    "recovery-damaged": N_("The recovery file is damaged or is not a recovery file."),
    "not-an-invitation": N_("This file is not an invitation, or it is damaged."),
    "not-a-request": N_("This file is not an answer to an invitation, or it is damaged."),
    "not-a-certificate": N_("{file} is not a certificate of this program, or it is damaged."),
    "not-a-bundle": N_("{file} is not an exchange file of this program, or it is damaged."),
    "certificate-without-evidence": N_("{file} carries no evidence, so nothing can be checked."),
    "certificate-too-large": N_("{file} is far larger than any certificate. It was not opened."),
    "evidence-damaged": N_("The evidence in {file} is damaged."),
    "file-not-written": N_("{file} could not be written."),
    "file-unreadable": N_("{file} cannot be read."),
    "file-missing": N_("{file} is not there."),
    "folder-missing": N_("The folder {folder} is not there."),
    "settings-not-saved": N_("The settings could not be saved."),
    "library-missing": N_("The course library is not installed."),
    "library-damaged": N_("The course library is damaged."),
    "library-other-version": N_("The course library was made by another version of the program."),
    "file-held": N_("Another program holds {file}."),
    "empty-bundle": N_("{file} is empty."),
    "no-rights": N_("This computer does not allow reading or writing here: {file}."),
    "disk-full": N_("The disk is full. What was saved before is safe."),
    "disk-failed": N_("The disk reported an error."),
    "store-newer": N_("These data were written by a newer version of the program."),
    "store-damaged": N_("The data file is damaged."),
    "store-busy": N_("Another program holds the data file."),
    "second-instance": N_("The program is already open on these data."),
}

REMEDIES = {
    "": "",
    "bring-records-back": N_("Exchange records so that the missing ones come back, or ask HR for a new key."),
    "found-or-join": N_("Found an organisation or join with an invitation first."),
    "try-again": N_("Try again in a moment."),
    "upgrade-program": N_("Install the newer version. Nothing was changed."),
    "verify-store": N_("Run: trainer verify. It names what is wrong."),
    "ask-hr-for-new-key": N_("Ask HR to end the old key and to bind a new one. Records stay valid."),
    "ask-hr-for-new-invitation": N_("Ask HR for a new invitation file."),
    "try-again-or-ask-hr": N_("Try again. A forgotten passphrase cannot be recovered: HR can bind a new key."),
    "other-recovery-copy": N_("Try another copy of the recovery file."),
    "choose-other-place": N_("Close the file if it is open elsewhere, or choose another name or folder."),
    "choose-other-file": N_("Choose another file."),
    "check-folder": N_("Check that the folder exists and may be written to."),
    "check-folder-rights": N_("Check the rights of the folder, or choose another one with --data."),
    "check-data-folder": N_("Check the data folder, or restore a backup."),
    "check-file": N_("Check the file and try again."),
    "check-path": N_("Check the name and try again."),
    "notes-set-aside": N_("It was set aside as {aside}, and a new notebook is begun. Nothing was deleted."),
    "close-it-there": N_("Close the file in the other program, then try again."),
    "ask-for-it-again": N_("It was probably copied only halfway. Ask for it again."),
    "check-disk": N_("Copy the data folder to another disk, then look at this one."),
    "free-space": N_("Free some space, then try again."),
    "build-library": N_("Install the program again, or run: trainer content build."),
    "restore-released": N_("Restore the file from version control. Released lines are never changed."),
    "ask-issuer": N_("Ask whoever issued it for the original file."),
    "restore-backup": N_("Restore a backup. Records that were exchanged come back with the next exchange."),
    "close-other": N_("Use the window that is open, or close it first."),
}


def _shown(value: object) -> object:
    return dates.day(value) if isinstance(value, date) else value


def say(error: Refused | Trouble) -> Said:
    """The sentences for what was refused or went wrong; an unknown code is named, never hidden."""
    detail = {"file": "", "folder": "", **{name: _shown(value) for name, value in error.detail.items()}}
    if isinstance(error, Refused):
        message = REFUSED.get(error.code)
        if message is None:
            return Said(_("This was refused: {code}.").format(code=error.code))
        return Said(_(message).format(**detail))
    message = TROUBLE.get(error.code)
    title = _(message).format(**detail) if message else _("Something went wrong: {code}.").format(code=error.code)
    remedy = REMEDIES.get(error.remedy)
    return Said(title, _(remedy).format(**detail) if remedy else error.remedy)
