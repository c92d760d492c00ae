import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Writable } from 'node:stream'
import { makeFolder } from '../folder.ts'
import { pod } from '../pod.ts'
import { acr } from '../commands/in-process.ts'

/** What a person types at a terminal, and the files of the directory. */
export interface Screen {
  readonly command: string
  readonly files?: Readonly<Record<string, string>>
  /** Below `fixtures`: its files are in the directory, too. */
  readonly fixture?: string
}

const api = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: shop
spec:
  template:
    spec:
      initContainers:
        - image: contoso.azurecr.io/shop/migrations@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
      containers:
        - image: contoso.azurecr.io/shop/api-with-a-name-that-takes-some-columns:2026.11.29
        - image: fabrikam.azurecr.io/proxy:1
`
const widget =
  'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {image: contoso.azurecr.io/w}\n'
const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n'
const INJECTED = `${pod}  imagePullSecrets: [{name: acr-secret}]\n`
/** What changes, what has no known place, and what is none of ours. */
const MIXED = { 'pod.yaml': pod, 'api.yaml': `${service}---\n${api}`, 'widget.yaml': widget }

/** Passes with and without a warning, a failure with many places, and what cannot be decided. */
const CHECKED = {
  ...MIXED,
  'injected.yaml': INJECTED.replace('name: web', 'name: injected'),
  'repeated.yaml': INJECTED.replace('name: web', 'name: repeated').replace('}]', '}, {name: acr-secret}]'),
  'secret.yaml':
    'apiVersion: v1\nkind: Secret\nmetadata: {name: acr-secret}\ntype: kubernetes.io/dockerconfigjson\n' +
    `stringData: {.dockerconfigjson: '{"auths": {"contoso.azurecr.io": {"username": "u", "password": "p"}}}'}\n`,
}

const BROKEN = 'kind: Pod\nspec: [contoso.azurecr.io/web\n'

/** Each has a file of its name in this directory, as it is at each of the widths. */
export const SCREENS: Readonly<Record<string, Screen>> = {
  help: { command: 'help' },
  'help-inject': { command: 'help inject' },
  'help-uninject': { command: 'uninject -h' },
  'help-secret': { command: 'secret --help' },
  'help-check': { command: 'check --help' },
  'help-kinds': { command: 'kinds --help' },
  'help-completion': { command: 'completion --help' },
  'help-version': { command: 'version --help' },
  'error-no-input': { command: 'inject' },
  'error-unknown-command': { command: 'eject -f pod.yaml' },
  'error-broken-manifest': { command: 'inject -f broken.yaml', files: { 'broken.yaml': BROKEN } },
  inject: { command: 'inject -f pod.yaml -f api.yaml --in-place', files: MIXED },
  'inject-verbose': { command: 'inject -R -f . --in-place -v', files: MIXED },
  'inject-check': { command: 'inject -R -f . --check', files: MIXED },
  check: { command: 'check -R -f .', files: CHECKED },
  'check-wide': { command: 'check -R -f . -o wide', files: CHECKED },
  'check-quiet': { command: 'check -R -f . -q', files: CHECKED },
  'uninject-check': { command: 'uninject -f injected.yaml --check', files: { 'injected.yaml': INJECTED } },
  'inject-diff': { command: 'inject -f pod.yaml --diff', files: { 'pod.yaml': pod } },
}

export const WIDTHS = [60, 80, 200] as const

/** What the terminal shows, at a width, standard output and error as they come. */
export async function show(
  { command, files = {}, fixture }: Screen,
  columns: number,
  color: 'always' | 'never',
): Promise<string> {
  const cwd = makeFolder(files)
  if (fixture !== undefined)
    cpSync(new URL(`../../fixtures/${fixture}`, import.meta.url), cwd, { recursive: true })
  let screen = ''
  const terminal = new Writable({
    decodeStrings: false,
    write(chunk: string | Uint8Array, _, done) {
      screen += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
      done()
    },
  })
  await acr(command, {
    cwd,
    stdout: terminal,
    stderr: terminal,
    isTerminal: { stdin: true, stdout: true, stderr: true },
    env: {
      TERM: 'xterm-256color',
      COLUMNS: String(columns),
      ...(color === 'never' ? { NO_COLOR: '1' } : {}),
    },
    now: () => new Date('2030-01-01T12:00:00Z'),
  })
  return screen
}

/** The file in which a screen is kept: plain at each width, then in colours, each escape as `␛`. */
export async function photograph(screen: Screen): Promise<string> {
  const plain = await Promise.all(
    WIDTHS.map(async columns => `=== ${columns} columns\n${await show(screen, columns, 'never')}`),
  )
  const colored = await show(screen, 80, 'always')
  return `${plain.join('')}=== 80 columns, in colors\n${colored.replaceAll('\u001b', '␛')}`
}

export function pathOf(name: string): string {
  return fileURLToPath(new URL(`${name}.txt`, import.meta.url))
}

export function kept(name: string): string {
  return readFileSync(pathOf(name), 'utf8')
}

export function keep(name: string, text: string): void {
  writeFileSync(pathOf(name), text)
}
