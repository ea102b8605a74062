"""The words by which the rules recognise what a request is about."""

from collections.abc import Mapping
from enum import StrEnum

from tierline_sdk.values import Nature, TicketKind

from tierline_intake.domain.vocabulary import Vocabulary


class Sign(StrEnum):
    """What words may say beside the kind."""

    EMERGENCY = "emergency"
    ADAPTIVE = "adaptive"
    PREVENTIVE = "preventive"
    QUICK_FIX = "quick_fix"
    REUSE = "reuse"
    PLANNED = "planned"
    MANY = "many"
    FEW = "few"
    URGENT = "urgent"
    PATIENT = "patient"


_KINDS: Mapping[TicketKind, str] = {
    TicketKind.SECURITY_VULNERABILITY:
        "vulnerab*, cve, cve-*, exploit*, sql injection, xss, ransomware, malware, phishing, breach*, hacked, penetration test, data leak*",
    TicketKind.REGULATORY_CHANGE: "regulation*, regulatory, compliance, gdpr, hipaa, pci dss, sox, new law, directive, audit finding*",
    TicketKind.CHANGE_REQUEST:
        "change request, feature*, enhancement*, new functionality, please add, would like to have, new field, new report, improve*, customis*, customiz*",
    TicketKind.SIMPLE_REPEATING: "password*, reset my, install*, service pack, unlock*, locked out, patch, patches, renew licen*",
    TicketKind.ACCOUNT_ADMINISTRATION:
        "account, accounts, permission*, access right*, new user, grant access, access to, role for, leaver, joiner, offboard*, onboard*",
    TicketKind.DATABASE: "database*, sql, deadlock*, tablespace, schema, postgres*, oracle, mysql, query plan, replication lag",
    TicketKind.INFRASTRUCTURE:
        "server*, network*, disk*, storage, cpu, memory, vpn, dns, certificate*, printer*, firewall*, hardware, router*, heartbeat",
    TicketKind.CODE_DEFECT:
        "bug, bugs, crash*, exception*, stack trace, stacktrace, wrong result*, miscalculat*, regression, null pointer, error*, defect*, fails, failed, "
        "broken, freezes, frozen",
    TicketKind.TROUBLESHOOTING:
        "slow*, performance, timeout*, time out, times out, latency, configur*, misconfigur*, hangs, unstable, intermittent*, not working, does not work, "
        "doesn't work, cannot, can't, unavailable, down, outage*",
    TicketKind.HOW_TO_TRAINING: "how to, how do, how can, training, tutorial, documentation, manual, guide, explain",
    TicketKind.USAGE_QUESTION: "question*, where is, where can, what is, what does, why does, cannot find, glitch*",
}
"""Kinds of A8 by their words; of several the one that stands first here, the graver and the more special, is taken."""

_SIGNS: Mapping[Sign, str] = {
    Sign.EMERGENCY:
        "emergency, outage*, is down, are down, production down, system down, site down, data loss, lost data, actively exploited, ransomware, cannot sell, "
        "complete standstill",
    Sign.ADAPTIVE: "migrat*, upgrade*, new version, compatib*, end of life, end of support, port to, integrat*, interface change*",
    Sign.PREVENTIVE: "prevent*, refactor*, technical debt, clean up, cleanup, harden*, capacity planning, root cause, housekeeping",
    Sign.QUICK_FIX: "workaround*, hotfix*, hot fix, quick fix, quickfix, temporary fix, rollback, roll back",
    Sign.REUSE: "re-us*, reus*, template*, existing component*, standard component*, off the shelf",
    Sign.PLANNED: "planned, scheduled, periodic, recurring maintenance, routine, roadmap",
    Sign.MANY:
        "everyone, everybody, all users, all customers, nobody can, no one can, whole company, entire company, company-wide, all sites, all colleagues",
    Sign.FEW: "only me, just me, one user, single user, for me only",
    Sign.URGENT: "urgent*, asap, immediately, critical*, at once, right now, blocked, blocking, blocker, cannot work, can't work, deadline, today",
    Sign.PATIENT: "no hurry, not urgent, whenever, low priority, nice to have, when you have time, some day, cosmetic",
}
"""The words of each sign."""

KINDS = tuple(_KINDS)
"""The kinds in the order in which they are asked for."""

_ALL: Mapping[TicketKind | Sign, str] = dict([*_KINDS.items(), *_SIGNS.items()])

VOCABULARY = Vocabulary({sign: words.split(", ") for sign, words in _ALL.items()})
"""All of it, so that a text is read once."""

NATURE_OF_KIND: Mapping[TicketKind, Nature] = {
    TicketKind.USAGE_QUESTION: Nature.CORRECTIVE, TicketKind.SIMPLE_REPEATING: Nature.CORRECTIVE, TicketKind.TROUBLESHOOTING: Nature.CORRECTIVE,
    TicketKind.ACCOUNT_ADMINISTRATION: Nature.CORRECTIVE, TicketKind.DATABASE: Nature.CORRECTIVE, TicketKind.CODE_DEFECT: Nature.CORRECTIVE,
    TicketKind.SECURITY_VULNERABILITY: Nature.PREVENTIVE, TicketKind.INFRASTRUCTURE: Nature.CORRECTIVE, TicketKind.REGULATORY_CHANGE: Nature.ADAPTIVE,
    TicketKind.HOW_TO_TRAINING: Nature.CORRECTIVE, TicketKind.CHANGE_REQUEST: Nature.PERFECTIVE,
}
"""The nature (A3) that a kind has unless its words say otherwise; a default of ours, since the source ties kinds to levels and not to natures."""
