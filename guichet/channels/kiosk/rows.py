"""Signs of life of kiosks, and the cards people name themselves with (see `engine.rows`)."""

from guichet.engine.rows import free

ROWS = {
    "channels_kiosk_sign": free("which kiosk lives: nothing of a person"),
    "channels_kiosk_card": free("looked up by its digest before it is known who holds it"),
}
