"""Words for the states of a turn."""

from portal.i18n import N_
from portal.receptions.rules import State

STATES = {
    State.BOOKED: N_("Đã đặt"),
    State.CANCELLED: N_("Đã trả chỗ"),
    State.CAME: N_("Đã đến"),
    State.MISSED: N_("Không đến"),
}
TAGS = {
    State.BOOKED: "received",
    State.CANCELLED: "withdrawn",
    State.CAME: "answered",
    State.MISSED: "hidden",
}
