"""Sends what standard input asks for with the official Segment client, unmodified.

Each line is a JSON list: ["identify", user, traits], ["track", user, event, properties] or ["flush"].
Prints one line per flush: the errors that the client reported.
"""
import json
import sys

import segment.analytics as analytics

errors = []
analytics.write_key = sys.argv[2]
analytics.host = sys.argv[1]
analytics.gzip = len(sys.argv) > 3 and sys.argv[3] == "gzip"
analytics.on_error = lambda error, items: errors.append(str(error))

for line in sys.stdin:
    verb, *rest = json.loads(line)
    if verb == "flush":
        analytics.flush()
        print(json.dumps({"errors": errors}), flush=True)
    elif verb == "identify":
        analytics.identify(user_id=rest[0], traits=rest[1])
    elif verb == "track":
        analytics.track(user_id=rest[0], event=rest[1], properties=rest[2])
    elif verb == "page":
        analytics.page(user_id=rest[0], category="shop", name=rest[1], properties=rest[2])
