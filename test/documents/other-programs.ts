import { fencedBlocks, proseOf } from './blocks.ts'

/** Flags by command, those that documents use, as they are known; not all were held against the reference of the Azure CLI. */
const AZ: Readonly<Record<string, string>> = {
  login: '',
  'acr credential show': '--name --query --output',
  'acr login': '--name',
  'acr show': '--name --query --output',
  'acr show-endpoints': '--name',
  'acr token create': '--name --registry --scope-map --repository --expiration-in-days --query --output',
  'acr token credential generate':
    '--name --registry --password1 --password2 --expiration-in-days --query --output',
  'acr update': '--name --admin-enabled',
  'ad app credential': '',
  'ad app credential list': '--id --query --output',
  'ad sp create-for-rbac': '--name --role --scopes --query --output',
  'ad sp credential delete': '--id --key-id',
  'ad sp credential list': '--id --query --output',
  'ad sp credential reset': '--id --append --display-name --query --output',
  'aks check-acr': '--name --resource-group --acr',
  'aks update': '--name --resource-group --attach-acr',
  'role assignment create': '--role --assignee --assignee-object-id --assignee-principal-type --scope',
}

/** A command line of another program: its words before the first flag, and the names of its flags. */
export interface OtherCommand {
  readonly words: readonly string[]
  readonly flags: readonly string[]
}

/** The calls of `az` or `kubectl` in the shell blocks and the code of a document; not of its outputs. */
export function callsOf(program: 'az' | 'kubectl', markdown: string): readonly OtherCommand[] {
  const blocks = fencedBlocks(markdown).flatMap(({ info, text }) => (info.startsWith('sh ') ? [text] : []))
  const spans = [...proseOf(markdown).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
  const call = new RegExp(String.raw`(?:^|[|(&]\s*)${program} ([^\n|<>;&]*)`, 'gm')
  return [...blocks, ...spans].flatMap(text =>
    [...text.replaceAll(/ \\\n\s*/g, ' ').matchAll(call)].map(([, rest = '']) => commandIn(rest)),
  )
}

function commandIn(rest: string): OtherCommand {
  // What stands in quotes is a value, and what stands in $( ) another call.
  const bare = rest.replaceAll(/"[^"]*"?|'[^']*'?|\$\(.*$/g, 'VALUE').split(/\s+/)
  const first = bare.findIndex(word => word.startsWith('-'))
  const words = (first < 0 ? bare : bare.slice(0, first)).filter(word => /^[a-z][a-z-]*$/.test(word))
  const flags = bare.filter(word => word.startsWith('-')).map(word => word.replace(/=.*|[)`.,:]+$/g, ''))
  return { words, flags }
}

/** What there is not of the Azure CLI, as far as documents of ours use it. */
export function strangeAz(markdown: string): readonly string[] {
  return callsOf('az', markdown).flatMap(({ words, flags }) => {
    const known = AZ[words.join(' ')]
    if (known === undefined) return [`az ${words.join(' ')}`]
    const names = known.split(' ')
    return flags.filter(flag => !names.includes(flag)).map(flag => `az ${words.join(' ')} ${flag}`)
  })
}

/** What there is not of kubectl, by its own help: `help` gives that of some words of kubectl. */
export async function strangeKubectl(
  markdown: string,
  help: (words: readonly string[]) => Promise<string>,
): Promise<readonly string[]> {
  const strange: string[] = []
  for (const { words, flags } of callsOf('kubectl', markdown)) {
    const [verb = '', ...more] = words
    if (verb === '' || verb === 'acr' || verb === 'krew' || flags.length === 0) continue
    const deeper = ['create', 'rollout', 'auth'].includes(verb) ? more.slice(0, 1) : []
    const text = `--help ${await help([verb, ...deeper])}\n${await help(['options'])}`
    for (const flag of flags)
      if (!new RegExp(String.raw`(?:^|[\s,])${flag}(?=[\s=,:]|$)`, 'm').test(text))
        strange.push(`kubectl ${words.join(' ')} ${flag}`)
  }
  return strange
}
