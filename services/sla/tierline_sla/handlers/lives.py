"""What events and timers do to clocks: load the lives of all tickets of a batch, fold each, save once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from tierline_sla.domain.changes import ClockChange, find_changes
from tierline_sla.domain.clocks import ClockKey, ClockState, Reading, read_clocks
from tierline_sla.domain.facts import Fact, Holder
from tierline_sla.domain.ledger import Part, keep_ledger
from tierline_sla.domain.lives import ClockRecord, Life, Placed, is_done, record_of, reference_hours, statutory_agreement
from tierline_sla.domain.resources import Terms, make_agreement
from tierline_sla.domain.targets import Agreement
from tierline_sla.handlers.ports import Alarm, Alarms, Heard, Lives, Seen, Told

_BEGINNING = datetime.min.replace(tzinfo=UTC)


def hear(commands: Sequence[Heard], *, store: Lives, new_id: Callable[[], str], now: datetime) -> None:
    """Take in what happened to tickets, in the order in which it became known; history is reckoned when its last row is in."""
    batch = _Batch(store=store, new_id=new_id, lives=store.load({command.ticket_id for command in commands}))
    for command in commands:
        life = batch.lives[command.ticket_id]
        batch.take(life, command)
        if life.opened_at is not None and not life.history_pending and _matters(command):
            history = command.seen is not None and command.seen.history_ended
            batch.reckon(life, as_of=now if history else command.at, history=history, cause=command.cause)
    batch.save()


def fire(due: Mapping[str, datetime], *, store: Lives, new_id: Callable[[], str]) -> None:
    """Read the clocks of tickets whose instants have come; what follows carries those instants, however late this runs."""
    batch = _Batch(store=store, new_id=new_id, lives=store.load(due), firing=True)
    for ticket_id, instant in due.items():
        life = batch.lives[ticket_id]
        if life.opened_at is not None and not life.history_pending:
            batch.reckon(life, as_of=instant, history=False, cause=None)
    batch.save()


def read_life(life: Life, terms: Mapping[str, Terms], *, as_of: datetime) -> tuple[Sequence[Agreement], Sequence[Fact], Sequence[Reading]]:
    """Read every clock of a ticket under the terms that it is held to."""
    agreements = [make_agreement(terms[name]) for name in life.terms or () if name in terms]
    agreements += [statutory_agreement(statute) for statute in life.statutes]
    facts = life.ordered()
    return agreements, facts, read_clocks(agreements, facts, as_of=max(as_of, life.read_at or _BEGINNING))


def _matters(command: Heard) -> bool:
    seen = command.seen
    return command.placed is not None or (seen is not None and (seen.history_ended or seen.statutes is not None))


@dataclass(slots=True, kw_only=True)
class _Batch:
    """Lives while they change, and what has to be stored and told of them."""

    store: Lives
    new_id: Callable[[], str]
    lives: Mapping[str, Life]
    told: list[Told] = field(default_factory=list)
    firing: bool = False
    """Whether alarms that rang are being handled: the others of their tickets stand, and are not touched, so that nobody waits for anybody in a ring."""
    _set_alarms: dict[str, frozenset[Alarm]] = field(default_factory=dict)
    used: dict[str, Mapping[Part, timedelta] | None] = field(default_factory=dict)
    _terms: dict[str, Terms] = field(default_factory=dict)
    _current: Sequence[Terms] | None = None
    _parties: Mapping[str, str] | None = None

    def take(self, life: Life, command: Heard) -> None:
        if command.seen is not None:
            self._see(life, command.seen)
        if command.placed is not None:
            placed = self._with_party(command.placed)
            life.facts.append(placed)
            life.new_facts.append(placed)

    def _see(self, life: Life, seen: Seen) -> None:
        life.key = seen.key or life.key
        if seen.opened is not None:
            life.opened_at = seen.opened.at
            life.imported_from, life.source_met_agreement = seen.imported_from, seen.source_met_agreement
        if seen.fact is not None and seen.fact.subject is not None:
            life.priority = seen.fact.subject.priority
        if seen.history:
            life.history_pending = not seen.history_ended
        if seen.statutes is not None and seen.statutes != life.statutes:
            life.statutes, life.statutes_changed = seen.statutes, True

    def _with_party(self, placed: Placed) -> Placed:
        """History names a party by name: find the tenant's party of that name."""
        holder = placed.fact.holder
        if holder is None or holder.party_id is not None or not holder.party_name:
            return placed
        if self._parties is None:
            self._parties = self.store.parties()
        known = self._parties.get(holder.party_name)
        found = Holder(party_id=known, party_name=holder.party_name, team_id=holder.team_id, team_name=holder.team_name, level=holder.level)
        return replace(placed, fact=replace(placed.fact, holder=found))

    def reckon(self, life: Life, *, as_of: datetime, history: bool, cause: object) -> None:
        self._set_alarms.setdefault(life.ticket_id, frozenset(_alarms(life)))
        agreements, facts, readings = read_life(life, self._terms_of(life), as_of=as_of)
        life.read_at = max(as_of, life.read_at or _BEGINNING)
        changes = find_changes([clock.recorded for clock in life.clocks.values()], readings, at=as_of)
        by_id = {agreement.id: agreement for agreement in agreements}
        before, life.clocks = life.clocks, {}
        for reading in readings:
            known = before.get(reading.key)
            life.clocks[reading.key] = record_of(reading, by_id[reading.agreement_id], life, known.id if known else self.new_id())
        for change in changes:
            self.told.append(Told(life=life, change=change, clock=_clock_of(change, life, before), history=history, cause=cause))
        self._book(life, agreements, facts)

    def _terms_of(self, life: Life) -> Mapping[str, Terms]:
        """Give the terms of *life*, fixing them when its clocks are first reckoned."""
        if life.terms is None:
            if self._current is None:
                self._current = self.store.current_terms()
            opened = life.opened_at or _BEGINNING
            life.terms = tuple(terms.id for terms in self._current if life.imported_from or terms.agreement.holds_at(opened))
            self._terms.update((terms.id, terms) for terms in self._current)
        missing = [name for name in life.terms if name not in self._terms]
        if missing:
            self._terms.update(self.store.terms({name for other in self.lives.values() for name in other.terms or ()}))
        return self._terms

    def _book(self, life: Life, agreements: Sequence[Agreement], facts: Sequence[Fact]) -> None:
        """Add up who used which time once a ticket is done; take it back when it is reopened."""
        was_done, life.done = life.done, is_done(facts)
        if life.done:
            self.used[life.ticket_id] = keep_ledger(facts, reference_hours(agreements), until=facts[-1].at).totals()
        elif was_done:
            self.used[life.ticket_id] = None

    def save(self) -> None:
        alarms = {ticket_id: self._changed_alarms(self.lives[ticket_id], before) for ticket_id, before in self._set_alarms.items()}
        changed = {ticket_id: change for ticket_id, change in alarms.items() if change.cancel_others or change.wanted}
        self.store.save(list(self.lives.values()), told=self.told, alarms=changed, used=self.used)

    def _changed_alarms(self, life: Life, before: frozenset[Alarm]) -> Alarms:
        """Set what is new or has moved; where one is needed no more, cancel all and set those that are."""
        after = frozenset(_alarms(life))
        cancel = not self.firing and bool({alarm.name for alarm in before} - {alarm.name for alarm in after})
        return Alarms(cancel_others=cancel, wanted=sorted(after if cancel else after - before, key=lambda alarm: alarm.name))


def _clock_of(change: ClockChange, life: Life, before: Mapping[ClockKey, ClockRecord]) -> ClockRecord:
    if change.reading is not None:
        return life.clocks[change.key]
    gone = replace(before[change.key], state=ClockState.CANCELLED, stopped_at=change.at, due_at=None, at_risk_at=None)
    life.clocks[change.key] = gone
    return gone


def _alarms(life: Life) -> Iterator[Alarm]:
    """Give the alarms that the clocks of a ticket need as they stand."""
    for clock in life.clocks.values():
        wanted = (("due", clock.due_at, clock.breached_at), ("at_risk", clock.at_risk_at, clock.risked_at))
        for kind, instant, passed in wanted if clock.state is ClockState.RUNNING else ():
            if instant is not None and passed is None:
                yield Alarm(ticket_id=life.ticket_id, clock_id=clock.id, kind=kind, fire_at=instant)
