import { ODD_SHAPES } from './inputs/odd-shapes.ts'
import { amount } from './measure/figures.ts'
import { cat, grep, jsonRoundTrip, node, yamlRoundTrip } from './subjects/floors.ts'
import { findKustomize, findLinkerd } from './subjects/kubernetes.ts'
import { briefly, on, onRepository } from './subjects/subject.ts'
import {
  BUNDLE,
  check,
  checkBy,
  gateBy,
  globGateBy,
  inject,
  injectStream,
  inPlaceBy,
  nativeInject,
} from './subjects/this-program.ts'
import { findYq } from './subjects/yq.ts'
import type { Shape } from './inputs/shapes.ts'
import type { Found } from './subjects/subject.ts'
import type { Sizes } from './options.ts'
import type { Work } from './work.ts'

const BRIEF_BYTES = 5_000 // three Deployments
const ONE_DOCUMENT = 1
const START_OF_BUNDLE =
  'Node.js itself takes 1 x. Half of the rest is to take what V8 compiled before, and to set up the modules of the bundle.'
const FILES_IN_JAVASCRIPT =
  'About half of the processor time goes to the 2,000 files with ACR images, and most of the rest to walking, reading and searching in JavaScript.'
const CHECKING =
  'Beside the files with ACR images it reads all that name a ServiceAccount or a Secret, and it words a finding for each image without a pull secret.'
const WAITING_FOR_DISK =
  'Of each file that changes, first a copy of the old content must be on the disk, then the new content.'
const PASSING =
  'More than half is to read the input into new memory: nothing is written before all is read. The rest is to search it for registries and to count its documents.'
const ALL_EDITED =
  'The rate of npm yaml differs by a third from run to run (1.04 to 1.44 MB/s were seen on one machine), and so does this ratio.'
const JSON_IN_JAVASCRIPT =
  'JSON.parse and JSON.stringify are compiled parts of V8. This program scans the same text in JavaScript, and keeps each byte of it.'
const STREAM_PEAK = 120e6

/** All rows with their bars, for inputs of the given sizes. The bars are for full sizes. */
export function works(sizes: Sizes, nativeProgram: string | undefined): readonly Work[] {
  const native =
    nativeProgram === undefined
      ? []
      : [
          ...natives(sizes, nativeInject(nativeProgram)),
          ...repository(sizes, [nativeProgram], ', native executable'),
        ]
  return [
    ...starts(nativeProgram),
    ...documents(sizes, inject),
    ...byHand(sizes, inject),
    ...lists(sizes, inject),
    ...repository(sizes, BUNDLE, ''),
    ...native,
    ...learning(sizes),
    ...growth(sizes),
    ...oddGrowth(sizes),
  ]
}

/** The rows of the bundle, repeated for a native executable. */
function natives(sizes: Sizes, ours: Found): readonly Work[] {
  const rows = [...documents(sizes, ours), ...byHand(sizes, ours), ...lists(sizes, ours)]
  return rows.map(row => ({ ...row, name: `${row.name}, native executable` }))
}

/** The cost of learning kinds, compared with passing their CRDs through. */
function learning({ medium }: Sizes): readonly Work[] {
  const row = (used: string, shape: Shape, most: number): Work => ({
    name: `${amount(medium)} of CRDs, ${used} used`,
    ours: on(inject, shape, medium),
    other: on(inject, 'definitions', medium),
    compares: 'time',
    bar: { most },
  })
  return [row('3 kinds', 'definitions-some-used', 1.5), row('all kinds', 'definitions-all-used', 7)]
}

function starts(nativeProgram: string | undefined): readonly Work[] {
  const name = 'start: 3 documents'
  return [
    {
      name,
      ours: on(briefly(inject), 'acr', BRIEF_BYTES),
      other: on(briefly(node), 'acr', BRIEF_BYTES),
      compares: 'time',
      bar: { most: 1.7 },
      reason: START_OF_BUNDLE,
    },
    {
      name: `${name}, native executable`,
      ours: on(briefly(nativeInject(nativeProgram)), 'acr', BRIEF_BYTES),
      other: on(briefly(node), 'acr', BRIEF_BYTES),
      compares: 'time',
      bar: { most: 1.1 },
    },
  ]
}

function documents({ passed, edited, parsed }: Sizes, ours: Found): readonly Work[] {
  return [
    {
      name: `${amount(passed)}, no ACR image, start subtracted`,
      ours: on(ours, 'none', passed),
      other: on(cat, 'none', passed),
      start: on(ours, 'none', ONE_DOCUMENT),
      compares: 'time',
      bar: { most: 3 },
      reason: PASSING,
    },
    {
      name: `${amount(passed)}, no ACR image, full of escapes, against none`,
      ours: on(ours, 'none-escaped', passed),
      other: on(ours, 'none', passed),
      compares: 'time',
      bar: { most: 1.5 },
    },
    {
      name: `${amount(edited)}, all ACR Deployments (the other: ${amount(parsed)})`,
      ours: on(ours, 'acr', edited),
      other: on(yamlRoundTrip, 'acr', parsed),
      compares: 'rate',
      bar: { least: ours === inject ? 55 : 60 },
      reason: ALL_EDITED,
    },
  ]
}

function byHand({ small, medium }: Sizes, ours: Found): readonly Work[] {
  const yq = findYq()
  const noVerdict = yq.kind === 'Python' ? 'bar is for yq 4 (Go)' : undefined
  return [
    { ...deployments(ours, small, 'yq', yq), bar: { least: 3 }, noVerdict },
    { ...deployments(ours, small, 'kubectl kustomize', findKustomize()), bar: { least: 15 } },
    { ...deployments(ours, medium, 'linkerd inject', findLinkerd()), bar: { least: 150 } },
    { ...deployments(ours, medium, 'yq', yq), bar: { least: 10 }, noVerdict },
  ]
}

const deployments = (ours: Found, bytes: number, against: string, other: Found): Work => ({
  name: `${amount(bytes)} of Deployments, against ${against}`,
  ours: on(ours, 'acr', bytes),
  other: on(other, 'acr', bytes),
  compares: 'rate',
})

function lists({ medium }: Sizes, ours: Found): readonly Work[] {
  return [
    {
      name: `${amount(medium)}, JSON List as kubectl prints it`,
      ours: on(ours, 'json-list', medium),
      other: on(jsonRoundTrip, 'json-list', medium),
      compares: 'rate',
      bar: { least: 1 },
      reason: JSON_IN_JAVASCRIPT,
    },
    {
      name: `${amount(medium)}, JSON List on one line`,
      ours: on(ours, 'json-list-compact', medium),
      other: on(jsonRoundTrip, 'json-list-compact', medium),
      compares: 'rate',
      bar: { least: 1 },
      reason: JSON_IN_JAVASCRIPT,
    },
    {
      name: `${amount(medium)}, YAML List, against documents`,
      ours: on(ours, 'yaml-list', medium),
      other: on(ours, 'acr', medium),
      compares: 'rate',
    },
  ]
}

/** A repository with ACR images in a tenth of its files. */
function repository({ files }: Sizes, program: readonly string[], form: string): readonly Work[] {
  const other = onRepository(grep, files)
  return [
    {
      name: `${files} files, inject --check${form}`,
      ours: onRepository(gateBy(program, 'inject --check'), files),
      other,
      compares: 'time',
      bar: { most: 3 },
      reason: FILES_IN_JAVASCRIPT,
    },
    {
      name: `${files} files by a glob with **, inject --check${form}`,
      ours: onRepository(globGateBy(program, 'inject --check'), files),
      other,
      compares: 'time',
      bar: { most: 3 },
      reason: FILES_IN_JAVASCRIPT,
    },
    {
      name: `${files} files, check${form}`,
      ours: onRepository(checkBy(program), files),
      other,
      compares: 'time',
      bar: { most: 3 },
      reason: CHECKING,
    },
    {
      name: `${files} files, in place and back${form}`,
      ours: onRepository(inPlaceBy(program, 'inject and uninject --in-place'), files),
      other,
      compares: 'time',
      // 10 for each way
      bar: { most: 20 },
      reason: WAITING_FOR_DISK,
    },
  ]
}

function growth({ edited, brief, streams: [few, many] }: Sizes): readonly Work[] {
  return [
    {
      name: `growth: ${amount(edited)} against ${amount(brief)}, all ACR`,
      ours: on(inject, 'acr', edited),
      other: on(inject, 'acr', brief),
      compares: 'time',
      // 10 % above linear growth
      bar: { most: (edited / brief) * 1.1 },
    },
    {
      name: `memory with --stream: ${amount(many)} against ${amount(few)}`,
      ours: injectStream('acr', many),
      other: injectStream('acr', few),
      compares: 'memory',
      bar: { most: 1.2 },
      maxBytes: STREAM_PEAK,
    },
  ]
}

/** Quadratic work takes sixteen times as long for four times the size. */
function oddGrowth({ odd }: Sizes): readonly Work[] {
  return [inject, check].flatMap(ours =>
    ODD_SHAPES.map((shape): Work => ({
      name: `growth of ${shape}, ${ours.name}: ${amount(odd)} against a quarter`,
      ours: on(ours, shape, odd),
      other: on(ours, shape, odd / 4),
      compares: 'time',
      bar: { most: 5 },
    })),
  )
}
