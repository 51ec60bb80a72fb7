"""Every mapped class, so that metadata is whole wherever it is needed (migrations, tests)."""

from __future__ import annotations

from storage.account import Account, Chat, Conversation, HeldMessage
from storage.action import Action
from storage.appointment import Appointment
from storage.board import Board
from storage.canned import CannedReply
from storage.case import Case, CaseWriter, Evidence
from storage.case_bond import CaseBond, CaseMerge
from storage.case_offer import CaseOffer
from storage.contingency import ContingencyPart, ContingencyRun, ContingencyStep
from storage.decision import Decision
from storage.department_group import DepartmentGroup
from storage.draft import Draft
from storage.event import Event
from storage.exceptional_day import ExceptionalDay
from storage.follow_up import FollowUp
from storage.idle import IdleCase
from storage.inbox import InboxRow, ParkedUpdate
from storage.incident import Incident, IncidentCustomer
from storage.knowledge import HumanAnswer, KnowledgeChange, KnowledgeEntry, KnowledgeState, KnownFile
from storage.lease import Lease, Slot
from storage.major import MajorMatter
from storage.model import Model
from storage.order import Order, OrderStep
from storage.outbox import OutboxRow
from storage.pending import PendingMessage
from storage.person import Customer, Identity, Person
from storage.plea import Plea
from storage.praise import Praise
from storage.promise import Promise
from storage.question import Question
from storage.recurring import RecurringFault
from storage.referral import Referral, ReferralCode
from storage.rota import CallOut, Rota
from storage.staff import Department, DepartmentMember, Invite, Staff
from storage.topic import AlbumPart, Note, Relay, Topic
from storage.voice import VoiceNote
from storage.wait import Wait
from storage.work_order import WorkOrder

__all__ = [
    "Account",
    "Action",
    "AlbumPart",
    "Appointment",
    "Board",
    "CallOut",
    "CannedReply",
    "Case",
    "CaseBond",
    "CaseMerge",
    "CaseOffer",
    "CaseWriter",
    "Chat",
    "ContingencyPart",
    "ContingencyRun",
    "ContingencyStep",
    "Conversation",
    "Customer",
    "Decision",
    "Department",
    "DepartmentGroup",
    "DepartmentMember",
    "Draft",
    "Event",
    "Evidence",
    "ExceptionalDay",
    "FollowUp",
    "HeldMessage",
    "HumanAnswer",
    "Identity",
    "IdleCase",
    "InboxRow",
    "Incident",
    "IncidentCustomer",
    "Invite",
    "KnowledgeChange",
    "KnowledgeEntry",
    "KnowledgeState",
    "KnownFile",
    "Lease",
    "MajorMatter",
    "Model",
    "Note",
    "Order",
    "OrderStep",
    "OutboxRow",
    "ParkedUpdate",
    "PendingMessage",
    "Person",
    "Plea",
    "Praise",
    "Promise",
    "Question",
    "RecurringFault",
    "Referral",
    "ReferralCode",
    "Relay",
    "Rota",
    "Slot",
    "Staff",
    "Topic",
    "VoiceNote",
    "Wait",
    "WorkOrder",
]
