"""Which methods there are and what they take: one line each, checked against Bot API 10.0.

`name!kind` is required, `name:kind` is not. Kinds: i integer, s text, b true/false, f number, c chat (by
number or @username), a array, n array of integers, o object, F file or file id. A word in capitals stands for
a group of parameters.
"""

from __future__ import annotations

GROUPS = {
    "TO": "business_connection_id:s chat_id!c message_thread_id:i direct_messages_topic_id:i",
    "HOW": "disable_notification:b protect_content:b allow_paid_broadcast:b message_effect_id:s",
    "POST": "suggested_post_parameters:o reply_parameters:o reply_markup:o",
    "CAPTION": "caption:s parse_mode:s caption_entities:a",
    "EDIT": "business_connection_id:s chat_id:c message_id:i inline_message_id:s",
    "FROM": "chat_id!c message_thread_id:i direct_messages_topic_id:i from_chat_id!c",
    "SCOPE": "scope:o language_code:s",
    "THREAD": "chat_id!c message_thread_id!i",
}

METHODS = """
getMe
logOut
close
getUpdates offset:i limit:i timeout:i allowed_updates:a
setWebhook url!s certificate:F ip_address:s max_connections:i allowed_updates:a drop_pending_updates:b
  secret_token:s
deleteWebhook drop_pending_updates:b
getWebhookInfo
sendMessage TO text!s parse_mode:s entities:a link_preview_options:o HOW POST
forwardMessage FROM video_start_timestamp:i disable_notification:b protect_content:b message_effect_id:s
  suggested_post_parameters:o message_id!i
forwardMessages FROM message_ids!n disable_notification:b protect_content:b
copyMessage FROM message_id!i video_start_timestamp:i CAPTION show_caption_above_media:b HOW POST
copyMessages FROM message_ids!n disable_notification:b protect_content:b remove_caption:b
sendPhoto TO photo!F CAPTION show_caption_above_media:b has_spoiler:b HOW POST
sendAudio TO audio!F CAPTION duration:i performer:s title:s thumbnail:F HOW POST
sendDocument TO document!F thumbnail:F CAPTION disable_content_type_detection:b HOW POST
sendVideo TO video!F duration:i width:i height:i thumbnail:F cover:F start_timestamp:i CAPTION
  show_caption_above_media:b has_spoiler:b supports_streaming:b HOW POST
sendAnimation TO animation!F duration:i width:i height:i thumbnail:F CAPTION show_caption_above_media:b
  has_spoiler:b HOW POST
sendVoice TO voice!F CAPTION duration:i HOW POST
sendVideoNote TO video_note!F duration:i length:i thumbnail:F HOW POST
sendMediaGroup TO media!a HOW reply_parameters:o
sendSticker TO sticker!F emoji:s HOW POST
sendLocation TO latitude!f longitude!f horizontal_accuracy:f live_period:i heading:i proximity_alert_radius:i
  HOW POST
sendVenue TO latitude!f longitude!f title!s address!s foursquare_id:s foursquare_type:s google_place_id:s
  google_place_type:s HOW POST
sendContact TO phone_number!s first_name!s last_name:s vcard:s HOW POST
sendPoll TO question!s question_parse_mode:s question_entities:a options!a is_anonymous:b type:s
  allows_multiple_answers:b allows_revoting:b shuffle_options:b allow_adding_options:b
  hide_results_until_closes:b members_only:b country_codes:a correct_option_ids:n explanation:s
  explanation_parse_mode:s explanation_entities:a explanation_media:o open_period:i close_date:i is_closed:b
  description:s description_parse_mode:s description_entities:a media:o HOW reply_parameters:o reply_markup:o
sendDice TO emoji:s HOW POST
sendChatAction business_connection_id:s chat_id!c message_thread_id:i action!s
setMessageReaction chat_id!c message_id!i reaction:a is_big:b
editMessageText EDIT text!s parse_mode:s entities:a link_preview_options:o reply_markup:o
editMessageCaption EDIT CAPTION show_caption_above_media:b reply_markup:o
editMessageMedia EDIT media!o reply_markup:o
editMessageReplyMarkup EDIT reply_markup:o
stopPoll business_connection_id:s chat_id!c message_id!i reply_markup:o
deleteMessage chat_id!c message_id!i
deleteMessages chat_id!c message_ids!n
answerCallbackQuery callback_query_id!s text:s show_alert:b url:s cache_time:i
getFile file_id!s
getChat chat_id!c
getChatMember chat_id!c user_id!i
getChatAdministrators chat_id!c return_bots:b
getChatMemberCount chat_id!c
leaveChat chat_id!c
banChatMember chat_id!c user_id!i until_date:i revoke_messages:b
unbanChatMember chat_id!c user_id!i only_if_banned:b
pinChatMessage business_connection_id:s chat_id!c message_id!i disable_notification:b
unpinChatMessage business_connection_id:s chat_id!c message_id:i
unpinAllChatMessages chat_id!c
createChatInviteLink chat_id!c name:s expire_date:i member_limit:i creates_join_request:b
exportChatInviteLink chat_id!c
getForumTopicIconStickers
createForumTopic chat_id!c name!s icon_color:i icon_custom_emoji_id:s
editForumTopic THREAD name:s icon_custom_emoji_id:s
closeForumTopic THREAD
reopenForumTopic THREAD
deleteForumTopic THREAD
unpinAllForumTopicMessages THREAD
editGeneralForumTopic chat_id!c name!s
closeGeneralForumTopic chat_id!c
reopenGeneralForumTopic chat_id!c
hideGeneralForumTopic chat_id!c
unhideGeneralForumTopic chat_id!c
unpinAllGeneralForumTopicMessages chat_id!c
setMyCommands commands!a SCOPE
getMyCommands SCOPE
deleteMyCommands SCOPE
setMyName name:s language_code:s
getMyName language_code:s
setMyDescription description:s language_code:s
getMyDescription language_code:s
setMyShortDescription short_description:s language_code:s
getMyShortDescription language_code:s
setChatMenuButton chat_id:i menu_button:o
getChatMenuButton chat_id:i
setMyDefaultAdministratorRights rights:o for_channels:b
getMyDefaultAdministratorRights for_channels:b
"""

NOT_OFFERED = """
addStickerToSet answerGuestQuery answerInlineQuery answerPreCheckoutQuery answerShippingQuery
answerWebAppQuery approveChatJoinRequest approveSuggestedPost banChatSenderChat convertGiftToStars
createChatSubscriptionInviteLink createInvoiceLink createNewStickerSet declineChatJoinRequest
declineSuggestedPost deleteAllMessageReactions deleteBusinessMessages deleteChatPhoto
deleteChatStickerSet deleteMessageReaction deleteStickerFromSet deleteStickerSet deleteStory
editChatInviteLink editChatSubscriptionInviteLink editMessageChecklist editMessageLiveLocation editStory
editUserStarSubscription getAvailableGifts getBusinessAccountGifts getBusinessAccountStarBalance
getBusinessConnection getChatGifts getCustomEmojiStickers getGameHighScores getManagedBotAccessSettings
getManagedBotToken getMyStarBalance getStarTransactions getStickerSet getUserChatBoosts getUserGifts
getUserPersonalChatMessages getUserProfileAudios getUserProfilePhotos giftPremiumSubscription postStory
promoteChatMember readBusinessMessage refundStarPayment removeBusinessAccountProfilePhoto
removeChatVerification removeMyProfilePhoto removeUserVerification replaceManagedBotToken
replaceStickerInSet repostStory restrictChatMember revokeChatInviteLink savePreparedInlineMessage
savePreparedKeyboardButton sendChecklist sendGame sendGift sendInvoice sendLivePhoto sendMessageDraft
sendPaidMedia setBusinessAccountBio setBusinessAccountGiftSettings setBusinessAccountName
setBusinessAccountProfilePhoto setBusinessAccountUsername setChatAdministratorCustomTitle
setChatDescription setChatMemberTag setChatPermissions setChatPhoto setChatStickerSet setChatTitle
setCustomEmojiStickerSetThumbnail setGameScore setManagedBotAccessSettings setMyProfilePhoto
setPassportDataErrors setStickerEmojiList setStickerKeywords setStickerMaskPosition
setStickerPositionInSet setStickerSetThumbnail setStickerSetTitle setUserEmojiStatus
stopMessageLiveLocation transferBusinessAccountStars transferGift unbanChatSenderChat upgradeGift
uploadStickerFile verifyChat verifyUser
"""


INSIDE = {
    "reply_parameters": """message_id!i chat_id:c allow_sending_without_reply:b quote:s quote_parse_mode:s
        quote_entities:a quote_position:i checklist_task_id:i poll_option_id:s""",
    "link_preview_options": "is_disabled:b url:s prefer_small_media:b prefer_large_media:b show_above_text:b",
    "scope": "type!s chat_id:c user_id:i",
    "menu_button": "type!s text:s web_app:o",
    "command": "command!s description!s",
    "option": "text!s text_parse_mode:s text_entities:a media:o",
    "reaction": "type!s emoji:s custom_emoji_id:s",
}
SENT_TO = frozenset(name[:-2] for group in ("TO", "HOW", "POST") for name in GROUPS[group].split())

Known = dict[str, tuple[str, bool]]


def _parameters(words: list[str]) -> Known:
    items = (item for word in words for item in GROUPS.get(word, word).split())
    return {item[:-2]: (item[-1], item[-2] == "!") for item in items}


def _input_media(kind: str) -> Known:
    """An InputMedia takes what its sending method takes, but for where it goes."""
    own = {name: what for name, what in PARAMETERS[f"send{kind}"].items() if name not in SENT_TO | {kind}}
    return {"type": ("s", True), "media": ("s", True)} | own


LINES = [line.split() for line in METHODS.strip().replace("\n  ", " ").splitlines()]
PARAMETERS: dict[str, Known] = {name.lower(): _parameters(words) for name, *words in LINES}
NAMES = {name.lower(): name for name, *_ in LINES}
NESTED = {name: _parameters(words.split()) for name, words in INSIDE.items()}
INPUT_MEDIA = {kind: _input_media(kind) for kind in ("photo", "video", "document", "audio", "animation")}
UNOFFERED = frozenset(name.lower() for name in NOT_OFFERED.split())
REQUIRED = {
    method: tuple(name for name, (_, required) in known.items() if required)
    for method, known in PARAMETERS.items()
}
