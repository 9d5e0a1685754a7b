"""Settings of machine-to-machine: who we are to machines, and what stands before us."""

from guichet.lib import env

# Our own address as machines know it (https://…); without it, the address a call came to.
ISSUER = env.text("GUICHET_ISSUER").rstrip("/")
# Where the proxy asks for client certificates, if that is another host or port.
CERTIFICATES_ADDRESS = env.text("GUICHET_CERTIFICATES_ADDRESS").rstrip("/")
# What only our proxy knows: without it nobody's word about a client certificate is believed.
PROXY_SECRET = env.text("GUICHET_PROXY_SECRET")
# Keys that sign access tokens; by default a folder beside the signing keys.
TOKEN_KEYS = env.text("GUICHET_TOKEN_KEYS")
# For demonstrations only: messages may go to http and to addresses of the own network.
WEBHOOKS_ANYWHERE = env.flag("GUICHET_WEBHOOKS_ANYWHERE")
# X-Road security servers (addresses or networks) whose X-Road-* headers are believed.
XROAD_SERVERS = env.words("GUICHET_XROAD_SERVERS")
# Name servers (address or address:port) that receivers' names are asked of; empty: the machine's
# own.
WEBHOOKS_NAME_SERVERS = env.words("GUICHET_WEBHOOKS_NAME_SERVERS")
