"""The history's sentences of acts that count something: one for a single thing, one for several."""

from __future__ import annotations

from typing import Final

from deskcirc.text import marked_pair

COUNTED_ACTS: Final[dict[str, tuple[str, str]]] = {
    "shelve": marked_pair(
        "Put {count} copy back on its shelf",
        "Put {count} copies back on their shelves",
    ),
    "import_rules": marked_pair(
        "Took over {count} circulation rule from {file}",
        "Took over {count} circulation rules from {file}",
    ),
    "move_due_dates": marked_pair(
        "Moved the due date of {count} loan",
        "Moved the due dates of {count} loans",
    ),
    "expire_holds": marked_pair(
        "Ended {count} hold that was not collected: {titles}",
        "Ended {count} holds that were not collected: {titles}",
    ),
    "fill_corner": marked_pair(
        "Lent {count} copy to the class corner of {name}",
        "Lent {count} copies to the class corner of {name}",
    ),
    "empty_corner": marked_pair(
        "Took {count} copy back from the class corner of {name}",
        "Took {count} copies back from the class corner of {name}",
    ),
    "put_into_stock": marked_pair(
        "Put {count} copy into stock",
        "Put {count} copies into stock",
    ),
    "set_price": marked_pair(
        "Set the price of {count} copy to {price} yuan",
        "Set the price of {count} copies to {price} yuan",
    ),
    "close_batch": marked_pair(
        "Closed batch {number}: {count} copy, {amount} yuan",
        "Closed batch {number}: {count} copies, {amount} yuan",
    ),
    "load_delivery": marked_pair(
        "Loaded the delivery list {file} into batch {number}: {count} copy expected",
        "Loaded the delivery list {file} into batch {number}: {count} copies expected",
    ),
    "add_copies": marked_pair(
        "Registered {count} copy of {title}: {numbers}",
        "Registered {count} copies of {title}: {numbers}",
    ),
    "remake_shelf_keys": marked_pair(
        "Put {count} copy into the shelf order of this program's version",
        "Put {count} copies into the shelf order of this program's version",
    ),
    "print_labels": marked_pair(
        "Printed the label of {count} copy",
        "Printed labels of {count} copies",
    ),
    "want_labels": marked_pair(
        "Put {count} copy on the list of labels to print",
        "Put {count} copies on the list of labels to print",
    ),
    "drop_labels": marked_pair(
        "Took {count} copy off the list of labels to print",
        "Took {count} copies off the list of labels to print",
    ),
    "hand_over": marked_pair(
        "Handed {count} copy over to the stacks: {number}",
        "Handed {count} copies over to the stacks: {number}",
    ),
    "queue_damaged": marked_pair(
        "Put {count} damaged copy into the repair queue",
        "Put {count} damaged copies into the repair queue",
    ),
    "open_lesson": marked_pair(
        "Prepared mending lesson {number}: {count} copy",
        "Prepared mending lesson {number}: {count} copies",
    ),
    "close_lesson": marked_pair(
        "Closed mending lesson {number}: {mended} of {count} copy mended",
        "Closed mending lesson {number}: {mended} of {count} copies mended",
    ),
    "check_batch": marked_pair(
        "Checked batch {number}: {arrived} of {expected} copy arrived",
        "Checked batch {number}: {arrived} of {expected} copies arrived",
    ),
    "search_copies": marked_pair(
        "Looked for {count} copy and did not find it",
        "Looked for {count} copies and did not find them",
    ),
    "declare_lost": marked_pair(
        "Declared {count} copy lost: {titles}",
        "Declared {count} copies lost: {titles}",
    ),
    "bind_issues": marked_pair(
        "Bound {count} issue of {title} as {number}",
        "Bound {count} issues of {title} as {number}",
    ),
    "open_stocktake": marked_pair(
        "Opened the count {number} {name}: {count} copy, {expected} of them on shelves",
        "Opened the count {number} {name}: {count} copies, {expected} of them on shelves",
    ),
    "load_count": marked_pair(
        "Took {count} line of {file} into the count {number}",
        "Took {count} lines of {file} into the count {number}",
    ),
    "decide_count": marked_pair(
        "Count {number}, {count} copy: {what}",
        "Count {number}, {count} copies: {what}",
    ),
    "return_in_count": marked_pair(
        "Count {number}, {count} copy: {what}",
        "Count {number}, {count} copies: {what}",
    ),
    "reverse_decision": marked_pair(
        "Count {number}, taken back for {count} copy: {what}",
        "Count {number}, taken back for {count} copies: {what}",
    ),
}
"""By the name of the act as the journal keeps it: the sentence for one and for more, as marked for translation."""
