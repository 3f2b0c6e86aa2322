// Reads feeds, one a line as a JSON string, and answers each with what both parsers take from it.
import { createInterface } from 'node:readline'
import { parseFeed } from 'feedsmith'
import partytime from 'podcast-partytime'

for await (const line of createInterface({ input: process.stdin })) {
  const xml = JSON.parse(line)
  const answer = {}
  for (const [name, parse] of [['feedsmith', parseFeed], ['partytime', partytime.parseFeed]]) {
    try {
      answer[name] = parse(xml)
    } catch (error) {
      answer[name] = { error: String(error) }
    }
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
}
