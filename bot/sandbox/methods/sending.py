"""sendMessage and its kin without a file: location, venue, contact, poll, dice, chat action."""

from __future__ import annotations

from typing import Any

from bot.sandbox.checks import fields
from bot.sandbox.entities import formatted, utf16_length
from bot.sandbox.errors import bad
from bot.sandbox.methods.posting import post, text_fields
from bot.sandbox.methods.request import Handler, Request
from bot.sandbox.table import NESTED

SHOWN_AS = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note"
)
ACTIONS = frozenset(SHOWN_AS.split())
DICE = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}
LOCATION = ("horizontal_accuracy", "live_period", "heading", "proximity_alert_radius")
VENUE = ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type")


def send_message(request: Request) -> dict[str, Any]:
    """Send text."""
    return post(request, text_fields(request.params))


def send_location(request: Request) -> dict[str, Any]:
    """Send a point on the map."""
    params = request.params
    return post(
        request, {"location": point(params) | {key: params[key] for key in LOCATION if key in params}}
    )


def send_venue(request: Request) -> dict[str, Any]:
    """Send a place with a name and an address."""
    params = request.params
    venue = {"location": point(params), "title": params["title"], "address": params["address"]}
    venue |= {key: params[key] for key in VENUE if key in params}
    return post(request, {"venue": venue, "location": venue["location"]})


def send_contact(request: Request) -> dict[str, Any]:
    """Send somebody's phone number."""
    params = request.params
    names = ("phone_number", "first_name", "last_name", "vcard")
    return post(request, {"contact": {key: params[key] for key in names if params.get(key)}})


def send_dice(request: Request) -> dict[str, Any]:
    """Roll."""
    emoji = request.params.get("emoji") or "🎲"
    if emoji not in DICE:
        raise bad("wrong dice emoji")
    return post(request, {"dice": {"emoji": emoji, "value": request.state.random.randint(1, DICE[emoji])}})


def send_poll(request: Request) -> dict[str, Any]:
    """Send a poll with at least one and at most twelve options."""
    params = request.params
    question, entities = formatted(
        params["question"], params.get("question_parse_mode"), params.get("question_entities")
    )
    if not 1 <= utf16_length(question) <= 300:
        raise bad("poll question length must be between 1 and 300")
    poll = new_poll(request, question, [_option(option) for option in params["options"]])
    if entities:
        poll["question_entities"] = entities
    return post(request, {"poll": poll})


def new_poll(request: Request, question: str, options: list[str]) -> dict[str, Any]:
    """A poll without votes."""
    params = request.params
    if not 1 <= len(options) <= 12:
        raise bad("poll must have at least 1 option and at most 12 options")
    if any(not 1 <= utf16_length(option) <= 100 for option in options):
        raise bad("poll option length must be between 1 and 100")
    return {
        "id": str(request.state.random.randint(10**17, 10**18)),
        "question": question,
        "options": [
            {"persistent_id": str(number), "text": text, "voter_count": 0}
            for number, text in enumerate(options)
        ],
        "total_voter_count": 0,
        "is_closed": params.get("is_closed", False),
        "is_anonymous": params.get("is_anonymous", True),
        "type": params.get("type") or "regular",
        "allows_multiple_answers": params.get("allows_multiple_answers", False),
        "allows_revoting": params.get("allows_revoting", True),
        "members_only": params.get("members_only", False),
    } | {key: params[key] for key in ("correct_option_ids", "open_period", "close_date") if key in params}


def send_chat_action(request: Request) -> bool:
    """Show "typing …"; costs nothing."""
    action = request.params["action"]
    if action not in ACTIONS:
        raise bad("wrong parameter action in request")
    chat = request.sendable_chat()
    request.state.hub.publish("chat_action", {"chat": chat.id, "bot": request.bot.id, "action": action})
    return True


def point(params: dict[str, Any]) -> dict[str, Any]:
    """Latitude and longitude that are on the earth."""
    latitude, longitude = params["latitude"], params["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad("wrong location specified")
    return {"latitude": latitude, "longitude": longitude}


def _option(option: Any) -> str:
    given = fields(
        {"text": option} if isinstance(option, str) else option, NESTED["option"], "InputPollOption"
    )
    return formatted(given["text"], given.get("text_parse_mode"), given.get("text_entities"))[0]


HANDLERS: dict[str, Handler] = {
    "sendmessage": send_message,
    "sendlocation": send_location,
    "sendvenue": send_venue,
    "sendcontact": send_contact,
    "senddice": send_dice,
    "sendpoll": send_poll,
    "sendchataction": send_chat_action,
}
