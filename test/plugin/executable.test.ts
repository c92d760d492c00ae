import { spawn } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { archiveProblems } from '../../plugin/packaging/krew-rules.ts'
import { readArchive } from '../../plugin/packaging/tar.ts'
import { makeFolder } from '../folder.ts'
import { skipPart } from '../skipped.ts'
import { builtPlugin } from './built-plugin.ts'
import type { Ended } from './built-plugin.ts'

/** What only an executable can do wrong: it must run the plugin, and nothing that lies around. */
const hostile = {
  'bunfig.toml': 'preload = ["./foreign.js"]\n[run]\npreload = ["./foreign.js"]\n',
  '.env': 'KUBECTL=./foreign\nBUN_OPTIONS=--preload=./foreign.js\n',
  '.env.local': 'KUBECTL=./foreign\n',
  'foreign.js': 'console.log("foreign code")\n',
  'main.js': 'console.log("foreign code")\n',
  'package.json': '{"type": "commonjs", "main": "foreign.js", "imports": {"#a": "./foreign.js"}}\n',
  'tsconfig.json': '{"compilerOptions": {"paths": {"*": ["./foreign.js"]}}}\n',
}

function version(env: Readonly<Record<string, string>>): Promise<Ended> {
  return start(['version'], env)
}

function start(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
  const child = spawn(join(builtPlugin(), 'kubectl-acr'), args, {
    cwd: makeFolder(hostile),
    env: { PATH: process.env['PATH'], ...env },
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => resolve({ code, stdout, stderr }))
  })
}

// Signal 11 in the masks of /proc.
const SIGSEGV_BIT = 1n << 10n

const archive = process.env['KUBECTL_ACR_ARCHIVE']
if (archive === undefined) skipPart('native executables (KUBECTL_ACR_ARCHIVE names no archive)')
else {
  const test = suite('the executable')

  test('Krew takes its archive, and the licences are in it', () => {
    const entries = readArchive(readFileSync(archive))
    assert.equal(archiveProblems(entries, 'kubectl-acr'), [])
    const paths = entries.map(({ path }) => path)
    assert.equal(paths.toSorted(), [
      'LICENSE',
      'README.md',
      'THIRD-PARTY-NOTICES',
      'kubectl-acr',
      'kubectl-acr.schema.json',
    ])
    const notices = String(entries.find(({ path }) => path === 'THIRD-PARTY-NOTICES')?.bytes)
    for (const part of [
      'clipanion 3',
      '# Bun',
      'GNU LIBRARY GENERAL PUBLIC LICENSE',
      'Version 2.1, February 1999',
    ])
      assert.ok(notices.includes(part), part)
  })

  test('it takes no file in the working directory for its configuration', async () => {
    const { code, stdout, stderr } = await version({})
    assert.equal([code, stderr], [0, ''])
    assert.match(stdout, /^kubectl-acr v\S+ \(commit \S+, Bun \S+, linux\/\S+\)\n$/)
  })

  // What each of them would do stands in plugin/packaging/environment.ts. `FOLDER` is one that must stay as it is.
  const ignored = [
    'NODE_OPTIONS=--require=./foreign.js',
    'NODE_OPTIONS=--import=./foreign.js',
    'NODE_OPTIONS=--inspect',
    'NODE_OPTIONS=--trace-warnings',
    'NODE_OPTIONS=--no-such-option',
    'NODE_CHANNEL_FD=2',
    'NODE_COMPILE_CACHE=FOLDER/cache',
    'NODE_DEBUG=http,https,net,tls,fs,stream,child_process,module',
    'NODE_DEBUG_NATIVE=*',
    'NODE_REDIRECT_WARNINGS=FOLDER/warnings',
    'NODE_V8_COVERAGE=FOLDER/coverage',
    'BUN_OPTIONS=--preload=./foreign.js',
    'BUN_OPTIONS=--print=1',
    'BUN_BE_BUN=1',
    'BUN_BYTECODE_DIGEST_OUT=FOLDER/digest',
    'BUN_BYTECODE_ORDER_OUT=FOLDER/order',
    'BUN_BYTECODE_ORDER_NAMES_OUT=FOLDER/names',
    'BUN_CONFIG_MAX_HTTP_REQUESTS=x',
    'BUN_CONFIG_VERBOSE_FETCH=curl',
    'BUN_CRASH_REPORT_URL=http://127.0.0.1:1',
    'BUN_FEATURE_FLAG_INTERNAL_FOR_TESTING=1',
    'BUN_GARBAGE_COLLECTOR_LEVEL=2',
    'BUN_INSPECT=ws://127.0.0.1:0/x?break=1',
    'BUN_INSPECT_CONNECT_TO=ws://127.0.0.1:1/x',
    'BUN_INSPECT_NOTIFY=unix:///tmp/x',
    'BUN_INSPECT_PRELOAD=./foreign.js',
    'BUN_INTERNAL_WEBVIEW_HOST=2',
    'BUN_JSC_dumpOptions=2',
    'BUN_JSC_logGC=1',
    'BUN_JSC_noSuchOption=1',
    'BUN_JSC_verboseCompilation=1',
    'BUN_RUNTIME_TRANSPILER_CACHE_PATH=FOLDER/transpiled',
    'BUN_THREADPOOL_STATS=1',
    'BUN_TRACE=1',
    'JSC_dumpOptions=2',
    'MIMALLOC_SHOW_STATS=1',
    'MIMALLOC_VERBOSE=1',
    'mimalloc_verbose=1',
    'MI_VERBOSE=1',
    'ICU_DATA=FOLDER',
  ]
  test('no variable of the runtime changes what it prints, or makes it write a file', async () => {
    const plain = await version({})
    const folder = makeFolder({})
    for (const variable of ignored) {
      const [name = '', value = ''] = variable.replace('FOLDER', folder).split(/=(.*)/s)
      assert.equal(await version({ [name]: value }), plain, variable)
    }
    assert.equal(readdirSync(folder), [])
  })

  test('no variable of the runtime shows a credential that is sent', async () => {
    const server = createServer((_, response) => response.end('{}'))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const call = ['inject', '-f', `http://u:S3CR3T@127.0.0.1:${port}/web.yaml?sig=S3CR3T`]
    try {
      const plain = await start(call, {})
      for (const variables of [
        { BUN_CONFIG_VERBOSE_FETCH: 'curl' },
        { BUN_CONFIG_VERBOSE_FETCH: '1' },
        { NODE_DEBUG: 'http,https,fetch,undici,net,tls' },
      ])
        assert.equal(await start(call, variables), plain)
      assert.not.match(plain.stdout + plain.stderr, /S3CR3T|dTpTM0NSM1Q/)
    } finally {
      server.close()
    }
  })

  // Elsewhere a signal from outside is no crash that the runtime sees.
  if (process.platform === 'linux' && process.arch === 'x64' && archive.includes('amd64'))
    test('a crash shows no argument, and names no address to send it to', async () => {
      const call = ['inject', '-f', '-', '--with-secret', '--username', 'u', '--password', 'S3CR3T']
      const child = spawn(join(builtPlugin(), 'kubectl-acr'), call, { stdio: ['pipe', 'ignore', 'pipe'] })
      let stderr = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
      const ended = new Promise(resolve => child.on('close', resolve))
      // Before it handles the signal, there is no banner at all.
      const status = `/proc/${child.pid}/status`
      const handled = (): string =>
        /^SigCgt:.*([0-9a-f]{16})$/m.exec(readFileSync(status, 'latin1'))?.[1] ?? '0'
      while ((BigInt(`0x${handled()}`) & SIGSEGV_BIT) === 0n) await pause(10)
      child.kill('SIGSEGV')
      await ended
      assert.match(stderr, /Args: ".*kubectl-acr"\.\.\.\n/)
      assert.not.match(stderr, /S3CR3T|--password|bun\.report/)
    })

  test.run()
}
