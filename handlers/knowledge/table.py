"""What the base's editing and learning offer the router."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.knowledge import answering, creating, editing, files, finding, learning, looking, reviewing
from handlers.turn import Turn

COMMANDS: dict[str, Callable[[Turn, str], Awaitable[None]]] = {
    "faq": finding.command,
    "learn": learning.command,
}
ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {
    "knowledge.open": finding.open_entry,
    "knowledge.missing": finding.show_missing,
    "knowledge.figures": finding.show_figures,
    "knowledge.review": finding.show_review,
    "knowledge.new": creating.begin,
    "knowledge.preview": looking.preview,
    "knowledge.answer": answering.ask_answer,
    "knowledge.publish_answer": answering.publish,
    "knowledge.leave": answering.leave,
    "knowledge.add_wording": editing.ask_wording,
    "knowledge.wordings": editing.wordings,
    "knowledge.drop_wording": editing.drop_wording,
    "knowledge.files": files.files,
    "knowledge.add_file": files.ask_file,
    "knowledge.drop_file": files.drop_file,
    "knowledge.hide": editing.hide,
    "knowledge.publish": editing.publish,
    "knowledge.undo": editing.undo,
    "knowledge.take_file": reviewing.take_file,
    "knowledge.keep_file": reviewing.keep_ours,
    "knowledge.learn": learning.begin,
    "knowledge.learn_add": learning.add,
    "knowledge.learn_answer": learning.from_answer,
    "knowledge.learn_publish": learning.publish_answer,
    "knowledge.learn_new": learning.write_new,
    "knowledge.learn_other": learning.other,
    "knowledge.learn_search": learning.search,
    "knowledge.learn_dismiss": learning.dismiss,
    "knowledge.learn_bring_back": learning.bring_back,
}
