"""The right-hand panel: any picture in, its scores out, live."""
