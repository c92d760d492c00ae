/** Shapes that nobody writes, but that must not take quadratic time: many elements of one type in one place. */
export const ODD_SHAPES = [
  'same-accounts',
  'many-registries',
  'shared-specs',
  'end-marks',
  'many-names',
  'secret-keys',
] as const
export type OddShape = (typeof ODD_SHAPES)[number]

const HEAD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n'
const CONTAINERS = '  containers:\n  - name: a\n    image: contoso.azurecr.io/app\n'

/** The beginning of an input, and the part that is repeated up to its size. */
const PARTS: Readonly<Record<OddShape, readonly [beginning: string, next: (index: number) => string]>> = {
  'same-accounts': [
    HEAD + CONTAINERS,
    index =>
      `---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default}\nimagePullSecrets:\n- name: s${index}\n`,
  ],
  'many-registries': [
    `${HEAD}  containers:\n`,
    index => `  - name: a${index}\n    image: registry${index}.azurecr.io/app\n`,
  ],
  'shared-specs': [
    'x-spec: &spec\n  containers:\n  - {name: a, image: contoso.azurecr.io/app}\napiVersion: v1\nkind: List\nitems:\n',
    index => `- {apiVersion: v1, kind: Pod, metadata: {name: a${index}}, spec: *spec}\n`,
  ],
  'end-marks': [HEAD + CONTAINERS, () => '...\n'.repeat(16)],
  'many-names': [`${HEAD}${CONTAINERS}  imagePullSecrets:\n`, index => `  - name: s${index}\n`],
  'secret-keys': [
    `${HEAD}${CONTAINERS}  imagePullSecrets: [{name: s}]\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n`,
    index => `  k${index}: v\n`,
  ],
}

export function* oddManifests(shape: OddShape, bytes: number): Generator<string> {
  const [beginning, next] = PARTS[shape]
  yield beginning
  for (let [length, index] = [beginning.length, 0]; length < bytes; index += 1) {
    const text = next(index)
    yield text
    length += text.length
  }
}
