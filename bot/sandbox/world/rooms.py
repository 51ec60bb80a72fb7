"""Chats: private ones, groups, who is in them with which rights, topics, migration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.sandbox.chats import RIGHTS, USUAL_RIGHTS, Chat, Member, Topic
from bot.sandbox.errors import Misuse
from bot.sandbox.members import set_member
from bot.sandbox.messages import compose, deliver, service
from bot.sandbox.topics import change_topic, drop_topic, publish_topic
from bot.sandbox.world.place import Places, Ref

SUPERGROUP = -1_000_000_000_000


class Rooms(Places):
    """Where people meet."""

    def private_chat(self, user: Ref, bot: Ref | None = None) -> int:
        """Open a person's chat with a bot without a word; returns its id, which is the person's."""
        return self._private(self.state.the_account(user), bot).id

    def group(
        self,
        title: str = "Agents",
        forum: bool = True,
        members: Iterable[Ref] = (),
        owner: Ref | None = None,
        bot: Ref | list[Ref] | None = None,
        admin: bool = True,
        rights: Iterable[str] | None = None,
        kind: str = "supergroup",
    ) -> int:
        """Make a group (kind "supergroup" or "group") with its bots and people; returns its id.

        Without an owner the first member is it. Without `bot`, the only bot there is comes in.
        """
        if kind not in ("supergroup", "group"):
            raise Misuse("kind is 'supergroup' or 'group'")
        if kind == "group" and forum:
            forum = False
        people = [self.state.the_account(member) for member in members]
        if owner is not None:
            first = self.state.the_account(owner)
            people = [first, *(person for person in people if person is not first)]
        number, self.state.next_group = self.state.next_group, self.state.next_group + 1
        chat = Chat(SUPERGROUP - number if kind == "supergroup" else -number, kind, title=title, forum=forum)
        for position, person in enumerate(people):
            chat.members[person.id] = Member(person, "member" if position else "creator")
        self.state.groups[chat.id] = chat
        self.state.hub.publish("chat", {"chat": chat.id, "type": kind, "title": title, "is_forum": forum})
        for each in self._bots_for(bot):
            self._bring(chat, each, "administrator" if admin else "member", rights)
        return chat.id

    def _bots_for(self, bot: Any) -> list[Any]:
        if bot is None:
            return list(self.state.bots.values()) if len(self.state.bots) == 1 else []
        return [self.state.the_bot(each) for each in (bot if isinstance(bot, list | tuple) else [bot])]

    def _bring(self, chat: Chat, who: Any, status: str, rights: Iterable[str] | None, by: Any = None) -> None:
        owner = next((member.who for member in chat.members.values() if member.status == "creator"), who)
        actor = self._who(by) if by is not None else owner
        set_member(
            self.state,
            chat,
            who,
            actor,
            status,
            _rights(rights) if status == "administrator" else frozenset(),
        )

    def join(self, who: Ref, chat: Ref, by: Ref | None = None) -> bool:
        """A person or a bot comes into a group, by themselves or brought by somebody."""
        group, found = self._group(chat), self._who(who)
        if not _is_in(group, found.id):
            set_member(self.state, group, found, self._who(by) if by is not None else found, "member")
        return True

    def leave(self, who: Ref, chat: Ref) -> bool:
        """A person or a bot goes."""
        group, found = self._group(chat), self._who(who)
        if _is_in(group, found.id):
            set_member(self.state, group, found, found, "left")
        return True

    def kick(self, who: Ref, chat: Ref, by: Ref | None = None) -> bool:
        """Somebody throws a person or a bot out."""
        group = self._group(chat)
        set_member(self.state, group, self._who(who), self._actor(group, by), "kicked")
        return True

    def promote(
        self, who: Ref, chat: Ref, rights: Iterable[str] | None = None, by: Ref | None = None
    ) -> bool:
        """Make somebody an administrator with these rights (the usual ones if none are named)."""
        group = self._group(chat)
        set_member(
            self.state, group, self._who(who), self._actor(group, by), "administrator", _rights(rights)
        )
        return True

    def demote(self, who: Ref, chat: Ref, by: Ref | None = None) -> bool:
        """Make an administrator a plain member again."""
        group = self._group(chat)
        set_member(self.state, group, self._who(who), self._actor(group, by), "member")
        return True

    def set_forum(self, chat: Ref, forum: bool) -> bool:
        """Switch topics on or off in a supergroup."""
        group = self._group(chat)
        if group.kind != "supergroup":
            raise Misuse("only a supergroup can have topics; migrate the group first")
        group.forum = forum
        group.refresh()
        self.state.hub.publish(
            "chat", {"chat": group.id, "type": group.kind, "title": group.title, "is_forum": forum}
        )
        return True

    def rename(self, chat: Ref, title: str, by: Ref | None = None) -> bool:
        """Give a group another title."""
        group = self._group(chat)
        group.title = title
        group.refresh()
        service(self.state, group, self._actor(group, by), {"new_chat_title": title})
        return True

    def create_topic(self, user: Ref, chat: Ref, name: str) -> int:
        """A person opens a topic; returns its thread id."""
        account = self.state.the_account(user)
        group = self._place(account, chat)
        if not group.forum:
            raise Misuse(f"group {chat} has no topics")
        created = {"name": name, "icon_color": Topic(0, name).icon_color}
        message = compose(self.state, group, account.user, {"forum_topic_created": created})
        topic = Topic(message["message_id"], name, creator=account.id)
        group.topics[topic.id] = topic
        deliver(self.state, group, message | {"message_thread_id": topic.id, "is_topic_message": True})
        publish_topic(self.state, group, topic)
        return topic.id

    def rename_topic(self, chat: Ref, thread: int, name: str, by: Ref | None = None) -> bool:
        """Somebody renames a topic."""
        group = self._group(chat)
        change_topic(self.state, group, self._topic(group, thread), self._actor(group, by), {"name": name})
        return True

    def close_topic(self, chat: Ref, thread: int, by: Ref | None = None) -> bool:
        """Somebody closes a topic."""
        return self._switch_topic(chat, thread, by, closed=True)

    def reopen_topic(self, chat: Ref, thread: int, by: Ref | None = None) -> bool:
        """Somebody opens a closed topic again."""
        return self._switch_topic(chat, thread, by, closed=False)

    def _switch_topic(self, chat: Ref, thread: int, by: Ref | None, *, closed: bool) -> bool:
        group = self._group(chat)
        topic = self._topic(group, thread)
        topic.closed = closed
        what = "forum_topic_closed" if closed else "forum_topic_reopened"
        service(self.state, group, self._actor(group, by), {what: {}}, thread=topic.id)
        publish_topic(self.state, group, topic)
        return True

    def delete_topic(self, chat: Ref, thread: int, error: str = "message thread not found") -> bool:
        """Somebody deletes a topic; posting there is refused with `error` (TOPIC_DELETED is seen too)."""
        group = self._group(chat)
        topic = self._topic(group, thread)
        topic.refusal = error
        drop_topic(self.state, group, topic)
        return True

    def migrate(self, chat: Ref) -> int:
        """A basic group becomes a supergroup; returns the new id."""
        group = self._group(chat)
        if group.kind != "group":
            raise Misuse("only a basic group migrates; make it with kind='group'")
        number, self.state.next_group = self.state.next_group, self.state.next_group + 1
        new = Chat(SUPERGROUP - number, "supergroup", title=group.title)
        new.members = dict(group.members)
        self.state.groups[new.id] = new
        actor = self._actor(group, None)
        service(self.state, group, actor, {"migrate_to_chat_id": new.id})
        group.migrated_to = new.id
        service(self.state, new, actor, {"migrate_from_chat_id": group.id})
        self.state.hub.publish("migrated", {"chat": group.id, "to": new.id})
        return new.id


def _is_in(group: Chat, who: int) -> bool:
    member = group.members.get(who)
    return member is not None and member.present


def _rights(names: Iterable[str] | None) -> frozenset[str]:
    if names is None:
        return USUAL_RIGHTS
    rights = frozenset(names)
    if unknown := rights - set(RIGHTS):
        raise Misuse(f"there is no right {min(unknown)!r}; there are {', '.join(RIGHTS)}")
    return rights | {"can_manage_chat"}
