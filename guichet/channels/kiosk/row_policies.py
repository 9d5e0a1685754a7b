"""Signs of life of kiosks (see `engine.row_policies`)."""

from guichet.engine.row_policies import free

ROWS = {"channels_kiosk_sign": free("which kiosk lives: nothing of a person")}
