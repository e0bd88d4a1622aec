"""Calls a webhook as services do, signed by their own libraries.

Usage: webhook_sender.py URL LIBRARY SECRET BODY [tampered]. Prints the status of the answer. `tampered` signs another body.
"""
import datetime
import sys
import time
import urllib.error
import urllib.request

url, library, secret, body = sys.argv[1:5]
signed = body + " " if "tampered" in sys.argv else body
now = int(time.time())

if library == "standardwebhooks":
    from standardwebhooks.webhooks import Webhook

    at = datetime.datetime.fromtimestamp(now, tz=datetime.timezone.utc)
    signature = Webhook(secret).sign("msg_1", at, signed)
    headers = {"webhook-id": "msg_1", "webhook-timestamp": str(now), "webhook-signature": signature}
elif library == "slack":
    from slack_sdk.signature import SignatureVerifier

    signature = SignatureVerifier(secret).generate_signature(timestamp=str(now), body=signed)
    headers = {"X-Slack-Signature": signature, "X-Slack-Request-Timestamp": str(now)}
elif library == "stripe":
    import stripe

    signature = stripe.WebhookSignature._compute_signature(f"{now}.{signed}", secret)
    headers = {"Stripe-Signature": f"t={now},v1={signature}"}
else:
    sys.exit(f"no library is called {library}")

headers["content-type"] = "application/json"
request = urllib.request.Request(url, data=body.encode(), headers=headers, method="POST")
try:
    print(urllib.request.urlopen(request).status)
except urllib.error.HTTPError as refused:
    print(refused.code)
