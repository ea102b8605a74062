"""The order of work: a matrix gives the priority from impact and urgency."""

from collections.abc import Iterable, Mapping

from tierline_sdk.values import Impact, Priority, Urgency

Matrix = Mapping[tuple[Impact, Urgency], Priority]
"""One priority for each impact and urgency."""

DEFAULT_MATRIX: Matrix = {
    (Impact.HIGH, Urgency.HIGH): Priority.P1, (Impact.HIGH, Urgency.MEDIUM): Priority.P2, (Impact.HIGH, Urgency.LOW): Priority.P3,
    (Impact.MEDIUM, Urgency.HIGH): Priority.P2, (Impact.MEDIUM, Urgency.MEDIUM): Priority.P3, (Impact.MEDIUM, Urgency.LOW): Priority.P4,
    (Impact.LOW, Urgency.HIGH): Priority.P3, (Impact.LOW, Urgency.MEDIUM): Priority.P4, (Impact.LOW, Urgency.LOW): Priority.P4,
}
"""
The matrix of a tenant that has set none: the ranks of impact and urgency (high 1, medium 2, low 3) add up, less one, and stop at p4.

It is the usual matrix of service desks (ITIL's example has a fifth priority for low and low); a tenant changes any of its cells.
"""


def matrix_of(cells: Iterable[tuple[Impact, Urgency, Priority]]) -> Matrix:
    """Lay a tenant's own *cells* over the default matrix."""
    return {**DEFAULT_MATRIX, **{(impact, urgency): priority for impact, urgency, priority in cells}}


def most_urgent(priorities: Iterable[Priority]) -> Priority:
    """Return the first in the order of work."""
    return min(priorities, key=lambda priority: priority.value)
