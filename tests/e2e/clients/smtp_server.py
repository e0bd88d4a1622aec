"""A real SMTP server (aiosmtpd). Prints its port, then one JSON line per message.

Refuses recipients at `refused.example` for good (550), so that a test can see a permanent failure, and the first
delivery to `later.example` for now (451), so that it can see a retry.
"""
import asyncio
import email
import email.policy
import json
import sys

from aiosmtpd.controller import Controller


class Handler:
    def __init__(self):
        self.postponed = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.endswith("@refused.example"):
            return "550 5.1.1 no such mailbox"
        if address.endswith("@later.example") and address not in self.postponed:
            self.postponed.add(address)
            return "451 4.3.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        plain = message.get_body(("plain",))
        html = message.get_body(("html",))
        print(json.dumps({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "headers": {name: str(value) for name, value in message.items()},
            "text": plain.get_content() if plain else None,
            "html": html.get_content() if html else None,
        }), flush=True)
        return "250 OK queued"


controller = Controller(Handler(), hostname="127.0.0.1", port=int(sys.argv[1]) if len(sys.argv) > 1 else 0)
controller.port = controller.port or __import__("socket").create_server(("127.0.0.1", 0)).getsockname()[1]
controller.start()
print(json.dumps({"port": controller.port}), flush=True)
asyncio.new_event_loop().run_forever()
