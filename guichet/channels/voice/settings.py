"""Settings of the telephone."""

from guichet.lib import env

# What a voice browser shows to begin a call (by default derived from the secret key), where
# operators are reached (tel: or sip:), and where recorded phrases lie.
VOICE_KEY = env.text("GUICHET_VOICE_KEY")
VOICE_AGENT = env.text("GUICHET_VOICE_AGENT")
VOICE_RECORDINGS = env.text("GUICHET_VOICE_RECORDINGS")
