/** Exchanges an Entra token at the host of the first argument as the plugin would, with the proxy of the environment. */
import { setTimeout as sleep } from 'node:timers/promises'
import { exchange } from '../../src/registry/exchange.ts'
import { fetchThroughProxy } from '../../src/http/fetch-through-proxy.ts'

const [host = ''] = process.argv.slice(2)
const client = {
  fetch: fetchThroughProxy(process.env),
  sleep,
  now: () => new Date(),
  limits: { attempts: 1 },
}
try {
  const { username } = await exchange({ host, entraToken: 'entra-token' }, client)
  console.log(username)
} catch (error) {
  console.log(error instanceof Error ? error.message : error)
}
