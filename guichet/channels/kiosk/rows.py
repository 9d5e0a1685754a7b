"""Signs of life of kiosks (see `engine.rows`)."""

from guichet.engine.rows import free

ROWS = {"channels_kiosk_sign": free("which kiosk lives: nothing of a person")}
