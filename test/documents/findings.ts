import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { check } from '../../src/check/check.ts'
import type { Check } from '../../src/check/check.ts'
import { withEvidence, withPods } from '../../src/check/examine/evidence.ts'
import { applyFailures } from '../../src/check/failures/apply-failures.ts'
import type { FindingCode } from '../../src/check/finding.ts'
import { resourcesOfObjects } from '../../src/check/inventory/from-objects.ts'
import type { Inventory } from '../../src/check/inventory/inventory.ts'
import { withAnswers } from '../../src/check/examine/registry-answers.ts'
import { survey } from '../../src/check/examine/survey.ts'
import { readPod } from '../../src/cluster/objects/pods.ts'
import { pullFailuresOf } from '../../src/cluster/objects/pull-failures.ts'
import { registriesFrom } from '../../src/image/registry.ts'
import type { PullAnswer } from '../../src/pull-secret/pulls/pull.ts'
import { explainRefusal } from '../../src/registry/registry-error.ts'
import type { Step } from '../../src/registry/registry-error.ts'
import { successfulPull, missingImage, refusedPull, unaskablePull } from '../../src/registry/pull-answer.ts'
import { NOW, inventory, pod, secret } from '../check/looking.ts'
import { acr } from '../commands/in-process.ts'
import { makeFolder } from '../folder.ts'
import type { MakeRegion } from './regions.ts'

const top = fileURLToPath(new URL('../..', import.meta.url))

/** What an example shows of a finding. */
interface Shown {
  readonly severity: string
  readonly what: string
  readonly remedy: string
  readonly command?: string | null | undefined
}

/** `fixture CODE NAME [FILE]`: what check says of `fixtures/check/NAME`, as of a file of that name. */
export const fixture: MakeRegion = async ([code = '', name = '', file = 'app.yaml']) => {
  const folder = `${top}fixtures/check/${name}/`
  const args = textOf(`${folder}args`)
    .split('\n')
    .filter(
      (arg, at, all) => arg !== '' && ![arg, all[at - 1]].some(word => word === '-o' || word === '--config'),
    )
  const configuration = textOf(`${folder}config.yaml`)
  const cwd = makeFolder({
    [file]: readFileSync(`${folder}input.yaml`, 'utf8'),
    ...(configuration === '' ? {} : { '.kubectl-acr.yaml': configuration }),
  })
  const { stdout } = await acr(['check', '-f', file, ...args, '-o', 'json'], {
    cwd,
    now: () => new Date(NOW),
  })
  const { findings }: { readonly findings: readonly (Shown & { readonly code: string })[] } =
    JSON.parse(stdout)
  return show(findings, code, name)
}

/** `message CODE NAME`: what the kubelet says, by a row of `test/cluster/messages.json`, and what check makes of it. */
export const message: MakeRegion = ([code = '', name = '']) => {
  const rows: readonly Row[] = JSON.parse(readFileSync(`${top}test/cluster/messages.json`, 'utf8'))
  const row = rows.find(one => one.name === name)
  if (row === undefined) throw new Error(`there is no message ${name}`)
  const names = row.lists ? ['acr-secret'] : []
  const { findings } = look([failingPod(row.reason, row.message, ...names)], { secrets: [secret()] })
  const said = row.message.trim() === '' ? row.reason : row.message.trim()
  return `The kubelet says:\n\n\`\`\`text\n${said}\n\`\`\`\n\n${show(findings, code, name)}`
}

interface Row {
  readonly name: string
  readonly reason: string
  readonly message: string
  readonly lists: boolean
}

/** `cluster CODE`: what check says of a cluster that is in the state of that code. */
export const cluster: MakeRegion = ([code = '']) => {
  const state = STATES.get(code)
  if (state === undefined) throw new Error(`there is no state for ${code}`)
  return show(state().findings, code, 'a cluster')
}

/** `registry CODE`: what check says of an answer of a registry. */
export const registry: MakeRegion = ([code = '']) => {
  const answer = ANSWERS.get(code)
  if (answer === undefined) throw new Error(`there is no answer for ${code}`)
  const names = code === 'anonymous-pull' ? [] : ['acr-secret']
  const resources = resourcesOfObjects([pod(IMAGE, ...names)])
  const asked = survey(inventory({ resources, secrets: [secret()] }), registriesFrom([]), NOW)
  return show(check(withAnswers(asked, [answer])).findings, code, 'an answer')
}

const IMAGE = 'contoso.azurecr.io/web:1'
const SHOP = { namespace: 'shop', name: 'acr-secret' }

const STATES = mapOf<() => Check>({
  'secret-missing': () => look([pod(IMAGE, 'acr-secret')], { absent: [SHOP] }),
  'secret-denied': () => look([pod(IMAGE, 'acr-secret')], { denied: [SHOP] }),
  'no-token': () => look([pod(IMAGE, 'acr-secret')], { secrets: [secret(withTokenUser())] }),
  'secret-unread': () =>
    look([pod(IMAGE, 'acr-secret')], { denied: [{ ...SHOP, failure: 'the connection was closed' }] }),
  'service-account-denied': () => look([pod(IMAGE)], { hiddenAccounts: ['shop'], isComplete: true }),
  'service-account-missing': () => look([ownAccount()], { hasAllAccounts: true, isComplete: true }),
  'runs-without-pull-secret': () => look([runningPod()], { isComplete: true }),
  'nodes-may-pull': () => look([pod(IMAGE)], { isComplete: true, nodes: { provider: 'aks', mayPull: true } }),
  'pull-without-secret': () =>
    look([failingPod('ImagePullBackOff', UNAUTHORIZED, 'acr-secret')], { absent: [SHOP], isComplete: true }, [
      missingSecretEvent(),
    ]),
})

const UNAUTHORIZED =
  'failed to pull and unpack image "contoso.azurecr.io/web:1": failed to resolve reference "contoso.azurecr.io/web:1": failed to authorize: failed to fetch anonymous token: unexpected status: 401 Unauthorized'

const QUESTION = { host: 'contoso.azurecr.io', repository: 'web', tag: '1' }
const CREDENTIAL = { username: 'pull', password: 'p' }

const FIREWALL =
  "DENIED: client with IP '203.0.113.7' is not allowed access. Refer https://aka.ms/acr/firewall to grant access."

const ANSWERS = mapOf<PullAnswer>({
  'credential-refused': refusal('token', 401, 'unauthorized: Invalid clientid or client secret.'),
  'credential-denied': refusal('manifest', 401, 'denied: requested access to the resource is denied'),
  'no-answer': refusal('token', 403, FIREWALL),
  'image-missing': missingImage({ ...QUESTION, credential: CREDENTIAL }, true),
  'anonymous-pull': successfulPull(QUESTION, undefined, true),
  'image-not-asked': unaskablePull('tag'),
})

function mapOf<T>(examples: Partial<Readonly<Record<FindingCode, T>>>): ReadonlyMap<string, T> {
  return new Map(Object.entries<T>(examples))
}

/** What the registry's answer to a question with a credential comes to. */
function refusal(step: Step, status: number, text: string): PullAnswer {
  const error = explainRefusal(QUESTION.host, step, { status, text })
  return refusedPull({ ...QUESTION, credential: CREDENTIAL }, error, new Date(NOW))
}

/** Looks at objects of a cluster, with the pods and events among them. */
function look(objects: readonly object[], parts: Partial<Inventory>, events: readonly object[] = []): Check {
  const readings = objects.flatMap(one => readPod({ ...one }, () => true) ?? [])
  const pulls = pullFailuresOf(
    readings,
    events.map(event => ({ ...event })),
  )
  const resources = withPods(resourcesOfObjects(objects), readings)
  const registryOf = registriesFrom([])
  const surveyed = survey(inventory({ resources, ...parts }), registryOf, NOW)
  return applyFailures(check(withEvidence(surveyed, pulls)), pulls, registryOf)
}

function failingPod(reason: string, said: string, ...secrets: readonly string[]): object {
  const waiting = { name: 'web', image: IMAGE, imageID: '', state: { waiting: { reason, message: said } } }
  return { ...pod(IMAGE, ...secrets), status: { phase: 'Pending', containerStatuses: [waiting] } }
}

function runningPod(): object {
  const running = { name: 'web', image: IMAGE, imageID: 'sha256:1', state: { running: {} } }
  return { ...pod(IMAGE), status: { phase: 'Running', containerStatuses: [running] } }
}

function ownAccount(): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      template: { spec: { serviceAccountName: 'web', containers: [{ name: 'web', image: IMAGE }] } },
    },
  }
}

function withTokenUser(): string {
  const username = '00000000-0000-0000-0000-000000000000'
  return JSON.stringify({ auths: { 'contoso.azurecr.io': { username, password: 'hunter2' } } })
}

function missingSecretEvent(): object {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'web.1', namespace: 'shop' },
    type: 'Warning',
    reason: 'FailedToRetrieveImagePullSecret',
    message:
      'Unable to retrieve some image pull secrets (acr-secret); attempting to pull the image may not succeed.',
    involvedObject: { kind: 'Pod', namespace: 'shop', name: 'web' },
    lastTimestamp: '2030-01-01T11:59:00Z',
  }
}

function show(findings: readonly (Shown & { readonly code: string })[], code: string, from: string): string {
  const found = findings.find(one => one.code === code)
  if (found === undefined) {
    const codes = findings.map(one => one.code).join(', ')
    throw new Error(`${from} is no example of ${code}, but of ${codes}`)
  }
  const { severity, what, remedy, command } = found
  const lines = [`${severity}: ${what}`, `  ${remedy}${command ? ':' : ''}`]
  return `\`\`\`text\n${[...lines, ...(command ? [`    ${command}`] : [])].join('\n')}\n\`\`\``
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
