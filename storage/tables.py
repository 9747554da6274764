"""What is kept: every table of Gotovo in one place."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.types import BIG, UtcDateTime

FIRST_NUMBER = 1001

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", BIG, Identity(), primary_key=True)


def _flag(name: str, *, default: bool = False) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=text("true" if default else "false"))


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


def _money(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default="0")


def _json(name: str) -> Column[object]:
    return Column(name, JSON, nullable=False)


meta = Table("meta", metadata, Column("key", String(40), primary_key=True), Column("value", Text, nullable=False))

setting = Table("setting", metadata, Column("key", String(60), primary_key=True), _json("value"))

# people

staff = Table(
    "staff",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    _json("roles"),
    _flag("on_shift", default=True),
    Column("away_until", UtcDateTime),
    Column("dismissed_at", UtcDateTime),
    Column("chat_id", BigInteger),
    Column("created_at", UtcDateTime, nullable=False),
    _count("row_version"),
)

OF_COMPANY = text("company_id IS NOT NULL")
client = Table(
    "client",
    metadata,
    _id(),
    Column("kind", String(10), nullable=False, server_default="person"),
    _text("name"),
    Column("company_id", BIG, ForeignKey("company.id")),
    _text("address"),
    _text("note"),
    Column("manager_id", BIG, ForeignKey("staff.id")),
    Column("channel", String(16), nullable=False, server_default="telegram"),
    Column("language", String(8), nullable=False, server_default="ru"),
    Column("confirmed_at", UtcDateTime),
    Column("blacklisted_at", UtcDateTime),
    _flag("on_credit"),
    _money("credit_limit"),
    _count("payment_days"),
    _money("agreed_limit"),
    Column("created_at", UtcDateTime, nullable=False),
    _count("row_version"),
    Index("ix_client_company_id", "company_id", sqlite_where=OF_COMPANY, postgresql_where=OF_COMPANY),
)

company = Table("company", metadata, _id(), Column("name", Text, nullable=False), _text("tax_id"), _text("address"), _text("note"))

contact_point = Table(
    "contact_point",
    metadata,
    _id(),
    Column("client_id", BIG, ForeignKey("client.id"), nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("value", String(120), nullable=False),
    _flag("proved"),
    Index("ix_contact_point_kind_value", "kind", "value"),
)

account = Table(
    "account",
    metadata,
    _id(),
    Column("channel", String(16), nullable=False),
    Column("address", String(64), nullable=False),
    Column("chat_id", BigInteger, index=True),
    _text("name"),
    _text("username"),
    Column("language", String(8), nullable=False, server_default="ru"),
    _flag("language_chosen"),
    Column("client_id", BIG, ForeignKey("client.id"), index=True),
    Column("staff_id", BIG, ForeignKey("staff.id"), index=True),
    Column("dead_since", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("channel", "address"),
)

invite = Table(
    "invite",
    metadata,
    _id(),
    Column("token_hash", String(64), nullable=False, unique=True),
    _json("roles"),
    Column("created_by", BIG, ForeignKey("staff.id")),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Column("used_by", BIG, ForeignKey("staff.id")),
    Column("revoked_at", UtcDateTime),
    _flag("for_owner"),
)

# orders

lead = Table(
    "lead",
    metadata,
    Column("id", BIG, Identity(start=FIRST_NUMBER), primary_key=True),
    Column("client_id", BIG, ForeignKey("client.id"), nullable=False, index=True),
    Column("channel", String(16), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("stage", String(16), nullable=False),
    _count("turn"),
    _count("row_version"),
    _text("need"),
    _text("device"),
    Column("place", String(16), nullable=False, server_default=""),
    _text("address"),
    Column("assignee_id", BIG, ForeignKey("staff.id")),
    Column("manager_id", BIG, ForeignKey("staff.id")),
    Column("joined_to", BIG, ForeignKey("lead.id")),
    Column("linked_to", BIG, ForeignKey("lead.id")),
    Column("not_client_id", BIG),
    _text("reason"),
    Column("answered_at", UtcDateTime),
    Column("snoozed_until", UtcDateTime),
    Column("acknowledged_at", UtcDateTime),
    Column("form_state", String(16), nullable=False, server_default=""),
    Index("ix_lead_stage_opened_at", "stage", "opened_at"),
    sqlite_autoincrement=True,
)

deal = Table(
    "deal",
    metadata,
    Column("id", BIG, ForeignKey("lead.id"), primary_key=True, autoincrement=False),
    Column("client_id", BIG, ForeignKey("client.id"), nullable=False, index=True),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("order_type", String(20), nullable=False),
    Column("stage", String(20), nullable=False),
    _count("turn"),
    _count("row_version"),
    _text("need"),
    _text("device"),
    _text("address"),
    Column("operator_id", BIG, ForeignKey("staff.id")),
    Column("manager_id", BIG, ForeignKey("staff.id")),
    Column("dispatcher_id", BIG, ForeignKey("staff.id")),
    Column("engineer_id", BIG, ForeignKey("staff.id"), index=True),
    Column("linked_to", BIG, ForeignKey("lead.id")),
    _flag("device_here"),
    _flag("departed"),
    _flag("work_begun"),
    _count("episode"),
    _text("findings"),
    Column("parts_due", UtcDateTime),
    _count("estimate_version"),
    _money("estimate_total"),
    _count("estimate_lines"),
    _flag("estimate_exact", default=True),
    _flag("estimate_listed", default=True),
    Column("approved_version", Integer),
    _money("approved_total"),
    _flag("asks_why"),
    _text("declined_why"),
    _json("slots"),
    Column("starts_at", UtcDateTime),
    Column("ends_at", UtcDateTime),
    Column("promised_at", UtcDateTime),
    _flag("client_agreed"),
    _flag("engineer_agreed"),
    _money("paid"),
    _money("discount"),
    _money("prepayment"),
    _money("refusal_fee"),
    _flag("refused"),
    _money("written_off"),
    _count("invoice_number"),
    Column("invoice_due", UtcDateTime),
    _flag("short_close"),
    _flag("papers_chosen"),
    _json("document_set"),
    _json("documents"),
    _flag("docs_handed"),
    _flag("docs_passed"),
    _json("waivers"),
    _text("reason"),
    Column("handed_at", UtcDateTime),
    _count("warranty_days"),
    _flag("complaint_open"),
    Column("complaint_outcome", String(12), server_default="", nullable=False),
    Column("complained_at", UtcDateTime),
    Column("warned_at", UtcDateTime),
    _flag("warning_ripe"),
    Column("stage_since", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Index("ix_deal_stage_opened_at", "stage", "opened_at"),
)

device = Table(
    "device",
    metadata,
    _id(),
    Column("order_id", BIG, ForeignKey("lead.id"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    _text("serial"),
    _text("appearance"),
)

estimate = Table(
    "estimate",
    metadata,
    Column("order_id", BIG, ForeignKey("lead.id"), primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("state", String(12), nullable=False),
    Column("promised_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("next_number", Integer, nullable=False),
    Column("evidence", JSON),
)

estimate_line = Table(
    "estimate_line",
    metadata,
    Column("order_id", BIG, primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
    _money("unit_price"),
    Column("quantity", Numeric(12, 3), nullable=False),
    _text("unit"),
    _flag("is_exact", default=True),
    Column("price_item_id", BIG, ForeignKey("price_item.id")),
    Column("device_id", BIG, ForeignKey("device.id")),
    ForeignKeyConstraint(["order_id", "version"], ["estimate.order_id", "estimate.version"]),
)

price_item = Table(
    "price_item",
    metadata,
    _id(),
    Column("title", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("price", BigInteger),
    _text("code"),
    _text("category"),
    _text("tariff"),
    Column("low", BigInteger),
    Column("high", BigInteger),
    _text("unit"),
    Column("hours_low", Numeric(12, 3)),
    Column("hours_high", Numeric(12, 3)),
    Column("percent", Numeric(12, 3)),
    Column("factor", Numeric(12, 4)),
    _text("raw"),
    _text("raw_title"),
    _count("uses"),
    _flag("archived"),
    Index("ix_price_item_uses", "uses"),
)

ledger_entry = Table(
    "ledger_entry",
    metadata,
    _id(),
    Column("order_id", BIG, ForeignKey("lead.id"), nullable=False, index=True),
    Column("kind", String(12), nullable=False),
    Column("method", String(12)),
    Column("amount", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("by_staff", BIG, ForeignKey("staff.id")),
    Column("reverses", BIG, ForeignKey("ledger_entry.id"), unique=True),
    Column("reversed_kind", String(12)),
    _text("receipt_note"),
)

invoice = Table(
    "invoice",
    metadata,
    _id(),
    Column("client_id", BIG, ForeignKey("client.id"), nullable=False, index=True),
    Column("issued_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime),
    Column("voided_at", UtcDateTime),
)

invoiced_order = Table(
    "invoiced_order",
    metadata,
    Column("invoice_id", BIG, ForeignKey("invoice.id"), primary_key=True, autoincrement=False),
    Column("order_id", BIG, ForeignKey("lead.id"), primary_key=True, autoincrement=False, index=True),
    _money("total"),
)

task = Table(
    "task",
    metadata,
    _id(),
    Column("kind", String(16), nullable=False),
    Column("order_id", BIG, ForeignKey("lead.id"), index=True),
    Column("client_id", BIG, ForeignKey("client.id")),
    Column("assignee_id", BIG, ForeignKey("staff.id")),
    Column("role", String(12)),
    Column("controller_id", BIG, ForeignKey("staff.id")),
    Column("state", String(16), nullable=False),
    Column("notice", String(40)),
    _text("body"),
    _text("outcome"),
    _count("tries"),
    Column("due_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    _count("row_version"),
    Column("key", String(80), unique=True),
    Index("ix_task_state_due_at", "state", "due_at"),
)

internal_request = Table(
    "internal_request",
    metadata,
    _id(),
    Column("kind", String(12), nullable=False),
    Column("author_id", BIG, ForeignKey("staff.id"), nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("state", String(12), nullable=False),
    Column("decided_by", BIG, ForeignKey("staff.id")),
    Column("decided_at", UtcDateTime),
    _text("reason"),
    _count("row_version"),
)

attachment = Table(
    "attachment",
    metadata,
    _id(),
    Column("order_id", BIG, ForeignKey("lead.id"), nullable=False, index=True),
    Column("purpose", String(16), nullable=False),
    Column("kind", String(30), nullable=False, server_default=""),
    Column("media", String(16), nullable=False),
    Column("file_id", Text, nullable=False),
    _text("name"),
    Column("by_staff", BIG, ForeignKey("staff.id")),
    Column("at", UtcDateTime, nullable=False),
)

message = Table(
    "message",
    metadata,
    _id(),
    Column("order_id", BIG, ForeignKey("lead.id"), index=True),
    Column("client_id", BIG, ForeignKey("client.id"), index=True),
    _flag("incoming"),
    _flag("note"),
    Column("staff_id", BIG, ForeignKey("staff.id")),
    Column("media", String(16), nullable=False, server_default="text"),
    _text("body"),
    Column("file_id", Text),
    Column("extra", JSON),
    Column("media_group", String(64)),
    Column("chat_id", BigInteger),
    Column("tg_message_id", BigInteger),
    Column("at", UtcDateTime, nullable=False),
)

timeline = Table(
    "timeline",
    metadata,
    _id(),
    Column("kind", String(10), nullable=False),
    Column("subject_id", BIG, nullable=False),
    Column("action", String(30), nullable=False),
    Column("source", String(20)),
    Column("target", String(20)),
    Column("role", String(12), nullable=False),
    Column("actor_id", BIG),
    Column("at", UtcDateTime, nullable=False),
    _json("data"),
    Index("ix_timeline_kind_subject_id", "kind", "subject_id"),
)

# the spine

inbox = Table(
    "inbox",
    metadata,
    Column("seq", BIG, Identity(), primary_key=True),
    Column("source", String(16), nullable=False),
    Column("account", String(120), nullable=False),
    Column("ext_id", String(120), nullable=False),
    Column("stream", String(80), nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("state", String(8), nullable=False, server_default="ready"),
    _count("tries"),
    Column("next_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
    Column("error", Text),
    UniqueConstraint("source", "account", "ext_id", "digest"),
    Index("ix_inbox_state_seq", "state", "seq"),
    Index("ix_inbox_stream_state", "stream", "state"),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", BIG, Identity(), primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("kind", String(10), nullable=False),
    _json("intent"),
    Column("subject", String(40)),
    Column("key", String(120), unique=True),
    Column("lane", Integer, nullable=False),
    Column("state", String(10), nullable=False, server_default="ready"),
    Column("due_at", UtcDateTime, nullable=False),
    _count("tries"),
    Column("lease_until", UtcDateTime),
    Column("cause", BIG),
    Column("error", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
    Index("ix_outbox_state_due_at", "state", "due_at"),
    Index("ix_outbox_chat_id_state", "chat_id", "state"),
    sqlite_autoincrement=True,
)

health = Table(
    "health",
    metadata,
    Column("sign", Integer, primary_key=True, autoincrement=False),
    Column("level", String(8), nullable=False),
    Column("outcome", String(20), nullable=False),
    _json("data"),
    Column("since", UtcDateTime, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

lease = Table(
    "lease",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("holder", String(40), nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("beat", BigInteger, nullable=False),
)

card = Table(
    "card",
    metadata,
    Column("chat_id", BigInteger, primary_key=True),
    Column("slot", String(40), primary_key=True),
    Column("message_id", BigInteger, nullable=False),
    Column("screen", String(40), nullable=False),
    _json("params"),
    Column("hash", String(64), nullable=False),
    Column("shown_at", UtcDateTime, nullable=False),
    Index("ix_card_slot", "slot"),
)

sent_message = Table(
    "sent_message",
    metadata,
    Column("chat_id", BigInteger, primary_key=True),
    Column("message_id", BigInteger, primary_key=True),
    Column("subject", String(40), nullable=False),
    Column("relayed_id", BIG),
    Column("at", UtcDateTime, nullable=False),
)

upload = Table(
    "upload",
    metadata,
    _id(),
    Column("chat_id", BigInteger, nullable=False),
    Column("purpose", String(20), nullable=False),
    _text("name"),
    Column("data", LargeBinary, nullable=False),
    Column("state", String(12), nullable=False),
    _json("outcome"),
    Column("at", UtcDateTime, nullable=False),
)

dialog = Table(
    "dialog",
    metadata,
    Column("chat_id", BigInteger, primary_key=True),
    Column("user_id", BigInteger, primary_key=True),
    Column("state", String(80)),
    _json("data"),
    Column("changed_at", UtcDateTime, nullable=False),
)

timer = Table(
    "timer",
    metadata,
    _id(),
    Column("key", String(80), unique=True),
    Column("kind", String(30), nullable=False),
    Column("subject", String(40)),
    Column("due_at", UtcDateTime, nullable=False),
    Column("state", String(8), nullable=False, server_default="ready"),
    _count("tries"),
    Column("cause", BIG),
    Column("error", Text),
    _json("data"),
    Index("ix_timer_state_due_at", "state", "due_at"),
)
