import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { once } from 'node:events'
import { delimiter, dirname, join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { namesInCluster } from '../../src/io/completion/cluster-names.ts'
import { acr } from '../commands/in-process.ts'
import { makeFolder } from '../folder.ts'
import { findProgram } from '../skipped.ts'
import { builtPlugin, runProgram } from './built-plugin.ts'

/** kubectl asks for completions, and is asked for names by them; behind it a small part of an API server. */
const kubectl = findProgram('kubectl', 'completion through kubectl')

interface Cluster {
  server: Server
  kubeconfig: string
  asked: string[]
}

const list = (kind: string, names: readonly string[]) => ({
  apiVersion: 'v1',
  kind: `${kind}List`,
  items: names.map(name => ({ apiVersion: 'v1', kind, metadata: { name } })),
})
const resource = (name: string, kind: string, namespaced: boolean) => ({
  name,
  kind,
  namespaced,
  verbs: ['list'],
})
const ANSWERS: Record<string, unknown> = {
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [] },
  '/api/v1': {
    kind: 'APIResourceList',
    groupVersion: 'v1',
    resources: [resource('namespaces', 'Namespace', false), resource('secrets', 'Secret', true)],
  },
  '/api/v1/namespaces': list('Namespace', ['default', 'shop']),
  '/api/v1/namespaces/default/secrets': list('Secret', ['acr-secret', 'other']),
}

if (kubectl !== undefined && process.platform !== 'win32') {
  const test = suite<Cluster>('completion through kubectl')

  test.before(async context => {
    context.asked = []
    context.server = createServer(({ url = '' }, response) => {
      const [path = ''] = url.split('?')
      if (path.startsWith('/api/v1/')) context.asked.push(decodeURIComponent(url))
      response.setHeader('content-type', 'application/json')
      if (ANSWERS[path] === undefined) response.statusCode = 404
      response.end(JSON.stringify(ANSWERS[path] ?? { kind: 'Status', apiVersion: 'v1', code: 404 }))
    }).listen(0, '127.0.0.1')
    await once(context.server, 'listening')
    const address = context.server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'a/b',
      clusters: [{ name: 'c', cluster: { server: `http://127.0.0.1:${port}` } }],
      contexts: [{ name: 'a/b', context: { cluster: 'c', user: 'u' } }],
      users: [{ name: 'u', user: {} }],
    }
    context.kubeconfig = join(makeFolder({ config: JSON.stringify(config) }), 'config')
  })
  test.after(({ server }) => {
    server.closeAllConnections()
    server.close()
  })

  const pathAndKubeconfig = ({ kubeconfig }: Cluster): NodeJS.ProcessEnv => ({
    ...process.env,
    PATH: [builtPlugin(), dirname(kubectl), process.env['PATH']].join(delimiter),
    KUBECONFIG: kubeconfig,
    HOME: dirname(kubeconfig),
  })
  const completed = async (context: Cluster, ...words: string[]): Promise<string> => {
    const env = pathAndKubeconfig(context)
    const { code, stdout, stderr } = await runProgram(kubectl, ['__complete', 'acr', ...words], '', env)
    assert.is(code, 0, stderr)
    return stdout
  }
  /** The same from the sources, without kubectl before it. */
  const completedAlone = async (context: Cluster, ...words: string[]): Promise<string> => {
    const { code, stdout, stderr } = await acr(['__complete', ...words], { env: pathAndKubeconfig(context) })
    assert.equal([code, stderr], [0, ''])
    return stdout
  }

  test('verbs', async context => {
    assert.match(await completed(context, 'unin'), /^uninject\tRemove pull secrets .+\n:4\n$/)
    assert.equal(context.asked, [])
  })

  test('namespaces and pull secrets come from the cluster', async context => {
    assert.is(await completed(context, 'secret', '-n', ''), 'default\nshop\n:4\n')
    assert.is(await completedAlone(context, 'inject', '--secret', 'a'), 'acr-secret\n:4\n')
    const named = await completedAlone(context, 'inject', '--secret', 'contoso.azurecr.io=')
    assert.is(named, 'contoso.azurecr.io=acr-secret\ncontoso.azurecr.io=other\n:4\n')
    assert.match(context.asked.at(-1) ?? '', 'fieldSelector=type=kubernetes.io/dockerconfigjson')
  })

  test('contexts are those of the kubeconfig', async ({ kubeconfig }) => {
    const shell = { cwd: dirname(kubeconfig), env: { ...process.env, KUBECONFIG: kubeconfig }, spawn }
    assert.equal(await namesInCluster('contexts', [], shell), ['a/b'])
    assert.equal(await namesInCluster('contexts', [], { ...shell, env: { KUBECTL: 'no-such-program' } }), [])
  })

  test('a cluster that cannot be reached has no names', async context => {
    const kubeconfig = join(makeFolder({ config: '{"apiVersion":"v1","kind":"Config"}' }), 'config')
    assert.is(await completedAlone({ ...context, kubeconfig }, 'secret', '-n', ''), ':4\n')
  })

  test.run()
}
