"""What a page of the workspace Race tells the rest of the window, and what it hears."""

from PySide6.QtCore import QObject, Signal


class RaceDesk(QObject):
    """`commanded` is for the thread of the page, `told` what that has posted.

    `opened` tells the settings of a runner that the main run goes on with, `left_for` the workspace where it is seen.
    """

    commanded = Signal(object)
    told = Signal(object)
    opened = Signal(object)
    left_for = Signal(str)
