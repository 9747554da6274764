"""Answers for reactions of the bot to what people press and write: callback and inline answers, emoji reactions."""

from sandbox.delivery import find_post, known_chat
from sandbox.errors import bad_request
from sandbox.records import JSON
from sandbox.registry import Call, api

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
MAX_TOAST = 200
MAX_RESULTS = 50
EMOJI = """
❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥
🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨
🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
"""
REACTIONS = frozenset(EMOJI.split())


@api("answerCallbackQuery")
def answer_callback_query(call: Call) -> bool:
    press = call.world.open_press(call.args.text("callback_query_id"))
    text = call.args.text("text")
    if press is None:
        raise bad_request(TOO_OLD)
    if len(text) > MAX_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    press.answered, press.toast = True, text or None
    press.alert, press.url = call.args.flag("show_alert"), call.args.text("url") or None
    if press.post:
        body = {"text": text, "alert": press.alert, "url": press.url}
        call.world.journal.emit("toast", person=press.user_id, message_id=press.post.message_id, **body)
    call.world.changed.notify()
    return True


@api("answerInlineQuery")
def answer_inline_query(call: Call) -> bool:
    query = call.args.text("inline_query_id")
    if query not in call.world.inline_queries:
        raise bad_request(TOO_OLD)
    results = call.args.structure("results", "can't parse inline query results JSON object")
    if not isinstance(results, list):
        raise bad_request("expected an Array of inline query results")
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [str(result.get("id", "")) for result in results]
    if len(set(ids)) != len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    if not all(1 <= len(result_id.encode()) <= 64 for result_id in ids):
        raise bad_request("RESULT_ID_INVALID")
    asker = call.world.inline_queries.pop(query)
    call.world.inline_answers[query] = results
    call.world.journal.emit("inline", person=asker, query=query, results=results)
    call.world.changed.notify()
    return True


@api("setMessageReaction")
def set_message_reaction(call: Call) -> bool:
    chat = known_chat(call)
    post = find_post(call, chat, missing="message to react not found")
    reaction: list[JSON] = call.args.structure("reaction") or []
    if len(reaction) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(item.get("type") == "emoji" and item.get("emoji") not in REACTIONS for item in reaction):
        raise bad_request("REACTION_INVALID")
    post.reactions[call.world.bot.id] = reaction
    call.world.tell(chat, "reaction", message_id=post.message_id, reactions=reaction, by_bot=True)
    return True
