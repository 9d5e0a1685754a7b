"""Signs of life of kiosks, and cards (see `engine.rows`)."""

from guichet.engine.rows import free

ROWS = {
    "channels_kiosk_sign": free("which kiosk lives: nothing of a person"),
    "channels_kiosk_card": free(
        "a card is found by what is on it, before it is known whose it is; digests only"
    ),
}
