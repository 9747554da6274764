"""Short sentences by name: answers to taps, refusals with the way out, confirmations (screens §4.10).

A part named `sum`, `low` or `high` is money in minor units, one named `when` a time; they are shown in the reader's own way.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.cards.labels import N_
from bot.words import Words

PHRASES: dict[str, str] = {
    # what stands in the way
    "not_at_this_stage": N_("This is not possible at this stage. Here is the current card."),
    "not_found": N_("Nothing here for you. Open the list again."),
    "stale": N_("Refreshed: something changed meanwhile."),
    "failed": N_("Something went wrong on our side, it is recorded as {id}. Please try again."),
    "client_unknown": N_("The client is new: hand the request to a manager or open his card first."),
    "client_name_empty": N_("Write the client's name on his card first."),
    "client_contact_empty": N_("Add a phone or an e-mail to the client's card first."),
    "need_empty": N_("Write down what the client needs first."),
    "reason_is_empty": N_("Please give a reason."),
    "device_not_here": N_("The device is not with us yet."),
    "device_here": N_("The device is with us: this is for a visit."),
    "no_engineer": N_("Assign a master first."),
    "estimate_is_empty": N_("The estimate is empty: add a line first."),
    "price_not_exact": N_("This price has to be asked: write it as a custom line."),
    "not_from_price_list": N_("Only lines from the price list can be sent by an operator."),
    "time_missing": N_("The time is not agreed yet."),
    "estimate_not_approved": N_("The estimate is not approved yet."),
    "prepayment_due": N_("The prepayment has not come yet."),
    "money_held": N_("Money has been taken: return it first."),
    "engineer_on_the_way": N_("The master is on the way already."),
    "balance_due": N_("The order is not paid yet."),
    "balance_not_zero": N_("The account is not settled yet."),
    "documents_missing": N_("Some papers are missing."),
    "warning_too_young": N_("Two months have not passed since the written warning."),
    "no_draft": N_("There is no draft to drop."),
    "hours_not_read": N_("These are no hours. Example: 9-18 or 9:30-20:00."),
    "zone_not_read": N_("No such time zone. Example: Europe/Moscow."),
    "amount_not_read": N_("This is not a sum. Example: 1500 or 1500.50."),
    "choice_not_known": N_("Choose one of the buttons."),
    "nobody_to_take": N_("No other master is at work now."),
    "no_complaint": N_("There is no open complaint."),
    "no_papers": N_("No files are attached yet."),
    "email_not_read": N_("This does not look like an e-mail. Example: anna@example.com."),
    "outcome_is_empty": N_("Choose how it ends."),
    "time_taken": N_("The master is promised to another client then. Choose another time."),
    "time_not_read": N_("This is no time to come. Example: fri 14:00 or 27.11 14-16."),
    "day_not_read": N_("This is no day to come. Example: fri or 27.11."),
    "price_too_low": N_("The price list begins at {low} here. Write the price once more."),
    "price_too_high": N_("The price list ends at {high} here. Write the price once more."),
    "line_not_read": N_("No price found. Example: Cleaning 900 or Cleaning 2 x 450."),
    "line_gone": N_("This line is not in the estimate any more."),
    "estimate_not_draft": N_("The estimate was sent: change it by a new version."),
    "estimate_not_sent": N_("This estimate does not wait for an answer."),
    "evidence_missing": N_("Write how and in what words the client answered."),
    "nothing_due": N_("Nothing is due on this order."),
    "settled": N_("The account is settled."),
    "refund_over_limit": N_("More than {sum} on one order is returned by the director only."),
    "charge_by_estimate": N_("The bill changes with the estimate, not by a reversal."),
    "write_off_by_director": N_("Only the director takes a write-off back."),
    "notice_is_empty": N_("Open the payment and press Remind there."),
    "reminded_already": N_("The client was reminded a short while ago."),
    "number_is_empty": N_("The invoice has no number yet. Press the button once more."),
    "amount_not_positive": N_("The sum must be more than zero."),
    "refund_over_paid": N_("No more can be returned than was paid."),
    "findings_is_empty": N_("Write what the diagnosis showed."),
    "evidence_is_empty": N_("Write how and in what words the client answered."),
    "text_is_empty": N_("Please write it in words."),
    "need_is_empty": N_("Write down what the client needs first."),
    "amount_is_empty": N_("The sum must be more than zero."),
    "method_is_empty": N_("Choose how the money is paid."),
    "engineer_id_is_empty": N_("Assign a master first."),
    "dispatcher_id_is_empty": N_("Choose a dispatcher."),
    "order_id_is_empty": N_("Choose an order."),
    "until_is_empty": N_("Choose a time."),
    "slots_is_empty": N_("Choose a time."),
    "starts_at_is_empty": N_("Choose a time."),
    "device_is_empty": N_("Write which device it is."),
    "kind_is_empty": N_("Choose the kind of paper."),
    "kinds_is_empty": N_("Choose the kind of paper."),
    "obstacle_is_empty": N_("Choose what to waive."),
    "entry_id_is_empty": N_("This record is not there any more."),
    "entry_gone": N_("This record is not there any more."),
    "already_reversed": N_("This record is reversed already."),
    "reversal_is_final": N_("A reversal cannot be reversed. Make a new record."),
    "write_off_over_due": N_("No more can be written off than is due."),
    "estimate_too_long": N_("The estimate is full: {limit} lines at most."),
    "title_is_empty": N_("Write what the line is for."),
    "quantity_not_positive": N_("The quantity must be more than zero."),
    "price_negative": N_("A price cannot be below zero."),
    "amount_too_large": N_("This number is too large."),
    "last_director": N_("Somebody must remain the director."),
    "approved": N_("Thank you, approved."),
    "declined": N_("Understood. We will be in touch."),
    "paid": N_("Paid in all: {sum}."),
    "invoiced": N_("Invoice №{number} is out."),
    "entry_reversed": N_("Taken back by an entry of its own."),
    "reminder_sent": N_("The client will be reminded."),
    "complaint_open": N_("A complaint is open: no reminders until it is settled."),
    "call_later": N_("Reminded again in an hour."),
    "language_set": N_("The language is changed."),
    "taken_by": N_("Already taken by {name}."),
    "undo_late": N_("Too late to undo: things have moved on."),
    "undone": N_("Undone."),
    "letter_retried": N_("Tried again."),
    "letter_dropped": N_("Dropped."),
    "draft_gone": N_("What you began a week ago was not finished and is forgotten. Start again whenever you like."),
    "papers_sent": N_("Sent to the client: {n}."),
    "cancel_passed_on": N_("We have passed it on, a specialist will contact you."),
    "revoked": N_("The invite does not work any more."),
    "rights_changed": N_("Your roles have changed. The keys below follow."),
    "given_on": N_("Given to others: {n}."),
    # confirmations
    "kept": N_("№{number} stays with you."),
    "taken": N_("Taken. Answer by replying to the card."),
    "delivered": N_("👌"),
    "reply_where": N_("Who is this for? Reply to a client's message or to an order's card, or choose:"),
    "not_reachable": N_("{name} gets no messages from the bot. Call instead."),
    "welcome_back": N_("Hello, {name}."),
    "invite_dead": N_("This link does not work any more. Ask for a new one."),
    "kind_unsupported": N_("This cannot be passed on. Please write it or send a photo."),
    "written": N_("Passed on, we will answer here."),
    "welcome_staff": N_("You are on the team now. The keys below are your workplace."),
    "help_staff": N_("Your lists are on the keys below, everything else on the cards. Answer a client by replying to his message."),
    "help": N_("Write what happened in your own words, and we will answer here. The buttons below show your requests."),
    "thanks": N_("Thank you."),
    "cancelled": N_("Cancelled."),
    "price_file_too_large": N_("This price list is too large: 4 MB and 5,000 rows at most. Send it in parts."),
    "price_file_not_text": N_("Save the list as CSV or text and send it again. Example of a row: Cleaning;900"),
    "price_file_empty": N_("The file is empty. Send a table with a title and a price in each row, e.g. Cleaning;900"),
    "price_file_without_prices": N_("No prices found in the file. Each row needs a title and a price, e.g. Cleaning;900"),
    "price_file_coming": N_("Reading the price list, one moment."),
    "file_not_fetched": N_("Telegram did not give the file. Please send it again."),
    "file_too_big": N_("Telegram gives bots files up to 20 MB. Send a shorter one or a link."),
}


def phrase(name: str, params: Mapping[str, object], *, _: Words) -> str:
    """The sentence of a name; an unknown name is itself, which a test forbids."""
    return _(PHRASES.get(name, name), **{key: _shown(key, value, _) for key, value in params.items()})


def _shown(key: str, value: object, _: Words) -> object:
    if key in ("sum", "low", "high") and isinstance(value, int):
        return _.money(value)
    if key == "when" and isinstance(value, str):
        return _.when(datetime.fromisoformat(value))
    return value
