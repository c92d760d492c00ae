import { delimiter } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { stringify } from 'yaml'
import { recordsAt, textAt } from '../../src/text/json-record.ts'
import { ADMIN, startApiServer } from '../cluster/api-server.ts'
import type { ApiServer, Programs } from '../cluster/api-server.ts'
import { makeFolder } from '../folder.ts'
import { builtPlugin, runProgram } from '../plugin/built-plugin.ts'
import type { Ended } from '../plugin/built-plugin.ts'
import { findProgram, namedProgram } from '../skipped.ts'

// Each line that check prints is typed, with a real API server and its controllers, and check is asked again, until it
// has nothing to say. There are no nodes, so that a pod which was made again waits for one, with a credential.

const PART = 'the remedies of check by a real API server'
const IMAGE = 'contoso.azurecr.io/web:1'
const ANONYMOUS = `failed to pull and unpack image "${IMAGE}": failed to authorize: failed to fetch anonymous token: unexpected status: 401 Unauthorized`

interface Context {
  server: ApiServer
  /** Runs a line in a shell. */
  shell: (line: string, input?: string) => Promise<Ended>
}

interface PodParts {
  readonly secrets?: readonly string[]
  readonly account?: string
  readonly restartPolicy?: string
}

function podSpec({ secrets, account, restartPolicy }: PodParts = {}): object {
  return {
    containers: [{ name: 'web', image: IMAGE }],
    ...(secrets === undefined ? {} : { imagePullSecrets: secrets.map(name => ({ name })) }),
    ...(account === undefined ? {} : { serviceAccountName: account }),
    ...(restartPolicy === undefined ? {} : { restartPolicy }),
  }
}

function pod(name: string, parts: PodParts = {}): object {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: podSpec(parts) }
}

function workload(apiVersion: string, kind: string, name: string, parts: PodParts = {}): object {
  const labels = { app: name }
  const template = { metadata: { labels }, spec: podSpec(parts) }
  const selector = kind === 'ReplicationController' ? labels : { matchLabels: labels }
  const more = kind === 'StatefulSet' ? { serviceName: name } : {}
  return { apiVersion, kind, metadata: { name }, spec: { selector, template, ...more } }
}

function job(name: string, parts: PodParts = {}): object {
  const template = { spec: podSpec({ restartPolicy: 'Never', ...parts }) }
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec: { template } }
}

function cronJob(name: string): object {
  const { spec } = { spec: { template: { spec: podSpec({ restartPolicy: 'Never' }) } } }
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name },
    spec: { schedule: '0 3 1 1 *', jobTemplate: { spec } },
  }
}

const PULL_SECRET = 'kubernetes.io/dockerconfigjson'

function secret(name: string, config: object, type = PULL_SECRET, key = '.dockerconfigjson'): object {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name },
    type,
    stringData: { [key]: JSON.stringify(config) },
  }
}

const entry = (host: string, password = 'hunter2'): object => ({
  auths: { [host]: { username: 'puller', password } },
})

function serviceAccount(name: string, secrets: readonly string[]): object {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name },
    imagePullSecrets: secrets.map(one => ({ name: one })),
  }
}

function testWith(programs: Programs): void {
  const test = suite<Context>(PART)

  test.before(async context => {
    context.server = await startApiServer(programs)
    const folder = makeFolder({ config: context.server.configFor(ADMIN) })
    const env = {
      PATH: builtPlugin() + delimiter + (process.env['PATH'] ?? ''),
      HOME: folder,
      KUBECONFIG: `${folder}/config`,
    }
    context.shell = (line, input) => runProgram(line, undefined, input, env)
  })
  test.after(({ server }) => server.stop())

  /** A namespace with these objects, some of which kubectl does not know the manifest of. */
  const fill = async (
    namespace: string,
    { shell, server }: Context,
    applied: readonly object[],
    created: readonly object[] = [],
  ): Promise<void> => {
    const must = async (line: string, input?: string): Promise<void> => {
      const { code, stderr } = await shell(line, input)
      assert.is(code, 0, `${line}: ${stderr}`)
    }
    await must(`kubectl create namespace ${namespace}`)
    await until(`the default service account of ${namespace}`, async () => {
      const path = `/api/v1/namespaces/${namespace}/serviceaccounts/default`
      return (await server.send('GET', path)).status === 200
    })
    if (applied.length > 0) await must(`kubectl apply -n ${namespace} -f -`, textOf(applied))
    if (created.length > 0) await must(`kubectl create -n ${namespace} -f -`, textOf(created))
  }

  /** Lets pods fail as the kubelet tells, once there are so many. */
  const fail = async (namespace: string, count: number, { server }: Context): Promise<void> => {
    const path = `/api/v1/namespaces/${namespace}/pods`
    const names = await until(`${count} pods in ${namespace}`, async () => {
      const pods = recordsAt(await server.ask('GET', path), 'items')
      return pods.length === count && pods.map(one => textAt(one, 'metadata', 'name'))
    })
    const waiting = { reason: 'ErrImagePull', message: ANONYMOUS }
    const status = {
      name: 'web',
      image: IMAGE,
      imageID: '',
      ready: false,
      restartCount: 0,
      state: { waiting },
    }
    for (const name of names)
      await server.ask('PATCH', `${path}/${name}/status`, { status: { containerStatuses: [status] } })
  }

  /** Types what check prints until it has nothing more to say; gives the lines. */
  const follow = async (namespace: string, { shell }: Context): Promise<readonly string[]> => {
    const typed: string[] = []
    let said = ''
    for (let left = 100; left > 0; left -= 1) {
      const { code, stdout, stderr } = await shell(`kubectl acr check -n ${namespace}`)
      said = stderr + stdout
      if (code === 0) return typed
      const lines = [...new Set(said.split('\n').filter(line => /^ {4}kubectl /.test(line)))]
      const news = lines.map(line => line.trim()).filter(line => !typed.includes(line))
      // Controllers need a moment.
      if (news.length === 0) await sleep(200)
      for (const line of news) {
        const ran = await shell(line.replaceAll('USER', 'puller'), 'pass-word')
        assert.is(ran.code, 0, `${line}\n${ran.stderr}`)
        typed.push(line)
      }
    }
    throw new Error(`check has still something to say:\n${said}`)
  }

  const listsOf = async (
    namespace: string,
    resource: string,
    { shell }: Context,
  ): Promise<Readonly<Record<string, string>>> => {
    const path = resource === 'pods' ? '.spec' : '.spec.template.spec'
    const columns = `NAME:.metadata.name,LIST:${path}.imagePullSecrets[*].name`
    const { stdout } = await shell(
      `kubectl get ${resource} -n ${namespace} --no-headers -o custom-columns=${columns}`,
    )
    const rows = stdout.split('\n').map(row => row.split(/\s+/))
    return Object.fromEntries(rows.flatMap(([name = '', list = '']) => (name === '' ? [] : [[name, list]])))
  }

  test('what controllers make of a template', async context => {
    await fill('controllers', context, [
      workload('apps/v1', 'Deployment', 'web'),
      workload('apps/v1', 'StatefulSet', 'store'),
      workload('apps/v1', 'DaemonSet', 'agent'),
      workload('apps/v1', 'ReplicaSet', 'alone'),
      workload('v1', 'ReplicationController', 'classic'),
      cronJob('nightly'),
    ])
    await fail('controllers', 4, context)
    const typed = await follow('controllers', context)
    assert.ok(
      typed.some(line => line.startsWith('kubectl delete pod store-0')),
      typed.join('\n'),
    )
    // The newest pod of each has the list.
    const lists = await listsOf('controllers', 'pods', context)
    for (const name of ['web-', 'store-', 'alone-', 'classic-'])
      assert.ok(
        Object.entries(lists).some(([of, list]) => of.startsWith(name) && list === 'acr-secret'),
        name,
      )
  })

  test('what cannot change is deleted and created', async context => {
    await fill('fixed', context, [job('applied'), pod('applied')], [pod('created')])
    await fail('fixed', 3, context)
    const typed = await follow('fixed', context)
    assert.is(typed.filter(line => line.includes('replace --force')).length, 3)
    const { applied, created } = await listsOf('fixed', 'pods', context)
    assert.equal([applied, created], ['acr-secret', 'acr-secret'])
  })

  test('Secrets that are of no use', async context => {
    const secrets = {
      'of-another-type': secret('of-another-type', entry('contoso.azurecr.io'), 'Opaque'),
      'by-another-key': secret('by-another-key', entry('contoso.azurecr.io'), 'Opaque', 'config.json'),
      'of-the-old-format': secret(
        'of-the-old-format',
        { 'contoso.azurecr.io': { username: 'puller', password: '' } },
        'kubernetes.io/dockercfg',
        '.dockercfg',
      ),
      'with-a-line-end': secret('with-a-line-end', entry('contoso.azurecr.io', 'hunter2\n')),
      'for-a-bare-name': secret('for-a-bare-name', entry('contoso')),
      'without-auths': secret('without-auths', { 'contoso.azurecr.io': { username: 'a', password: 'b' } }),
      unreadable: secret('unreadable', { auths: { 'contoso.azurecr.io': { auth: '###' } } }),
      missing: serviceAccount('unused', []),
    }
    const names = Object.keys(secrets)
    const deployments = names.map(name => workload('apps/v1', 'Deployment', name, { secrets: [name] }))
    await fill('secrets', context, [...Object.values(secrets), ...deployments])
    await follow('secrets', context)
    // None of them has got another list.
    assert.equal(
      await listsOf('secrets', 'deployments', context),
      Object.fromEntries(names.map(name => [name, name])),
    )
  })

  test('a Secret for another registry stays listed beside the new one', async context => {
    await fill(
      'registries',
      context,
      [
        secret('fabrikam', entry('fabrikam.azurecr.io')),
        serviceAccount('builder', ['fabrikam']),
        workload('apps/v1', 'Deployment', 'by-own-list', { secrets: ['fabrikam'] }),
        workload('apps/v1', 'Deployment', 'by-account', { account: 'builder' }),
        pod('applied', { account: 'builder' }),
      ],
      [pod('created', { account: 'builder' })],
    )
    await follow('registries', context)
    const both = 'fabrikam,contoso-pull'
    assert.equal(await listsOf('registries', 'deployments', context), {
      'by-account': both,
      'by-own-list': both,
    })
    const { applied, created } = await listsOf('registries', 'pods', context)
    assert.equal([applied, created], [both, both])
  })

  test('a service account that is not there', async context => {
    await fill('accounts', context, [
      secret('acr-secret', entry('contoso.azurecr.io')),
      workload('apps/v1', 'Deployment', 'web', { account: 'absent', secrets: ['acr-secret'] }),
    ])
    assert.equal(await follow('accounts', context), ['kubectl create serviceaccount absent -n accounts'])
  })

  test('what is done, and what ran, is left alone', async context => {
    await fill('done', context, [job('finished'), job('gave-up')])
    const jobs = '/apis/batch/v1/namespaces/done/jobs'
    const pods = '/api/v1/namespaces/done/pods'
    const names = await until('pods of both jobs', async () => {
      const all = recordsAt(await context.server.ask('GET', pods), 'items')
      return all.length === 2 && all.map(one => textAt(one, 'metadata', 'name'))
    })
    for (const name of names)
      await context.server.ask('PATCH', `${pods}/${name}/status`, {
        status: { phase: name.startsWith('finished') ? 'Succeeded' : 'Failed' },
      })
    // Its own controller sees that the first one is done, and tries the other one again.
    await until('the end of a job', async () => {
      const { text } = await context.server.send('GET', `${jobs}/finished`)
      return text.includes('"Complete"')
    })
    const { code, stdout } = await context.shell('kubectl acr check -n done')
    assert.is(code, 1)
    assert.not.match(stdout, 'job/finished')
    assert.match(stdout, 'job/gave-up')
  })

  test.run()
}

function textOf(objects: readonly object[]): string {
  return objects.map(one => stringify(one)).join('---\n')
}

/** Asks until there is an answer, and gives it. */
async function until<T>(what: string, ask: () => Promise<T | false>): Promise<T> {
  for (let left = 300; left > 0; left -= 1) {
    const answer = await ask()
    if (answer !== false) return answer
    await sleep(100)
  }
  throw new Error(`there is no sign of ${what}`)
}

const apiServer = namedProgram('KUBE_APISERVER', PART)
const controllerManager = namedProgram('KUBE_CONTROLLER_MANAGER', PART)
const etcd = namedProgram('ETCD', PART)
const [openssl, kubectl] = [findProgram('openssl', PART), findProgram('kubectl', PART)]
if (
  apiServer !== undefined &&
  controllerManager !== undefined &&
  etcd !== undefined &&
  openssl !== undefined &&
  kubectl !== undefined
)
  testWith({ apiServer, controllerManager, etcd, openssl })
