"""What each command says of itself in the list of them, so that no command is imported to list it.

Held equal to the commands' own words by a test; a command that is missing here is imported and asked.
"""

from __future__ import annotations

BRIEFLY = {
    "due": "List what is overdue and due today.",
    "next": "Show the one thing to do first.",
    "show": "What, why, who recommends it, and the words.",
    "draft": "The words of a message: print, hand on, or mark as sent.",
    "log": "Write down that you were in touch with somebody.",
    "done": "Tick a follow-up off.",
    "snooze": "Move a follow-up to another day.",
    "drop": "Let a follow-up go, with a reason.",
    "reschedule": "Move an interview, or the day of an answer.",
    "close": "End an application, an interview, a door or a change.",
    "review": "Go through what waits, one at a time.",
    "undo": "Take back the last thing that was done here.",
    "redo": "Do again what was undone last.",
    "open": "Open a note in Obsidian or your editor.",
    "dashboard": "Take in what you ticked there, and refresh it.",
    "stats": "Count how far applications got, and what a change moved.",
    "prompt": "Print `3!` for the prompt of a shell.",
    "check": "What is wrong in the vault, and the way out.",
    "import": "Bring in mails, tables, LinkedIn's archive, saved postings.",
    "export": "Hand the search to a calendar, a spreadsheet, a program.",
    "init": "Make a folder a vault.",
    "watch": "Keep the dashboard true while you write.",
    "demo": "Play a living example, dated around today.",
    "service": "Keep `vault watch` running, from login to logout.",
    "completion": "Let the shell complete commands, notes and ids.",
}
