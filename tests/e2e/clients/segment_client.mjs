// Sends what standard input asks for with the official Segment client for Node, unmodified.
// The lines are those of segment_client.py.
import { Analytics } from '@segment/analytics-node'
import { createInterface } from 'node:readline'

const errors = []
const analytics = new Analytics({ host: process.argv[2], writeKey: process.argv[3], flushAt: 15, flushInterval: 100 })
analytics.on('error', (error) => errors.push(String(error.reason ?? error)))

for await (const line of createInterface({ input: process.stdin })) {
  const [verb, ...rest] = JSON.parse(line)
  if (verb === 'flush') {
    await analytics.flush()
    console.log(JSON.stringify({ errors }))
  } else if (verb === 'identify') {
    analytics.identify({ userId: rest[0], traits: rest[1] })
  } else if (verb === 'track') {
    analytics.track({ userId: rest[0], event: rest[1], properties: rest[2] })
  }
}
