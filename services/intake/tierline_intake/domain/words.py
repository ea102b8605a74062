"""The words by which the rules recognise what a request is about; the first entry that matches wins."""

import re
from collections.abc import Mapping, Sequence
from re import Pattern

from tierline_sdk.values import Nature, TicketKind


def _any_of(*words: str) -> Pattern[str]:
    """Match any of *words* as whole words; one that ends in `*` also matches what begins with it."""
    return re.compile(r"\b(?:" + "|".join(re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "") for word in words) + r")\b")


KINDS: Sequence[tuple[TicketKind, Pattern[str]]] = (
    (TicketKind.SECURITY_VULNERABILITY, _any_of(
        "vulnerab*", "cve", "exploit*", "sql injection", "xss", "ransomware", "malware", "phishing", "breach*", "hacked", "penetration test", "data leak*",
    )),
    (TicketKind.REGULATORY_CHANGE, _any_of(
        "regulation*", "regulatory", "compliance", "gdpr", "hipaa", "pci dss", "sox", "new law", "directive", "audit finding*",
    )),
    (TicketKind.CHANGE_REQUEST, _any_of(
        "change request", "feature*", "enhancement*", "new functionality", "please add", "would like to have", "new field", "new report", "improve*", "customi*",
    )),
    (TicketKind.SIMPLE_REPEATING, _any_of(
        "password*", "reset my", "install*", "service pack", "unlock*", "locked out", "patch", "patches", "renew licen*",
    )),
    (TicketKind.ACCOUNT_ADMINISTRATION, _any_of(
        "account*", "permission*", "access right*", "new user", "grant access", "access to", "role for", "leaver", "joiner", "offboard*", "onboard*",
    )),
    (TicketKind.DATABASE, _any_of(
        "database*", "sql", "deadlock*", "tablespace", "schema", "postgres*", "oracle", "mysql", "query plan", "replication lag",
    )),
    (TicketKind.INFRASTRUCTURE, _any_of(
        "server*", "network*", "disk*", "storage", "cpu", "memory", "vpn", "dns", "certificate*", "printer*", "firewall*", "hardware", "router*", "heartbeat",
    )),
    (TicketKind.CODE_DEFECT, _any_of(
        "bug*", "crash*", "exception*", "stack trace", "stacktrace", "wrong result*", "miscalculat*", "regression", "null pointer", "error*", "defect*", "fails",
        "failed", "broken", "freez*",
    )),
    (TicketKind.TROUBLESHOOTING, _any_of(
        "slow*", "performance", "timeout*", "time out", "times out", "latency", "configur*", "misconfigur*", "hang*", "unstable", "intermittent*", "not working",
        "does not work", "unavailable", "down", "outage*",
    )),
    (TicketKind.HOW_TO_TRAINING, _any_of("how to", "how do", "how can", "training", "tutorial", "documentation", "manual", "guide", "explain")),
    (TicketKind.USAGE_QUESTION, _any_of("question*", "where is", "where can", "what is", "what does", "why does", "cannot find", "glitch*")),
)
"""Kinds of A8 by their words; the graver and the more special ones first."""

EMERGENCY = _any_of(
    "emergency", "outage*", "is down", "are down", "production down", "system down", "site down", "data loss", "lost data", "actively exploited", "ransomware",
    "cannot sell", "all users affected", "complete standstill",
)
"""Words of what cannot wait for anything."""

ADAPTIVE = _any_of("migrat*", "upgrade*", "new version", "compatib*", "end of life", "end of support", "port to", "integrat*", "interface change*")
"""Words of software that follows its surroundings."""

PREVENTIVE = _any_of("prevent*", "refactor*", "technical debt", "clean up", "cleanup", "harden*", "capacity planning", "root cause", "housekeeping")
"""Words of trouble that is kept from coming."""

QUICK_FIX = _any_of("workaround*", "hotfix*", "hot fix", "quick fix", "quickfix", "temporary fix", "restart*", "rollback", "roll back")
"""Words of a symptom that is stopped at once."""

REUSE = _any_of("re-us*", "reus*", "template*", "existing component*", "standard component*", "off the shelf")
"""Words of proven parts that are used again."""

PLANNED = _any_of("planned", "scheduled", "periodic", "recurring maintenance", "routine", "roadmap")
"""Words of work that somebody planned."""

MANY = _any_of("everyone", "everybody", "all users", "all customers", "nobody can", "no one can", "whole company", "entire company", "company-wide", "all sites")
"""Words of many who are affected."""

FEW = _any_of("only me", "just me", "my own", "one user", "single user", "for me only")
"""Words of one who is affected."""

URGENT = _any_of(
    "urgent*", "asap", "immediately", "critical*", "at once", "right now", "blocked", "blocking", "blocker", "cannot work", "can't work", "deadline", "today",
)
"""Words of what hurts now."""

PATIENT = _any_of("no hurry", "not urgent", "whenever", "low priority", "nice to have", "when you have time", "some day", "cosmetic")
"""Words of what can wait."""

NATURE_OF_KIND: Mapping[TicketKind, Nature] = {
    TicketKind.USAGE_QUESTION: Nature.CORRECTIVE, TicketKind.SIMPLE_REPEATING: Nature.CORRECTIVE, TicketKind.TROUBLESHOOTING: Nature.CORRECTIVE,
    TicketKind.ACCOUNT_ADMINISTRATION: Nature.CORRECTIVE, TicketKind.DATABASE: Nature.CORRECTIVE, TicketKind.CODE_DEFECT: Nature.CORRECTIVE,
    TicketKind.SECURITY_VULNERABILITY: Nature.PREVENTIVE, TicketKind.INFRASTRUCTURE: Nature.CORRECTIVE, TicketKind.REGULATORY_CHANGE: Nature.ADAPTIVE,
    TicketKind.HOW_TO_TRAINING: Nature.CORRECTIVE, TicketKind.CHANGE_REQUEST: Nature.PERFECTIVE,
}
"""The nature (A3) that a kind has unless its words say otherwise; a default of ours, since the source ties kinds to levels and not to natures."""
